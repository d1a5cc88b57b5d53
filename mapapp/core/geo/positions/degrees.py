"""Two angles, with or without signs, letters and minutes, in any order.

A text is taken apart into numbers, signs, letters and marks; where the second angle begins is
told by what stands between the two, by their letters, by a second degree sign or, where there
is nothing but numbers, by their count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from mapapp.core.geo.crs import System
from mapapp.core.geo.positions.reading import (
    NUMBER,
    AxisOrder,
    PositionError,
    Reading,
    read_degrees,
)
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.near_names import either

_MARKS = "°'\""
_MOST_TOKENS = 40
_TOKEN = re.compile(
    rf"\s*+(?:(?P<number>{NUMBER})|(?P<sign>[-+])|(?P<letter>[NSEW])|(?P<mark>[°'\"])"
    r"|(?P<gap>[,;/|]))"
)
_EXAMPLES = ("41.79, 123.43", "41°47'32\"N 123°25'58\"E")
_COMMAS_EVERYWHERE = Message(
    "Commas stand in the numbers and between them; put a space or a semicolon between the two."
)


@record
class Angle:
    """Degrees, and which axis a letter names."""

    degrees: float
    axis: Literal["lon", "lat"] | None


@record
class _Token:
    kind: str
    text: str


_Tokens = list[_Token]


def read_angles(plain: str, system: System) -> tuple[Reading, ...]:
    """The position that two angles are, in each order that fits.

    Raises:
        PositionError: if the text is not two angles, or no order of them is a position.
    """
    tokens = _tokens(plain)
    one, other = map(_angle, _halves(tokens))
    return readings_of(one, other, system)


def readings_of(one: Angle, other: Angle, system: System) -> tuple[Reading, ...]:
    """The position of two angles, in each order that fits.

    Raises:
        PositionError: if no order is a position.
    """
    found = [
        read_degrees(*_ordered(one, other, order), system, order) for order in _orders(one, other)
    ]
    if readings := tuple(reading for reading in found if reading):
        return readings
    raise PositionError(
        "No order of these numbers is a position; latitudes go to 90 degrees and "
        "longitudes to 180.",
    )


def angle_of(parts: list[float], *, negative: bool, letter: str) -> Angle:
    """An angle of its degrees, minutes and seconds; ``letter`` is one of NSEW or empty.

    Raises:
        PositionError: if minutes or seconds are 60 or more.
    """
    if any(part >= 60 for part in parts[1:]):
        written = " ".join(f"{part:g}" for part in parts)
        raise PositionError(
            "{written} has 60 minutes or seconds or more; they go up to 59.",
            written=written,
        )
    degrees = sum(part / 60**power for power, part in enumerate(parts))
    if negative != (letter in ("S", "W")):
        degrees = -degrees
    if not letter:
        return Angle(degrees, None)
    return Angle(degrees, "lat" if letter in ("N", "S") else "lon")


def _tokens(plain: str) -> _Tokens:
    tokens: _Tokens = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None or match.lastgroup is None or len(tokens) == _MOST_TOKENS:
            raise _no_position()
        tokens.append(_Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tokens


def _no_position() -> PositionError:
    return PositionError(
        "This is not a position; type one such as {examples}.",
        examples=either(_EXAMPLES),
    )


# ---- where the second angle begins -------------------------------------------------------


def _halves(tokens: _Tokens) -> tuple[_Tokens, _Tokens]:
    gaps = _places(tokens, "gap")
    if len(gaps) == 1:
        return tokens[: gaps[0]], tokens[gaps[0] + 1 :]
    if gaps:
        commas = all(tokens[gap].text == "," for gap in gaps)
        raise PositionError(_COMMAS_EVERYWHERE) if commas and len(gaps) == 3 else _no_position()
    for find in (_by_letters, _by_degree_signs, _by_sign, _by_count):
        if at := find(tokens):
            return tokens[:at], tokens[at:]
    raise _no_position()


def _by_letters(tokens: _Tokens) -> int:
    """Two letters stand before, behind or, after the degrees, within their angles."""
    letters = _places(tokens, "letter")
    if len(letters) != 2:
        return 0
    if tokens[0].kind == "letter":
        return letters[1]
    if tokens[-1].kind == "letter":
        return letters[0] + 1
    return _number_before(tokens, letters[1])


def _by_degree_signs(tokens: _Tokens) -> int:
    signs = [n for n in _places(tokens, "mark") if tokens[n].text == "°"]
    return _number_before(tokens, signs[1]) if len(signs) == 2 else 0


def _by_sign(tokens: _Tokens) -> int:
    signs = [n for n in _places(tokens, "sign") if n and tokens[n - 1].kind != "letter"]
    return signs[0] if len(signs) == 1 else 0


def _by_count(tokens: _Tokens) -> int:
    numbers = _places(tokens, "number")
    if len(numbers) not in (2, 4, 6):
        return 0
    return _with_what_leads(tokens, numbers[len(numbers) // 2])


def _number_before(tokens: _Tokens, place: int) -> int:
    """Where the angle begins whose degrees come before a place."""
    numbers = [n for n in _places(tokens, "number") if n < place]
    return _with_what_leads(tokens, numbers[-1]) if numbers else 0


def _with_what_leads(tokens: _Tokens, at: int) -> int:
    """The place of a number, or of the sign or letter before it."""
    leads = {"sign", "letter"} if tokens[0].kind == "letter" else {"sign"}
    while at and tokens[at - 1].kind in leads:
        at -= 1
    return at


def _places(tokens: _Tokens, kind: str) -> list[int]:
    return [n for n, token in enumerate(tokens) if token.kind == kind]


# ---- one angle ---------------------------------------------------------------------------


def _angle(tokens: _Tokens) -> Angle:
    numbers, letters = _texts(tokens, "number"), set(_texts(tokens, "letter"))
    signs = _texts(tokens, "sign")
    fits: tuple[Callable[[], bool], ...] = (
        lambda: 1 <= len(numbers) <= 3,
        lambda: len(letters) <= 1 and len(signs) <= 1,
        lambda: all(number.isdigit() for number in numbers[:-1]),
        lambda: _is_signed_rightly(tokens),
        lambda: _is_marked_rightly(tokens),
    )
    if not all(fit() for fit in fits):
        raise _no_position()
    parts = [float(number) for number in numbers]
    return angle_of(parts, negative="-" in signs, letter="".join(letters))


def _is_signed_rightly(tokens: _Tokens) -> bool:
    """Whether no number comes before a sign."""
    numbers, signs = _places(tokens, "number"), _places(tokens, "sign")
    return not signs or signs[0] < numbers[0]


def _is_marked_rightly(tokens: _Tokens) -> bool:
    """Whether each mark follows the number it belongs to, letters aside."""
    seen, marked = 0, -1
    for token in tokens:
        if token.kind == "number":
            seen += 1
        elif token.kind == "mark":
            if seen == marked or _MARKS.index(token.text) != seen - 1:
                return False
            marked = seen
    return True


def _texts(tokens: _Tokens, kind: str) -> list[str]:
    return [token.text for token in tokens if token.kind == kind]


# ---- which is which ----------------------------------------------------------------------


def _orders(one: Angle, other: Angle) -> tuple[AxisOrder, ...]:
    if one.axis is None and other.axis is None:
        return ("lat first", "lon first")
    if one.axis == other.axis:
        raise PositionError(
            "Both numbers name the same axis; one must be N or S, the other E or W.",
        )
    return ("named",)


def _ordered(one: Angle, other: Angle, order: AxisOrder) -> tuple[float, float]:
    """Longitude and latitude."""
    if order == "lat first" or one.axis == "lat" or other.axis == "lon":
        return other.degrees, one.degrees
    return one.degrees, other.degrees
