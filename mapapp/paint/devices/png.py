"""PNG with its resolution and its description, compressed band by band."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np
import png
from numpy.typing import NDArray

from mapapp.paint.devices.bands import band_rows
from mapapp.render.request.request import ExportRequest

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INCHES_PER_M = 1 / 0.0254
_RGB, _BITS = 2, 8


def write_png(
    file: BinaryIO, request: ExportRequest, bands: Iterable[NDArray[np.uint8]], description: str
) -> None:
    """Write the ``bands`` of a picture as PNG; ``description`` becomes an iTXt text.

    Chunks as in https://www.w3.org/TR/png-3/.
    """
    width, height = request.pixels
    per_m = round(request.resolution * _INCHES_PER_M)
    file.write(_SIGNATURE)
    png.write_chunk(file, b"IHDR", struct.pack(">2I5B", width, height, _BITS, _RGB, 0, 0, 0))
    png.write_chunk(file, b"pHYs", struct.pack(">2IB", per_m, per_m, 1))
    png.write_chunk(file, b"iTXt", _text("Title", request.title))
    png.write_chunk(file, b"iTXt", _text("Description", description))
    packer = zlib.compressobj(1)
    for rows in _filtered(bands, width, height):
        packed = packer.compress(rows)
        if packed:
            png.write_chunk(file, b"IDAT", packed)
    png.write_chunk(file, b"IDAT", packer.flush())
    png.write_chunk(file, b"IEND", b"")


def _filtered(bands: Iterable[NDArray[np.uint8]], width: int, height: int) -> Iterator[memoryview]:
    """Rows of the picture, each led by its filter type (none), a band at a time."""
    filtered = np.zeros((band_rows(width, height), 1 + 3 * width), dtype=np.uint8)
    for band in bands:
        count = len(band)
        filtered[:count, 1:] = band
        yield filtered[:count].data


def _text(keyword: str, text: str) -> bytes:
    return keyword.encode() + b"\0\0\0\0\0" + text.encode()
