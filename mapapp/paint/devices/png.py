"""PNG, painted and compressed in bands, so that a poster needs little more memory than a card."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import png
from PySide6.QtGui import QImage, QPainter

from mapapp.core.errors import ExportError
from mapapp.paint.sheet import paint_sheet
from mapapp.render.composition import Composition
from mapapp.render.request import CSS_DPI

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BAND_PIXELS = 4_500_000
_INCHES_PER_M = 1 / 0.0254
_RGB, _BITS = 2, 8


def write_png(file: BinaryIO, composition: Composition, description: str) -> None:
    """Write a composition as PNG with its resolution; ``description`` becomes an iTXt text.

    Chunks as in https://www.w3.org/TR/png-3/.
    """
    width, height = composition.request.pixels
    per_m = round(composition.request.resolution * _INCHES_PER_M)
    file.write(_SIGNATURE)
    png.write_chunk(file, b"IHDR", struct.pack(">2I5B", width, height, _BITS, _RGB, 0, 0, 0))
    png.write_chunk(file, b"pHYs", struct.pack(">2IB", per_m, per_m, 1))
    png.write_chunk(file, b"iTXt", _text("Title", composition.request.title))
    png.write_chunk(file, b"iTXt", _text("Description", description))
    packer = zlib.compressobj(1)
    for band in _bands(composition, width, height):
        packed = packer.compress(band)
        if packed:
            png.write_chunk(file, b"IDAT", packed)
    png.write_chunk(file, b"IDAT", packer.flush())
    png.write_chunk(file, b"IEND", b"")


def _text(keyword: str, text: str) -> bytes:
    return keyword.encode() + b"\0\0\0\0\0" + text.encode()


def _bands(composition: Composition, width: int, height: int) -> Iterator[memoryview]:
    """Rows of the picture, each led by its filter type (none), some hundred at a time."""
    rows = min(max(_BAND_PIXELS // width, 1), height)
    image = QImage(width, rows, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError("There is not enough memory for this picture; choose a smaller size.")
    filtered = np.zeros((rows, 1 + 3 * width), dtype=np.uint8)
    for top in range(0, height, rows):
        count = min(rows, height - top)
        _paint_band(image, composition, top)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(rows, width, 4)
        colours = filtered[:, 1:].reshape(rows, width, 3)
        colours[:] = pixels[:, :, 2::-1]
        yield filtered[:count].data


def _paint_band(image: QImage, composition: Composition, top: int) -> None:
    scale = composition.request.resolution / CSS_DPI
    painter = QPainter(image)
    painter.translate(0, -top)
    painter.scale(scale, scale)
    paint_sheet(painter, composition)
    painter.end()
