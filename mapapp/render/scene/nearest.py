"""Finds the nearest of many points, wherever they crowd, without an object for each point.

Points that lie near one another share a box, each box holds as many, and what is asked is
measured against all boxes and then against the points of those few that may have the nearest.
Cells of one size would hold nothing or everything where most points lie in one town.

Built with numpy alone, which lets other threads run meanwhile: a tree of GEOS would hold
Python's lock until all of it stands.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray

_POINTS_PER_BOX = 128


class PointIndex:
    """Points in a plane, packed into boxes: by x into slices, and each slice by y (STR).

    Args:
        xs, ys: float64 (n,), in any one unit.
    """

    def __init__(self, xs: FloatArray, ys: FloatArray) -> None:
        self._order = _packed(xs, ys)
        self._xs, self._ys = xs[self._order], ys[self._order]
        self._begins = np.arange(0, len(self._order), _POINTS_PER_BOX)
        self._west, self._east = _bounds(self._xs, self._begins)
        self._south, self._north = _bounds(self._ys, self._begins)

    def nearest(self, x: float, y: float, within: float) -> tuple[int, float] | None:
        """Index and distance of the nearest point not farther than ``within``, the first of equals.

        Each box has a point no farther off than its farthest corner: so much is enough to look
        for.
        """
        if not len(self._begins):
            return None
        farthest = np.hypot(
            np.maximum(x - self._west, self._east - x), np.maximum(y - self._south, self._north - y)
        )
        reach = min(within, float(farthest.min()))
        rows = self._within(x, y, reach)
        away = np.hypot(self._xs[rows] - x, self._ys[rows] - y)
        least = float(away.min(initial=math.inf))
        if least > within:
            return None
        return int(self._order[rows[away == least]].min()), least

    def _within(self, x: float, y: float, reach: float) -> NDArray[np.intp]:
        """The points of all boxes that are no farther off."""
        right = np.maximum(np.maximum(self._west - x, x - self._east), 0)
        down = np.maximum(np.maximum(self._south - y, y - self._north), 0)
        begins = self._begins[np.hypot(right, down) <= reach]
        rows = (begins[:, np.newaxis] + np.arange(_POINTS_PER_BOX)).ravel()
        return rows[rows < len(self._order)]


def _packed(xs: FloatArray, ys: FloatArray) -> NDArray[np.intp]:
    """The points in the order of their boxes; of those in one place the first alone."""
    order = np.lexsort((ys, xs))
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (np.diff(xs[order]) != 0) | (np.diff(ys[order]) != 0)
    order = order[is_first]
    boxes = math.ceil(len(order) / _POINTS_PER_BOX)
    per_slice = _POINTS_PER_BOX * max(math.isqrt(boxes), 1)
    slices = np.arange(len(order)) // per_slice
    return order[np.lexsort((ys[order], slices))]


def _bounds(values: FloatArray, begins: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """The least and the greatest value of each box."""
    if not len(begins):
        return np.empty(0), np.empty(0)
    return np.minimum.reduceat(values, begins), np.maximum.reduceat(values, begins)
