"""Lines taken apart into the stretches between their vertices, and put together again."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.record import record

_EXACT = 1e7
"""Vertices that agree in so many parts of a degree, about a centimetre, are the same."""


@record
class LineSegments:
    """The stretches of lines, one after another.

    Attributes:
        begins, ends: where they go, shape (n, 2).
        line_of: the number of the line of each.
        counts: how many stretches go the same way as each, there or back.
        first: whether a stretch is the first of those.
    """

    begins: FloatArray
    ends: FloatArray
    line_of: NDArray[np.int64]
    counts: NDArray[np.int64]
    first: NDArray[np.bool_]

    def lines(self, chosen: NDArray[np.bool_]) -> GeometryArray:
        """The lines that the chosen stretches make, each as long as it goes on."""
        picked = np.flatnonzero(chosen)
        if not len(picked):
            return np.array([], dtype=object)
        starts = np.ones(len(picked), np.bool_)
        starts[1:] = (np.diff(picked) != 1) | (np.diff(self.line_of[picked]) != 0)
        run = np.cumsum(starts) - 1
        points = np.concatenate([self.begins[picked[starts]], self.ends[picked]])
        of = np.concatenate([run[starts], run])
        order = np.argsort(of, kind="stable")
        made = shapely.linestrings(points[order], indices=of[order])
        return np.asarray(made, dtype=np.object_)

    def near(self, lines: GeometryArray, distance_deg: float) -> NDArray[np.bool_]:
        """Whether the middle of each stretch lies so close to one of some lines."""
        is_near = np.zeros(len(self.begins), np.bool_)
        others = segments_of(shapely.get_parts(lines))
        if not len(is_near) or not len(others.begins):
            return is_near
        pairs = np.stack([others.begins, others.ends], axis=1)
        tree = shapely.STRtree(shapely.linestrings(pairs))
        middles = shapely.points((self.begins + self.ends) / 2)
        found, _ = tree.query(middles, predicate="dwithin", distance=distance_deg)
        is_near[found] = True
        return is_near


def segments_of(lines: GeometryArray) -> LineSegments:
    """The stretches of single lines or rings (EPSG:4326)."""
    points, of = shapely.get_coordinates(lines, return_index=True)
    goes_on = np.diff(of) == 0
    begins, ends = points[:-1][goes_on], points[1:][goes_on]
    counts, first = _same_ways(begins, ends)
    return LineSegments(begins, ends, of[:-1][goes_on], counts, first)


def _same_ways(begins: FloatArray, ends: FloatArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    grid = np.rint(np.concatenate([begins, ends]) * _EXACT).astype(np.int64)
    _, vertex = np.unique((grid[:, 0] << 32) + grid[:, 1], return_inverse=True)
    one, other = vertex[: len(begins)], vertex[len(begins) :]
    ways = np.minimum(one, other) * (len(vertex) + 1) + np.maximum(one, other)
    _, at, of, counts = np.unique(ways, return_index=True, return_inverse=True, return_counts=True)
    first = np.zeros(len(ways), np.bool_)
    first[at] = True
    return counts[of], first
