"""The whole picture: paper, map, locator and furniture, in CSS pixels."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mapapp.core.style.symbology import Theme
from mapapp.core.style.theme import Ground, ground
from mapapp.paint.frame_painter import Pass, frame_passes
from mapapp.paint.symbol_painter import draw_svg
from mapapp.paint.text_painter import draw_text
from mapapp.render.labels.room import BoxPx
from mapapp.render.scene.scene import Scene
from mapapp.render.sheet.blocks import Bar, Block, Picture, Run
from mapapp.render.sheet.composition import Composition
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.whereabouts import frame_in

if TYPE_CHECKING:
    from mapapp.render.sheet.further import FurtherPage

_FRAME_LINE = 0.7


def paint_sheet(painter: QPainter, composition: Composition) -> None:
    """Paint a composition; the painter's unit must be a CSS pixel (1/96 inch)."""
    for _, paint in sheet_passes(composition):
        paint(painter)


def paint_further_page(painter: QPainter, page: FurtherPage, theme: Theme) -> None:
    """Paint a page after the sheet; the painter's unit must be a CSS pixel."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(page.unit, page.unit)
    painter.fillRect(QRectF(0, 0, page.width, page.height), QColor(ground(theme).paper))
    for block in page.blocks:
        _paint_block(painter, block)
    painter.restore()


def sheet_passes(composition: Composition, *, opaque: bool = False) -> Iterator[Pass]:
    """The steps of :func:`paint_sheet`, named: the paper, those of the map, the furniture.

    ``opaque`` paints each layer as if it covered all; the caller lets it shine through.
    """
    request, sheet = composition.request, composition.sheet
    unit, lines = sheet.frame.unit, "graticule" in request.parts
    if not sheet.frame.is_all_map:
        yield "paper", _scaled(unit, functools.partial(_paint_paper, composition=composition))
    scene, theme = composition.scene, request.theme
    for name, paint in frame_passes(
        scene, theme, lines=lines, degrees=composition.degrees, opaque=opaque
    ):
        yield name, _scaled(unit, _placed(composition.scene, sheet.frame.map, paint))
    yield "furniture", _scaled(unit, functools.partial(_paint_furniture, composition=composition))


def _scaled(unit: float, paint: Callable[[QPainter], None]) -> Callable[[QPainter], None]:
    def scale_and_paint(painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(unit, unit)
        paint(painter)
        painter.restore()

    return scale_and_paint


def _placed(
    scene: Scene, box: BoxPx, paint: Callable[[QPainter], None]
) -> Callable[[QPainter], None]:
    """Paint a map into its box on the sheet."""

    def place_and_paint(painter: QPainter) -> None:
        painter.save()
        painter.translate(box[0], box[1])
        unit = (box[2] - box[0]) / scene.view.width_px
        painter.scale(unit, unit)
        paint(painter)
        painter.restore()

    return place_and_paint


def _paint_paper(painter: QPainter, composition: Composition) -> None:
    frame = composition.sheet.frame
    paper = QColor(ground(composition.request.theme).paper)
    painter.fillRect(QRectF(0, 0, frame.width, frame.height), paper)


def _paint_furniture(painter: QPainter, composition: Composition) -> None:
    sheet, theme = composition.sheet, composition.request.theme
    colours = ground(theme)
    if sheet.locator and composition.locator:
        for _, paint in frame_passes(composition.locator, theme, lines=False):
            _placed(composition.locator, sheet.locator, paint)(painter)
        _outline(painter, sheet.locator, colours)
        _paint_whereabouts(
            painter, composition.scene.view, composition.locator.view, sheet.locator, colours
        )
    if sheet.frame.is_page:
        _outline(painter, sheet.frame.map, colours)
    for block in sheet.blocks:
        _paint_block(painter, block)


def _outline(painter: QPainter, box: BoxPx, colours: Ground) -> None:
    painter.setPen(QPen(QColor(colours.hairline), _FRAME_LINE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1]))


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


def _paint_block(painter: QPainter, block: Block) -> None:
    painter.save()
    painter.translate(block.x, block.y)
    for item in block.items:
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
