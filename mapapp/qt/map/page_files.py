"""The files of the map page itself. Kept apart from its data, so that the page can start first."""

from __future__ import annotations

from mapapp.bridge.resources import PageResources
from mapapp.core.disk.assets import asset

_PAGE_FILES = (".html", ".css", ".js")
_FONT_FILES = (
    "MapappSans-Regular-western.ttf",
    "MapappSans-Bold-western.ttf",
    "MapappSans-Regular.ttf",
    "MapappSans-Bold.ttf",
)


def serve_files(resources: PageResources) -> None:
    """Let the page load its own files; each is read when it is asked for."""
    leaflet = (asset("web", "leaflet.js"), asset("web", "leaflet.css"))
    ours = asset("web", "index.html").parent.iterdir()
    for path in (*leaflet, *ours):
        if path.suffix in _PAGE_FILES:
            resources.add(f"/{path.name}", path.read_bytes, is_quick=True)
    for name in _FONT_FILES:
        resources.add(f"/fonts/{name}", asset("fonts", name).read_bytes)
