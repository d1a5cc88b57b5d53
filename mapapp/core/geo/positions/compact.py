"""Degrees, minutes and seconds in one run of digits: ``414830N1232606E``, and ISO 6709.

The count of digits before the point says which parts there are; a latitude has two digits of
degrees and a longitude three (ISO 6709:2022, annex H).
"""

from __future__ import annotations

import itertools
import re

from mapapp.core.geo.crs import System
from mapapp.core.geo.positions.degrees import Angle, angle_of, readings_of
from mapapp.core.geo.positions.reading import Reading

_POINT = r"(?:\.\d++)?"
_RUN = rf"(\d{{4,7}}{_POINT})"
_GAP = r"(?:\s?[,;/]\s?|\s?)"
_LETTERS_BEFORE = re.compile(rf"([NSEW])\s?{_RUN}{_GAP}([NSEW])\s?{_RUN}")
_LETTERS_BEHIND = re.compile(rf"{_RUN}\s?([NSEW]){_GAP}{_RUN}\s?([NSEW])")
_ISO_6709 = re.compile(
    rf"([-+])(\d{{2}}(?:\d\d){{0,2}}{_POINT})([-+])(\d{{3}}(?:\d\d){{0,2}}{_POINT})"
    rf"(?:[-+]\d++{_POINT})?(?:CRS[A-Z0-9_]*+)?/?"
)
_DEGREE_DIGITS = {"lat": 2, "lon": 3}


def read_compact(plain: str, system: System) -> tuple[Reading, ...]:
    """The position of a compact text; nothing if it is not one.

    Raises:
        PositionError: if minutes or seconds are 60 or more, or the angles are off the Earth.
    """
    if match := _ISO_6709.fullmatch(plain):
        lat = _angle(match[2], match[1], "N")
        return readings_of(lat, _angle(match[4], match[3], "E"), system)
    if match := _LETTERS_BEFORE.fullmatch(plain):
        first, one, second, other = match.groups()
    elif match := _LETTERS_BEHIND.fullmatch(plain):
        one, first, other, second = match.groups()
    else:
        return ()
    if not (_is_compact(one, first) and _is_compact(other, second)):
        return ()
    return readings_of(_angle(one, "+", first), _angle(other, "+", second), system)


def _is_compact(digits: str, letter: str) -> bool:
    """Whether a run has digits for minutes, and for seconds if it has more."""
    degrees = _DEGREE_DIGITS["lat" if letter in "NS" else "lon"]
    return len(digits.partition(".")[0]) - degrees in (2, 4)


def _angle(digits: str, sign: str, letter: str) -> Angle:
    degrees = _DEGREE_DIGITS["lat" if letter in "NS" else "lon"]
    whole, point, fraction = digits.partition(".")
    ends = [0, degrees, *range(degrees + 2, len(whole) + 1, 2)]
    parts = [whole[a:b] for a, b in itertools.pairwise(ends)]
    parts[-1] += point + fraction
    return angle_of([float(part) for part in parts], negative=sign == "-", letter=letter)
