"""Dates as sources give them: a day, a month or a year (2023-05-19, 2023-05, 2023)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]([0-2]\d:[0-5]\d)(:[0-6]\d(?:\.\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
"""A date with a time of the day, as ISO 8601 and RFC 3339 write it."""

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_KNOWN = 1024
"""Dates that are remembered: rivals are looked for by comparing each with each."""


@lru_cache(maxsize=_KNOWN)
def first_day(text: str) -> date:
    """The first day a date may mean.

    Raises:
        ValueError: if the text is no date of the three forms.
    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=_KNOWN)
def last_day(text: str) -> date:
    """The last day a date may mean.

    Raises:
        ValueError: if the text is no date of the three forms.
    """
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def is_date(text: str) -> bool:
    """Whether a text is a date of one of the three forms."""
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def moment_text(text: str) -> str:
    """A date with a time as people read it, ``2023-05-19 08:30 UTC+8``; other texts as they are.

    Days stand as everywhere in mapapp, alike in both languages. Seconds are said if there are any.
    """
    found = _MOMENT.fullmatch(text)
    if found is None or not is_date(found[1]):
        return text
    day, minute, second, zone = found.groups(default="")
    told = second.rstrip("0").rstrip(".") if "." in second else second
    return f"{day} {minute}{'' if told == ':00' else told}{_zone_text(zone)}"


def _zone_text(zone: str) -> str:
    """How far a clock is from that of Greenwich; nothing where that is not said."""
    if not zone:
        return ""
    digits = zone.strip("Z+-").replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), digits[2:]
    if not hours and minutes == "00":
        return " UTC"
    sign = "-" if zone.startswith("-") else "+"
    return f" UTC{sign}{hours}{'' if minutes == '00' else f':{minutes}'}"


def _parts(text: str) -> tuple[int, int, int]:
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part or 0) for part in match.groups())
    return year, month, day
