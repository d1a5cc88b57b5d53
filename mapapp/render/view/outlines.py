"""Lines and areas as the pixels of a view: clipped, thinned out, in every copy of the world."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.record import record
from mapapp.render.view.viewport import Viewport

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


def visible_outlines(
    geometries: GeometryArray, view: Viewport, tolerance_px: float = 0.3
) -> Outlines:
    """What a view shows of lines and areas (EPSG:4326); areas give their rings.

    Outer rings run one way and holes the other, so that areas which overlap can be filled as
    one. Vertices that change the line by less than ``tolerance_px`` are left out.
    """
    found = [_copy(geometries, view, copy, tolerance_px) for copy in view.copies]
    shifts = np.cumsum([0, *(len(part.points) for part in found)])
    return Outlines(
        np.concatenate([part.points for part in found]),
        np.concatenate([part.starts + shift for part, shift in zip(found, shifts, strict=False)]),
    )


def _copy(geometries: GeometryArray, view: Viewport, copy: int, tolerance_px: float) -> Outlines:
    window = view.window(copy, MARGIN_PX)
    if window is None or len(geometries) == 0:
        return Outlines(np.empty((0, 2)), np.empty(0, dtype=np.intp))
    tolerance_deg = tolerance_px / view.world_px * 360
    tolerance_deg *= math.cos(math.radians(max(abs(window[1]), abs(window[3]))))
    clipped = shapely.clip_by_rect(geometries, *window)
    thinned = shapely.simplify(
        clipped[~shapely.is_empty(clipped)], tolerance_deg, preserve_topology=False
    )
    coords, lines = shapely.get_coordinates(_lines(thinned), return_index=True)
    points = np.column_stack([view.x(coords[:, 0]) + copy * view.world_px, view.y(coords[:, 1])])
    return Outlines(points, np.flatnonzero(np.diff(lines, prepend=-1)))


def _lines(geometries: GeometryArray) -> GeometryArray:
    """Single lines and rings out of any lines and areas."""
    parts = shapely.get_parts(shapely.get_parts(geometries))
    dimensions = shapely.get_dimensions(parts)
    # Clipping turns rings round, so their direction is set here and not when they are read.
    areas = shapely.orient_polygons(parts[dimensions == 2])
    return np.concatenate([parts[dimensions == 1], shapely.get_rings(areas)])
