"""Which points lie in which areas."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.layer.feature import GeometryArray
from mapapp.core.record import record

_HALF_TURN_DEG, _WHOLE_TURN_DEG = 180.0, 360.0
_SLACK_DEG = 1e-6


@record(eq=False)
class PointsInAreas:
    """Pairs of a point and an area that it lies in, by their places in what was asked about."""

    points: NDArray[np.int64]
    areas: NDArray[np.int64]


def points_in_areas(points: GeometryArray, areas: GeometryArray) -> PointsInAreas:
    """Find the areas that points lie in, both in the same reference system.

    A point lies in each area whose inside it is in, for areas may overlap. On borders alone it
    lies in the first area that it touches, so that neighbours do not both have it. None and empty
    shapes lie in nothing.
    """
    shapely.prepare(areas)
    in_areas, in_points = shapely.STRtree(points).query(areas, predicate="intersects")
    is_inside = shapely.contains_properly(areas[in_areas], points[in_points])
    has_inside = np.zeros(len(points), dtype=np.bool_)
    has_inside[in_points[is_inside]] = True
    on_border = np.flatnonzero(~has_inside[in_points])
    by_area = on_border[np.argsort(in_areas[on_border], kind="stable")]
    _, first = np.unique(in_points[by_area], return_index=True)
    rows = np.concatenate([np.flatnonzero(is_inside), by_area[first]])
    return PointsInAreas(in_points[rows], in_areas[rows])


def row_around_the_earth(areas: GeometryArray) -> int | None:
    """The first area, in degrees, with an edge of more than half a turn; None without one.

    It most likely crosses 180° and goes the long way round on a flat map (RFC 7946, 3.1.9, wants
    such areas cut there). An edge along a whole parallel is meant so.
    """
    rings, area_of = shapely.get_parts(areas, return_index=True)
    xy, ring_of = shapely.get_coordinates(shapely.boundary(rings), return_index=True)
    run_deg = np.abs(np.diff(xy[:, 0]))
    is_edge = np.diff(ring_of) == 0
    is_long = (run_deg > _HALF_TURN_DEG) & (run_deg < _WHOLE_TURN_DEG - _SLACK_DEG) & is_edge
    return int(area_of[ring_of[1:][is_long]][0]) if is_long.any() else None
