"""Geometries of any kind as single points, lines and areas."""

from __future__ import annotations

from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.layer.feature import GeometryArray
from mapapp.core.record import record

_FIRST_COLLECTION = 4
"""Number of the multi-point among the types of GEOS; from here on all are collections."""


@record
class Parts:
    """Single geometries of one kind; ``owners`` is the index of the geometry each is part of."""

    geometries: GeometryArray
    owners: NDArray[np.intp]

    def of(self, chosen: NDArray[np.bool_]) -> Self:
        """Some of them."""
        return type(self)(self.geometries[chosen], self.owners[chosen])


@record
class SplitParts:
    """The points, lines and areas of geometries, each in the order of the file."""

    points: Parts
    lines: Parts
    areas: Parts


def split_parts(geometries: GeometryArray) -> SplitParts:
    """Take collections apart, however deep; what is missing or empty has no part."""
    parts = Parts(np.asarray(geometries, dtype=object), np.arange(len(geometries)))
    while (shapely.get_type_id(parts.geometries) >= _FIRST_COLLECTION).any():
        inside, of = shapely.get_parts(parts.geometries, return_index=True)
        parts = Parts(inside, parts.owners[of])
    there = ~(shapely.is_missing(parts.geometries) | shapely.is_empty(parts.geometries))
    parts = parts.of(there)
    dimensions = shapely.get_dimensions(parts.geometries)
    return SplitParts(*(parts.of(dimensions == number) for number in range(3)))
