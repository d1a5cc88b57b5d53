"""Reads positions as people paste them: degrees in many spellings, or metres of a zone.

``41.79, 123.43``, ``北纬41.79 东经123.43``, ``41°47′32″N 123°25′58″E``, ``GCJ-02 123.4389
41.7947``, ``41535973 E 4628649 N``, ``535958 E 4626798 N (UTM 51N)`` … What
``core/geo/crs.py`` writes, this reads.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from mapapp.core.errors import UsageError
from mapapp.core.geo.crs import (
    GK_ZONES,
    System,
    gk_meridian_epsg,
    gk_zone_epsg,
    to_wgs84,
    unproject,
    utm_epsg,
)

AxisOrder = Literal["named", "lat first", "lon first"]

MAX_TEXT = 200
"""Characters of a position; the longest spelling people paste has some sixty."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a text as a position.

    ``lon`` and ``lat`` are WGS84 degrees, ``system`` is what the text was read in, and
    ``order`` tells whether the text names its parts or which of two bare numbers was taken
    for the latitude.
    """

    lon: float
    lat: float
    system: System
    order: AxisOrder


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    axis: Literal["lon", "lat"] | None


_SPELLINGS = (
    (r"北纬|北緯", " N"), (r"南纬|南緯", " S"), (r"东经|東經", " E"), (r"西经|西經", " W"),
    (r"纬度|緯度|\blatitude\b|\blat\b", " N"), (r"经度|經度|\blongitude\b|\blong?\b", " E"),
    ("度", "°"), (r"[′’‘´`分]", "'"), (r"''|[″”“秒]", '"'), (r"[−–]", "-"), (r"[:=、]", " "),
)  # fmt: skip
_SYSTEMS = (
    (r"\bWGS[ -]?(?:19)?84\b", System.WGS84),
    (r"\bCGCS[ -]?2000\b", System.CGCS2000),
    (r"\bGCJ[ -]?0?2\b|火星坐标|国测局", System.GCJ02),
    (r"\bBD[ -]?0?9\b|百度坐标|百度", System.BD09),
)
_NUMBER = r"\d++(?:\.\d*+)?+|\.\d++"
"""Possessive: a run of digits is never tried in parts, which takes the square of its length."""

_DMS = rf"[-+]?(?:{_NUMBER})(?:\s*°)?(?:\s*(?:{_NUMBER})\s*'(?:\s*(?:{_NUMBER})\s*\")?)?"
_ANGLE = re.compile(
    rf"\s*(?:(?P<before>[NSEW])\s*(?P<one>{_DMS})|(?P<two>{_DMS})\s*(?P<after>[NSEW])?)"
)
_UTM_ZONE = re.compile(r"\(?\bUTM\s*(\d{1,2})\s*([NS])\b\)?")
_GK_MERIDIAN = re.compile(r"\(?\bGK\s*(\d{2,3})\s*°\s*E?\s*\)?")
_GK_ZONE = re.compile(r"\(?\bGK\s*(?:ZONE\s*)?(\d{2})\b\s*\)?")
_METRES = re.compile(
    rf"(?P<axis>[XY])?\s*(?P<one>{_NUMBER})\s*M?\s*(?P<letter>[EN])?[\s,;]+"
    rf"[XY]?\s*(?P<other>{_NUMBER})\s*M?\s*[EN]?"
)
_SMALLEST_METRES = 1000.0
_ZONE_PREFIX_M = 1_000_000.0
"""Eastings of zone 41 run from 41 000 000 to 42 000 000, those without prefix stay below this."""


def parse_position(text: str, system: System | None = None) -> tuple[Reading, ...]:
    """All ways to read a text as a position, the likeliest first; at least one.

    Two bare numbers are told apart by range; where both fit, latitude first comes first.
    ``system`` holds unless the text names another; without either, degrees are WGS84.

    Raises:
        UsageError: if the text is not a position, is too long for one, or lies outside of its
            system.
    """
    if len(text) > MAX_TEXT:
        raise UsageError(
            "A position has at most {max_text} characters; type one such as 41.79, 123.43.",
            max_text=MAX_TEXT,
        )
    plain, named = _take_system(_compatible(text))
    plain = _respelled(plain)
    system = named or system
    return _parse_metres(plain, system) or _parse_degrees(plain, system or System.WGS84)


def _compatible(text: str) -> str:
    """Capitals and plain forms of full-width signs; two look-alikes would lose the degree."""
    return unicodedata.normalize("NFKC", re.sub("[º˚]", "°", text)).upper()


def _take_system(plain: str) -> tuple[str, System | None]:
    """The text without the name of a system, and that system."""
    for pattern, system in _SYSTEMS:
        rest, count = re.subn(pattern, " ", plain)
        if count:
            return rest, system
    return plain, None


def _respelled(plain: str) -> str:
    """One spelling of signs, letters and words."""
    for pattern, replacement in _SPELLINGS:
        plain = re.sub(pattern, replacement, plain, flags=re.IGNORECASE)
    one_spaced = " ".join(plain.split())
    return one_spaced.replace("( )", "").replace("()", "").strip(" ()[],;")


# ---- degrees -----------------------------------------------------------------------------


def _parse_degrees(plain: str, system: System) -> tuple[Reading, ...]:
    one, other = _two_angles(_with_signs(plain))
    orders = _orders(one, other)
    found = [_candidate(*_ordered(one, other, order), system, order) for order in orders]
    candidates = tuple(candidate for candidate in found if candidate)
    if not candidates:
        raise UsageError(
            "No order of these numbers is a position; "
            "latitudes go to 90 degrees and longitudes to 180."
        )
    return candidates


def _with_signs(plain: str) -> str:
    """``41 47 32 N 123 25 58 E`` with the signs of degrees, minutes and seconds set."""
    if re.search(r"[°'\"]", plain):
        return plain
    number = rf"({_NUMBER})"
    pattern = rf"{number}\s+{number}\s+{number}"
    if len(re.findall(_NUMBER, plain)) == 6:
        return re.sub(pattern, r"""\1°\2'\3" """, plain)
    return plain


def _two_angles(plain: str) -> tuple[_Angle, _Angle]:
    first = _ANGLE.match(plain)
    second = first and _ANGLE.fullmatch(plain[first.end() :].lstrip(" \t\n,;/"))
    if not first or not second:
        raise UsageError(
            "This is not a position; type one such as 41.79, 123.43 or 41°47'32\"N 123°25'58\"E."
        )
    return _angle(first), _angle(second)


def _angle(match: re.Match[str]) -> _Angle:
    digits, letter = match["one"] or match["two"], match["before"] or match["after"]
    parts = [float(part) for part in re.findall(_NUMBER, digits)]
    if any(part >= 60 for part in parts[1:]):
        raise UsageError(
            "{digits} has 60 minutes or seconds or more; they go up to 59.", digits=digits.strip()
        )
    degrees = sum(part / 60**power for power, part in enumerate(parts))
    if digits.startswith("-") != (letter is not None and letter in "SW"):
        degrees = -degrees
    axis: Literal["lon", "lat"] | None = None
    if letter:
        axis = "lat" if letter in "NS" else "lon"
    return _Angle(degrees, axis)


def _orders(one: _Angle, other: _Angle) -> tuple[AxisOrder, ...]:
    if one.axis is None and other.axis is None:
        return ("lat first", "lon first")
    if one.axis == other.axis:
        raise UsageError("Both numbers name the same axis; one must be N or S, the other E or W.")
    return ("named",)


def _ordered(one: _Angle, other: _Angle, order: AxisOrder) -> tuple[float, float]:
    """Longitude and latitude."""
    lat_comes_first = order == "lat first" or one.axis == "lat" or other.axis == "lon"
    if lat_comes_first:
        return other.degrees, one.degrees
    return one.degrees, other.degrees


def _candidate(lon: float, lat: float, system: System, order: AxisOrder) -> Reading | None:
    if abs(lat) > 90 or abs(lon) > 180:
        return None
    return Reading(*to_wgs84(lon, lat, system), system, order)


# ---- metres ------------------------------------------------------------------------------


def _parse_metres(plain: str, system: System | None) -> tuple[Reading, ...]:
    """A pair in metres, or nothing if the numbers are too small to be metres."""
    rest, zone_system, epsg = _take_zone(plain)
    pair = _pair_of_metres(rest)
    if pair is None:
        return ()
    if epsg is None and system in (None, System.CGCS2000, System.GK_ZONE):
        zone_system, epsg = System.GK_ZONE, gk_zone_epsg(int(pair[0] // _ZONE_PREFIX_M))
    if epsg is None or zone_system is None:
        raise UsageError(
            "Metres need their zone: write the easting with the zone's number before it "
            "(41535973), or add GK 123° E or UTM 51N."
        )
    return (_from_metres(*pair, epsg, zone_system),)


def _pair_of_metres(plain: str) -> tuple[float, float] | None:
    """Easting and northing; Chinese surveyors write the northing first and call it X."""
    match = _METRES.fullmatch(plain)
    if not match or max(float(match["one"]), float(match["other"])) < _SMALLEST_METRES:
        return None
    one, other = float(match["one"]), float(match["other"])
    northing_by_size = _ZONE_PREFIX_M <= one < GK_ZONES.start * _ZONE_PREFIX_M
    if match["letter"] == "N" or match["axis"] == "X" or northing_by_size:
        return other, one
    return one, other


def _take_zone(plain: str) -> tuple[str, System | None, int | None]:
    """The text without the name of its zone, with the system and the EPSG code of the zone."""
    if match := _UTM_ZONE.search(plain):
        system, epsg = System.UTM, _utm(int(match[1]), match[2])
    elif match := _GK_MERIDIAN.search(plain):
        zone, rest = divmod(int(match[1]), 3)
        system, epsg = System.GK_MERIDIAN, None if rest else gk_meridian_epsg(zone)
    elif match := _GK_ZONE.search(plain):
        system, epsg = System.GK_ZONE, gk_zone_epsg(int(match[1]))
    else:
        return plain, None, None
    if epsg is None:
        raise UsageError("There is no zone {zone}; check its number.", zone=match[0].strip(" ()"))
    numbers = f"{plain[: match.start()]} {plain[match.end() :]}"
    return " ".join(numbers.split()).strip(" ,;"), system, epsg


def _utm(zone: int, hemisphere: str) -> int | None:
    return utm_epsg(zone, north=hemisphere == "N") if 1 <= zone <= 60 else None


def _from_metres(easting_m: float, northing_m: float, epsg: int, system: System) -> Reading:
    position = unproject(easting_m, northing_m, epsg)
    if position is None:
        raise UsageError("These metres lie far outside of their zone; check both numbers.")
    return Reading(*position, system, "named")
