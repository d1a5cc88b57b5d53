"""Which parameters a projection has for a part of the world, and where it cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mapapp.core.errors import UsageError
from mapapp.core.geo.crs import GK_ZONES, gk_zone, gk_zone_epsg, wrapped_lon
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.projection import Projection
from mapapp.core.geo.projection_choice import ProjectionChoice, ProjectionName

_WGS84 = "+datum=WGS84 +units=m"
_CHINA = Extent(73.0, 18.0, 136.0, 54.0)
_CHINA_PARALLELS = (25.0, 47.0)
"""Those of the usual maps of China."""

_PROVINCE_DEG = 15.0
_LAMBERT_WIDTH_DEG, _LAMBERT_HEIGHT_DEG = 140.0, 80.0
_FROM_EQUATOR_DEG = 5.0
_LAMBERT_REACH_DEG = 75.0
_GK_WIDTH_DEG = 12.0
_GK_DRAWN_DEG, _GK_DRAWN_LAT_DEG = 40.0, 89.0
_GK_LATS = (0.0, 60.0)


def projection_for(choice: ProjectionChoice, area: Extent) -> Projection:
    """The projection of a map of an area.

    Raises:
        UsageError: if the area is not one of which the projection can be made.
    """
    return _MAKERS[choice.name](choice, area)


def _middle_lon(area: Extent) -> float:
    """The meridian in the middle, not finer than a map can show."""
    return wrapped_lon(round(area.center[0], 1 if area.east - area.west > 2 else 3))


def _equal_earth(_: ProjectionChoice, area: Extent) -> Projection:
    """Šavrič, Patterson and Jenny, 2018."""
    return Projection("equal-earth", f"+proj=eqearth {_WGS84}", _middle_lon(area))


def _winkel_tripel(_: ProjectionChoice, area: Extent) -> Projection:
    """Winkel, 1921, with his standard parallel, whose cosine is 2 / π."""
    method = f"+proj=wintri +lat_1=50.4598 {_WGS84}"
    return Projection("winkel-tripel", method, _middle_lon(area))


def _azimuthal(choice: ProjectionChoice, area: Extent) -> Projection:
    lon, lat = choice.center
    method = f"+proj=aeqd +lat_0={lat!r} {_WGS84}"
    edge = 89.0  # the antipode and what is left out around it is a cap of the other pole
    made = Projection(
        "azimuthal-equidistant",
        method,
        lon,
        lat,
        south=-edge if lat > edge else -90.0,
        north=edge if lat < -edge else 90.0,
    )
    corners = np.array([(x, y) for x in (area.west, area.east) for y in (area.south, area.north)])
    if not made.holds(*corners.T).any() and not made.holds(*np.array([area.center]).T).any():
        raise UsageError(
            "A map about {lon:g},{lat:g} ends before {extent}, on the other side of the Earth; "
            "choose another place or extent.",
            lon=lon,
            lat=lat,
            extent=area,
        )
    return made


def _lambert(_: ProjectionChoice, area: Extent) -> Projection:
    lon, lat = _middle_lon(area), area.center[1]
    width, height = area.east - area.west, area.north - area.south
    too_large = width > _LAMBERT_WIDTH_DEG or height > _LAMBERT_HEIGHT_DEG
    if too_large or abs(lat) < _FROM_EQUATOR_DEG:
        raise UsageError(
            "The Lambert projection cannot show {extent}; it is for at most {width:g} by "
            "{height:g} degrees away from the equator, so choose equal-earth or a smaller extent.",
            extent=area,
            width=_LAMBERT_WIDTH_DEG,
            height=_LAMBERT_HEIGHT_DEG,
        )
    parallels = _standard_parallels(area)
    lat = round(lat, 1 if height > 2 else 3)
    method = "+proj=lcc +lat_1={!r} +lat_2={!r} +lat_0={!r} {}".format(*parallels, lat, _WGS84)
    return Projection(
        "lambert",
        method,
        lon,
        lat,
        parallels,
        south=-90.0 if lat < 0 else max(lat - _LAMBERT_REACH_DEG, -60.0),
        north=90.0 if lat > 0 else min(lat + _LAMBERT_REACH_DEG, 60.0),
    )


def _standard_parallels(area: Extent) -> tuple[float, float]:
    """A sixth of the height from each edge (Deetz and Adams, 1934); for much of China its own."""
    height = area.north - area.south
    if height > _PROVINCE_DEG and _CHINA.contains(*area.center):
        return _CHINA_PARALLELS
    decimals = 1 if height > 2 else 3
    return round(area.south + height / 6, decimals), round(area.north - height / 6, decimals)


def _gauss_kruger(_: ProjectionChoice, area: Extent) -> Projection:
    """The zone of three degrees in which the middle lies."""
    lon, lat = area.center
    zone = gk_zone(wrapped_lon(lon))
    is_in_china = zone in GK_ZONES and _GK_LATS[0] <= lat <= _GK_LATS[1]
    if not is_in_china or area.east - area.west > _GK_WIDTH_DEG:
        raise UsageError(
            "The Gauss–Krüger zones cannot show {extent}; they are for at most {width:g} degrees "
            "of longitude in China (73.5 to 136.5° E), so choose lambert or another extent.",
            extent=area,
            width=_GK_WIDTH_DEG,
        )
    return Projection(
        "gauss-kruger",
        f"+proj=tmerc +lat_0=0 +k=1 +x_0={zone}500000 +y_0=0 +ellps=GRS80 +units=m",
        3.0 * zone,
        epsg=gk_zone_epsg(zone),
        half_width_deg=_GK_DRAWN_DEG,
        south=-_GK_DRAWN_LAT_DEG,
        north=_GK_DRAWN_LAT_DEG,
    )


_MAKERS: Mapping[ProjectionName, Callable[[ProjectionChoice, Extent], Projection]] = {
    "equal-earth": _equal_earth,
    "winkel-tripel": _winkel_tripel,
    "azimuthal-equidistant": _azimuthal,
    "lambert": _lambert,
    "gauss-kruger": _gauss_kruger,
}
