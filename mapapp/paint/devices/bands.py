"""Pixels of a picture, painted in bands: a poster needs little more memory than a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from mapapp.core.errors import ExportError
from mapapp.paint.sheet_painter import paint_sheet
from mapapp.render.request.request import CSS_DPI
from mapapp.render.sheet.composition import Composition

BAND_PIXELS = 3_000_000

Tell = Callable[[float], None]
"""Takes how much of a picture is painted, from 0 to 1."""


def silent(_share: float) -> None:
    """Nobody asked how much is painted."""


def bands(composition: Composition, tell: Tell) -> Iterator[NDArray[np.uint8]]:
    """Some rows of the picture at a time, each row as red, green, blue, red and so on.

    An array is good until the next one is asked for.

    Raises:
        ExportError: if there is not enough memory.
    """
    width, height = composition.request.pixels
    rows = band_rows(width, height)
    image = _image(width, rows)
    for top in range(0, height, rows):
        _paint(image, composition, top)
        for lines in one_band(image):
            yield lines[: height - top]
        tell(min(top + rows, height) / height)


def one_band(image: QImage) -> Iterator[NDArray[np.uint8]]:
    """All rows of an image at once, as :func:`bands` has them."""
    # Qt turns the bytes round some ten times as fast as numpy does.
    colours = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(colours.constBits(), np.uint8).reshape(image.height(), -1)
    yield lines[:, : 3 * image.width()]


def band_rows(width: int, height: int) -> int:
    """How many rows a band of a picture has."""
    return min(max(BAND_PIXELS // width, 1), height)


def whole_image(composition: Composition) -> QImage:
    """The picture at once, for formats that are not written in bands.

    Raises:
        ExportError: if there is not enough memory.
    """
    image = _image(*composition.request.pixels)
    _paint(image, composition, 0)
    return image


def _image(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError("There is not enough memory for this picture; choose a smaller size.")
    return image


def _paint(image: QImage, composition: Composition, top: int) -> None:
    scale = composition.request.resolution / CSS_DPI
    painter = QPainter(image)
    painter.translate(0, -top)
    painter.scale(scale, scale)
    paint_sheet(painter, composition)
    painter.end()
