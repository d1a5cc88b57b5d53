"""What reference system coordinates may be in that state none, by their range and by words.

The ranges are those of China (73–136° E, 3–54° N). Gauss–Krüger eastings are 500 km at the
central meridian; where they begin with the number of their zone, they say which: 13 to 23 for
zones of 6 degrees, 25 to 45 for zones of 3. The codes are those of EPSG for CGCS2000, Xian 1980
and Beijing 1954.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mapapp.core.message import Message
from mapapp.core.record import record

Range = tuple[float, float]
"""The least and the greatest of some numbers."""

_NORTHINGS_M: Range = (300_000.0, 6_100_000.0)
_PLAIN_EASTINGS_M: Range = (100_000.0, 900_000.0)
_MERCATOR_X_M: Range = (8_000_000.0, 15_200_000.0)
_MERCATOR_Y_M: Range = (300_000.0, 7_300_000.0)
_OWN_ZONE = 41
"""The 3-degree zone of Shenyang, 123° E: only ever an example."""


@record
class _Datum:
    """A datum of China with the EPSG codes of its Gauss–Krüger zones.

    Attributes:
        name: what EPSG calls it.
        words: a pattern of what people call it.
        zone_3: code of the 3-degree zone 25, with the number before the easting.
        meridian_3: the same zone, 75° E, with plain eastings.
        zone_6: code of the 6-degree zone 13, with the number.
    """

    name: str
    words: re.Pattern[str]
    zone_3: int
    meridian_3: int
    zone_6: int


def _called(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DATUMS = (
    _Datum(
        "CGCS2000", _called(r"cgcs[ _-]?2000|国家2000|2000国家|大地2000"), 4513, 4534, 4491
    ),
    _Datum("Xian 1980", _called(r"xi['’ _]?an|西安|1980|80坐标"), 2349, 2370, 2327),
    _Datum(
        "Beijing 1954",
        _called(r"beijing[ _-]?(19)?54|bj[ _-]?54|北京\s*(19)?54|54坐标"),
        2401, 2422, 21413,
    ),
)  # fmt: skip


@record
class CrsGuess:
    """A reference system that coordinates may be in.

    Attributes:
        crs: such as ``EPSG:4529``.
        reason: why, in a sentence for people.
        is_swapped: whether the first of two numbers is the northing.
        is_sure: whether it needs no question: degrees in range.
    """

    crs: str
    reason: Message
    is_swapped: bool = False
    is_sure: bool = False


def guess_crs(x: Range, y: Range, words: str = "") -> CrsGuess | None:
    """The likeliest reference system of coordinates, or None where nothing fits.

    Args:
        x: the range of the first numbers (eastings, longitudes).
        y: that of the second.
        words: names of file, layer and columns, which may name a datum.
    """
    if _within(x, (-180.0, 360.0)) and _within(y, (-90.0, 90.0)):
        return CrsGuess("EPSG:4326", Message("they are in the range of degrees"), is_sure=True)
    datum = next((each for each in _DATUMS if each.words.search(words)), _DATUMS[0])
    for guess in _GUESSES:
        if found := guess(x, y, datum):
            return found
    return None


def _zoned(x: Range, y: Range, datum: _Datum) -> CrsGuess | None:
    """Eastings that begin with the number of a zone, also where they come second."""
    for eastings, northings, is_swapped in ((x, y, False), (y, x, True)):
        zone = int(eastings[0] // 1_000_000)
        in_zone = (zone * 1e6 + _PLAIN_EASTINGS_M[0], zone * 1e6 + _PLAIN_EASTINGS_M[1])
        if not (_within(eastings, in_zone) and _within(northings, _NORTHINGS_M)):
            continue
        code = _zone_code(zone, datum)
        if code is not None:
            width, meridian = (6, 6 * zone - 3) if zone < 25 else (3, 3 * zone)
            reason = Message(
                "the eastings begin with {zone}, a Gauss–Krüger zone of {width} degrees around "
                "{meridian}° E; {datum} is the usual datum",
                zone=zone,
                width=width,
                meridian=meridian,
                datum=datum.name,
            )
            return CrsGuess(f"EPSG:{code}", reason, is_swapped)
    return None


def _zone_code(zone: int, datum: _Datum) -> int | None:
    if 13 <= zone <= 23:
        return datum.zone_6 + zone - 13
    return datum.zone_3 + zone - 25 if 25 <= zone <= 45 else None


def _plain_zone(x: Range, y: Range, datum: _Datum) -> CrsGuess | None:
    """Eastings around 500 km without a zone, which may be any."""
    for eastings, northings, is_swapped in ((x, y, False), (y, x, True)):
        if _within(eastings, _PLAIN_EASTINGS_M) and _within(northings, (900_000.0, 6_100_000.0)):
            reason = Message(
                "they look like Gauss–Krüger or UTM metres without the number of a zone; for "
                "{datum} around 123° E it is this, around 120° E {other}",
                datum=datum.name,
                other=f"EPSG:{datum.meridian_3 + _OWN_ZONE - 26}",
            )
            return CrsGuess(f"EPSG:{datum.meridian_3 + _OWN_ZONE - 25}", reason, is_swapped)
    return None


def _mercator(x: Range, y: Range, _: _Datum) -> CrsGuess | None:
    if _within(x, _MERCATOR_X_M) and _within(y, _MERCATOR_Y_M):
        return CrsGuess("EPSG:3857", Message("they look like the metres of web maps"))
    return None


_GUESSES: tuple[Callable[[Range, Range, _Datum], CrsGuess | None], ...] = (
    _mercator, _zoned, _plain_zone,
)  # fmt: skip
"""The likeliest first: what could be web maps' metres of Liaoning or a zone of the far west."""


def _within(inner: Range, outer: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
