"""A picture put together from a request, ready to be painted on any device."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
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
from mapapp.render.scene.scene import (
    Choice,
    Scene,
    make_scene,
    read_ground,
    read_layers,
    read_scene,
)
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.cautions import (
    Caution,
    CautionFinder,
    publishing_cautions,
    scale_denominator,
)
from mapapp.render.sheet.column import Furniture, SheetContent
from mapapp.render.sheet.degrees import degree_runs, run_box
from mapapp.render.sheet.draft import Draft, with_inset
from mapapp.render.sheet.figures import Citation, FigureReader, KeyFigures
from mapapp.render.sheet.frame import COLUMN, Frame, further_width, plan_sheet
from mapapp.render.sheet.inset import Inset
from mapapp.render.sheet.key import names_without_room
from mapapp.render.sheet.keys import ground_entries
from mapapp.render.sheet.legend import make_legend
from mapapp.render.sheet.locator import FROM_ZOOM, locator_scene
from mapapp.render.sheet.named_maps import NamedMaps, name_maps, with_key
from mapapp.render.sheet.omissions import omission_message
from mapapp.render.sheet.remarks import figure_remarks, remarks, said
from mapapp.render.sheet.room import fitted_frame
from mapapp.render.sheet.sheet import Sheet, lay_out
from mapapp.render.view.view import AnyView
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.render.scene.link_ends import LinkEnd
    from mapapp.render.sheet.book_page import BookPage
    from mapapp.render.sheet.book_sheet import BookSheet

_MOST_READINGS = 3


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
        inset: a crowded part of the map, larger, or None.
    """

    request: ExportRequest
    sheet: Sheet
    scene: Scene
    locator: Scene | None
    degrees: tuple[Run, ...] = ()
    cautions: tuple[Caution, ...] = ()
    around: Scene | None = None
    page: BookPage | None = None
    inset: Inset | None = None

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
    draft = Draft(furniture, lay_out(request, frame, scene.view, furniture), scene)
    if book:
        scene = book.scene(scene)
        draft = replace(draft, sheet=book.numbered(draft.sheet, scene), scene=scene)
    else:
        draft = with_inset(draft, *_reading(request, catalogue, basemap))
    degrees = _degrees(request, frame, scene.view, draft.cards)
    sheet, maps = _named(draft, degrees, catalogue, basemap)
    if frame.is_page and not book:
        unnamed = (*names_without_room(maps.scenes), *maps.ends)
        sheet = replace(sheet, omitted=(*sheet.omitted, *unnamed))
    locator = _locator(request, sheet, scene.view, basemap, book.tied if book else ())
    if book:
        sheet, locator = book.headed(sheet), book.locator(locator, scene.view.extent)
    return Composition(
        request,
        draft.finished(sheet),
        maps.main,
        locator,
        degrees,
        furniture.content.cautions,
        _around(request, frame, scene.view, catalogue, basemap),
        page,
        maps.inset,
    )


def _link_ends(draft: Draft, catalogue: LayerCatalogue) -> Sequence[LinkEnd]:
    """The ends of links that leave the map; only lines are links."""
    if all(layer.layer.spec.geometry != "line" for layer in draft.scene.layers):
        return ()
    from mapapp.render.scene.link_ends import link_ends

    return link_ends(draft.scene, catalogue, draft.cards)


def _named(
    draft: Draft, degrees: Sequence[Run], catalogue: LayerCatalogue, basemap: Basemap
) -> tuple[Sheet, NamedMaps]:
    """The maps of a layout with names, and the layout with a key to those that are numbers."""
    keep_free = [*draft.cards, *map(run_box, degrees)]
    most = MOST_NUMBERS if draft.sheet.frame.columns else 0
    maps = name_maps(draft, basemap, _link_ends(draft, catalogue), keep_free, most)
    return with_key(draft.furniture, draft.sheet, maps) if maps.key else (draft.sheet, maps)


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


def _degrees(
    request: ExportRequest, frame: Frame, view: AnyView, cards: Sequence[BoxPx]
) -> tuple[Run, ...]:
    if "graticule" not in request.parts:
        return ()
    colours, all_sides = ground(request.theme), request.graticule_labels
    return degree_runs(view, colours, cards, all_sides=all_sides, is_outside=frame.has_gutter)


def _fitted(
    request: ExportRequest, catalogue: LayerCatalogue, basemap: Basemap, book: BookSheet | None
) -> tuple[Scene, Frame, Furniture]:
    """What the map shows, in a frame that leaves the furniture the room it needs.

    What is to be said is known when the map has been read; a map of another size is read again,
    and may have more or less to say. Room that was once needed is kept, or it would go on. The
    ground, which takes as long to read as the layers and needs no room, is read at the end.
    """
    specs = chosen_specs(catalogue.specs, request.layers or ())
    choice = _choice(request, catalogue)
    choice = book.choice(choice) if book else choice
    figures = FigureReader(
        catalogue.atlas,
        request.language,
        request.as_of_year,
        believed_only=request.believed_only,
    )
    usual = frame = plan_sheet(request)
    for reading in range(_MOST_READINGS):
        view = frame.view(request)
        layers = read_layers(catalogue, specs, choice, view.extent)
        scene = make_scene(layers, (), view, request.theme)
        furniture = _furniture(request, frame, scene, catalogue, basemap, figures, book)
        fitted = fitted_frame(request, usual, furniture)
        is_settled = reading > 0 and _height(fitted.map) >= _height(frame.map)
        if fitted.map == frame.map or is_settled or reading == _MOST_READINGS - 1:
            break
        frame = fitted
    scene = replace(scene, ground=read_ground(basemap, scene.view))
    return scene, frame, _with_ground(furniture, scene)


def _with_ground(furniture: Furniture, scene: Scene) -> Furniture:
    """What there is to say, with what is to be said of the ground of a scene."""
    request, content = furniture.request, furniture.content
    has_own = request.ground is not None
    entries = ground_entries(scene, request.language, request.theme, own_borders=has_own)
    cautions = (*content.cautions, *publishing_cautions(request, scene.ground))
    legend = replace(content.legend, ground=tuple(entries))
    return replace(furniture, content=replace(content, legend=legend, cautions=cautions))


def _height(box: BoxPx) -> float:
    return box[3] - box[1]


def _furniture(
    request: ExportRequest,
    frame: Frame,
    scene: Scene,
    catalogue: LayerCatalogue,
    basemap: Basemap,
    figures: FigureReader,
    book: BookSheet | None,
) -> Furniture:
    """What there is to say of a scene, but for its ground."""
    specs, atlas = chosen_specs(catalogue.specs, request.layers or ()), catalogue.atlas
    wants_figures = "figures" in request.parts
    key = figures.figures(_seen(specs, scene, book)) if wants_figures else KeyFigures()
    denominator = scale_denominator(scene, frame.map_unit, frame.unit)
    finder = CautionFinder(request, catalogue, specs, scene, denominator)
    told = (
        *remarks(request, scene, specs, catalogue),
        *(() if book else figure_remarks(key.left_out)),
        *(caution.text for caution in finder.on_sheet(basemap)),
    )
    content = SheetContent(
        make_legend(scene, specs, request.language, request.theme),
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


def _reading(
    request: ExportRequest, catalogue: LayerCatalogue, basemap: Basemap
) -> tuple[tuple[LayerSpec, ...], Basemap, Callable[[AnyView], Scene]]:
    """The layers of a picture, the ground, and what reads a view of them."""
    specs, choice = chosen_specs(catalogue.specs, request.layers or ()), _choice(request, catalogue)
    return (
        specs,
        basemap,
        lambda view: read_scene(catalogue, basemap, view, specs, request.theme, choice),
    )


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
    _, _, read = _reading(request, catalogue, basemap)
    return read(view.widened(bleed_px))


def _seen(
    specs: Sequence[LayerSpec], scene: Scene, book: BookSheet | None
) -> Iterator[tuple[LayerSpec, str]]:
    """The entities in sight with their layers, each once, though several layers may show it.

    A sheet of a book tells those of its own feature apart from them.
    """
    by_id, seen = {spec.id: spec for spec in specs}, dict[str, LayerSpec]()
    for mark in reversed(scene.marks):
        if mark.entity and not (book and book.is_of(mark.entity)):
            seen.setdefault(mark.entity, by_id[mark.layer])
    for shown in reversed(specs):
        yield from ((spec, entity) for entity, spec in seen.items() if spec is shown)


def _citations(atlas: Atlas, language: Language) -> dict[str, Citation]:
    """Sources by id."""
    return {
        id_: Citation(source.citation(language), source.link)
        for id_, source in atlas.sources().items()
    }


def _locator(
    request: ExportRequest, sheet: Sheet, view: AnyView, basemap: Basemap, tied: Collection[str]
) -> Scene | None:
    """The small map of where a view lies, if there is room for it."""
    if sheet.locator is None:
        return None
    (left, top, right, bottom), unit = sheet.locator, sheet.frame.map_unit
    width, height = (right - left) / unit, (bottom - top) / unit
    return locator_scene(view, width, height, basemap, main_language(request.language), tied)
