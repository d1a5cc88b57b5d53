"""Finds the nearest of many points: cells of a grid, sorted, without an object for each point.

Built with numpy alone, which lets other threads run meanwhile: a tree of GEOS would hold
Python's lock until all of it stands.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray

_POINTS_PER_CELL = 4
_MOST_CELLS = 1024  # a side


class PointGrid:
    """Points in a plane, by cell.

    Args:
        xs, ys: float64 (n,), in any one unit.
    """

    def __init__(self, xs: FloatArray, ys: FloatArray) -> None:
        self._west, self._south = (float(axis.min(initial=math.inf)) for axis in (xs, ys))
        width, height = (float(np.ptp(axis)) if len(axis) else 0.0 for axis in (xs, ys))
        side = min(max(math.isqrt(len(xs) // _POINTS_PER_CELL), 1), _MOST_CELLS)
        self._cell = max(width, height, 1e-12) / side
        self._columns, self._lines = (int(span / self._cell) + 1 for span in (width, height))
        cells = self._along(ys, self._south) * self._columns + self._along(xs, self._west)
        self._order = np.argsort(cells, kind="stable")
        self._cells = cells[self._order]
        self._xs, self._ys = xs[self._order], ys[self._order]

    def nearest(self, x: float, y: float, within: float) -> tuple[int, float] | None:
        """Index and distance of the nearest point not farther than ``within``, the first of equals.

        The search widens from the cell of the position until nothing nearer can come.
        """
        reach = self._cell
        while len(self._cells):
            found = self._nearest_in(x, y, min(reach, within))
            if found is not None and found[1] <= min(reach, within):
                return found
            if reach >= within:
                return None
            reach *= 2
        return None

    def _nearest_in(self, x: float, y: float, reach: float) -> tuple[int, float] | None:
        """The nearest of the points in the cells that a square around a position meets."""
        left, right = self._span(x, reach, self._west, self._columns)
        low, high = self._span(y, reach, self._south, self._lines)
        lines = np.arange(low, high + 1) * self._columns
        if left > right or not len(lines):
            return None
        starts = np.searchsorted(self._cells, lines + left)
        ends = np.searchsorted(self._cells, lines + right, side="right")
        runs = [slice(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if a < b]
        if not runs:
            return None
        away = np.concatenate([np.hypot(self._xs[run] - x, self._ys[run] - y) for run in runs])
        least = float(away.min())
        order = np.concatenate([self._order[run] for run in runs])
        return int(order[away == least].min()), least

    def _span(self, at: float, reach: float, origin: float, count: int) -> tuple[int, int]:
        first = max(math.floor((at - reach - origin) / self._cell), 0)
        last = min(math.floor((at + reach - origin) / self._cell), count - 1)
        return first, last

    def _along(self, values: FloatArray, origin: float) -> NDArray[np.int64]:
        return np.asarray(((values - origin) / self._cell).astype(np.int64))
