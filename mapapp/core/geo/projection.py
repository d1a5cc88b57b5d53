"""The projections of sheets: degrees of WGS84 to metres of a plane and back, by PROJ.

Mercator is not among them: it is written out in ``core/geo/mercator.py``. The parameters are those
that PROJ documents for each projection; PROJ is loaded when the first position is asked for.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.projection_choice import ProjectionName
from mapapp.core.record import record

if TYPE_CHECKING:
    from pyproj import Proj

WktVersion = Literal["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019"]

RIM_M = 19_900_000.0
"""How far an azimuthal map reaches: all but 100 km around the antipode, which has no direction.

On the ellipsoid shortest lines are not unique beyond 19 970 km (half of a meridian, π × 6357 km).
"""

_EDGE_DEG = 1e-9
_ROUND_TRIP_M = 1.0
_OUTLINE_STEPS = 720


@record
class Factors:
    """How a projection shows what is near a place.

    Attributes:
        scale: metres of the plane to a metre on the ground, the root of how areas grow.
        least, most: the same in the directions in which it is smallest and largest.
        north_deg: how far north is turned from straight up, clockwise.
    """

    scale: FloatArray
    least: FloatArray
    most: FloatArray
    north_deg: FloatArray


@record
class Projection:
    """A projection with its parameters.

    Attributes:
        name: which it is.
        method: its name and parameters as PROJ writes them, but for the central meridian.
        lon, lat: the central meridian, and the latitude of the middle, in degrees.
        parallels: the standard parallels in degrees, if it is made of them.
        epsg: its EPSG code, where its parameters are those of one.
        half_width_deg: how far to either side of the central meridian it is drawn.
        south, north: how far to the poles it is drawn, in degrees.
    """

    name: ProjectionName
    method: str
    lon: float
    lat: float = 0.0
    parallels: tuple[float, ...] = ()
    epsg: int | None = None
    half_width_deg: float = 180.0
    south: float = -90.0
    north: float = 90.0

    @property
    def is_azimuthal(self) -> bool:
        """Whether it shows distances from a place; it has no cut but for the rim."""
        return self.name == "azimuthal-equidistant"

    def forward(self, lons: FloatArray, lats: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Metres east and north of degrees; infinite where it is not defined."""
        return _arrays(_proj(self.method)(self._away(lons), np.clip(lats, -90.0, 90.0)))

    def inverse(self, xs: FloatArray, ys: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Degrees of metres, longitudes within 180 of the central meridian; NaN off the map.

        Off the map PROJ answers with anything, so what it says is held against the way there.
        """
        away, lats = _arrays(_proj(self.method)(xs, ys, inverse=True))
        away, lats = (np.where(np.isfinite(d), d, 0.0) for d in (away, lats))
        lons = self.lon + np.clip(away, -180.0, 180.0)
        back = self.forward(lons, lats)
        miss_m = np.hypot(back[0] - xs, back[1] - ys)
        good = (miss_m < _ROUND_TRIP_M) & self.holds(lons, lats)
        return np.where(good, lons, np.nan), np.where(good, lats, np.nan)

    def holds(self, lons: FloatArray, lats: FloatArray) -> NDArray[np.bool_]:
        """Which places are within the part of the world that is drawn."""
        beside = np.abs(self._away(lons)) <= self.half_width_deg + _EDGE_DEG
        inside = beside & (lats >= self.south - _EDGE_DEG) & (lats <= self.north + _EDGE_DEG)
        if self.is_azimuthal:
            inside &= np.hypot(*self.forward(lons, lats)) <= RIM_M + _ROUND_TRIP_M
        return np.asarray(inside)

    def outline_m(self) -> FloatArray:
        """The edge of what is drawn, as a closed ring in metres: float64 (n, 2)."""
        if self.is_azimuthal:
            return _circle(RIM_M)
        steps = np.linspace(-1.0, 1.0, _OUTLINE_STEPS // 4)
        across, ends = steps * self.half_width_deg, np.ones(len(steps))
        middle, half = (self.south + self.north) / 2, (self.north - self.south) / 2
        away = np.concatenate([across, ends * across[-1], across[::-1], ends * across[0]])
        up = middle + steps * half
        lats = np.concatenate([ends * self.south, up, ends * self.north, up[::-1]])
        return np.column_stack(self.forward(self.lon + away, lats))

    def around_antipode(self) -> FloatArray:
        """What an azimuthal map leaves out, as a ring in degrees: float64 (n, 2).

        Longitudes are on both sides of the central meridian and 180.
        """
        xs, ys = _circle(RIM_M).T
        away, lats = _arrays(_proj(self.method)(xs, ys, inverse=True))
        return np.column_stack([self.lon + away % 360.0, lats])

    def factors(self, lons: FloatArray, lats: FloatArray) -> Factors:
        """Scale and the direction of north at places, which must not be poles."""
        found = _proj(self.method).get_factors(self._away(lons), lats, errcheck=False)
        return Factors(
            np.sqrt(np.asarray(found.areal_scale)),
            np.asarray(found.tissot_semiminor),
            np.asarray(found.tissot_semimajor),
            -np.asarray(found.meridian_convergence),
        )

    def wkt(self, version: WktVersion) -> str:
        """Its coordinate system as well-known text."""
        from pyproj import CRS

        if self.epsg is not None:
            return CRS.from_epsg(self.epsg).to_wkt(version)
        return CRS.from_user_input(f"{self.method} +lon_0={self.lon!r} +type=crs").to_wkt(version)

    def _away(self, lons: FloatArray) -> FloatArray:
        """Degrees from the central meridian, -180…180: PROJ would turn what is beyond around."""
        away = np.asarray(lons, dtype=np.float64) - self.lon
        beyond = np.abs(away) > 180.0 + _EDGE_DEG
        away = np.where(beyond, (away + 180.0) % 360.0 - 180.0, away)
        return np.asarray(np.clip(away, -180.0, 180.0))


@functools.lru_cache(maxsize=16)
def _proj(method: str) -> Proj:
    from pyproj import Proj

    return Proj(method)


def _arrays(pair: tuple[object, object]) -> tuple[FloatArray, FloatArray]:
    first, second = (np.asarray(values, dtype=np.float64) for values in pair)
    return first, second


def _circle(radius_m: float) -> FloatArray:
    turns = np.linspace(0.0, 2 * math.pi, _OUTLINE_STEPS + 1)
    return radius_m * np.column_stack([np.cos(turns), np.sin(turns)])
