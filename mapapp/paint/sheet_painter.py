"""The whole picture: paper, map, locator and furniture, in CSS pixels."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from mapapp.core.record import record
from mapapp.core.style.theme import Ground, ground
from mapapp.paint.frame_painter import Pass, frame_passes
from mapapp.paint.inset_painter import inset_passes
from mapapp.paint.on_sheet import in_turn, outline, placed
from mapapp.paint.symbol_painter import draw_svg
from mapapp.paint.text_painter import draw_text
from mapapp.render.labels.room import BoxPx
from mapapp.render.sheet.blocks import Bar, Block, Item, Picture, Run
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.reading import FURNITURE, Passage, ReadingRole, passages
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.whereabouts import frame_in

if TYPE_CHECKING:
    from mapapp.render.sheet.further import FurtherPage

PAPER = "paper"


@record
class Piece:
    """Something that is painted in one go: what it is, and where text its block and passage."""

    role: ReadingRole | Literal["locator", "decoration"]
    paint: Callable[[QPainter], None]
    block: Block | None = None
    passage: Passage | None = None


def paint_sheet(painter: QPainter, composition: Composition) -> None:
    """Paint a composition; the painter's unit must be a CSS pixel (1/96 inch)."""
    for _, paint in sheet_passes(composition):
        paint(painter)


def sheet_passes(composition: Composition, *, opaque: bool = False) -> Iterator[Pass]:
    """The steps of :func:`paint_sheet`, named: the paper, those of the map, the furniture.

    ``opaque`` paints each layer as if it covered all; the caller lets it shine through.
    """
    yield from map_passes(composition, opaque=opaque)
    unit = composition.sheet.frame.unit
    yield FURNITURE, _scaled(unit, functools.partial(_paint_furniture, composition=composition))


def map_passes(composition: Composition, *, opaque: bool = False) -> Iterator[Pass]:
    """The first of these steps: the paper, and those of the map."""
    scene, theme, frame = composition.scene, composition.request.theme, composition.sheet.frame
    lines = "graticule" in composition.request.parts
    if not frame.is_all_map:
        yield PAPER, _paper(composition)
    beyond = dict(_bleed_passes(composition))
    within = dict(inset_passes(composition, opaque=opaque))
    for name, paint in frame_passes(
        scene, theme, lines=lines, degrees=composition.degrees, opaque=opaque
    ):
        inside = placed(scene, frame.map, paint)
        outside = [beyond[name]] if name in beyond else []
        upon = [within[name]] if name in within else []
        yield name, _scaled(frame.unit, in_turn(*outside, inside, *upon))


def _bleed_passes(composition: Composition) -> Iterator[Pass]:
    """The steps that paint what lies in the bleed around a map, without its names."""
    scene, request, frame = composition.around, composition.request, composition.sheet.frame
    if scene is None:
        return
    left, top, right, bottom = frame.map
    more, lines = composition.bleed, "graticule" in request.parts
    wider = (left - more, top - more, right + more, bottom + more)
    foot = wider[3] if bottom == frame.height else bottom  # else there is paper below the map
    in_px = functools.partial(_pixels, wider, frame.map_unit)
    ring = in_px((*wider[:3], foot)), in_px(frame.map)
    for name, paint in frame_passes(scene, request.theme, lines=lines, ring=ring):
        if name != "names":
            yield name, placed(scene, wider, paint)


def _pixels(place: BoxPx, unit: float, box: BoxPx) -> BoxPx:
    """A box of the sheet in pixels of a map in its place."""
    left, top, right, bottom = box
    x, y = place[:2]
    return (left - x) / unit, (top - y) / unit, (right - x) / unit, (bottom - y) / unit


def _scaled(unit: float, paint: Callable[[QPainter], None]) -> Callable[[QPainter], None]:
    def scale_and_paint(painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(unit, unit)
        paint(painter)
        painter.restore()

    return scale_and_paint


def _paper(composition: Composition) -> Callable[[QPainter], None]:
    """Paint the whole of a page, and its bleed."""
    frame, more = composition.sheet.frame, composition.bleed
    colour = QColor(ground(composition.request.theme).paper)
    box = QRectF(-more, -more, frame.width + 2 * more, frame.height + 2 * more)
    return _scaled(frame.unit, lambda painter: painter.fillRect(box, colour))


def furniture_pieces(composition: Composition) -> Iterator[Piece]:
    """What stands around the map, piece by piece in the order of painting."""
    return _in_units(_furniture(composition), composition)


def further_pieces(composition: Composition, page: FurtherPage) -> Iterator[Piece]:
    """A page after the sheet: its paper, then what stands on it."""
    yield Piece("decoration", _paper(composition))
    yield from _in_units(_block_pieces(page.blocks), composition)


def paint_further_page(painter: QPainter, composition: Composition, page: FurtherPage) -> None:
    """Paint a page after the sheet; the painter's unit must be a CSS pixel."""
    for piece in further_pieces(composition, page):
        piece.paint(painter)


def _in_units(pieces: Iterable[Piece], composition: Composition) -> Iterator[Piece]:
    for piece in pieces:
        yield replace(piece, paint=_scaled(composition.sheet.frame.unit, piece.paint))


def _furniture(composition: Composition) -> Iterator[Piece]:
    sheet, colours = composition.sheet, ground(composition.request.theme)
    if sheet.locator and composition.locator:
        yield Piece("locator", functools.partial(_paint_locator, composition=composition))
    if sheet.frame.is_page:
        framed = functools.partial(outline, box=sheet.frame.map, colours=colours)
        yield Piece("decoration", framed)
    if composition.inset:
        framed = functools.partial(outline, box=composition.inset.box, colours=colours)
        yield Piece("decoration", framed)
    yield from _block_pieces(sheet.blocks)


def _block_pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    for block in blocks:
        drawn = [item for item in block.items if not isinstance(item, Run)]
        if drawn:
            yield Piece("decoration", functools.partial(_paint_items, block=block, items=drawn))
        for passage in passages(block):
            paint = functools.partial(_paint_items, block=block, items=passage.lines)
            yield Piece(passage.role, paint, block, passage)


def _paint_furniture(painter: QPainter, composition: Composition) -> None:
    for piece in _furniture(composition):
        piece.paint(painter)


def _paint_locator(painter: QPainter, composition: Composition) -> None:
    """The small map, with a rectangle around what the large one shows."""
    box, small, theme = composition.sheet.locator, composition.locator, composition.request.theme
    if box is None or small is None:
        return
    colours = ground(theme)
    for _, paint in frame_passes(small, theme, lines=False):
        placed(small, box, paint)(painter)
    outline(painter, box, colours)
    _paint_whereabouts(painter, composition.scene.view, small.view, box, colours)


def _paint_whereabouts(
    painter: QPainter, shown: AnyView, small: AnyView, box: BoxPx, colours: Ground
) -> None:
    """What the map shows, on the locator, which is in Mercator."""
    if not isinstance(small, Viewport):
        return
    scale = (box[2] - box[0]) / small.width_px
    ring = frame_in(shown, small) * scale + (box[0], box[1])
    painter.setPen(QPen(QColor(colours.label), 1.0))
    painter.drawPolygon([QPointF(x, y) for x, y in ring.tolist()])


def _paint_items(painter: QPainter, block: Block, items: Iterable[Item]) -> None:
    painter.save()
    painter.translate(block.x, block.y)
    for item in items:
        match item:
            case Bar():
                colour = QColor(item.colour)
                colour.setAlphaF(item.opacity)
                painter.fillRect(QRectF(item.x, item.y, item.width, item.height), colour)
            case Picture():
                box = QRectF(item.x, item.y, item.width, item.height)
                draw_svg(painter, item.svg, box)
            case Run():
                draw_text(painter, item)
    painter.restore()
