"""JPEG and WebP, which Qt writes at once."""

from __future__ import annotations

import struct

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImageWriter

from mapapp.core.errors import ExportError
from mapapp.paint.devices.bands import whole_image
from mapapp.render.sheet.composition import Composition

_INCHES_PER_M = 1 / 0.0254
_XMP_FLAG = 0x04


def photo_bytes(composition: Composition, description: str) -> bytes:
    """A composition in the format of its request; ``description`` is a comment or an XMP chunk."""
    request = composition.request
    image = whole_image(composition)
    per_m = round(request.resolution * _INCHES_PER_M)
    image.setDotsPerMeterX(per_m)
    image.setDotsPerMeterY(per_m)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, request.format.encode())
    writer.setQuality(request.quality)
    if request.format == "jpeg":
        writer.setText("Description", description)
    if not writer.write(image):
        raise ExportError(
            "The {format} could not be made ({reason}); choose png.",
            format=request.format,
            reason=writer.errorString(),
        )
    data = bytes(buffer.data().data())
    return data if request.format == "jpeg" else _with_xmp(data, *request.pixels, description)


def _with_xmp(webp: bytes, width: int, height: int, xmp: str) -> bytes:
    """A WebP with metadata behind its pixels, as RFC 9649, 2.7, lays it out."""
    body = webp[12:]
    if body[:4] == b"VP8X":
        header = body[:8] + bytes([body[8] | _XMP_FLAG]) + body[9:18]
        body = body[18:]
    else:
        sides = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
        header = b"VP8X" + struct.pack("<IB3x", 10, _XMP_FLAG) + sides
    text = xmp.encode()
    chunk = b"XMP " + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2)
    whole = b"WEBP" + header + body + chunk
    return b"RIFF" + struct.pack("<I", len(whole)) + whole
