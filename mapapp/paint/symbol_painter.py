"""Resolved symbols drawn from their SVG, as vectors where the device keeps them."""

from __future__ import annotations

import functools
import re

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter
from PySide6.QtSvg import QSvgRenderer

from mapapp.render.scene.symbols import Symbol, symbol_box_px, symbol_svg

_UNSTROKED = re.compile(r"<(?:path|circle)\b(?![^>]* stroke=)")


def draw_symbol(painter: QPainter, symbol: Symbol, x: float, y: float) -> None:
    """Draw a symbol with its centre at ``x``, ``y``."""
    side = symbol_box_px(symbol)
    box = QRectF(x - side / 2, y - side / 2, side, side)
    raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    if raster and painter.opacity() < 1:
        painter.drawImage(box, _pixels(symbol_svg(symbol), side, painter))
    else:
        draw_svg(painter, symbol_svg(symbol), box)


def _pixels(svg: str, side: float, painter: QPainter) -> QImage:
    """The symbol as pixels of the device: as a whole it can shine through evenly."""
    count = max(round(side * painter.combinedTransform().m11()), 1)
    image = QImage(count, count, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    own = QPainter(image)
    own.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_svg(own, svg, QRectF(0, 0, count, count))
    own.end()
    return image


def draw_svg(painter: QPainter, svg: str, box: QRectF) -> None:
    """Draw a small SVG document into a rectangle."""
    _renderer(svg).render(painter, box)


@functools.lru_cache(maxsize=256)
def _renderer(svg: str) -> QSvgRenderer:
    # WORKAROUND: QtSvg sets a pen without a brush where nothing is stroked, and QSvgGenerator
    # writes that as a black stroke; a stroke that nobody sees is written as none.
    told = _UNSTROKED.sub(r'\g<0> stroke-opacity="0"', svg)
    return QSvgRenderer(QByteArray(told.encode()))
