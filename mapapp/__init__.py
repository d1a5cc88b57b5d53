"""mapapp: a desktop map explorer for Shenyang and Liaoning; docs/notebook.md has this interface."""

from __future__ import annotations

from mapapp.core.version import __version__

TYPE_CHECKING = False  # as in `typing`, which takes its time: the command line is in a hurry

if TYPE_CHECKING:
    from mapapp.core.errors import MapappError as MapappError
    from mapapp.notebook.counting import count as count
    from mapapp.notebook.geocoding import geocode as geocode
    from mapapp.notebook.layer import Layer as Layer
    from mapapp.notebook.pictures import folium_map as folium_map
    from mapapp.notebook.pictures import snapshot as snapshot
    from mapapp.notebook.tables import facts as facts
    from mapapp.notebook.tables import layers as layers
    from mapapp.notebook.tables import read as read

_HOMES = {
    "Layer": "mapapp.notebook.layer",
    "MapappError": "mapapp.core.errors",
    "count": "mapapp.notebook.counting",
    "facts": "mapapp.notebook.tables",
    "folium_map": "mapapp.notebook.pictures",
    "geocode": "mapapp.notebook.geocoding",
    "layers": "mapapp.notebook.tables",
    "read": "mapapp.notebook.tables",
    "snapshot": "mapapp.notebook.pictures",
}

__all__ = [
    "Layer", "MapappError", "__version__", "count", "facts", "folium_map", "geocode", "layers",
    "read", "snapshot",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """A name of the interface, imported when it is asked for: the program starts without pandas."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What there is to complete in a notebook."""
    return sorted({*globals(), *__all__})
