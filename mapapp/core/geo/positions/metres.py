"""Metres of a zone: Gauss–Krüger of CGCS2000, UTM, Web Mercator.

``41535973 E 4628649 N``, ``535973 4628649 GK 123°``, ``535958 E 4626798 N (UTM 51N)``,
``51T 535958 4626798``; the northing may come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mapapp.core.geo.crs import (
    GK_ZONES,
    WEB_MERCATOR_EPSG,
    System,
    gk_meridian_epsg,
    gk_zone_epsg,
    system_of_epsg,
    unproject,
    utm_epsg,
)
from mapapp.core.geo.positions.reading import NUMBER, PositionError, Reading
from mapapp.core.record import record

_BAND = "C-HJ-NP-X"
_UTM_ZONE = re.compile(rf"\(?\bUTM\s*(?:ZONE\s*)?(\d{{1,2}})\s*([{_BAND}])\b\)?")
_BARE_UTM_ZONE = re.compile(rf"^(\d{{1,2}})\s?([{_BAND}])\s")
_EPSG = re.compile(r"\(?\bEPSG\s?(\d{4,6})\b\)?")
_WEB_MERCATOR = re.compile(r"\(?\bWEB[ -]?MERCATOR\b\)?")
_GK_MERIDIAN = re.compile(r"\(?\bGK\s*(\d{2,3})\s*°\s*E?\s*\)?")
_GK_ZONE = re.compile(r"\(?\bGK\s*(?:ZONE\s*)?(\d{2})\b\s*\)?")
_METRES = re.compile(
    rf"(?P<axis>[XY])?\s*(?P<one>[-+]?(?:{NUMBER}))\s*M?\s*(?P<letter>[EN])?[\s,;]+"
    rf"[XY]?\s*(?P<other>[-+]?(?:{NUMBER}))\s*M?\s*[EN]?"
)
_SMALLEST_METRES = 1000.0
_ZONE_PREFIX_M = 1_000_000.0
"""Eastings of zone 41 run from 41 000 000 to 42 000 000, those without prefix stay below this."""


@record
class _Zone:
    """A zone that a text names, and the text without its name."""

    rest: str
    system: System
    epsg: int


def read_metres(plain: str, system: System | None) -> tuple[Reading, ...]:
    """A pair in metres, or nothing if the numbers are too small to be metres.

    Raises:
        PositionError: if no zone is named, there is no such zone, or the pair is far outside of it.
    """
    zone = _named_zone(plain)
    pair = _pair_of_metres(zone.rest if zone else plain, zone)
    if pair is None and zone is None:
        zone = _bare_utm_zone(plain)
        pair = _pair_of_metres(zone.rest, zone) if zone else None
    if pair is None:
        return ()
    if zone is None:
        zone = _prefixed_zone(pair[0], system)
    return (_from_metres(*pair, zone),)


def _pair_of_metres(plain: str, zone: _Zone | None) -> tuple[float, float] | None:
    """Easting and northing; Chinese surveyors write the northing first and call it X."""
    match = _METRES.fullmatch(plain)
    if not match:
        return None
    one, other = float(match["one"]), float(match["other"])
    if max(abs(one), abs(other)) < _SMALLEST_METRES:
        return None
    if match["letter"] == "N" or match["axis"] == "X":
        return other, one
    is_settled = match["letter"] or (zone and zone.system is System.WEB_MERCATOR)
    northing_by_size = _ZONE_PREFIX_M <= one < GK_ZONES.start * _ZONE_PREFIX_M
    return (other, one) if northing_by_size and not is_settled else (one, other)


def _prefixed_zone(easting_m: float, system: System | None) -> _Zone:
    """The zone whose number stands before an easting."""
    prefix = easting_m / _ZONE_PREFIX_M
    epsg = gk_zone_epsg(int(prefix)) if 0 <= prefix < GK_ZONES.stop else None
    if epsg is None or system not in (None, System.CGCS2000, System.GK_ZONE):
        raise PositionError(
            "Metres need their zone: write the easting with the zone's number before it "
            "(41535973), or add GK 123° E or UTM 51N.",
        )
    return _Zone("", System.GK_ZONE, epsg)


def _named_zone(plain: str) -> _Zone | None:
    """The zone whose name is in a text."""
    for pattern, find in _ZONES:
        if match := pattern.search(plain):
            found = find(match)
            if found is None:
                name = match[0].strip(" ()")
                raise PositionError(
                    "There is no zone {zone}; check its number.",
                    zone=name,
                )
            rest = f"{plain[: match.start()]} {plain[match.end() :]}"
            return _Zone(" ".join(rest.split()).strip(" ,;"), *found)
    return None


def _bare_utm_zone(plain: str) -> _Zone | None:
    """``51T 535958 4626798``: the zone with its band and no further word.

    S is a band in the north, and many write it for the southern hemisphere.
    """
    match = _BARE_UTM_ZONE.match(plain)
    if match is None:
        return None
    number, letter, rest = int(match[1]), match[2], plain[match.end() :]
    pair = _pair_of_metres(rest, None)
    if pair is None or not 1 <= number <= 60:
        return None
    is_north = letter >= "N"
    if letter == "S":
        as_band = unproject(*pair, utm_epsg(number, north=True))
        is_north = False
        if as_band and 32 <= as_band[1] < 40:
            raise PositionError(
                "{number}S may be the band S in the north or the southern hemisphere; "
                "write UTM {number}N or UTM {number}S.",
                number=number,
            )
    return _Zone(rest, System.UTM, utm_epsg(number, north=is_north))


_Found = tuple[System, int] | None


def _utm(match: re.Match[str]) -> _Found:
    """Behind the word UTM, N and S are hemispheres and other letters bands."""
    number, is_north = int(match[1]), match[2] >= "N" and match[2] != "S"
    return (System.UTM, utm_epsg(number, north=is_north)) if 1 <= number <= 60 else None


def _gk_meridian(match: re.Match[str]) -> _Found:
    zone, rest = divmod(int(match[1]), 3)
    epsg = None if rest else gk_meridian_epsg(zone)
    return (System.GK_MERIDIAN, epsg) if epsg else None


def _gk_zone(match: re.Match[str]) -> _Found:
    epsg = gk_zone_epsg(int(match[1]))
    return (System.GK_ZONE, epsg) if epsg else None


def _by_epsg(match: re.Match[str]) -> _Found:
    system = system_of_epsg(int(match[1]))
    return (system, int(match[1])) if system and system.is_projected else None


_ZONES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Found]], ...] = (
    (_UTM_ZONE, _utm),
    (_GK_MERIDIAN, _gk_meridian),
    (_GK_ZONE, _gk_zone),
    (_EPSG, _by_epsg),
    (_WEB_MERCATOR, lambda _: (System.WEB_MERCATOR, WEB_MERCATOR_EPSG)),
)


def _from_metres(easting_m: float, northing_m: float, zone: _Zone) -> Reading:
    position = unproject(easting_m, northing_m, zone.epsg)
    if position is None:
        raise PositionError(
            "These metres lie far outside of their zone; check both numbers.",
        )
    return Reading(*position, zone.system, "named")
