"""Pictures as arrays of pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

Pixels = NDArray[np.int16]


def pixels(image: QImage) -> Pixels:
    """Red, green and blue of each row and column."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int16)


def count(
    image: QImage, colour: str, tolerance: int, box: tuple[slice, slice] = np.s_[:, :]
) -> int:
    """How many pixels (of some rows and columns) have a colour, give or take."""
    want = np.array(QColor(colour).getRgb()[:3], dtype=np.int16)
    return int((np.abs(pixels(image)[box] - want).max(axis=2) < tolerance).sum())


def mixed(over: str, under: str, opacity: float) -> str:
    """A colour that lets another shine through."""
    pairs = zip(QColor(over).getRgb()[:3], QColor(under).getRgb()[:3], strict=True)
    return QColor(*(round(a * opacity + b * (1 - opacity)) for a, b in pairs)).name()
