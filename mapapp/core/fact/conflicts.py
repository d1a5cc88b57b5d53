"""Where sources disagree, and which value the rule of ``data/README.md`` prefers.

Rivals are facts about the same attribute of the same entity for the same time whose values
differ. A fact that a reader should doubt although nothing contradicts it (a misprint, a
disputed figure) makes a conflict of its own. Nothing is averaged and nothing is dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from mapapp.core.dates import first_day, last_day
from mapapp.core.fact.figures import Attribute, Fact, Source
from mapapp.core.record import record

_LISTED_KINDS = ("text", "membership")
"""Kinds of attributes whose values stand side by side: several designations are no conflict."""

DOUBTED = frozenset({"misprint", "disputed"})
"""Statuses of facts that a reader should doubt although nothing may contradict them."""

_STATUS_RANKS = {"disputed": 1, "superseded": 2, "misprint": 3}
_RELIABILITY_RANKS = {"primary": 0, "secondary": 1, "weak": 2}
_STATED_LATE = timedelta(days=183)
"""How old a count may be when it is printed: counts stated within half a year are rivals."""


@record
class Conflict:
    """What sources say differently about one attribute of an entity.

    Attributes:
        entity: id of the entity.
        attribute: id of the attribute.
        facts: the rivals, the one the rule ranks highest first.
        preferred: the value to believe, or None where that is not settled.
    """

    entity: str
    attribute: str
    facts: tuple[Fact, ...]
    preferred: Fact | None


def find_conflicts(
    facts: Iterable[Fact],
    attributes: Mapping[str, Attribute],
    sources: Mapping[str, Source],
) -> tuple[Conflict, ...]:
    """All conflicts among facts, in the order in which their attributes first appear."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.entity, fact.attribute].append(fact)
    found = (
        _conflict(group, _is_listed(attributes.get(attribute)), sources)
        for (_, attribute), group in groups.items()
    )
    return tuple(conflict for conflict in found if conflict)


def are_rivals(one: Fact, other: Fact) -> bool:
    """Whether two facts about the same thing cannot both be right.

    Figures of two stated periods are rivals only when the periods are the same: half a year
    does not contradict a year. Anything else that may have held at the same time is.
    """
    return _same_time(one, other) and _differ(one, other)


def _is_listed(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.kind in _LISTED_KINDS


def _conflict(
    group: Sequence[Fact], listed: bool, sources: Mapping[str, Source]
) -> Conflict | None:
    pairs = [] if listed else [pair for pair in combinations(group, 2) if are_rivals(*pair)]
    involved = {fact.id for pair in pairs for fact in pair}
    involved |= {fact.id for fact in group if fact.status in DOUBTED}
    if not involved:
        return None
    judged = [fact for fact in group if fact.id in involved or (fact.verdict and not listed)]
    ranked = tuple(sorted(judged, key=lambda fact: _rank(fact, sources.get(fact.source))))
    settled = ranked[0].status not in _STATUS_RANKS
    return Conflict(group[0].entity, group[0].attribute, ranked, ranked[0] if settled else None)


def _rank(fact: Fact, source: Source | None) -> tuple[int, int, int, int, str]:
    """Smaller is better: status, primary source, dated and later, published later, then the id."""
    return (
        _STATUS_RANKS.get(fact.status, 0),
        _RELIABILITY_RANKS.get(source.reliability, 2) if source else 3,
        -_day_number(fact.recency),
        -_day_number(source.published if source else ""),
        fact.id,
    )


def _day_number(day: str) -> int:
    return last_day(day).toordinal() if day else 0


def _same_time(one: Fact, other: Fact) -> bool:
    first, second = _span(one), _span(other)
    if first is None or second is None:
        return True
    if one.period_start and other.period_start:
        return first == second
    return first[0] <= second[1] and second[0] <= first[1]


def _span(fact: Fact) -> tuple[date, date] | None:
    """The days on which a value may have held, or None where nothing is known."""
    if fact.period_start:
        end = last_day(fact.period_end) if fact.period_end else date.max
        return first_day(fact.period_start), end
    if fact.as_of:
        return first_day(fact.as_of) - _STATED_LATE, last_day(fact.as_of)
    return None


def _differ(one: Fact, other: Fact) -> bool:
    if one.number is not None and other.number is not None:
        return (one.number, one.unit) != (other.number, other.unit)
    if one.number is not None or other.number is not None:
        return True
    try:
        return (first_day(one.text) > last_day(other.text)) or (
            first_day(other.text) > last_day(one.text)
        )
    except ValueError:
        return one.text.casefold() != other.text.casefold()
