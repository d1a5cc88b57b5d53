"""Features as arrays of points, where all are single ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.source.answers import PointSet

_POINT_TYPE = 0
"""Of ``shapely.get_type_id``."""


def xy_of_points(geometries: GeometryArray) -> NDArray[np.float64] | None:
    """The coordinates, shape (n, 2), of geometries if each is a point that is not empty."""
    import shapely

    if not (shapely.get_type_id(geometries) == _POINT_TYPE).all():
        return None
    xy = np.asarray(shapely.get_coordinates(geometries), dtype=np.float64)
    return xy if len(xy) == len(geometries) else None


def points_of(features: FeatureSet) -> PointSet | None:
    """Features as arrays; None unless each is a point."""
    xy = xy_of_points(features.geometries)
    return None if xy is None else PointSet(features.fids, xy, features.columns)
