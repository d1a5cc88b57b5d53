"""Finds the nearest of many points, wherever they crowd, without an object for each point.

Points that lie near one another share a box, each box holds as many, and what is asked is
measured against all boxes and then against the points of those few that may have the nearest.
Cells of one size would hold nothing or everything where most points lie in one town.

Built with numpy alone, which lets other threads run meanwhile: a tree of GEOS would hold
Python's lock until all of it stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray

POINTS_PER_BOX = 128

_WORTH_LEAVING_OUT = 16
"""So many boxes, and more, are left out between others."""


class PackedPoints:
    """Points in a plane in an order in which those of a box follow each other.

    Args:
        xs, ys: numbers (n,) of any type, in any one unit.
    """

    def __init__(self, xs: NDArray[Any], ys: NDArray[Any]) -> None:
        self.xs, self.ys = xs, ys
        self._begins = np.arange(0, len(xs), POINTS_PER_BOX)
        self._west, self._east = _bounds(xs, self._begins)
        self._south, self._north = _bounds(ys, self._begins)

    def __len__(self) -> int:
        return len(self.xs)

    def nearest(
        self, x: float, y: float, within: float, shown: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.intp], float] | None:
        """Where the nearest points stand that are not farther than ``within``, and how far off.

        Several are equally near. ``shown`` says which points count.
        """
        if not len(self._begins):
            return None
        rows = self._within(x, y, within if shown is not None else self._enough(x, y, within))
        if shown is not None:
            rows = rows[shown[rows]]
        away = np.hypot(self.xs[rows] - x, self.ys[rows] - y)
        least = float(away.min(initial=math.inf))
        return None if least > within else (rows[away == least], least)

    def boxes_in(self, west: float, south: float, east: float, north: float) -> NDArray[np.intp]:
        """The boxes that meet a rectangle, rising.

        Those that touch it meet it. ``south`` is the lesser y.
        """
        return np.flatnonzero(
            (self._west <= east) & (self._east >= west)
            & (self._south <= north) & (self._north >= south)
        )  # fmt: skip

    def runs(self, boxes: NDArray[np.intp], at_once: int) -> Iterator[tuple[int, int]]:
        """Where the points of some boxes begin and end, so many at once.

        A few others are among them where that makes fewer pieces.
        """
        if not len(boxes):
            return
        breaks = np.flatnonzero(np.diff(boxes) > _WORTH_LEAVING_OUT)
        firsts = boxes[np.concatenate([[0], breaks + 1])].tolist()
        lasts = boxes[np.concatenate([breaks, [len(boxes) - 1]])].tolist()
        for first, last in zip(firsts, lasts, strict=True):
            end = min((last + 1) * POINTS_PER_BOX, len(self))
            for begin in range(first * POINTS_PER_BOX, end, at_once):
                yield begin, min(begin + at_once, end)

    def of_boxes(self, boxes: NDArray[np.intp]) -> NDArray[np.intp]:
        """The points of some boxes."""
        rows = (self._begins[boxes][:, np.newaxis] + np.arange(POINTS_PER_BOX)).ravel()
        return rows[rows < len(self.xs)]

    def _enough(self, x: float, y: float, within: float) -> float:
        """How far to look: each box has a point no farther off than its farthest corner."""
        farthest = np.hypot(
            np.maximum(x - self._west, self._east - x), np.maximum(y - self._south, self._north - y)
        )
        return min(within, float(farthest.min()))

    def _within(self, x: float, y: float, reach: float) -> NDArray[np.intp]:
        """The points of all boxes that are no farther off."""
        right = np.maximum(np.maximum(self._west - x, x - self._east), 0)
        down = np.maximum(np.maximum(self._south - y, y - self._north), 0)
        return self.of_boxes(np.flatnonzero(np.hypot(right, down) <= reach))


class PointIndex:
    """Points in a plane, packed into boxes: by x into slices, and each slice by y (STR).

    Args:
        xs, ys: float64 (n,), in any one unit.
    """

    def __init__(self, xs: FloatArray, ys: FloatArray) -> None:
        self._order = _packed(xs, ys)
        self._points = PackedPoints(xs[self._order], ys[self._order])

    def nearest(self, x: float, y: float, within: float) -> tuple[int, float] | None:
        """Index and distance of the nearest point within reach, the first of equals."""
        found = self._points.nearest(x, y, within)
        return (int(self._order[found[0]].min()), found[1]) if found else None


def _packed(xs: FloatArray, ys: FloatArray) -> NDArray[np.intp]:
    """The points in the order of their boxes; of those in one place the first alone."""
    order = np.lexsort((ys, xs))
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (np.diff(xs[order]) != 0) | (np.diff(ys[order]) != 0)
    order = order[is_first]
    boxes = math.ceil(len(order) / POINTS_PER_BOX)
    per_slice = POINTS_PER_BOX * max(math.isqrt(boxes), 1)
    slices = np.arange(len(order)) // per_slice
    return order[np.lexsort((ys[order], slices))]


def _bounds(values: NDArray[Any], begins: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """The least and the greatest value of each box."""
    if not len(begins):
        return np.empty(0), np.empty(0)
    ends = np.minimum.reduceat(values, begins), np.maximum.reduceat(values, begins)
    return ends[0].astype(np.float64), ends[1].astype(np.float64)
