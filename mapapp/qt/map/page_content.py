"""What data the map page may load: the ground, and each layer in each theme."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from mapapp.bridge.resources import PageResources
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Theme
from mapapp.render.page.ground import encode_ground
from mapapp.render.page.layers import encode_layer
from mapapp.store.basemap import Basemap
from mapapp.store.geopackage import GeoPackage

_THEMES: tuple[Theme, ...] = get_args(Theme)


def layer_url(spec: LayerSpec, theme: Theme) -> str:
    """Where the page fetches a layer, drawn for a theme; elsewhere once it is drawn otherwise."""
    version = hash(spec) & 0xFFFF_FFFF
    return f"/layers/{theme}/{spec.id}-{version:08x}.json"


def serve_data(
    resources: PageResources,
    specs: tuple[LayerSpec, ...],
    atlas: GeoPackage,
    basemap: Basemap,
    year: Callable[[], int | None],
) -> None:
    """Say what the page may load and how it is made; nothing is read before it is asked for.

    ``year`` answers at the end of which year the map looks.
    """
    resources.add("/ground/world.bin", partial(encode_ground, basemap, "world"))
    resources.add("/ground/region.bin", partial(encode_ground, basemap, "region"))
    serve_layers(resources, specs, atlas, year)


def serve_layers(
    resources: PageResources,
    specs: tuple[LayerSpec, ...],
    atlas: GeoPackage,
    year: Callable[[], int | None],
) -> None:
    """Say where layers are; those of before stay, for the page may be about to ask for them."""
    for spec in specs:
        for theme in _THEMES:
            make = partial(_layer, atlas, spec, theme, year)
            resources.add(layer_url(spec, theme), make)


def _layer(
    atlas: GeoPackage, spec: LayerSpec, theme: Theme, year: Callable[[], int | None]
) -> bytes:
    return encode_layer(atlas, spec, theme, year())
