"""Which points lie in which areas."""

from __future__ import annotations

import numpy as np
import shapely

from mapapp.core.geo.containing import points_in_areas


def pairs(
    points: list[shapely.Point | None], areas: list[shapely.Geometry | None]
) -> list[tuple[int, int]]:
    found = points_in_areas(np.array(points, dtype=object), np.array(areas, dtype=object))
    return sorted(zip(found.points.tolist(), found.areas.tolist(), strict=True))


def test_a_point_in_areas_that_overlap_lies_in_each() -> None:
    areas = [shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)]
    assert pairs([shapely.Point(1.5, 1.5)], areas) == [(0, 0), (0, 1)]


def test_a_point_on_borders_lies_in_the_first_area_only() -> None:
    corners = [shapely.box(x, y, x + 1, y + 1) for x, y in ((1, 1), (0, 0), (1, 0), (0, 1))]
    assert pairs([shapely.Point(1, 1)], corners) == [(0, 0)]
    assert pairs([shapely.Point(1, 1)], corners[1:]) == [(0, 0)]


def test_a_border_counts_for_nothing_where_another_area_has_the_point_inside() -> None:
    areas = [shapely.box(0, 0, 1, 1), shapely.box(0, 0, 2, 2)]
    assert pairs([shapely.Point(1, 0.5)], areas) == [(0, 1)]


def test_none_empty_shapes_and_holes_have_nothing() -> None:
    ring = shapely.difference(shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2))
    points = [None, shapely.Point(), shapely.Point(1.5, 1.5), shapely.Point(0.5, 0.5)]
    assert pairs(points, [None, shapely.Polygon(), ring]) == [(3, 2)]
    assert pairs([], [ring]) == []
