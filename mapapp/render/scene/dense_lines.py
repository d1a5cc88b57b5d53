"""Very many lines as columns of vertices, and with fewer of them for views from afar.

From afar most vertices fall on the pixels of others. An overview leaves these out once, and not for
each view: one for each doubling of the distance, made when it is first asked for, and kept.
"""

from __future__ import annotations

import math
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from mapapp.core.record import record
from mapapp.render.scene.dense_points import Fixed

_WORTH_KEEPING = 0.5
"""An overview with more of the vertices than this is not worth its memory."""


@record(eq=False)
class Lines:
    """Lines and rings.

    Attributes:
        xs, ys: where the vertices are, in steps of fixed point (``dense_points.py``).
        begins: int64 (lines + 1,), the first vertex of each, and their number.
    """

    xs: Fixed
    ys: Fixed
    begins: NDArray[np.int64]
    _overviews: dict[int, Lines] = field(default_factory=dict)

    def at(self, chosen: NDArray[np.intp]) -> Lines:
        """Some of the lines."""
        vertices = ranges(self.begins, chosen)
        lengths = np.diff(self.begins)[chosen]
        return Lines(self.xs[vertices], self.ys[vertices], begins_of(lengths))

    def apart(self, steps: float) -> Lines:
        """The lines with about one vertex for each so many steps of their way, or half as many.

        Their ends stay, and so do all vertices where leaving some out would not save much.
        """
        bits = int(math.log2(steps)) if steps >= 2 else 0
        if not bits:
            return self
        if bits not in self._overviews:
            self._overviews[bits] = self._thinned(bits)
        return self._overviews[bits]

    def _thinned(self, bits: int) -> Lines:
        """The first vertex in each cell of a grid on the way of a line, and its last one."""
        kept = _changes(self.xs >> np.uint32(bits)) | _changes(self.ys >> np.uint32(bits))
        kept[self.begins[:-1]] = True
        kept[self.begins[1:] - 1] = True
        if np.count_nonzero(kept) > _WORTH_KEEPING * len(kept):
            return self
        lengths = np.add.reduceat(kept, self.begins[:-1], dtype=np.int64)
        return Lines(self.xs[kept], self.ys[kept], begins_of(lengths))


def begins_of(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where ranges of so many begin, one after the other, and where the last ends."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def ranges(begins: NDArray[np.int64], chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """All numbers of some of the ranges between begins, one range after the other."""
    first, counts = begins[chosen], begins[chosen + 1] - begins[chosen]
    ends = np.cumsum(counts)
    return np.repeat(first - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)


def _changes(cells: Fixed) -> NDArray[np.bool_]:
    changes = np.ones(len(cells), np.bool_)
    np.not_equal(cells[1:], cells[:-1], out=changes[1:])
    return changes
