"""Very many points seen from afar: how many lie in each cell of a grid, in the order of the points.

From afar most points fall on the pixels of others. An overview counts these once, and not for each
view: one for each doubling of the distance, made when it is first asked for, and kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from mapapp.core.record import record
from mapapp.render.scene.nearest import PackedPoints

_WORTH_KEEPING = 0.5
"""An overview with more cells than this share of the points is not worth its memory."""

_AT_ONCE = 1 << 18
"""So many points are looked at together."""


@record(eq=False)
class PointCells:
    """Points, or cells of points.

    Attributes:
        packed: where they are, or the middles of the cells.
        styles: uint16 (n,), of the last in each; None where all are 0.
        counts: uint32 (n,), how many are in each; None for one.
    """

    packed: PackedPoints
    styles: NDArray[np.uint16] | None
    counts: NDArray[np.uint32] | None = None

    def gathered(self, bits: int) -> PointCells:
        """The same in cells that are ``2**bits`` steps wide, or as they are if that saves little.

        The points of a cell follow one another (``dense_points.py``).
        """
        xs, ys, by = self.packed.xs, self.packed.ys, np.uint32(bits)
        begins = _changes(len(xs), lambda some: xs[some] >> by, lambda some: ys[some] >> by)
        if len(begins) > _WORTH_KEEPING * len(xs):
            return self
        middle = np.uint32((1 << bits - 1) - 1)  # a step less, so as not to be between two pixels
        packed = PackedPoints(*((each[begins] >> by << by) + middle for each in (xs, ys)))
        ends = np.append(begins[1:], len(xs))
        counts = (ends - begins).astype(np.uint32)
        if self.counts is not None:
            counts = np.add.reduceat(self.counts, begins)
        styles = None if self.styles is None else self.styles[ends - 1]
        return PointCells(packed, styles, counts)


def _changes(count: int, *values: Callable[[slice], NDArray[np.uint32]]) -> NDArray[np.intp]:
    """Where any of some columns has another value than before; the first is one."""
    found = [np.zeros(min(count, 1), np.intp)]
    for begin in range(1, count, _AT_ONCE):
        each = [value(slice(begin - 1, begin + _AT_ONCE)) for value in values]
        differs = reduce(np.bitwise_or, [one[1:] ^ one[:-1] for one in each])
        found.append(np.flatnonzero(differs != 0) + begin)
    return np.concatenate(found)
