"""What data the map page may load: the ground, and each layer in each theme."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property, partial
from typing import TypeVar, get_args

from mapapp.bridge.resources import PageResources
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Theme
from mapapp.render.page.ground import encode_ground
from mapapp.render.page.layers import encode_layer
from mapapp.store.basemap import Basemap
from mapapp.store.geopackage import GeoPackage

LAYERS = "/layers/"
_File = TypeVar("_File", bound=GeoPackage)
_THEMES: tuple[Theme, ...] = get_args(Theme)


class PageData:
    """The files that the page's data comes from, opened anew in the thread that reads them.

    A file that cannot be opened now is tried again when it is next asked for.
    """

    def __init__(self, atlas: GeoPackage, basemap: Basemap, closing: ExitStack) -> None:
        self._known_atlas, self._known_basemap = atlas, basemap
        self._closing = closing

    @cached_property
    def atlas(self) -> GeoPackage:
        """The features; raises a ``DataError`` where the file cannot be read."""
        return self._opened(self._known_atlas.again())

    @cached_property
    def basemap(self) -> Basemap:
        """The ground; raises a ``DataError`` where the file cannot be read."""
        return self._opened(Basemap(self._known_basemap.path))

    def _opened(self, file: _File) -> _File:
        self._closing.push(file)
        file.do_not_wait()
        return file


def layer_url(layer: str, theme: Theme) -> str:
    """Where the page fetches a layer, drawn for a theme."""
    return f"{LAYERS}{theme}/{layer}.json"


def serve_data(
    resources: PageResources,
    specs: tuple[LayerSpec, ...],
    data: PageData,
    year: Callable[[], int | None],
) -> None:
    """Say what the page may load and how it is made; nothing is read before it is asked for.

    ``year`` answers at the end of which year the map looks.
    """
    resources.add("/ground/world.bin", lambda: encode_ground(data.basemap, "world"))
    resources.add("/ground/region.bin", lambda: encode_ground(data.basemap, "region"))
    wanted = {
        layer_url(spec.id, theme): partial(_layer, data, spec, theme, year)
        for spec in specs
        for theme in _THEMES
    }

    def layer(path: str) -> bytes | None:
        make = wanted.get(f"{LAYERS}{path}")
        return make() if make else None

    resources.add_prefix(LAYERS, layer)


def _layer(data: PageData, spec: LayerSpec, theme: Theme, year: Callable[[], int | None]) -> bytes:
    return encode_layer(data.atlas, spec, theme, year())
