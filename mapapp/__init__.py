"""mapapp: a desktop map explorer for Shenyang and Liaoning."""

from __future__ import annotations

from mapapp.core.version import __version__

TYPE_CHECKING = False  # as in `typing`, which takes its time: the command line is in a hurry

if TYPE_CHECKING:
    from mapapp.render.html.file import folium_map as folium_map

__all__ = ["__version__", "folium_map"]


def __getattr__(name: str) -> object:
    """``mapapp.folium_map``, imported when it is asked for: the program starts without folium."""
    if name == "folium_map":
        from mapapp.render.html.file import folium_map

        return folium_map
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
