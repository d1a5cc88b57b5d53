"""Distances and areas between points that a user sets, on the WGS84 ellipsoid."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import lru_cache
from typing import Literal

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.geodesy import area_m2, geodesic, length_m
from mapapp.core.geo.mercator import world_px
from mapapp.core.record import record

MeasureKind = Literal["distance", "area"]
Vertex = tuple[float, float]

_TOLERANCE_PX = 0.25


@record
class Measurement:
    """Points (lon, lat in degrees, possibly past ±180) joined by shortest lines.

    An area is closed by the line from the last point to the first.
    """

    kind: MeasureKind
    vertices: tuple[Vertex, ...] = ()

    def with_vertex(self, lon: float, lat: float) -> Measurement:
        """The same with one more point at the end."""
        return replace(self, vertices=(*self.vertices, (lon, lat)))

    def without_last(self) -> Measurement:
        """The same without its last point."""
        return replace(self, vertices=self.vertices[:-1])

    @property
    def length_m(self) -> float:
        """Length of the line, or of the boundary of the area."""
        ring = self._ring()
        return length_m(ring) if len(ring) > 1 else 0.0

    @property
    def area_m2(self) -> float:
        """What the boundary encloses; nothing below three points."""
        return area_m2(np.array(self.vertices)) if len(self.vertices) > 2 else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether there are points enough for a result."""
        return len(self.vertices) >= (2 if self.kind == "distance" else 3)

    def outline(self, zoom: float) -> FloatArray:
        """The line as the map draws it at a zoom, its longitudes running on past ±180."""
        ring = self._ring()
        if len(ring) < 2:
            return ring
        tolerance = _TOLERANCE_PX / world_px(zoom)
        legs = [_leg(*start, *end, tolerance) for start, end in itertools.pairwise(ring.tolist())]
        line = np.vstack([legs[0], *(leg[1:] for leg in legs[1:])])
        line[:, 0] = np.unwrap(line[:, 0], period=360.0)
        return line

    def _ring(self) -> FloatArray:
        closing = self.vertices[:1] if self.kind == "area" and len(self.vertices) > 2 else ()
        return np.array([*self.vertices, *closing], dtype=np.float64).reshape(-1, 2)


@lru_cache(maxsize=1024)
def _leg(
    start_lon: float, start_lat: float, end_lon: float, end_lat: float, tolerance: float
) -> FloatArray:
    """One shortest line in one piece, in the copy of the world its start was set in.

    Kept, since only the last leg of a line follows the cursor.
    """
    if (start_lon, start_lat) == (end_lon, end_lat):
        leg = np.array([[start_lon, start_lat], [end_lon, end_lat]])
    else:
        leg = np.vstack(geodesic(start_lon, start_lat, end_lon, end_lat, tolerance))
        leg[:, 0] = np.unwrap(leg[:, 0], period=360.0)
        leg[:, 0] += 360.0 * np.round((start_lon - leg[0, 0]) / 360.0)
    leg.flags.writeable = False
    return leg


def length_text(metres: float) -> str:
    """A length with its unit: ``853.2 m``, ``12.35 km``, ``352.7 km``, ``8 963 km``."""
    if round(metres, 1) < 1000:
        return f"{metres:.1f} m"
    km = metres / 1000
    return f"{_grouped(km, 0 if km >= 1000 else 2 if km < 100 else 1)} km"


def area_text(square_metres: float) -> str:
    """An area with its unit: ``853 m²`` below a hectare, ``ha`` below a km², then ``km²``."""
    if round(square_metres) < 10_000:
        return f"{square_metres:.0f} m²"
    hectares = square_metres / 10_000
    if round(hectares, 2) < 100:
        return f"{hectares:.2f} ha"
    km2 = square_metres / 1_000_000
    return f"{_grouped(km2, 0 if km2 >= 1000 else 2 if km2 < 100 else 1)} km²"


def _grouped(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace(",", "\u2009")
