"""The installed atlas, opened for one call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec, load_layer_specs
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue


def read_specs() -> tuple[LayerSpec, ...]:
    """The layers that come with mapapp, in drawing order."""
    return load_layer_specs(asset("layers"))


@contextmanager
def open_catalogue() -> Iterator[LayerCatalogue]:
    """The layers of the atlas, closed at the end.

    Raises:
        DataError: if the atlas cannot be read.
    """
    atlas_file = asset("data", "atlas.gpkg")
    with Atlas(atlas_file, read_specs()) as atlas, LayerCatalogue(atlas) as catalogue:
        yield catalogue
