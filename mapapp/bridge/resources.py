"""What the map page may load, by path. The only way any byte reaches the page.

A Qt-free table: the scheme handler in ``mapapp/qt/map/scheme.py`` is a thin shell around it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

SCHEME = "mapapp"
PAGE_URL = f"{SCHEME}://app/index.html"

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
    ".bin": "application/octet-stream",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Response:
    """The bytes of one path and their media type."""

    media_type: str
    body: bytes


class PageResources:
    """A table of paths, each with a function that makes its bytes when asked."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[], bytes]] = {}

    def add(self, path: str, make: Callable[[], bytes]) -> None:
        """Serve a path such as ``/map.js``; a later call replaces an earlier one."""
        self._makers[path] = make

    def get(self, path: str) -> Response | None:
        """The answer for a path, or None where nothing is served."""
        make = self._makers.get(path)
        if make is None:
            return None
        return Response(_TYPES[PurePosixPath(path).suffix], make())
