"""What to take for the value of an attribute, and what sources disagree about.

One rule for cards, which show the value large and fold its rivals, and for sheets, which can be
told to print nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mapapp.core.dates import is_date
from mapapp.core.fact.conflicts import DOUBTED, are_rivals, find_conflicts
from mapapp.core.fact.figures import Attribute, Fact, Source
from mapapp.core.fact.timeline import is_old
from mapapp.core.record import record

_RANKS = {"current": 0, "undated": 1, "plan": 2, "capacity": 2}
_RANKS_THEN = {**_RANKS, "superseded": 0}
_AMOUNTS = ("flow", "stock", "growth", "share")
_FEWEST_KEY, _MOST_KEY = 3, 5


@record
class Judged:
    """What is told of one attribute of an entity, sorted by what a reader may make of it.

    Attributes:
        believed: the value to take: the newest current one that no better one contradicts, else
            one without a date, else a plan or a capacity; None where nothing can be believed.
        sound: what nothing speaks against, ``believed`` first, then as it was told.
        disputed: what sources disagree about or what is doubted alone, the one to prefer first;
            empty where all agree.
        preferred: the one to prefer of these, which is also among ``sound``, or None.
    """

    believed: Fact | None
    sound: tuple[Fact, ...]
    disputed: tuple[Fact, ...]
    preferred: Fact | None

    @property
    def dissenters(self) -> frozenset[str]:
        """The sources that say other than the preferred value, or all of an open dispute."""
        best = self.preferred
        return frozenset(
            fact.source
            for fact in self.disputed
            if best is None or fact.status in DOUBTED or are_rivals(fact, best)
        )


def judge(
    facts: Sequence[Fact],
    attribute: Attribute | None,
    sources: Mapping[str, Source],
    year: int | None = None,
) -> Judged:
    """Judge the facts of one attribute of one entity, now or as it stood at a year's end.

    Looking back at a year, ``facts`` are those that were known then; what has been superseded
    since counts.
    """
    known = {attribute.id: attribute} if attribute else {}
    conflict = next(iter(find_conflicts(facts, known, sources)), None)
    disputed, preferred = (conflict.facts, conflict.preferred) if conflict else ((), None)
    refused = {fact.id for fact in disputed if fact is not preferred}
    sound = [fact for fact in facts if fact.id not in refused]
    ranks = _RANKS if year is None else _RANKS_THEN
    believed = min(
        (fact for fact in sound if fact.status in ranks),
        key=lambda fact: (ranks[fact.status], _newest_first(fact)),
        default=None,
    )
    return Judged(
        believed,
        tuple(sorted(sound, key=lambda fact: fact is not believed)),
        disputed,
        preferred,
    )


def key_attributes(
    judged: Mapping[str, Judged],
    named: Sequence[str],
    attributes: Mapping[str, Attribute],
    year: int,
) -> tuple[str, ...]:
    """The attributes that answer at a glance: up to five with a value to believe.

    Those that the layer has ``named`` come first, in its order; where they are fewer than three,
    amounts that are current and, seen from a year, not old. Places in an order come last.
    """
    short = {id_: told for id_, told in judged.items() if _is_short(told.believed, attributes)}
    key = [id_ for id_ in named if id_ in short]
    fresh = [id_ for id_, told in short.items() if _is_fresh(told.believed, year)]
    amounts = [
        id_ for kind in _AMOUNTS for id_ in fresh if attributes[id_].kind == kind and id_ not in key
    ]
    key += amounts[: max(_FEWEST_KEY - len(key), 0)]
    return tuple(sorted(key, key=lambda id_: attributes[id_].kind == "rank"))[:_MOST_KEY]


def _newest_first(fact: Fact) -> int:
    return -int(fact.recency.replace("-", "") or 0)


def _is_short(fact: Fact | None, attributes: Mapping[str, Attribute]) -> bool:
    """Whether a value can stand large: a number, a share or a date, but no words."""
    if fact is None or fact.attribute not in attributes:
        return False
    is_share = attributes[fact.attribute].format == "share"
    return fact.number is not None or is_share or is_date(fact.text)


def _is_fresh(fact: Fact | None, year: int) -> bool:
    return fact is not None and fact.status == "current" and not is_old(fact, year)
