"""Values of one attribute over the years, where they may be compared at all."""

from __future__ import annotations

from collections.abc import Iterable

from mapapp.core.dates import first_day, last_day
from mapapp.core.fact.figures import Attribute, Fact
from mapapp.core.record import record

_LEAST = 3
_TRUSTED = frozenset({"current", "superseded"})
_COMPARED = frozenset({"stock", "flow", "growth", "share"})


@record
class Series:
    """At least three values of one attribute in one unit, by year, ascending."""

    years: tuple[int, ...]
    facts: tuple[Fact, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The numbers of the facts."""
        return tuple(fact.number or 0.0 for fact in self.facts)


def yearly_series(facts: Iterable[Fact], attribute: Attribute | None) -> Series | None:
    """The values of an attribute by year, or None where there are fewer than three.

    Undated, disputed and misprinted values never stand on a time axis, and of a flow only
    whole years count: half a year beside a year would look like a fall. Of several values of
    a year the one stated last counts.
    """
    if attribute is None or attribute.kind not in _COMPARED:
        return None
    usable = [fact for fact in facts if fact.number is not None and fact.status in _TRUSTED]
    units = {fact.unit for fact in usable}
    dated = {
        year: fact
        for fact in sorted(usable, key=lambda fact: fact.as_of)
        if (year := _year(fact, attribute)) is not None
    }
    if len(dated) < _LEAST or len(units) > 1:
        return None
    years = tuple(sorted(dated))
    return Series(years, tuple(dated[year] for year in years))


def _year(fact: Fact, attribute: Attribute) -> int | None:
    if attribute.kind == "stock":
        return last_day(fact.recency).year if fact.recency else None
    if not fact.period_start:
        return None
    first, last = first_day(fact.period_start), last_day(fact.period_end or fact.period_start)
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return first.year if whole and first.year == last.year else None
