"""Lines and rings as pixels of a view, in columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.record import record

MARGIN_PX = 6.0
"""How far beyond the frame lines go on, so that their cut ends are out of sight."""


@record
class Outlines:
    """Lines one after another: ``points`` in pixels, ``starts`` the index of each first one."""

    points: FloatArray
    starts: NDArray[np.intp]

    def every(self, step_px: float) -> FloatArray:
        """Points along the lines, no farther apart than a step: float64 (n, 2)."""
        if len(self.points) < 2:
            return self.points
        joined = np.ones(len(self.points) - 1, np.bool_)
        joined[self.starts[1:] - 1] = False
        begins, ways = self.points[:-1][joined], np.diff(self.points, axis=0)[joined]
        counts = np.ceil(np.hypot(*ways.T) / step_px).astype(np.int_) + 1
        number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        shares = number / np.repeat(counts, counts)
        begins, ways = np.repeat(begins, counts, axis=0), np.repeat(ways, counts, axis=0)
        return np.asarray(begins + shares[:, None] * ways)


NO_OUTLINES = Outlines(np.empty((0, 2)), np.empty(0, dtype=np.intp))


def joined(found: Sequence[Outlines]) -> Outlines:
    """Lines of several as those of one."""
    shifts = np.cumsum([0, *(len(part.points) for part in found)])
    return Outlines(
        np.concatenate([part.points for part in found]),
        np.concatenate([part.starts + shift for part, shift in zip(found, shifts, strict=False)]),
    )


def single_lines(geometries: GeometryArray) -> GeometryArray:
    """Single lines and rings out of any lines and areas."""
    parts = shapely.get_parts(shapely.get_parts(geometries))
    dimensions = shapely.get_dimensions(parts)
    # Clipping turns rings round, so their direction is set here and not when they are read.
    areas = shapely.orient_polygons(parts[dimensions == 2])
    return np.concatenate([parts[dimensions == 1], shapely.get_rings(areas)])
