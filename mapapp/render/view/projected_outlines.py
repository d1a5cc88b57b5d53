"""Lines and areas in a projection: cut where the map ends, bent, clipped to the frame."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.layer.feature import GeometryArray
from mapapp.render.view.outlines import MARGIN_PX, Outlines, single_lines
from mapapp.render.view.projected_view import ProjectedView

_MOST_STEP_DEG, _MOST_STEPS = 2.0, 5_000
_BEND_PX = 0.1
_FINE_PX = 0.05
_SEAM_DEG = 1e-9
_GRID_PX = 1e-3


def projected_outlines(
    geometries: GeometryArray, view: ProjectedView, tolerance_px: float
) -> Outlines:
    """As ``visible_outlines``, for a view in another projection than Mercator."""
    coarse = shapely.simplify(geometries, _fine_deg(view), preserve_topology=False)
    return clipped_outlines(in_pixels(_in_window(coarse, view), view), view, tolerance_px)


def clipped_outlines(drawn: GeometryArray, view: ProjectedView, tolerance_px: float) -> Outlines:
    """Lines and areas in pixels as far as the frame of a view shows them."""
    far_x, far_y = view.width_px + MARGIN_PX, view.height_px + MARGIN_PX
    clipped = _clipped(drawn, -MARGIN_PX, -MARGIN_PX, far_x, far_y)
    thinned = shapely.simplify(
        clipped[~shapely.is_empty(clipped)], tolerance_px, preserve_topology=False
    )
    points, lines = shapely.get_coordinates(single_lines(thinned), return_index=True)
    return Outlines(points, np.flatnonzero(np.diff(lines, prepend=-1)))


def _clipped(
    geometries: GeometryArray, left: float, top: float, right: float, bottom: float
) -> GeometryArray:
    """What of lines and areas lies in a rectangle."""
    try:
        return np.asarray(shapely.clip_by_rect(geometries, left, top, right, bottom))
    except shapely.GEOSException:
        # WORKAROUND: GEOS may make a ring of three points where an area only touches the rectangle;
        # https://github.com/libgeos/geos/pull/605 has another way. Overlay is slower and does not.
        box = shapely.box(left, top, right, bottom)
        return np.asarray(shapely.intersection(shapely.make_valid(geometries), box))


def in_pixels(in_window: GeometryArray, view: ProjectedView) -> GeometryArray:
    """Lines and areas in pixels of a view, whose degrees lie within its ``window``."""
    pieces = _left_of_antipode(in_window, view)
    bent = shapely.segmentize(pieces, _step_deg(view)) if len(pieces) else pieces
    drawn: GeometryArray = shapely.transform(bent, lambda degrees: _pixels(degrees, view))
    if view.projection.is_azimuthal:
        return _sewn(drawn, _at_cut(pieces, view), _GRID_PX)
    return drawn


def outline_of(view: ProjectedView) -> Outlines:
    """The world as an area with its edge, which is out of sight where it is cut at the frame."""
    east_m, north_m = view.projection.outline_m().T
    right, down = east_m - view.left_m, view.top_m - north_m
    world = shapely.Polygon(np.column_stack([right, down]) / view.plane_m_per_px)
    return clipped_outlines(np.array([world]), view, _FINE_PX)


def _pixels(degrees: FloatArray, view: ProjectedView) -> FloatArray:
    return np.column_stack(view.pixels(degrees[:, 0], degrees[:, 1]))


def _step_deg(view: ProjectedView) -> float:
    """How far apart vertices must be so that what bends between them is not seen.

    An arc of s radians leaves its chord by s² / 8 of its radius, which is no less than the Earth's.
    Beside a pole that is a line a few metres reach around the world; they get no more than so many.
    """
    radius_px = view.world_px / (2 * math.pi)
    step = math.degrees(math.sqrt(8 * _BEND_PX / radius_px))
    west, south, east, north = view.window
    return max(min(step, _MOST_STEP_DEG), max(east - west, north - south) / _MOST_STEPS)


def _fine_deg(view: ProjectedView) -> float:
    """What is smaller need not be projected: a hair's breadth of a pixel."""
    return _FINE_PX / view.world_px * 360


def _in_window(geometries: GeometryArray, view: ProjectedView) -> GeometryArray:
    """What of them is shown, at longitudes that run on across ±180 without a seam."""
    west, south, east, north = view.window
    copies = []
    for turn in (-360.0, 0.0, 360.0):
        left, right = max(west - turn, -180.0), min(east - turn, 180.0)
        if left < right:
            clipped = shapely.clip_by_rect(geometries, left, south, right, north)
            copies.append(_moved(_single_parts(clipped), turn))
    pieces = np.concatenate(copies)
    for seam in (-180.0, 180.0):
        if west < seam < east:
            pieces = _sewn(pieces, _touching(pieces, seam))
    return pieces


def _single_parts(geometries: GeometryArray) -> GeometryArray:
    """Lines and areas one by one, without those of which clipping left a mere point."""
    parts = shapely.get_parts(geometries)
    return np.asarray(parts[shapely.length(parts) > 0])


def _moved(geometries: GeometryArray, turn_deg: float) -> GeometryArray:
    if not turn_deg:
        return geometries
    moved: GeometryArray = shapely.transform(geometries, lambda xy: xy + np.array([turn_deg, 0.0]))
    return moved


def _touching(geometries: GeometryArray, lon: float) -> NDArray[np.bool_]:
    """Which areas end at a meridian."""
    bounds = shapely.bounds(geometries)
    ends = np.abs(bounds[:, [0, 2]] - lon).min(axis=1) < _SEAM_DEG
    return np.asarray(ends & (shapely.get_dimensions(geometries) == 2))


def _at_cut(geometries: GeometryArray, view: ProjectedView) -> NDArray[np.bool_]:
    """Which areas end where a map about a place closes."""
    lon = view.projection.lon
    return np.asarray(_touching(geometries, lon - 180.0) | _touching(geometries, lon + 180.0))


def _sewn(
    geometries: GeometryArray, chosen: NDArray[np.bool_], grid: float | None = None
) -> GeometryArray:
    """The same, some of them joined where they touch, to a grid if they do so but nearly."""
    if np.count_nonzero(chosen) < 2:
        return geometries
    whole = shapely.union_all(shapely.make_valid(geometries[chosen]), grid_size=grid)
    return np.concatenate([geometries[~chosen], [whole]])


def _left_of_antipode(geometries: GeometryArray, view: ProjectedView) -> GeometryArray:
    """What is left when the surroundings of the antipode are taken away, on either side."""
    if not view.projection.is_azimuthal:
        return geometries
    ring = view.projection.around_antipode()
    turns = (np.array([-360.0, 0.0]), np.array([0.0, 0.0]))
    holes = shapely.union_all([shapely.Polygon(ring + turn) for turn in turns])
    cut = shapely.intersects(geometries, holes)
    pieces = geometries.copy()
    pieces[cut] = shapely.difference(shapely.make_valid(geometries[cut]), holes)
    left: GeometryArray = pieces[~shapely.is_empty(pieces)]
    return left
