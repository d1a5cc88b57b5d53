"""Features as arrays of points, where all are single ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.source.answers import PointSet

_POINT_TYPE = 0
"""Of ``shapely.get_type_id``."""

_WKB_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])


def xy_of_points(geometries: GeometryArray) -> NDArray[np.float64] | None:
    """The coordinates, shape (n, 2), of geometries if each is a point that is not empty."""
    import shapely

    if not (shapely.get_type_id(geometries) == _POINT_TYPE).all():
        return None
    xy = np.asarray(shapely.get_coordinates(geometries), dtype=np.float64)
    return xy if len(xy) == len(geometries) else None


def xy_of_wkb(joined: bytes | memoryview, count: int) -> NDArray[np.float64] | None:
    """The same of well-known binaries put together, if all are plain little-endian points."""
    if len(joined) != count * _WKB_POINT.itemsize:
        return None
    points = np.frombuffer(joined, _WKB_POINT)
    plain: Any = (points["order"] == 1) & (points["kind"] == 1)
    xy = np.column_stack((points["x"], points["y"]))
    return xy if plain.all() and np.isfinite(xy).all() else None


def points_of(features: FeatureSet) -> PointSet | None:
    """Features as arrays; None unless each is a point."""
    xy = xy_of_points(features.geometries)
    return None if xy is None else PointSet(features.fids, xy, features.columns)
