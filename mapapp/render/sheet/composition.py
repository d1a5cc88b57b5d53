"""A picture put together from a request, ready to be painted on any device."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from mapapp.core.expression.filters import VisibleFids
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.text import Language
from mapapp.render.labels.paper import MOST_NUMBERS
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import main_language
from mapapp.render.request.request import CSS_PX_PER_MM, ExportRequest
from mapapp.render.request.resolving import chosen_specs
from mapapp.render.scene.labelling import label_scene, with_numbers
from mapapp.render.scene.scene import Choice, Scene, read_ground, read_scene
from mapapp.render.sheet.column import SheetContent
from mapapp.render.sheet.figures import Citation, SheetFigure, key_figures
from mapapp.render.sheet.frame import Frame, plan_sheet
from mapapp.render.sheet.key import KEY_NAME
from mapapp.render.sheet.legend import make_legend
from mapapp.render.sheet.remarks import remarks
from mapapp.render.sheet.sheet import Sheet, lay_out
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

_LOCATOR_ZOOM_OUT = 4.8
_LOCATOR_LEAST_ZOOM = 1.2
_CARD_GAP_PX = 3.0


@record
class Composition:
    """A layout with its map.

    Attributes:
        request: what was asked for.
        sheet: the layout.
        scene: the map.
        locator: the scene of the small map, if there is one.
        around: the map with what lies in the bleed around it, where it reaches the edge.
    """

    request: ExportRequest
    sheet: Sheet
    scene: Scene
    locator: Scene | None
    around: Scene | None = None

    @property
    def bleed(self) -> float:
        """How far what reaches the edge goes on beyond it, in units of the sheet."""
        return self.request.prepress.bleed_mm * CSS_PX_PER_MM / self.sheet.frame.unit


def compose(request: ExportRequest, catalogue: LayerCatalogue, basemap: Basemap) -> Composition:
    """Read, lay out and label what was asked for; the request must be ``resolved``."""
    specs = chosen_specs(catalogue.specs, request.layers or ())
    frame = plan_sheet(request)
    view = frame.view(request)
    visible = _visible_fids(request, catalogue)
    choice = Choice(visible, request.standing_out, request.as_of_year, request.opacities)
    scene = read_scene(catalogue, basemap, view, specs, request.theme, choice)
    figures = _figures(request, catalogue.atlas, specs, scene) if frame.columns else []
    content = SheetContent(
        make_legend(scene, specs, request.language, request.theme),
        figures,
        _citations(catalogue.atlas, main_language(request.language)) if figures else {},
        tuple(remarks(request, view, specs)),
        [(mark.x, mark.y) for mark in scene.marks],
    )
    sheet, scene = _labelled(request, frame, content, scene, basemap)
    locator = _locator_view(sheet.locator, view, frame)
    small = Scene(locator, read_ground(basemap, locator)) if locator else None
    composition = Composition(request, sheet, scene, small)
    if not composition.bleed or frame.is_page:
        return composition
    wider = view.widened(composition.bleed / frame.map_unit)
    around = read_scene(catalogue, basemap, wider, specs, request.theme, choice)
    return replace(composition, around=around)


def _labelled(
    request: ExportRequest, frame: Frame, content: SheetContent, scene: Scene, basemap: Basemap
) -> tuple[Sheet, Scene]:
    """The layout and the scene with its names, numbers among them where their key has room.

    A key that would push another part off the sheet is too long.
    """
    bare = lay_out(request, frame, scene.view, content)
    cards = _cards(bare)

    most = MOST_NUMBERS if frame.columns else 0
    named = label_scene(scene, basemap, request.language, keep_free=cards, most_numbers=most)

    def with_key(numbers: int) -> tuple[Sheet, Scene]:
        some = with_numbers(named, numbers)
        told = replace(content, key=some.key) if some.key else content
        return lay_out(request, frame, scene.view, told), some

    def is_too_long(numbers: int) -> bool:
        sheet, _ = with_key(numbers)
        return numbers > 0 and not {*_parts_of(bare), KEY_NAME} <= _parts_of(sheet)

    counts = range(len(named.key) + 1)
    if named.key and is_too_long(counts[-1]):
        counts = counts[: bisect.bisect_left(counts, True, key=is_too_long)]
    return with_key(counts[-1]) if named.key else (bare, named)


def _parts_of(sheet: Sheet) -> set[str]:
    return {block.name for block in sheet.blocks}


def _visible_fids(request: ExportRequest, catalogue: LayerCatalogue) -> VisibleFids:
    return lambda layer: catalogue.visible_fids(layer, request.criteria(layer))


def _figures(
    request: ExportRequest, atlas: Atlas, specs: Sequence[LayerSpec], scene: Scene
) -> list[SheetFigure]:
    """Those of what is in sight, each once, though several layers may show it."""
    by_id, seen = {spec.id: spec for spec in specs}, dict[str, LayerSpec]()
    for mark in reversed(scene.marks):
        if mark.entity:
            seen.setdefault(mark.entity, by_id[mark.layer])
    entities = [(spec, entity) for entity, spec in seen.items()]
    return key_figures(
        atlas,
        entities,
        request.language,
        request.as_of_year,
        believed_only=request.believed_only,
    )


def _citations(atlas: Atlas, language: Language) -> dict[str, Citation]:
    """Sources by id."""
    return {
        id_: Citation(source.citation(language), source.link)
        for id_, source in atlas.sources().items()
    }


def _cards(sheet: Sheet) -> list[BoxPx]:
    """The boxes of furniture that lies on the map, in pixels of the map."""
    left, top, right, bottom = sheet.frame.map
    unit = sheet.frame.map_unit
    return [
        (
            (x0 - left) / unit - _CARD_GAP_PX,
            (y0 - top) / unit - _CARD_GAP_PX,
            (x1 - left) / unit + _CARD_GAP_PX,
            (y1 - top) / unit + _CARD_GAP_PX,
        )
        for x0, y0, x1, y1 in (block.box for block in sheet.blocks)
        if x0 < right and x1 > left and y0 < bottom and y1 > top
    ]


def _locator_view(box: BoxPx | None, view: Viewport, frame: Frame) -> Viewport | None:
    """The surroundings of a view in a small frame."""
    if box is None:
        return None
    zoom = max(view.zoom - _LOCATOR_ZOOM_OUT, _LOCATOR_LEAST_ZOOM)
    width, height = (box[2] - box[0]) / frame.map_unit, (box[3] - box[1]) / frame.map_unit
    return view.recentred(width, height, zoom)
