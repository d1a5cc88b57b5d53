"""Very many symbols as one picture of dots."""

from __future__ import annotations

import weakref

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter

from mapapp.render.scene.crowd import Crowd

_MOST_PIXELS = 40_000_000
_VECTOR_DPI, _CSS_DPI = 300, 96

_MOST_KEPT = 2
_KEPT: dict[int, tuple[tuple[float, ...], QImage]] = {}
"""What was painted last, with its size, by the identity of the dots."""


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


def _image(crowd: Crowd, *size: float) -> QImage:
    """The picture, which is made once though a sheet is painted in bands, and goes with its dots.

    What is alive are the dots: a record has no room for a weak reference.
    """
    of = id(crowd.xs)
    found, image = _KEPT.get(of, (None, None))
    if image is None or found != size:
        image = _made(crowd, *size)
        _KEPT[of] = size, image
        weakref.finalize(crowd.xs, _KEPT.pop, of, None).atexit = False
        for other in list(_KEPT)[:-_MOST_KEPT]:
            _KEPT.pop(other, None)
    return image


def _made(crowd: Crowd, width_px: float, height_px: float, scale: float) -> QImage:
    pixels = np.ascontiguousarray(crowd.picture(width_px, height_px, scale))
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
    return image.copy()  # which keeps the pixels
