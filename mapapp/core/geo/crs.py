"""The coordinate systems positions are read out in; the only place that reprojects.

Inside, positions are degrees of WGS84 (EPSG:4326), longitude first. CGCS2000 (EPSG:4490) differs
from WGS84 by less than the centimetres its epochs are apart, and EPSG treats them as the same. Its
Gauss–Krüger zones are 3 degrees wide and numbered by central meridian / 3. EPSG has each twice:
with the zone's number before the easting (zone 41: EPSG:4529) and without it (central meridian
123° E: EPSG:4550).

Addresses of Baidu's map count the metres of a Mercator projection of BD-09. It is that of the
ellipsoid Clarke 1866 (which the polynomials of Baidu's own page meet to a centimetre).
"""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from mapapp.core.geo import gcj02
from mapapp.core.geo.coordinates import lat_dms, lat_text, lon_dms, lon_text

if TYPE_CHECKING:
    from pyproj import Proj

DegreeStyle = Literal["dd", "dms"]

_DECIMALS = 5
GK_ZONES = range(25, 46)
"""The 3-degree zones of China, 75° E to 135° E."""

_CHINA_LATS = (3.0, 54.0)
_UTM_LATS = (-80.0, 84.0)
_WEB_MERCATOR_LAT = 85.06
WEB_MERCATOR_EPSG = 3857


class System(StrEnum):
    """A way to write positions."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GK_ZONE = "gk-zone"
    GK_MERIDIAN = "gk-meridian"
    UTM = "utm"
    MGRS = "mgrs"
    WEB_MERCATOR = "web-mercator"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> str:
        """The name of its datum, the same in every language; zones are named in the text."""
        return _LABELS[self]

    @property
    def is_projected(self) -> bool:
        """Whether it counts metres instead of degrees."""
        return self in _PROJECTED


_LABELS = {
    System.WGS84: "WGS84",
    System.CGCS2000: "CGCS2000",
    System.GK_ZONE: "CGCS2000",
    System.GK_MERIDIAN: "CGCS2000",
    System.UTM: "WGS84",
    System.MGRS: "WGS84",
    System.WEB_MERCATOR: "WGS84",
    System.GCJ02: "GCJ-02",
    System.BD09: "BD-09",
}

_EPSG_SYSTEMS = {
    4326: System.WGS84,
    4490: System.CGCS2000,
    WEB_MERCATOR_EPSG: System.WEB_MERCATOR,
}


def describe(lon: float, lat: float, system: System, style: DegreeStyle = "dd") -> str | None:
    """A position (WGS84, longitudes may run on past ±180) written in a system.

    None where the system is not defined: Gauss–Krüger zones away from China, UTM and Web
    Mercator near the poles. UTM zones are plain six-degree zones, without the exceptions of
    Norway, which the squares of MGRS have.
    """
    lon = wrapped_lon(lon)
    if system.is_projected:
        return _PROJECTED[system](lon, lat)
    lon, lat = _from_wgs84(lon, lat, system)
    if style == "dms":
        return f"{lon_dms(lon)}  {lat_dms(lat)}"
    return f"{lon_text(lon, _DECIMALS)}  {lat_text(lat, _DECIMALS)}"


def wrapped_lon(lon: float) -> float:
    """The longitude from -180 to 180 degrees of one that runs on around the Earth."""
    if -180.0 <= lon < 180.0:  # as it is, to the last digit
        return lon
    return (lon + 180.0) % 360.0 - 180.0


def to_wgs84(lon: float, lat: float, system: System) -> tuple[float, float]:
    """WGS84 degrees of degrees in another system."""
    if system is System.GCJ02:
        return _plain(gcj02.gcj02_to_wgs84(lon, lat))
    if system is System.BD09:
        return _plain(gcj02.bd09_to_wgs84(lon, lat))
    return lon, lat


def unproject(easting_m: float, northing_m: float, epsg: int) -> tuple[float, float] | None:
    """WGS84 degrees of metres in a projected system; None far outside of it."""
    lon, lat = _projection(epsg)(easting_m, northing_m, inverse=True)
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None


def from_mgrs(reference: str) -> tuple[float, float] | None:
    """WGS84 degrees of the middle of a square of MGRS, such as ``51TWG3613328587``; or None."""
    from mgrs import MGRS
    from mgrs.core import MGRSError

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a square that is not in its band
        try:
            lat, lon = MGRS().toLatLon(reference)
        except (MGRSError, RuntimeWarning):
            return None
    return float(lon), float(lat)


def from_baidu_metres(east_m: float, north_m: float) -> tuple[float, float] | None:
    """WGS84 degrees of the metres in addresses of Baidu's map; None off the Earth."""
    lon, lat = _baidu_mercator()(east_m, north_m, inverse=True)
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return None
    return to_wgs84(lon, lat, System.BD09)


def gk_zone(lon: float) -> int:
    """Number of the 3-degree Gauss–Krüger zone of a longitude."""
    return math.floor(lon / 3.0 + 0.5)


def gk_zone_epsg(zone: int) -> int | None:
    """EPSG code of a CGCS2000 zone whose eastings begin with its number."""
    return 4513 + zone - GK_ZONES.start if zone in GK_ZONES else None


def gk_meridian_epsg(zone: int) -> int | None:
    """EPSG code of a CGCS2000 zone whose eastings are plain."""
    return 4534 + zone - GK_ZONES.start if zone in GK_ZONES else None


def utm_epsg(zone: int, *, north: bool) -> int:
    """EPSG code of a UTM zone."""
    return (32600 if north else 32700) + zone


def system_of_epsg(epsg: int) -> System | None:
    """Our name for a reference system of EPSG: degrees, zones of UTM and CGCS2000, or None."""
    if epsg in _EPSG_SYSTEMS:
        return _EPSG_SYSTEMS[epsg]
    if epsg in map(gk_zone_epsg, GK_ZONES):
        return System.GK_ZONE
    if epsg in map(gk_meridian_epsg, GK_ZONES):
        return System.GK_MERIDIAN
    return System.UTM if 1 <= epsg % 100 <= 60 and epsg // 100 in (326, 327) else None


def _from_wgs84(lon: float, lat: float, system: System) -> tuple[float, float]:
    if system is System.GCJ02:
        return _plain(gcj02.wgs84_to_gcj02(lon, lat))
    if system is System.BD09:
        return _plain(gcj02.wgs84_to_bd09(lon, lat))
    return lon, lat


def _plain(position: gcj02.Position) -> tuple[float, float]:
    return float(position[0]), float(position[1])


def _gk_zone_text(lon: float, lat: float) -> str | None:
    zone = gk_zone(lon)
    return _metres(lon, lat, _within(lat, _CHINA_LATS, gk_zone_epsg(zone)), f"GK zone {zone}")


def _gk_meridian_text(lon: float, lat: float) -> str | None:
    zone = gk_zone(lon)
    epsg = _within(lat, _CHINA_LATS, gk_meridian_epsg(zone))
    return _metres(lon, lat, epsg, f"GK {3 * zone}° E")


def _utm_text(lon: float, lat: float) -> str | None:
    zone, north = math.floor((lon + 180.0) / 6.0) + 1, lat >= 0
    epsg = _within(lat, _UTM_LATS, utm_epsg(zone, north=north))
    return _metres(lon, lat, epsg, f"UTM {zone}{'N' if north else 'S'}")


def _mgrs_text(lon: float, lat: float) -> str:
    """``51T WG 36133 28587``, to a metre."""
    from mgrs import MGRS

    reference: str = MGRS().toMGRS(lat, lon)
    zone, east, north = reference[:-10], reference[-10:-5], reference[-5:]
    return f"{zone[:-2]} {zone[-2:]} {east} {north}"


def _web_mercator_text(lon: float, lat: float) -> str | None:
    epsg = _within(lat, (-_WEB_MERCATOR_LAT, _WEB_MERCATOR_LAT), WEB_MERCATOR_EPSG)
    return _metres(lon, lat, epsg, "Web Mercator")


_PROJECTED: dict[System, Callable[[float, float], str | None]] = {
    System.GK_ZONE: _gk_zone_text,
    System.GK_MERIDIAN: _gk_meridian_text,
    System.UTM: _utm_text,
    System.MGRS: _mgrs_text,
    System.WEB_MERCATOR: _web_mercator_text,
}


def _within(lat: float, lats: tuple[float, float], epsg: int | None) -> int | None:
    return epsg if lats[0] <= lat <= lats[1] else None


def _metres(lon: float, lat: float, epsg: int | None, name: str) -> str | None:
    if epsg is None:
        return None
    easting_m, northing_m = _projection(epsg)(lon, lat)
    return f"{easting_m:.0f} E  {northing_m:.0f} N  ({name})"


@functools.lru_cache(maxsize=32)
def _projection(epsg: int) -> Proj:
    """The projection alone: all datums here are one, and to look for a path takes 50 ms a zone."""
    from pyproj import Proj

    return Proj(f"EPSG:{epsg}")


@functools.cache
def _baidu_mercator() -> Proj:
    from pyproj import Proj

    return Proj("+proj=merc +ellps=clrk66")
