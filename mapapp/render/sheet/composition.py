"""A picture put together from a request, ready to be painted on any device."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapapp.core.expression.filters import VisibleFids
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.core.text import Language, Text
from mapapp.render.labels.paper import MOST_NUMBERS
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import main_language
from mapapp.render.request.request import CSS_PX_PER_MM, ExportRequest
from mapapp.render.request.resolving import chosen_specs
from mapapp.render.scene.labelling import label_scene, with_numbers
from mapapp.render.scene.scene import Choice, Scene, read_scene
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.cautions import Caution, CautionFinder, scale_denominator
from mapapp.render.sheet.column import Furniture, SheetContent
from mapapp.render.sheet.degrees import degree_runs, run_box
from mapapp.render.sheet.figures import Citation, KeyFigures, key_figures
from mapapp.render.sheet.frame import COLUMN, Frame, further_width, plan_sheet
from mapapp.render.sheet.key import KEY_NAME
from mapapp.render.sheet.legend import Legend, make_legend
from mapapp.render.sheet.locator import FROM_ZOOM, locator_scene
from mapapp.render.sheet.omissions import omission_message
from mapapp.render.sheet.remarks import figure_remarks, remarks, said
from mapapp.render.sheet.room import fitted_frame
from mapapp.render.sheet.sheet import Sheet, lay_out
from mapapp.render.view.view import AnyView
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.render.sheet.book_page import BookPage
    from mapapp.render.sheet.book_sheet import BookSheet

_MOST_READINGS = 3
_CARD_GAP_PX = 3.0


@record
class Composition:
    """A layout with its map.

    Attributes:
        request: what was asked for.
        sheet: the layout.
        scene: the map.
        locator: the scene of the small map, if there is one.
        degrees: what is written at meridians and parallels, in pixels of the map.
        cautions: what may mislead; most of it stands on the sheet, too.
        around: the map with what lies in the bleed around it, where it reaches the edge.
        page: which sheet of a book it is, and what it tells, or None.
    """

    request: ExportRequest
    sheet: Sheet
    scene: Scene
    locator: Scene | None
    degrees: tuple[Run, ...] = ()
    cautions: tuple[Caution, ...] = ()
    around: Scene | None = None
    page: BookPage | None = None

    @property
    def bleed(self) -> float:
        """How far what reaches the edge goes on beyond it, in units of the sheet."""
        return self.request.prepress.bleed_mm * CSS_PX_PER_MM / self.sheet.frame.unit


def compose(
    request: ExportRequest,
    catalogue: LayerCatalogue,
    basemap: Basemap,
    page: BookPage | None = None,
) -> Composition:
    """Read, lay out and label what was asked for; the request must be ``resolved``.

    A sheet of a book tells what its ``page`` says.
    """
    book = _book_sheet(page, request, catalogue, basemap) if page else None
    scene, frame, furniture = _fitted(request, catalogue, basemap, book)
    bare = lay_out(request, frame, scene.view, furniture)
    if book:
        scene, bare = book.scene(scene), book.numbered(bare, scene)
    cards = _cards(bare)
    degrees = _degrees(request, scene.view, cards)
    named = label_scene(
        scene,
        basemap,
        request.language,
        keep_free=[*cards, *map(run_box, degrees)],
        most_numbers=MOST_NUMBERS if frame.columns else 0,
    )
    sheet, scene = _with_key(furniture, bare, named) if named.key else (bare, named)
    locator = _locator(request, sheet, scene.view, basemap)
    if book:
        sheet, locator = book.headed(sheet), book.locator(locator, scene.view.extent)
    around = _around(request, frame, scene.view, catalogue, basemap)
    cautions = furniture.content.cautions
    return Composition(request, sheet, scene, locator, degrees, cautions, around, page)


def _book_sheet(
    page: BookPage, request: ExportRequest, catalogue: LayerCatalogue, basemap: Basemap
) -> BookSheet:
    from mapapp.render.sheet.book_sheet import BookSheet

    return BookSheet(page, request, catalogue, basemap)


def maker_cautions(composition: Composition) -> Iterator[Caution]:
    """What who makes a picture is to be told of it: what had no room, and what may mislead.

    Of a page of a book it is said what lacks room on which.
    """
    sentence = omission_message(composition.sheet.omitted)
    if sentence and composition.page:
        sentence = Message("{page}: {sentence}", page=composition.request.title, sentence=sentence)
    if sentence:
        yield Caution.of(Text(sentence.text("en"), sentence.text("zh")))
    yield from composition.page.cautions if composition.page else ()
    yield from composition.cautions


def _degrees(request: ExportRequest, view: AnyView, cards: Sequence[BoxPx]) -> tuple[Run, ...]:
    if "graticule" not in request.parts:
        return ()
    return degree_runs(view, ground(request.theme), cards, all_sides=request.graticule_labels)


def _fitted(
    request: ExportRequest, catalogue: LayerCatalogue, basemap: Basemap, book: BookSheet | None
) -> tuple[Scene, Frame, Furniture]:
    """What the map shows, in a frame that leaves the furniture the room it needs.

    What is to be said is known when the map has been read; a map of another size is read again,
    and may have more or less to say. Room that was once needed is kept, or it would go on.
    """
    specs = chosen_specs(catalogue.specs, request.layers or ())
    choice = _choice(request, catalogue)
    choice = book.choice(choice) if book else choice
    usual = frame = plan_sheet(request)
    for reading in range(_MOST_READINGS):
        scene = read_scene(catalogue, basemap, frame.view(request), specs, request.theme, choice)
        furniture = _furniture(request, frame, scene, catalogue, basemap, book)
        fitted = fitted_frame(request, usual, furniture)
        is_settled = reading > 0 and _height(fitted.map) >= _height(frame.map)
        if fitted.map == frame.map or is_settled or reading == _MOST_READINGS - 1:
            break
        frame = fitted
    return scene, frame, furniture


def _legend(request: ExportRequest, scene: Scene, specs: Sequence[LayerSpec]) -> Legend:
    has_own = request.ground is not None
    return make_legend(scene, specs, request.language, request.theme, own_borders=has_own)


def _height(box: BoxPx) -> float:
    return box[3] - box[1]


def _furniture(
    request: ExportRequest,
    frame: Frame,
    scene: Scene,
    catalogue: LayerCatalogue,
    basemap: Basemap,
    book: BookSheet | None,
) -> Furniture:
    """What there is to say of a scene."""
    specs, atlas = chosen_specs(catalogue.specs, request.layers or ()), catalogue.atlas
    wants_figures = "figures" in request.parts
    key = _figures(request, atlas, specs, scene, book) if wants_figures else KeyFigures()
    denominator = scale_denominator(scene, frame.map_unit, frame.unit)
    finder = CautionFinder(request, catalogue, specs, scene, denominator)
    told = (
        *remarks(request, scene, specs, catalogue),
        *(() if book else figure_remarks(key.left_out)),
        *(caution.text for caution in finder.on_sheet(basemap)),
    )
    content = SheetContent(
        _legend(request, scene, specs),
        key.figures,
        _citations(atlas, main_language(request.language)) if key.figures or book else {},
        said(told, request),
        [(mark.x, mark.y) for mark in scene.marks],
        cautions=tuple(finder.cautions(basemap)),
    )
    left, _, right, _ = frame.columns[0] if frame.columns else (0.0, 0.0, COLUMN, 0.0)
    has_locator = scene.view.zoom >= FROM_ZOOM
    furniture = Furniture(
        request,
        content,
        right - left,
        has_locator,
        has_heads=frame.is_page,
        further_width=further_width(frame),
    )
    return book.furniture(furniture) if book else furniture


def _with_key(furniture: Furniture, bare: Sheet, named: Scene) -> tuple[Sheet, Scene]:
    """The layout with a key to as many numbers of a scene as have room, and those numbers.

    A key that is not whole on the sheet, or pushes another part off it, is too long; the key to the
    ground may give way to it, and figures and sources where they can follow on a further page.
    """
    moving = {"ground", *(("figures", "sources") if furniture.can_spill else ())}
    kept = {block.name for block in bare.blocks} - moving - {f"{part}_rest" for part in moving}

    @functools.cache  # what was tried last is taken
    def with_numbers_to(count: int) -> tuple[Sheet, Scene]:
        some = with_numbers(named, count)
        told = replace(furniture, content=replace(furniture.content, key=some.key))
        return lay_out(told.request, bare.frame, some.view, told), some

    def is_too_long(count: int) -> bool:
        sheet, some = with_numbers_to(count)
        there = {block.name for block in sheet.blocks}
        later = {block.name for page in sheet.further for block in page.blocks}
        missing = {each.part for each in sheet.omitted} - {each.part for each in bare.omitted}
        goes_on = {KEY_NAME, f"{KEY_NAME}_rest"} & later
        return bool(some.key) and (not {*kept, KEY_NAME} <= there or bool(missing or goes_on))

    counts = range(len(named.key) + 1)
    if is_too_long(counts[-1]):
        counts = counts[: bisect.bisect_left(counts, True, key=is_too_long)]
    return with_numbers_to(counts[-1])


def _visible_fids(request: ExportRequest, catalogue: LayerCatalogue) -> VisibleFids:
    return lambda layer: catalogue.visible_fids(layer, request.criteria(layer))


def _choice(request: ExportRequest, catalogue: LayerCatalogue) -> Choice:
    visible = _visible_fids(request, catalogue)
    return Choice(visible, request.standing_out, request.as_of_year, request.opacities)


def _around(
    request: ExportRequest,
    frame: Frame,
    view: AnyView,
    catalogue: LayerCatalogue,
    basemap: Basemap,
) -> Scene | None:
    """The map with what lies in the bleed around it, if there is a bleed that it reaches."""
    bleed_px = request.prepress.bleed_mm * CSS_PX_PER_MM / frame.unit / frame.map_unit
    if not bleed_px or frame.is_page:
        return None
    specs, choice = chosen_specs(catalogue.specs, request.layers or ()), _choice(request, catalogue)
    return read_scene(catalogue, basemap, view.widened(bleed_px), specs, request.theme, choice)


def _figures(
    request: ExportRequest,
    atlas: Atlas,
    specs: Sequence[LayerSpec],
    scene: Scene,
    book: BookSheet | None,
) -> KeyFigures:
    """Those of what is in sight, each once, though several layers may show it.

    A sheet of a book tells those of its own feature apart from them.
    """
    by_id, seen = {spec.id: spec for spec in specs}, dict[str, LayerSpec]()
    for mark in reversed(scene.marks):
        if mark.entity and not (book and book.is_of(mark.entity)):
            seen.setdefault(mark.entity, by_id[mark.layer])
    entities = [
        (spec, entity)
        for shown in reversed(specs)
        for entity, spec in seen.items()
        if spec is shown
    ]
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


def _locator(request: ExportRequest, sheet: Sheet, view: AnyView, basemap: Basemap) -> Scene | None:
    """The small map of where a view lies, if there is room for it."""
    if sheet.locator is None:
        return None
    (left, top, right, bottom), unit = sheet.locator, sheet.frame.map_unit
    language = main_language(request.language)
    return locator_scene(view, (right - left) / unit, (bottom - top) / unit, basemap, language)
