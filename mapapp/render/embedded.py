"""Finds the description that mapapp left in a picture, format by format, without decoding it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import BinaryIO

from mapapp.core.errors import DataError

_MOST_BYTES = 4_000_000
_XMP = re.compile(
    rb'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">(.*?)</rdf:li>', re.DOTALL
)
_SVG = re.compile(rb"<metadata[^>]*>(.*?)</metadata>", re.DOTALL)
_HTML = re.compile(rb'<meta name="mapapp" content="(.*?)"', re.DOTALL)
_COMMENT, _SCAN = 0xFE, 0xDA
_IMAGE_DESCRIPTION = 270


def embedded_description(path: Path) -> str | None:
    """The text that describes a picture, or None where there is none.

    Raises:
        DataError: if the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
            file.seek(0)
            for signature, find in _FINDERS.items():
                if head.startswith(signature):
                    return find(file)
            return _in_text(file)
    except (OSError, struct.error, ValueError) as error:
        raise DataError(
            f"{path} cannot be read as a picture ({error}); choose another file."
        ) from error


def _in_png(file: BinaryIO) -> str | None:
    file.seek(8)
    while len(header := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", header)
        if kind == b"iTXt":
            keyword, _, rest = file.read(length).partition(b"\0")
            if keyword == b"Description":
                return rest[2:].split(b"\0", 2)[2].decode()
        else:
            file.seek(length, 1)
        file.seek(4, 1)
    return None


def _in_jpeg(file: BinaryIO) -> str | None:
    file.seek(2)
    while len(header := file.read(4)) == 4:
        _, marker, length = struct.unpack(">BBH", header)
        if marker == _SCAN:
            return None
        segment = file.read(length - 2)
        if marker == _COMMENT:
            return segment.decode().removeprefix("Description:").strip(" \0")
    return None


def _in_webp(file: BinaryIO) -> str | None:
    file.seek(12)
    while len(header := file.read(8)) == 8:
        kind, length = struct.unpack("<4sI", header)
        if kind == b"XMP ":
            return file.read(length).decode()
        file.seek(length + length % 2, 1)
    return None


def _in_tiff(file: BinaryIO) -> str | None:
    """The image description of the first directory, in a classic or a big TIFF."""
    order = "<" if file.read(2) == b"II" else ">"
    (version,) = struct.unpack(f"{order}H", file.read(2))
    big = version == 43
    if big:
        file.seek(4, 1)
    word, count, entry = ("Q", "Q", 20) if big else ("I", "H", 12)
    (start,) = _unpack(file, order + word)
    file.seek(start)
    (entries,) = _unpack(file, order + count)
    for _ in range(min(entries, 200)):
        tag, _, length, place = struct.unpack(f"{order}HH{word}{word}", file.read(entry))
        if tag == _IMAGE_DESCRIPTION:
            file.seek(place)
            return file.read(min(length, _MOST_BYTES)).rstrip(b"\0").decode()
    return None


def _unpack(file: BinaryIO, layout: str) -> tuple[int, ...]:
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


def _in_pdf(file: BinaryIO) -> str | None:
    return _matched(file, (_XMP,))


def _in_text(file: BinaryIO) -> str | None:
    return _matched(file, (_SVG, _HTML))


def _matched(file: BinaryIO, patterns: tuple[re.Pattern[bytes], ...]) -> str | None:
    """What one of the patterns finds, as text without its entities."""
    for part in _parts(file):
        for pattern in patterns:
            if found := pattern.search(part):
                return unescape(found[1].decode())
    return None


def _parts(file: BinaryIO) -> Iterator[bytes]:
    """The file in overlapping parts, so that a large one is never in memory as a whole."""
    kept = b""
    while part := file.read(_MOST_BYTES):
        yield kept + part
        kept = part[-_MOST_BYTES // 4 :]


_FINDERS: Mapping[bytes, Callable[[BinaryIO], str | None]] = {
    b"\x89PNG": _in_png,
    b"\xff\xd8": _in_jpeg,
    b"RIFF": _in_webp,
    b"II": _in_tiff,
    b"MM": _in_tiff,
    b"%PDF": _in_pdf,
}
