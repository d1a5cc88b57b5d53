"""What the map page may load, by path. The only way any byte reaches the page.

A Qt-free table: the scheme handler in ``mapapp/qt/map/scheme.py`` is a thin shell around it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from mapapp.core.record import record

SCHEME = "mapapp"
ORIGIN = f"{SCHEME}://app"
PAGE_URL = f"{ORIGIN}/index.html"

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(_POLICY)

_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".bin": "application/octet-stream",
    ".pbf": "application/x-protobuf",
    ".mvt": "application/vnd.mapbox-vector-tile",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
"""Media types by suffix. A path with another suffix is not served: the page is told
``nosniff``, so that a wrong type would be refused there without a word here."""

Maker = Callable[[], bytes | None]
"""Makes the bytes of a path; None where there is nothing after all. May take long and raise."""


@record
class Resource:
    """What is served at one path.

    Attributes:
        media_type: of the bytes, such as ``image/png``.
        make: makes them.
        is_quick: whether it only reads a small file of our own, so that no other thread is
            worth its while.
    """

    media_type: str
    make: Maker
    is_quick: bool = False


class PageResources:
    """A table of paths and of prefixes of paths, each with a function that makes its bytes."""

    def __init__(self) -> None:
        self._exact: dict[str, tuple[Maker, bool]] = {}
        self._prefixes: dict[str, Callable[[str], bytes | None]] = {}

    def add(self, path: str, make: Maker, *, is_quick: bool = False) -> None:
        """Serve a path such as ``/map.js``; a later call replaces an earlier one."""
        self._exact[path] = make, is_quick

    def add_prefix(self, prefix: str, make: Callable[[str], bytes | None]) -> None:
        """Serve all paths below a prefix such as ``/tiles/``; of several the longest counts.

        ``make`` gets what follows the prefix, as the page wrote it: check it. None means that
        nothing is there.
        """
        self._prefixes[prefix] = make

    def find(self, path: str) -> Resource | None:
        """What is served at a path, or None where nothing is."""
        media_type = _TYPES.get(PurePosixPath(path).suffix)
        if media_type is None:
            return None
        if path in self._exact:
            return Resource(media_type, *self._exact[path])
        below = [prefix for prefix in self._prefixes if path.startswith(prefix)]
        if not below:
            return None
        prefix = max(below, key=len)
        return Resource(media_type, partial(self._prefixes[prefix], path.removeprefix(prefix)))
