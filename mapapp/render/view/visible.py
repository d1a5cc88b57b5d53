"""What a view shows of lines and areas: clipped, thinned out, in every copy of the world."""

from __future__ import annotations

import math

import numpy as np
import shapely

from mapapp.core.layer.feature import GeometryArray
from mapapp.render.view.outlines import MARGIN_PX, NO_OUTLINES, Outlines, joined, single_lines
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport


def visible_outlines(
    geometries: GeometryArray, view: AnyView, tolerance_px: float = 0.3
) -> Outlines:
    """What a view shows of lines and areas (EPSG:4326); areas give their rings.

    Outer rings run one way and holes the other, so that areas which overlap can be filled as
    one. Vertices that change the line by less than ``tolerance_px`` are left out.
    """
    if not isinstance(view, Viewport):
        from mapapp.render.view.projected_outlines import projected_outlines

        return projected_outlines(geometries, view, tolerance_px)
    return joined([_copy(geometries, view, copy, tolerance_px) for copy in view.copies])


def world_edge(view: AnyView) -> Outlines | None:
    """The edge of the world in a view; None in Mercator, which goes on in further copies."""
    if isinstance(view, Viewport):
        return None
    from mapapp.render.view.projected_outlines import outline_of

    return outline_of(view)


def _copy(geometries: GeometryArray, view: Viewport, copy: int, tolerance_px: float) -> Outlines:
    window = view.window(copy, MARGIN_PX)
    if window is None or len(geometries) == 0:
        return NO_OUTLINES
    tolerance_deg = tolerance_px / view.world_px * 360
    tolerance_deg *= math.cos(math.radians(max(abs(window[1]), abs(window[3]))))
    clipped = shapely.clip_by_rect(geometries, *window)
    thinned = shapely.simplify(
        clipped[~shapely.is_empty(clipped)], tolerance_deg, preserve_topology=False
    )
    coords, lines = shapely.get_coordinates(single_lines(thinned), return_index=True)
    points = np.column_stack([view.x(coords[:, 0]) + copy * view.world_px, view.y(coords[:, 1])])
    return Outlines(points, np.flatnonzero(np.diff(lines, prepend=-1)))
