"""Finds the description that mapapp left in a picture, format by format, without decoding it.

The picture may be anybody's: no length it states is believed, at most ``MAX_BYTES`` of a
description are read, and no more than ``_MOST_SEARCHED`` of a document are looked through, at
each of its ends.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mapapp.core.disk.files import open_ordinary
from mapapp.core.errors import DataError
from mapapp.core.texts.parsing import ParseError, decoded
from mapapp.core.texts.reasons import why

MAX_BYTES = 4_000_000
"""Of a description; one of mapapp's own has some thousand."""

_MOST_SEARCHED = 2 * MAX_BYTES
_MOST_CHUNKS = 100_000
_PART = 1 << 20
_XMP = re.compile(rb'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'), b"</rdf:li>"
_SVG = re.compile(rb"<metadata[^<>]{0,200}>"), b"</metadata>"
_HTML = re.compile(rb'<meta name="mapapp" content="'), b'"'
_Marks = tuple[re.Pattern[bytes], bytes]
_LONGEST_MARK = 256
_COMMENT, _SCAN = 0xFE, 0xDA
_IMAGE_DESCRIPTION = 270


def embedded_description(path: Path) -> str | None:
    """The text that describes a picture, or None where there is none.

    Raises:
        DataError: if the file cannot be read or is no ordinary one.
    """
    with open_ordinary(path, DataError) as file:
        try:
            return find_description(file)
        except (OSError, struct.error, ValueError) as error:
            raise DataError(
                "{path} cannot be read as a picture ({reason}); choose another file.",
                path=path,
                reason=why(error),
            ) from error


def find_description(file: BinaryIO) -> str | None:
    """The text that describes the picture in an open file, or None where there is none.

    Raises:
        OSError, ValueError, struct.error: if the file cannot be read, or is damaged.
    """
    head = file.read(12)
    file.seek(0)
    for signature, find in _FINDERS.items():
        if head.startswith(signature):
            return find(file)
    return _in_text(file)


def _in_png(file: BinaryIO) -> str | None:
    file.seek(8)
    for header in _headers(file, 8):
        length, kind = struct.unpack(">I4s", header)
        if kind == b"iTXt":
            keyword, _, rest = _read(file, length).partition(b"\0")
            if keyword == b"Description":
                parts = rest[2:].split(b"\0", 2)
                return decoded(parts[2]) if len(parts) == 3 else None
            file.seek(4, os.SEEK_CUR)
        else:
            file.seek(length + 4, os.SEEK_CUR)
    return None


def _in_jpeg(file: BinaryIO) -> str | None:
    file.seek(2)
    for header in _headers(file, 4):
        _, marker, length = struct.unpack(">BBH", header)
        if marker == _SCAN:
            return None
        segment = file.read(max(length - 2, 0))
        if marker == _COMMENT:
            return decoded(segment).removeprefix("Description:").strip(" \0")
    return None


def _in_webp(file: BinaryIO) -> str | None:
    file.seek(12)
    for header in _headers(file, 8):
        kind, length = struct.unpack("<4sI", header)
        if kind == b"XMP ":
            return _between(BytesIO(_read(file, length)), _XMP)
        file.seek(length + length % 2, os.SEEK_CUR)
    return None


def _in_tiff(file: BinaryIO) -> str | None:
    """The image description of the first directory, in a classic or a big TIFF."""
    order = "<" if file.read(2) == b"II" else ">"
    (version,) = struct.unpack(f"{order}H", file.read(2))
    big = version == 43
    if big:
        file.seek(4, os.SEEK_CUR)
    word, count, entry = ("Q", "Q", 20) if big else ("I", "H", 12)
    (start,) = _unpack(file, order + word)
    _seek(file, start)
    (entries,) = _unpack(file, order + count)
    for _ in range(min(entries, 200)):
        tag, _, length, place = struct.unpack(f"{order}HH{word}{word}", file.read(entry))
        if tag == _IMAGE_DESCRIPTION:
            _seek(file, place)
            return decoded(_read(file, length).rstrip(b"\0"))
    return None


def _headers(file: BinaryIO, size: int) -> Iterator[bytes]:
    """What leads each chunk of a file, as long as there are any."""
    for _ in range(_MOST_CHUNKS):
        header = file.read(size)
        if len(header) < size:
            return
        yield header


def _read(file: BinaryIO, length: int) -> bytes:
    """As many bytes as the file says a description has."""
    if length > MAX_BYTES:
        raise ParseError("a text in it is said to have {length:,} bytes", length=length)
    return file.read(length)


def _seek(file: BinaryIO, place: int) -> None:
    """Go to where the file says something stands, which may be beyond what a file can have."""
    if place > file.seek(0, os.SEEK_END):
        raise ParseError("it ends too early")
    file.seek(place)


def _unpack(file: BinaryIO, layout: str) -> tuple[int, ...]:
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


def _in_pdf(file: BinaryIO) -> str | None:
    return _between(file, _XMP)


def _in_text(file: BinaryIO) -> str | None:
    found = _between(file, _SVG)
    return _between(file, _HTML) if found is None else found


def _between(file: BinaryIO, marks: _Marks) -> str | None:
    """What stands between the first opening mark and the next closing one, without entities.

    An opening mark that is not closed soon ends the search: it is followed by too much text, or
    by others like it, and either would make the search as long as the square of the file.
    """
    opening, closing = marks
    for start, part in _parts(file):
        found = opening.search(part)
        if found:
            file.seek(start + found.end())
            text, closed, _ = file.read(MAX_BYTES).partition(closing)
            return unescape(decoded(text)) if closed else None
    return None


def _parts(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Overlapping parts of the beginning and the end of a file, each with its place."""
    size = file.seek(0, os.SEEK_END)
    starts = [*range(0, min(size, _MOST_SEARCHED), _PART)]
    if size > _MOST_SEARCHED:
        starts += range(max(size - _MOST_SEARCHED, _MOST_SEARCHED), size, _PART)
    for start in starts:
        file.seek(start)
        yield start, file.read(_PART + _LONGEST_MARK)


_FINDERS: Mapping[bytes, Callable[[BinaryIO], str | None]] = {
    b"\x89PNG": _in_png,
    b"\xff\xd8": _in_jpeg,
    b"RIFF": _in_webp,
    b"II": _in_tiff,
    b"MM": _in_tiff,
    b"%PDF": _in_pdf,
}
