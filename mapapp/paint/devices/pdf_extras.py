"""Place on earth, links and bookmarks of a PDF's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mapapp.core.errors import ExportError
from mapapp.core.record import record
from mapapp.core.texts.links import safe_link
from mapapp.paint.devices.pdf_measure import measure
from mapapp.paint.devices.pdf_update import PdfUpdate, pdf_address, pdf_text
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import ASCENT_EM, measurer
from mapapp.render.labels.words import LANGUAGE_TAGS, MAP, Wording, in_language
from mapapp.render.request.request import CSS_DPI
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.composition import Composition

if TYPE_CHECKING:
    from mapapp.render.sheet.further import FurtherPage

_POINTS_PER_CSS_PX = 72 / CSS_DPI
_SECTIONS = ("legend", "figures", "sources", "notes")


@record
class PdfBookmark:
    """A place on a page to go to, in points from its left and its lower edge."""

    title: str
    left: float
    top: float


@record
class PageExtras:
    """What a page has besides what was painted on it; boxes are in points from below.

    Attributes:
        box: that of the page itself.
        viewport: the dictionary that places its map on earth; empty if it has none.
        links: boxes with the addresses they lead to.
        bookmarks: that of the page itself, then those of its sections; a page without a map
            has only these, and belongs to the one before it.
    """

    box: BoxPx
    viewport: str
    links: tuple[tuple[BoxPx, str], ...]
    bookmarks: tuple[PdfBookmark, ...]


@record
class _Place:
    """Where Qt puts a sheet on its page: its upper edge is at a whole number of points."""

    points: float
    top: float

    def box(self, box: BoxPx) -> BoxPx:
        """A box of the sheet as left, lower, right and upper edge in points."""
        left, top, right, bottom = (side * self.points for side in box)
        return left, self.top - bottom, right, self.top - top


def page_extras(composition: Composition) -> PageExtras:
    """The extras of a page that shows a composition."""
    frame, request = composition.sheet.frame, composition.request
    points = frame.unit * _POINTS_PER_CSS_PX
    title = request.title or in_language(MAP, request.language)
    place = _Place(points, round(frame.height * points))
    return PageExtras(
        place.box((0.0, 0.0, frame.width, frame.height)),
        _viewport(composition, place),
        tuple(_links(composition.sheet.blocks, place)),
        (PdfBookmark(title, 0.0, place.top), *_section_bookmarks(composition.sheet.blocks, place)),
    )


def further_extras(page: FurtherPage) -> PageExtras:
    """The extras of a page without a map."""
    points = page.unit * _POINTS_PER_CSS_PX
    place = _Place(points, round(page.height * points))
    return PageExtras(
        place.box((0.0, 0.0, page.width, page.height)),
        "",
        tuple(_links(page.blocks, place)),
        tuple(_section_bookmarks(page.blocks, place)),
    )


def with_extras(data: bytes, extras: Sequence[PageExtras], language: Wording) -> bytes:
    """A PDF of Qt's with the extras of each of its pages.

    Raises:
        ExportError: if the PDF has other pages.
    """
    update = PdfUpdate(data)
    pages = update.pages()
    if len(pages) != len(extras):
        raise ExportError("The PDF engine wrote other pages than it was given; try fewer.")
    for number, extra in zip(pages, extras, strict=True):
        links = [_link(update, box, url) for box, url in extra.links]
        box = "[ {:.3f} {:.3f} {:.3f} {:.3f} ]".format(*extra.box)
        annotations = {"/Annots": f"[ {_references(links)} ]"} if links else {}
        boxes = dict.fromkeys(("/MediaBox", "/CropBox", "/TrimBox"), box)
        viewport = {"/VP": extra.viewport} if extra.viewport else {}
        update.extend(number, boxes | annotations | viewport)
    outline = _outline(update, list(zip(pages, extras, strict=True)))
    update.extend(
        update.catalog,
        {
            "/Lang": f"({LANGUAGE_TAGS[language]})",
            "/Outlines": f"{outline} 0 R",
            "/ViewerPreferences": "<< /DisplayDocTitle true >>",
        },
    )
    return update.finish()


def _viewport(composition: Composition, place: _Place) -> str:
    """Where the map lies on the page and on earth (ISO 32000-2, 12.9 and 12.10)."""
    frame, view = composition.sheet.frame, composition.scene.view
    left, low, right, high = place.box(frame.map)
    return (
        f"[ << /Type /Viewport /Name (map) "
        f"/BBox [ {left:.3f} {low:.3f} {right:.3f} {high:.3f} ] {measure(view)} >> ]"
    )


def _links(blocks: Iterable[Block], place: _Place) -> Iterator[tuple[BoxPx, str]]:
    for block in blocks:
        for run in block.items:
            if isinstance(run, Run) and (link := safe_link(run.link)):
                left, top = block.x + run.x, block.y + run.y - run.size * ASCENT_EM
                right = left + measurer().width(run.text, run.size, bold=run.bold)
                yield place.box((left, top, right, top + run.size)), link


def _section_bookmarks(blocks: Iterable[Block], place: _Place) -> Iterator[PdfBookmark]:
    for block in blocks:
        head = next((item for item in block.items if isinstance(item, Run)), None)
        if block.name in _SECTIONS and head and head.bold:
            left, _, _, top = place.box(block.box)
            yield PdfBookmark(head.text, left, top)


def _link(update: PdfUpdate, box: BoxPx, url: str) -> int:
    rect = " ".join(f"{side:.2f}" for side in box)
    return update.add(
        f"<< /Type /Annot /Subtype /Link /Rect [ {rect} ] /Border [ 0 0 0 ] /F 4 "
        f"/A << /S /URI /URI {pdf_address(url)} >> >>"
    )


def _references(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _outline(update: PdfUpdate, pages: Sequence[tuple[int, PageExtras]]) -> int:
    """The tree of bookmarks: one a page, closed, with its sections below it."""
    root = update.add("")
    items = []
    for page, own, sections in _sheets(pages):
        item = update.add("")
        below = [update.add("") for _ in sections]
        _chain(update, below, [_item(at, mark, item) for at, mark in sections])
        closed = (
            f" /First {below[0]} 0 R /Last {below[-1]} 0 R /Count -{len(below)}" if below else ""
        )
        items.append((item, _item(page, own, root) + closed))
    _chain(update, [item for item, _ in items], [entries for _, entries in items])
    first, last = items[0][0], items[-1][0]
    update.replace(
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


def _chain(update: PdfUpdate, numbers: Sequence[int], entries: Sequence[str]) -> None:
    """Write items that name their neighbours."""
    for i, number in enumerate(numbers):
        before = f" /Prev {numbers[i - 1]} 0 R" if i else ""
        after = f" /Next {numbers[i + 1]} 0 R" if i + 1 < len(numbers) else ""
        update.replace(number, f"<< {entries[i]}{before}{after} >>")
