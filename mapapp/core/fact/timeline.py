"""What was known at the end of a year; what was there by then says ``presence.py``.

Dated facts drive it. A fact without a date is neither known nor unknown: it stays apart.
What has no time at all, such as a description, holds always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mapapp.core.dates import first_day, is_date
from mapapp.core.fact.figures import Attribute, Fact

OLD_AFTER_YEARS = 5
"""Figures older than this are set back."""

_TIMELESS_KINDS = frozenset({"text", "membership", "date"})


def known_year(fact: Fact, attribute: Attribute | None) -> int | None:
    """The year from which a fact is known: of a date the date itself, else what it covers."""
    if fact.recency:
        return int(fact.recency[:4])
    is_date = attribute is not None and attribute.kind == "date"
    return year_of(fact.text) if is_date else None


def is_undated(fact: Fact, attribute: Attribute | None) -> bool:
    """Whether a fact should have a date and has none."""
    timeless = attribute is not None and attribute.kind in _TIMELESS_KINDS
    return known_year(fact, attribute) is None and not timeless


def is_known(fact: Fact, attribute: Attribute | None, year: int | None) -> bool:
    """Whether a fact was known at the end of a year; without a year all are."""
    if year is None:
        return True
    known = known_year(fact, attribute)
    return known <= year if known is not None else not is_undated(fact, attribute)


def is_old(fact: Fact, year: int) -> bool:
    """Whether a figure is older than five years, seen from a year."""
    return bool(fact.recency) and year - int(fact.recency[:4]) > OLD_AFTER_YEARS


def figures_by_year(facts: Iterable[Fact], attributes: Mapping[str, Attribute]) -> dict[int, int]:
    """How many facts became known in each year in which one did, in order."""
    counts: dict[int, int] = {}
    for fact in facts:
        year = known_year(fact, attributes.get(fact.attribute))
        if year is not None:
            counts[year] = counts.get(year, 0) + 1
    return dict(sorted(counts.items()))


def year_of(text: str) -> int | None:
    """The year of a date; None for what is none."""
    return first_day(text).year if is_date(text) else None
