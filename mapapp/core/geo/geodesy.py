"""Distances, areas and shortest lines on the WGS84 ellipsoid, lon and lat in degrees.

Coordinates are N×2 arrays of lon, lat (EPSG:4326). The formulas are Karney's, by pyproj,
which is imported when first needed: it must not delay start-up.
"""

from __future__ import annotations

import functools
import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import world_x, world_y

if TYPE_CHECKING:
    from pyproj import Geod


_FIRST_INTERVALS = 16
_MAX_HALVINGS = 20


@functools.cache
def _wgs84() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def prepare() -> None:
    """Load PROJ before it is first asked for, which takes a twentieth of a second."""
    _wgs84()


def distance_m(lon: float, lat: float, lons: ArrayLike, lats: ArrayLike) -> FloatArray:
    """Metres along the ellipsoid from one point to each of several."""
    lons, lats = np.broadcast_arrays(np.atleast_1d(lons), np.atleast_1d(lats))
    start_lons, start_lats = np.full(lons.shape, lon), np.full(lats.shape, lat)
    _, _, metres = _wgs84().inv(start_lons, start_lats, lons, lats)
    return np.asarray(metres, dtype=np.float64)


def length_m(coords: FloatArray) -> float:
    """Metres along a line whose vertices are joined by shortest lines."""
    return float(_wgs84().line_length(coords[:, 0], coords[:, 1]))


def area_m2(ring: FloatArray) -> float:
    """Square metres inside a ring (closed or not, in either direction)."""
    area, _ = _wgs84().polygon_area_perimeter(ring[:, 0], ring[:, 1])
    return abs(float(area))


def circle(lon: float, lat: float, area_km2: float, vertices: int = 72) -> FloatArray:
    """A closed counter-clockwise ring around a point that encloses exactly the given area.

    Longitudes run on past ±180 where the circle crosses the antimeridian.
    """
    planar_m2 = vertices / 2 * math.sin(2 * math.pi / vertices)
    radius_m = math.sqrt(area_km2 * 1e6 / planar_m2)
    ring = _ring(lon, lat, radius_m, vertices)
    return _ring(lon, lat, radius_m * math.sqrt(area_km2 * 1e6 / area_m2(ring)), vertices)


def _ring(lon: float, lat: float, radius_m: float, vertices: int) -> FloatArray:
    azimuths = -np.arange(vertices) * (360.0 / vertices)
    centre_lons, centre_lats = np.full(vertices, lon), np.full(vertices, lat)
    lons, lats, _ = _wgs84().fwd(centre_lons, centre_lats, azimuths, np.full(vertices, radius_m))
    ring = np.column_stack([_near(np.asarray(lons), lon), lats])
    return np.vstack([ring, ring[:1]])


def _near(lons: FloatArray, lon: float) -> FloatArray:
    """The same meridians, written within 180 degrees of ``lon``."""
    return lon + (lons - lon + 180.0) % 360.0 - 180.0


def geodesic(
    lon1: float, lat1: float, lon2: float, lat2: float, tolerance: float
) -> list[FloatArray]:
    """The shortest line between two points, as parts that do not cross the antimeridian.

    Vertices are set as densely as the map needs: the straight Web-Mercator chord between
    two of them leaves the true line by less than ``tolerance``, a fraction of the world's
    width (0.25 px at zoom z is ``0.25 / world_px(z)``).
    """
    azimuth, _, total_m = _wgs84().inv(lon1, lat1, lon2, lat2)
    at = functools.partial(_along, lon1, lat1, float(azimuth))
    distances = _densify(at, float(total_m), tolerance)
    line = at(distances)
    line[0], line[-1] = (lon1, lat1), (lon2, lat2)
    return split_antimeridian(line)


def _along(lon: float, lat: float, azimuth: float, distances_m: FloatArray) -> FloatArray:
    count = len(distances_m)
    lons, lats, _ = _wgs84().fwd(
        np.full(count, lon), np.full(count, lat), np.full(count, azimuth), distances_m
    )
    return np.column_stack([lons, lats])


def _densify(at: functools.partial[FloatArray], total_m: float, tolerance: float) -> FloatArray:
    """Distances of vertices: intervals are halved until each chord is close enough."""
    distances = np.linspace(0.0, total_m, _FIRST_INTERVALS + 1)
    for _ in range(_MAX_HALVINGS):
        middles = (distances[1:] + distances[:-1]) / 2
        bent = _chord_error(at(distances), at(middles)) >= tolerance / 2
        if not bent.any():
            break
        distances = np.sort(np.concatenate([distances, middles[bent]]))
    return distances


def _chord_error(vertices: FloatArray, middles: FloatArray) -> FloatArray:
    """How far each middle lies from its chord on the Web-Mercator plane, in world widths."""
    x = np.unwrap(world_x(vertices[:, 0]), period=1.0)
    y = world_y(vertices[:, 1])
    middle_x = world_x(middles[:, 0])
    middle_x += np.round((x[1:] + x[:-1]) / 2 - middle_x)
    dx, dy = np.diff(x), np.diff(y)
    across = dx * (world_y(middles[:, 1]) - y[:-1]) - dy * (middle_x - x[:-1])
    chord = np.hypot(dx, dy)
    return np.asarray(np.abs(across) / np.where(chord > 0, chord, 1.0))


def split_antimeridian(line: FloatArray) -> list[FloatArray]:
    """Cut a line at ±180: the cut point ends one part at 180 and starts the next at -180.

    A step of more than 180 degrees of longitude means that the line goes the other way
    round. Parts lie within -180…180.
    """
    lons = np.unwrap(line[:, 0], period=360.0)
    run_on = _with_crossings(np.column_stack([lons, line[:, 1]]))
    copies = np.floor(((run_on[1:, 0] + run_on[:-1, 0]) / 2 + 180.0) / 360.0)
    starts = [0, *(np.flatnonzero(np.diff(copies)) + 1), len(copies)]
    parts = []
    for start, end in itertools.pairwise(starts):
        part = run_on[start : end + 1].copy()
        part[:, 0] = np.clip(part[:, 0] - 360.0 * copies[start], -180.0, 180.0)
        parts.append(part)
    return parts


def _with_crossings(line: FloatArray) -> FloatArray:
    """The line with a vertex on each meridian 180 + 360k that it crosses."""
    points = [line[0]]
    for start, end in itertools.pairwise(line):
        low, high = sorted((start[0], end[0]))
        meridian = 360.0 * math.floor((high + 180.0) / 360.0) - 180.0
        if low < meridian < high:
            share = (meridian - start[0]) / (end[0] - start[0])
            points.append(np.array([meridian, start[1] + share * (end[1] - start[1])]))
        points.append(end)
    return np.array(points)
