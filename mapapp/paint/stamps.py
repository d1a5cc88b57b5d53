"""Many symbols as pixels: each is drawn once for every place within a pixel, and then copied."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter

from mapapp.paint.symbol_painter import draw_svg
from mapapp.render.scene.scene import Mark
from mapapp.render.scene.symbols import Symbol, symbol_box_px, symbol_svg

STAMPED = 5_000
"""From so many symbols of a layer on they are copied: to draw each takes six times longer."""

_STEPS = 8
"""So finely a pixel is divided, each way: a copy is off by no more than a sixteenth of a pixel."""

_Image = Callable[[int, int], QImage]


def can_stamp(painter: QPainter) -> bool:
    """Whether what is painted on has pixels, and stands upright."""
    is_raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    is_upright = not painter.combinedTransform().isRotating()
    return is_raster and is_upright and painter.device().devicePixelRatioF() == 1


def stamp(painter: QPainter, marks: Sequence[Mark]) -> None:
    """Draw symbols, centred at their points; see :func:`can_stamp`."""
    place = painter.combinedTransform()
    scale = np.array([place.m11(), place.m22()])
    points = np.array([(mark.x, mark.y) for mark in marks]) * scale + [place.dx(), place.dy()]
    pixels, steps = np.divmod(np.rint(points * _STEPS).astype(np.int64), _STEPS)
    stamps: dict[int, tuple[int, _Image]] = {}
    painter.save()
    painter.resetTransform()
    for mark, (x, y), (right, down) in zip(marks, pixels.tolist(), steps.tolist(), strict=True):
        key = id(mark.symbol)  # marks of one look share it; to compare them would take longer
        if key not in stamps:
            stamps[key] = _stamps(mark.symbol, *scale.tolist())
        half, image = stamps[key]
        painter.drawImage(QPoint(x - half, y - half), image(right, down))
    painter.restore()


def _stamps(symbol: Symbol, scale_x: float, scale_y: float) -> tuple[int, _Image]:
    """In which pixel its middle is, and its pixels by the place of the middle in that one."""
    svg, side = symbol_svg(symbol), symbol_box_px(symbol)
    width, height = side * scale_x, side * scale_y
    half = math.ceil(max(width, height) / 2) + 1

    @functools.cache
    def image(right: int, down: int) -> QImage:
        pixels = QImage(2 * half + 1, 2 * half + 1, QImage.Format.Format_ARGB32_Premultiplied)
        pixels.fill(0)
        x, y = half + right / _STEPS, half + down / _STEPS
        own = QPainter(pixels)
        own.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_svg(own, svg, QRectF(x - width / 2, y - height / 2, width, height))
        own.end()
        return pixels

    return half, image
