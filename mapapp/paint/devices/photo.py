"""JPEG and WebP, which Qt writes at once."""

from __future__ import annotations

import struct

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImageWriter

from mapapp.core.errors import ExportError
from mapapp.paint.devices.bands import whole_image
from mapapp.paint.devices.xmp import xmp_packet
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.composition import Composition

_INCHES_PER_M = 1 / 0.0254
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04

_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 282, 283, 296
_SHORT, _RATIONAL, _INCH = 3, 5, 2
_AFTER_ENTRIES = 50
"""Where the one fraction of the directory stands: behind its head and three entries."""


def photo_bytes(composition: Composition, description: str) -> bytes:
    """A composition in the format of its request; ``description`` is a comment, or in its XMP."""
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
    return data if request.format == "jpeg" else _with_metadata(data, request, description)


def _with_metadata(webp: bytes, request: ExportRequest, description: str) -> bytes:
    """A WebP with metadata behind its pixels, as RFC 9649, 2.7, lays it out."""
    body, (width, height) = webp[12:], request.pixels
    flags = _EXIF_FLAG | _XMP_FLAG
    if body[:4] == b"VP8X":
        header = body[:8] + bytes([body[8] | flags]) + body[9:18]
        body = body[18:]
    else:
        sides = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
        header = b"VP8X" + struct.pack("<IB3x", 10, flags) + sides
    exif = _chunk(b"EXIF", _exif(request.resolution))
    xmp = _chunk(b"XMP ", xmp_packet(request.title, description))
    whole = b"WEBP" + header + body + exif + xmp
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _exif(dpi: int) -> bytes:
    """A directory with the resolution alone (Exif 3.0, 4.6.5)."""
    entries = (
        (_X_RESOLUTION, _RATIONAL, _AFTER_ENTRIES),
        (_Y_RESOLUTION, _RATIONAL, _AFTER_ENTRIES),
        (_RESOLUTION_UNIT, _SHORT, _INCH),
    )
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries))
    directory = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return head + directory + struct.pack("<I", 0) + struct.pack("<II", dpi, 1)
