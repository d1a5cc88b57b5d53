"""A sheet as the pieces of a PDF: what is painted in one go, and what is said of it.

Qt paints each piece on a page of its own; ``pdf_pages.py`` puts them on one page, each between
marks that say to which layer it belongs and what it is for those who have the page read aloud.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QPainter

from mapapp.core.record import record
from mapapp.core.text import is_chinese
from mapapp.core.texts.links import safe_link
from mapapp.paint.sheet_painter import PAPER, Piece, furniture_pieces, further_pieces, map_passes
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import ASCENT_EM, measurer
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.reading import FURNITURE, MAP_RANK, rank

if TYPE_CHECKING:
    from mapapp.render.sheet.further import FurtherPage

PdfTag = Literal["", "H1", "H2", "H3", "P", "Map", "Locator"]

LinkTarget = str | int
"""An address, or the number of a sheet of the book."""

_TAGS: Mapping[str, PdfTag] = {
    "title": "H1",
    "heading": "H2",
    "subheading": "H3",
    "paragraph": "P",
    "locator": "Locator",
}
_LOCATOR_RANK = 2


@record
class ContentMark:
    """What is said of a stretch of a page's content.

    Attributes:
        layer: id of the layer with which it is shown and hidden, or empty.
        tag: what it is; empty for what is only decoration.
        rank: when it is read, the lowest first.
        text: all of it where it stands on several lines, which programs would join; or empty.
        is_chinese: whether it is a text in Chinese.
        links: boxes of the sheet with where they lead.
    """

    layer: str = ""
    tag: PdfTag = ""
    rank: int = 0
    text: str = ""
    is_chinese: bool = False
    links: tuple[tuple[BoxPx, LinkTarget], ...] = ()


@record
class PdfPiece:
    """What is painted in one go, and its mark."""

    paint: Callable[[QPainter], None]
    mark: ContentMark


def pdf_pieces(composition: Composition) -> Iterator[PdfPiece]:
    """The pieces of a sheet in the order of painting."""
    empty = _empty_layers(composition)
    for name, paint in map_passes(composition):
        if name in empty:
            continue
        mark = ContentMark() if name == PAPER else ContentMark(name, "Map", MAP_RANK)
        yield PdfPiece(paint, mark)
    for piece in furniture_pieces(composition):
        yield PdfPiece(piece.paint, _mark(piece))


def further_page_pieces(composition: Composition, page: FurtherPage) -> Iterator[PdfPiece]:
    """The pieces of a page after the sheet."""
    for piece in further_pieces(composition, page):
        yield PdfPiece(piece.paint, _mark(piece))


def _empty_layers(composition: Composition) -> set[str]:
    """The ids of the layers of which nothing is in sight."""
    inset = composition.inset and composition.inset.scene
    scenes = [scene for scene in (composition.scene, composition.around, inset) if scene]
    layers = [layer for scene in scenes for layer in scene.layers]
    filled = {layer.id for layer in layers if layer.marks or layer.strokes or layer.crowd}
    return {layer.id for layer in layers} - filled


def _mark(piece: Piece) -> ContentMark:
    tag = _TAGS.get(piece.role, "")
    if piece.block is None or piece.passage is None:
        return ContentMark(FURNITURE, tag, _LOCATOR_RANK)
    lines, text = piece.passage.lines, piece.passage.text
    return ContentMark(
        FURNITURE,
        tag,
        rank(piece.block.name),
        text if len(lines) > 1 else "",
        is_chinese(text),
        tuple(_links(piece.block, lines)),
    )


def _links(block: Block, lines: Sequence[Run]) -> Iterator[tuple[BoxPx, LinkTarget]]:
    for run in lines:
        if target := run.page or safe_link(run.link):
            left, top = block.x + run.x, block.y + run.y - run.size * ASCENT_EM
            right = left + measurer().width(run.text, run.size, bold=run.bold)
            yield (left, top, right, top + run.size), target
