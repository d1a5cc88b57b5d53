"""Pages after the sheet, of its size: what has no room on it goes on there, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.render.labels import words
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.labels.words import in_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Bar, Block
from mapapp.render.sheet.frame import GAP, Frame, further_columns, too_small
from mapapp.render.sheet.sections import Section, least_height, poured

_RUNNING_GAP = 14.0


@record
class FurtherPage:
    """A page without a map: its size and its blocks in units of the sheet, CSS pixels to a unit."""

    width: float
    height: float
    unit: float
    blocks: tuple[Block, ...]


def further_pages(
    request: ExportRequest, frame: Frame, rest: Sequence[Section], folio: str = ""
) -> tuple[FurtherPage, ...]:
    """As many pages as it takes; what goes on from the sheet has its head again.

    Those of a sheet of a book have its number, others their own, of how many.

    Args:
        request: the picture.
        frame: that of its sheet.
        rest: what goes on, as wide as ``further_width`` says.
        folio: the number of the sheet in its book, or empty.

    Raises:
        UsageError: if a page is too small for any of it.
    """
    top = _running_title(request, frame, "").box[3] + _RUNNING_GAP
    bodies: list[list[Block]] = []
    while rest:
        again = [replace(section, is_begun=False) for section in rest]
        done = poured(_evened(further_columns(frame, top), again), again)
        if not done.placed:
            raise too_small()
        bodies.append(done.blocks)
        rest = done.rest
    asides = [_aside(request, number, len(bodies) + 1, folio) for number, _ in enumerate(bodies, 2)]
    titles = (_running_title(request, frame, aside) for aside in asides)
    return tuple(
        FurtherPage(frame.width, frame.height, frame.unit, (title, *body))
        for title, body in zip(titles, bodies, strict=True)
    )


def _aside(request: ExportRequest, number: int, count: int, folio: str) -> str:
    """Which page this is."""
    if folio:
        return in_language(words.BOOK_PAGE, request.language).format(folio)
    return in_language(words.PAGE, request.language).format(number, count)


def _evened(boxes: list[BoxPx], sections: Sequence[Section]) -> list[BoxPx]:
    """The columns, only as high as they need to be together."""
    _, top, _, bottom = boxes[0]
    height = least_height(boxes, sections, bottom - top, is_cut=True)
    if height is None:
        return boxes
    return [(x0, top, x1, top + height) for x0, _, x1, _ in boxes]


def _running_title(request: ExportRequest, frame: Frame, page: str) -> Block:
    """The title of the sheet in one line, and which page this is, over a rule."""
    colours, margin = ground(request.theme), frame.map[0]
    width = frame.width - 2 * margin
    at = width - measurer().width(page, make.SMALL)
    title = measurer().shorten(
        request.title or in_language(words.MAP, request.language),
        make.SUBTITLE,
        at - GAP,
        bold=True,
    )
    texts = make.paragraph(title, make.SUBTITLE, width, colours.label, bold=True)
    aside = make.paragraph(page, make.SMALL, width, colours.label_secondary)
    height = texts.height + 4.0
    items = (
        *texts.items,
        *(replace(item, x=at, y=texts.items[0].y) for item in aside.items),
        Bar(0, height, width, 0.7, colours.hairline),
    )
    return Block("running_title", width, height + 0.7, items, margin, margin)
