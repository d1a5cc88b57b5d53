"""What of each layer is in a view, by name: read where nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import shapely

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import Keys, Record
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.query import Query
from mapapp.store.catalogue import LayerCatalogue

MOST_LISTED = 300
"""No more features of a layer than this are listed: nobody reads on, and each costs some time."""


@record
class InView:
    """The features of a layer that are in a view.

    Attributes:
        spec: the layer.
        features: with their names alone, at most :data:`MOST_LISTED`.
        is_all: whether there are no more.
        fault: why the layer cannot be read, if it cannot.
    """

    spec: LayerSpec
    features: Sequence[Feature] = ()
    is_all: bool = True
    fault: DataError | None = None

    @property
    def count(self) -> str:
        """How many there are, as people read it."""
        return f"{len(self.features):,}" + ("" if self.is_all else "+")


def read_in_view(
    catalogue: LayerCatalogue,
    cancel: Cancel | None,
    extent: Extent,
    layers: Sequence[tuple[LayerSpec, Keys | None]],
) -> list[InView]:
    """What is in an extent of some layers, each with the keys that are shown (None for all).

    Raises:
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    return [_layer(catalogue, cancel, extent, spec, shown) for spec, shown in layers]


def _layer(
    catalogue: LayerCatalogue,
    cancel: Cancel | None,
    extent: Extent,
    spec: LayerSpec,
    shown: Keys | None,
) -> InView:
    try:
        found = _features(catalogue, cancel, extent, spec, shown)
        features = list(islice(found, MOST_LISTED + 1))
    except DataError as error:
        return InView(spec, fault=error)
    return InView(spec, features[:MOST_LISTED], len(features) <= MOST_LISTED)


def _features(
    catalogue: LayerCatalogue,
    cancel: Cancel | None,
    extent: Extent,
    spec: LayerSpec,
    shown: Keys | None,
) -> Iterator[Feature]:
    """The features whose geometries meet the extent, read some at a time."""
    source = catalogue.open(spec.source)
    points = source.read_points(Query(extent=extent), cancel)  # without an object for each
    keys = source.keys(Query(extent=extent), cancel) if points is None else points.keys
    if shown is not None:
        keys = keys[np.isin(keys, shown)]
    for first in range(0, len(keys), MOST_LISTED + 1):
        some = tuple(keys[first : first + MOST_LISTED + 1].tolist())
        read = source.read(Query(spec.roles.titles, keys=some), cancel)
        for key, geometry, values in read.rows():
            if _meets(geometry, extent):
                yield Record(key, geometry, values).feature(spec.id, spec.roles, spec.title)


def _meets(geometry: shapely.Geometry, extent: Extent) -> bool:
    """Whether a geometry itself is in an extent; the store looks at its box only."""
    return any(geometry.intersects(shapely.box(*part.bounds)) for part in extent.split())
