"""Boxes, place on earth, figures and bookmarks of a PDF's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mapapp.core.record import record
from mapapp.paint.devices.pdf_file import PdfFile, pdf_text
from mapapp.paint.devices.pdf_measure import measure
from mapapp.paint.devices.pdf_pieces import PdfTag
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import LOCATOR, MAP, in_language
from mapapp.render.request.request import CSS_DPI, ExportRequest
from mapapp.render.sheet.blocks import Block
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.reading import map_in_words, section_head

if TYPE_CHECKING:
    from mapapp.render.sheet.further import FurtherPage

POINTS_PER_CSS_PX = 72 / CSS_DPI
_POINTS_PER_MM = 72 / 25.4


@record
class PdfBookmark:
    """A place on a page to go to, in points from its left and its lower edge."""

    title: str
    left: float
    top: float


@record
class SheetPlace:
    """Where a sheet lies on its page, which is larger where there is bleed or marks; in points.

    Attributes:
        points: to one unit of the sheet.
        width, height: of the sheet as it is cut.
        margin: of the page around the sheet.
        bleed: how far what reaches the edge goes on beyond it.
    """

    points: float
    width: float
    height: float
    margin: float
    bleed: float

    def box(self, box: BoxPx) -> BoxPx:
        """A box of the sheet as left, lower, right and upper edge from the page's lower left."""
        left, top, right, bottom = (side * self.points for side in box)
        high = self.margin + self.height
        return self.margin + left, high - bottom, self.margin + right, high - top

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the page."""
        return self.width + 2 * self.margin, self.height + 2 * self.margin

    def around(self, more: float) -> BoxPx:
        """The sheet and so much around it."""
        low, left = self.margin - more, self.margin - more
        return left, low, self.margin + self.width + more, self.margin + self.height + more


@record
class Figure:
    """A map on a page: its box in points from below, and what it shows in words."""

    box: BoxPx
    alt: str


@record
class PageExtras:
    """What a page has besides what was painted on it.

    Attributes:
        place: of the sheet on it.
        viewport: the dictionary that places its map on earth; empty if it has none.
        bookmarks: that of the page itself, then those of its sections; a page without a map
            has only these, and belongs to the one before it.
        figures: its maps.
        sheet: the number of the sheet in its book; 0 of a page that is none.
    """

    place: SheetPlace
    viewport: str
    bookmarks: tuple[PdfBookmark, ...]
    figures: Mapping[PdfTag, Figure]
    sheet: int = 0


def page_extras(composition: Composition) -> PageExtras:
    """The extras of a page that shows a composition."""
    request = composition.request
    place = sheet_place(request, composition.sheet.frame.unit)
    title = request.title or in_language(MAP, request.language)
    _, _, _, top = place.around(0)
    return PageExtras(
        place,
        _viewport(composition, place),
        (PdfBookmark(title, 0.0, top), *_section_bookmarks(composition.sheet.blocks, place)),
        dict(_figures(composition, place)),
        composition.page.folio.number if composition.page else 0,
    )


def further_extras(request: ExportRequest, page: FurtherPage) -> PageExtras:
    """The extras of a page without a map."""
    place = sheet_place(request, page.unit)
    return PageExtras(place, "", tuple(_section_bookmarks(page.blocks, place)), {})


def sheet_place(request: ExportRequest, unit: float = 1.0) -> SheetPlace:
    """Where a sheet lies whose unit is so many CSS pixels."""
    width, height = (side * POINTS_PER_CSS_PX for side in request.css_size)
    margin, bleed = (
        mm * _POINTS_PER_MM for mm in (request.prepress.margin_mm, request.prepress.bleed_mm)
    )
    return SheetPlace(unit * POINTS_PER_CSS_PX, width, height, margin, bleed)


def finish_page(file: PdfFile, page: int, extras: PageExtras) -> None:
    """Give a page its boxes (ISO 32000-2, 14.11.2) and its map's place on earth."""
    place = extras.place
    boxes = {
        "/MediaBox": place.around(place.margin),
        "/CropBox": place.around(place.margin),
        "/BleedBox": place.around(place.bleed),
        "/TrimBox": place.around(0),
    }
    written = {name: "[ {:.3f} {:.3f} {:.3f} {:.3f} ]".format(*box) for name, box in boxes.items()}
    viewport = {"/VP": extras.viewport} if extras.viewport else {}
    file.extend(page, written | viewport)


def _figures(composition: Composition, place: SheetPlace) -> Iterator[tuple[PdfTag, Figure]]:
    request, sheet = composition.request, composition.sheet
    yield "Map", Figure(place.box(sheet.frame.map), map_in_words(request, composition.scene))
    if sheet.locator:
        yield "Locator", Figure(place.box(sheet.locator), in_language(LOCATOR, request.language))


def _viewport(composition: Composition, place: SheetPlace) -> str:
    """Where the map lies on the page and on earth (ISO 32000-2, 12.9 and 12.10)."""
    frame, view = composition.sheet.frame, composition.scene.view
    left, low, right, high = place.box(frame.map)
    return (
        f"[ << /Type /Viewport /Name (map) "
        f"/BBox [ {left:.3f} {low:.3f} {right:.3f} {high:.3f} ] {measure(view)} >> ]"
    )


def _section_bookmarks(blocks: Iterable[Block], place: SheetPlace) -> Iterator[PdfBookmark]:
    for block in blocks:
        if head := section_head(block):
            left, _, _, top = place.box(block.box)
            yield PdfBookmark(head.text, left, top)


def page_labels(pages: Iterable[PageExtras]) -> str:
    """How pages are called (ISO 32000-2, 12.4.2).

    Those of a book are called by its sheets: i for the one that opens it, then 1, 2, and 2-2 for
    what goes on from there.
    """
    ranges: list[str] = []
    sheet = further = 0
    for index, page in enumerate(pages):
        further = 1 if page.viewport else further + 1
        sheet = page.sheet or (0 if page.viewport else sheet)
        if sheet:
            called = f"{sheet}-{further}" if further > 1 else str(sheet)
            ranges.append(f"{index} << /P {pdf_text(called)} >>")
        elif not index:
            ranges.append("0 << /S /r >>")
    return f"<< /Nums [ {' '.join(ranges)} ] >>"


def add_outline(file: PdfFile, pages: Sequence[tuple[int, PageExtras]]) -> int:
    """The tree of bookmarks: one a page, closed, with its sections below it."""
    root = file.add("")
    items = []
    for page, own, sections in _sheets(pages):
        item = file.add("")
        below = [file.add("") for _ in sections]
        _chain(file, below, [_item(at, mark, item) for at, mark in sections])
        closed = (
            f" /First {below[0]} 0 R /Last {below[-1]} 0 R /Count -{len(below)}" if below else ""
        )
        items.append((item, _item(page, own, root) + closed))
    _chain(file, [item for item, _ in items], [entries for _, entries in items])
    first, last = items[0][0], items[-1][0]
    file.replace(
        root, f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(items)} >>"
    )
    return root


def _sheets(
    pages: Sequence[tuple[int, PageExtras]],
) -> Iterator[tuple[int, PdfBookmark, list[tuple[int, PdfBookmark]]]]:
    """The page of each sheet with its own bookmark and those of its sections, wherever they are."""
    starts = [i for i, (_, extra) in enumerate(pages) if extra.viewport]
    for start, stop in zip(starts, [*starts[1:], len(pages)], strict=True):
        page, first = pages[start]
        own, *sections = first.bookmarks
        further = [(at, mark) for at, extra in pages[start + 1 : stop] for mark in extra.bookmarks]
        yield page, own, [*((page, mark) for mark in sections), *further]


def _item(page: int, mark: PdfBookmark, parent: int) -> str:
    return (
        f"/Title {pdf_text(mark.title)} /Parent {parent} 0 R "
        f"/Dest [ {page} 0 R /XYZ {mark.left:.2f} {mark.top:.2f} null ]"
    )


def _chain(file: PdfFile, numbers: Sequence[int], entries: Sequence[str]) -> None:
    """Write items that name their neighbours."""
    for i, number in enumerate(numbers):
        before = f" /Prev {numbers[i - 1]} 0 R" if i else ""
        after = f" /Next {numbers[i + 1]} 0 R" if i + 1 < len(numbers) else ""
        file.replace(number, f"<< {entries[i]}{before}{after} >>")
