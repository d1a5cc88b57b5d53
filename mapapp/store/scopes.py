"""Which features of a layer are meant: all, those shown, some, or those in a drawn area."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np
import shapely

from mapapp.core.expression.filters import Criteria
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import Keys
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.query import Query
from mapapp.store.catalogue import LayerCatalogue

_WORLD_DEG = 360.0

AreaRing = tuple[tuple[float, float], ...]


@record
class Scope:
    """Features of a layer that meet all of this.

    Attributes:
        criteria: of the filter, the view and the year.
        keys: only these; None for no such limit.
        ring: the corners (lon, lat in degrees, perhaps past ±180) of an area of which they are
            to be a part, wholly or with something of them; empty for no such limit.
    """

    criteria: Criteria = Criteria()
    keys: tuple[int, ...] | None = None
    ring: AreaRing = ()


def keys_within(
    catalogue: LayerCatalogue, spec: LayerSpec, scope: Scope, cancel: Cancel | None = None
) -> Keys | None:
    """The rising keys of the features of a scope, or None where it leaves nothing out.

    Raises:
        DataError: if the layer cannot be read.
        ReadCancelledError: if ``cancel`` was set before all were found.
    """
    found = list(_parts(catalogue, spec, scope, cancel))
    return reduce(np.intersect1d, found) if found else None


def _parts(
    catalogue: LayerCatalogue, spec: LayerSpec, scope: Scope, cancel: Cancel | None
) -> Iterator[Keys]:
    if scope.keys is not None:
        yield catalogue.open(spec.source).keys(Query(keys=scope.keys), cancel)
    met = catalogue.find_fids(spec, scope.criteria, cancel)
    if met is not None:
        yield met
    if scope.ring:
        yield _inside(catalogue, spec, scope.ring, cancel)


def _inside(
    catalogue: LayerCatalogue, spec: LayerSpec, ring: AreaRing, cancel: Cancel | None
) -> Keys:
    """The keys of features that have a point in common with an area."""
    area = _in_each_world(ring)
    shapely.prepare(area)
    source = catalogue.open(spec.source)
    points = source.read_points(Query(placed=True), cancel)
    if points is not None:
        return np.sort(points.keys[shapely.intersects_xy(area, points.xy)])
    found = source.read(Query(placed=True), cancel)
    return np.sort(found.fids[shapely.intersects(area, found.geometries)])


def _in_each_world(ring: AreaRing) -> shapely.Geometry:
    """An area where features are, which lie in -180…180, wherever it was drawn."""
    area = shapely.make_valid(shapely.Polygon(ring))
    copies = [
        shapely.transform(area, lambda xy, by=by: xy + np.array([by, 0.0]))
        for by in (-_WORLD_DEG, 0.0, _WORLD_DEG)
    ]
    return shapely.union_all([shapely.make_valid(copy) for copy in copies])
