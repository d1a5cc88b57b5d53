"""What kind of file something is, by its beginning; and the paths that people name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from mapapp.core.disk.files import read_beginning
from mapapp.core.disk.suffixes import PICTURES
from mapapp.core.errors import DataError

FileKindName = Literal["workspace", "share", "picture", "geopackage", "geojson", "unknown"]

_BEGINNING_BYTES = 4096
_MAGIC: tuple[tuple[bytes, FileKindName], ...] = (
    (b"PK\x03\x04", "share"),
    (b"SQLite format 3\0", "geopackage"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"%PDF", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"II+\0", "picture"),
    (b"RIFF", "picture"),
)
_WORKSPACE = re.compile(rb'"mapapp_workspace"')
_GEOJSON = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature|Topology|GeometryCollection)"')
_LOCAL = ("", "localhost")


def kind_of(path: Path) -> FileKindName:
    """What kind of file something is; its name counts only where its beginning says nothing.

    Raises:
        DataError: if it cannot be read.
    """
    beginning = read_beginning(path, _BEGINNING_BYTES, DataError)
    for magic, kind in _MAGIC:
        if beginning.startswith(magic):
            return kind
    if beginning.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        is_geojson = _GEOJSON.search(beginning) and not _WORKSPACE.search(beginning)
        return "geojson" if is_geojson else "workspace"
    return "picture" if path.suffix.lower() in PICTURES else "unknown"


def named_path(text: str) -> Path:
    """The path that somebody names, as such or as a ``file:`` URL of this machine (RFC 8089).

    A name that only begins like one stays what it is.
    """
    if not text.lower().startswith("file:/"):
        return Path(text)
    parts = urlsplit(text)
    return Path(unquote(parts.path)) if parts.netloc.lower() in _LOCAL else Path(text)
