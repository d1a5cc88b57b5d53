"""Boxes of geometries: which meet an extent, where to look near a point, how much room all need.

A box is west, south, east, north in EPSG:4326 degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import GeometryArray

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees; unlike an Extent it may leave the world."""

_M_PER_DEGREE = 111_000.0
"""A little less than a degree of latitude has anywhere, so that boxes come out too large."""

_LEAST_WIDTH_DEG = 0.01


def boxes_of(extent: Extent | None) -> list[Bounds]:
    """The one or two boxes that an extent means; none for None."""
    return [] if extent is None else [part.bounds for part in extent.split()]


def bounds_of(geometries: GeometryArray) -> NDArray[np.float64]:
    """The boxes of geometries, shape (n, 4); NaN for a missing or empty one."""
    import shapely

    return np.asarray(shapely.bounds(geometries), dtype=np.float64).reshape(-1, 4)


def meets(bounds: NDArray[np.float64], boxes: Sequence[Bounds]) -> NDArray[np.bool_]:
    """Which of ``bounds``, shape (n, 4), meet one of ``boxes``, or are any where none is given.

    That of an empty geometry is NaN and meets nothing.
    """
    west, south, east, north = bounds.T
    if not boxes:
        return np.asarray(~np.isnan(west))
    met = [(east >= w) & (north >= s) & (west <= e) & (south <= n) for w, s, e, n in boxes]
    return np.asarray(np.any(met, axis=0))


def normal_lon(lon: float) -> float:
    """A longitude of any copy of the world as that in -180…180."""
    return (lon + 180.0) % 360.0 - 180.0


def search_windows(lon: float, lat: float, radius_m: float) -> Iterator[tuple[float, Bounds]]:
    """Boxes that hold all within a distance: one, or two at the antimeridian.

    Each comes with the longitude of the point in its copy of the world.
    """
    height = radius_m / _M_PER_DEGREE + 1e-9
    nearest_pole = min(abs(lat) + height, 90.0)
    width = min(height / max(math.cos(math.radians(nearest_pole)), 1e-6), 180.0)
    for copy_lon in (lon - 360.0, lon, lon + 360.0):
        if copy_lon + width >= -180.0 and copy_lon - width <= 180.0:
            yield copy_lon, (copy_lon - width, lat - height, copy_lon + width, lat + height)


def roomy_extent(bounds: Sequence[float]) -> Extent:
    """The extent of a box, widened where a single point or a straight line left no room."""
    west, south, east, north = bounds
    pad_lon = max(_LEAST_WIDTH_DEG - (east - west), 0.0) / 2
    pad_lat = max(_LEAST_WIDTH_DEG - (north - south), 0.0) / 2
    return Extent(
        max(west - pad_lon, -180.0),
        max(south - pad_lat, -90.0),
        east + pad_lon,
        min(north + pad_lat, 90.0),
    )


def extent_of_all(extents: Iterable[Extent | None]) -> Extent | None:
    """The extent around some; None where there is none."""
    boxes = [extent.bounds for extent in extents if extent is not None]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return Extent(min(west), min(south), min(max(east), min(west) + 360.0), max(north))


def extent_around(bounds: NDArray[np.float64]) -> Extent | None:
    """The extent of all boxes of shape (n, 4), or None where all are empty."""
    placed = bounds[~np.isnan(bounds[:, 0])]
    if not len(placed):
        return None
    low, high = placed[:, :2].min(axis=0), placed[:, 2:].max(axis=0)
    return roomy_extent((*np.clip(low, -180.0, 180.0), *np.clip(high, -180.0, 180.0)))
