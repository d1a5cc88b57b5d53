"""Resolved symbols drawn from their SVG, as vectors where the device keeps them."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from mapapp.render.symbols import Symbol, symbol_box_px, symbol_svg


def draw_symbol(painter: QPainter, symbol: Symbol, x: float, y: float) -> None:
    """Draw a symbol with its centre at ``x``, ``y``."""
    side = symbol_box_px(symbol)
    draw_svg(painter, symbol_svg(symbol), QRectF(x - side / 2, y - side / 2, side, side))


def draw_svg(painter: QPainter, svg: str, box: QRectF) -> None:
    """Draw a small SVG document into a rectangle."""
    _renderer(svg).render(painter, box)


@functools.lru_cache(maxsize=256)
def _renderer(svg: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg.encode()))
