"""Dates as sources give them: a day, a month or a year (2023-05-19, 2023-05, 2023)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

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


def _parts(text: str) -> tuple[int, int, int]:
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part or 0) for part in match.groups())
    return year, month, day
