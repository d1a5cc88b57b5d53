"""Pictures that somebody might send to bring mapapp down."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from tests.robustness.odd_files import Maker, fifo, written


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, content in chunks:
        crc = zlib.crc32(kind + content)
        parts.append(struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc))
    return b"".join(parts)


def _sparse_png(folder: Path) -> Path:
    path = folder / "some.png"
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0xFFFFFFF0) + b"iTXt")
        file.truncate(4_300_000_000)
    return path


def _described(text: bytes) -> bytes:
    return _png((b"IHDR", bytes(13)), (b"iTXt", b"Description\0\0\0\0\0" + text))


PICTURES: Mapping[str, Maker] = {
    "picture-deep-json": written("some.png", _described(b"[" * 100_000)),
    "picture-odd-request": written(
        "some.png", _described(b'{"mapapp": 1, "extent": 5, "request": {"file": 7}}')
    ),
    "picture-huge-extent": written(
        "some.png",
        _described(b'{"mapapp": "1", "extent": [1e400, 2, 3, 4], "request": {"file": "a.png"}}'),
    ),
    "picture-cut": written("some.png", _described(b"{}")[:20]),
    "picture-sparse": _sparse_png,
    "picture-svg-bomb": written("some.svg", b"<metadata" * 1_000_000),
    "picture-pdf-bomb": written("some.pdf", b"%PDF" + b"<dc:description><rdf:Alt>" * 400_000),
    "picture-fifo": lambda folder: fifo(folder, "some.png"),
}
"""Pictures, by name."""
