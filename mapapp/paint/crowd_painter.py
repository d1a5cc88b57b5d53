"""Very many symbols as one picture of dots."""

from __future__ import annotations

import functools

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter

from mapapp.render.scene.crowd import Crowd

_MOST_PIXELS = 40_000_000
_VECTOR_DPI, _CSS_DPI = 300, 96


def draw_crowd(painter: QPainter, crowd: Crowd, width_px: float, height_px: float) -> None:
    """Draw the dots of a view, in the pixels of what is painted on, or 300 to the inch."""
    scale = _scale(painter, width_px * height_px)
    image = _image(crowd, width_px, height_px, scale)
    painter.drawImage(QRectF(0, 0, width_px, height_px), image)


def _scale(painter: QPainter, area_px: float) -> float:
    """Pixels to one of the view, no more than there is memory for."""
    is_raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    own = painter.combinedTransform().m11() if is_raster else _VECTOR_DPI / _CSS_DPI
    return float(min(own, (_MOST_PIXELS / area_px) ** 0.5))


@functools.lru_cache(maxsize=2)
def _image(crowd: Crowd, width_px: float, height_px: float, scale: float) -> QImage:
    """The picture, which is made once though a sheet is painted in bands."""
    pixels = np.ascontiguousarray(crowd.picture(width_px, height_px, scale))
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
    return image.copy()  # which keeps the pixels
