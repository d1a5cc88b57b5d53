"""What was there at the end of a year: one rule for the window, sheets, web pages and files.

Dates drive it, and nothing is guessed. A feature was there from its earliest beginning until its
end. Of one without a beginning, a dated status or a dated fact is proof that it was there by then;
a status such as “planned” proves no more than that, so that before its date nothing is known. What
has no status at all, such as a city among the places, is taken to be there always.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from mapapp.core.fact.conflicts import DOUBTED
from mapapp.core.fact.figures import Fact
from mapapp.core.fact.timeline import year_of
from mapapp.core.record import record

BEGINNINGS = frozenset(
    {
        "established", "opened", "approved", "launched", "inaugurated", "production_start",
        "operation_start", "signed_on", "letter_of_intent_on",
    }
)  # fmt: skip
"""Attributes whose earliest date says since when a feature is there."""

CLOSED, OPERATING = "closed", "operating"
"""Statuses; ``closed`` is also the attribute whose date says when."""

_NOT_YET = frozenset({"planned", "under_construction", "candidate"})
_NO_PROOF = DOUBTED | {"plan"}


@record
class Standing:
    """The status of an entity and since when it is known; either may be empty."""

    status: str
    as_of: str = ""


@record
class Presence:
    """The entities of an atlas at the end of a year; of all others nothing is known.

    Attributes:
        there: those that were there.
        absent: those that had not begun, or had ended.
        closed_later: those that are closed now and were not yet.
    """

    there: frozenset[str]
    absent: frozenset[str]
    closed_later: frozenset[str]


@record
class _Life:
    """The years of an entity: of its beginning, its end, and the first that proves it there."""

    begun: int | None
    ended: int | None
    proven: int | None


def presence_at(year: int, facts: Iterable[Fact], standings: Mapping[str, Standing]) -> Presence:
    """What was there at the end of a year, of all entities with a fact or a standing."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        told[fact.entity].append(fact)
    there, absent, later = set[str](), set[str](), set[str]()
    for entity in told.keys() | standings.keys():
        standing = standings.get(entity)
        life = _life(told.get(entity, ()), standing)
        was_there = _was_there(life, standing, year)
        if was_there is not None:
            (there if was_there else absent).add(entity)
        if life.ended is not None and life.ended > year:
            later.add(entity)
    return Presence(frozenset(there), frozenset(absent), frozenset(later))


def _life(facts: Iterable[Fact], standing: Standing | None) -> _Life:
    """The years of an entity that its facts and its status tell."""
    status_year = year_of(standing.as_of) if standing else None
    is_closed = standing is not None and standing.status == CLOSED
    begun, ended, proven = [], [status_year if is_closed else None], [status_year]
    for fact in facts:
        if fact.status in _NO_PROOF:
            continue
        if fact.attribute in BEGINNINGS:
            begun.append(year_of(fact.text))
        elif fact.attribute == CLOSED:
            ended.append(year_of(fact.text))
        elif fact.recency:
            proven.append(int(fact.recency[:4]))
    return _Life(_earliest(begun), _earliest(ended), _earliest(proven))


def _earliest(years: Iterable[int | None]) -> int | None:
    return min((year for year in years if year is not None), default=None)


def _was_there(life: _Life, standing: Standing | None, year: int) -> bool | None:
    """Whether something was there at the end of a year; None where that is not known."""
    if life.ended is not None and life.ended <= year:
        return False
    if standing is not None and not standing.status:
        return True
    is_unbuilt = standing is not None and standing.status in _NOT_YET
    if life.begun is not None and not is_unbuilt:
        return life.begun <= year
    known = [each for each in (life.begun, life.proven) if each is not None]
    if known and min(known) <= year:
        return True
    return False if life.begun is not None else None
