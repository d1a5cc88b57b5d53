"""The one value to show for an attribute of an entity, out of all that sources say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from mapapp.core.dates import is_date
from mapapp.core.expression.tree import Field, FieldKind, Scalar, Word
from mapapp.core.fact.figures import Attribute, Fact, Unit
from mapapp.core.fact.timeline import is_known, is_undated
from mapapp.core.text import NO_TEXT, Text

LISTED_KINDS = frozenset({"text", "membership"})
"""Kinds of attributes whose values stand side by side."""

_RANKS = {"current": 0, "undated": 1, "plan": 2, "capacity": 2, "disputed": 3}
_RANKS_THEN = {**_RANKS, "superseded": 0}
_UNITS: Mapping[tuple[str, str], float] = {
    ("trillion_cny", "billion_cny"): 1000.0,
    ("billion_cny", "trillion_cny"): 0.001,
}
"""What a number in the first unit is multiplied by to be one in the second."""


class Knowledge:
    """The newest current value of each attribute of each entity, at the end of a year or now.

    Where there is no current value an undated one stands in, then a plan or a capacity, then
    a disputed one; a misprint never does. Looking back at a year, nothing that became known
    later counts, and what has been superseded since does.
    """

    def __init__(
        self, facts: Iterable[Fact], attributes: Mapping[str, Attribute], year: int | None = None
    ) -> None:
        self._told = tuple(facts)
        self._attributes = attributes
        self._year = year

    @cached_property
    def _facts(self) -> Mapping[tuple[str, str], tuple[Fact, ...]]:
        groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self._told:
            attribute = self._attributes.get(fact.attribute)
            counts = is_known(fact, attribute, self._year) or is_undated(fact, attribute)
            if fact.status in self._ranks and counts:
                groups[fact.entity, fact.attribute].append(fact)
        return {key: self._chosen(group) for key, group in groups.items()}

    @property
    def _ranks(self) -> Mapping[str, int]:
        return _RANKS if self._year is None else _RANKS_THEN

    def facts(self, entity: str, attribute: str) -> tuple[Fact, ...]:
        """The fact to show, several for an attribute that lists things, or none."""
        return self._facts.get((entity, attribute), ())

    @property
    def entities(self) -> frozenset[str]:
        """Everything of which something is known."""
        return frozenset(entity for entity, _ in self._facts)

    def entities_with(self, attribute: str) -> frozenset[str]:
        """Everything that has a value of an attribute."""
        return frozenset(entity for entity, known in self._facts if known == attribute)

    def known_of(self, entities: Iterable[str]) -> frozenset[str]:
        """Attributes of which something is known for one of some entities."""
        wanted = frozenset(entities)
        return frozenset(attribute for entity, attribute in self._facts if entity in wanted)

    def values(self, entity: str, attribute: str) -> tuple[Scalar, ...]:
        """The values to compare: numbers in the attribute's own unit, or texts."""
        told = self._attributes[attribute]
        return tuple(
            value
            for fact in self.facts(entity, attribute)
            if (value := comparable(fact, told)) is not None
        )

    def texts(self, entities: Iterable[str], attribute: str) -> tuple[str, ...]:
        """The different texts that some entities have, in order."""
        values = {value for entity in entities for value in self.values(entity, attribute)}
        return tuple(sorted(value for value in values if isinstance(value, str)))

    def words(self, entities: Iterable[str], attribute: str) -> tuple[Word, ...]:
        """The texts that some entities have and that Chinese readers read otherwise, in order."""
        facts = (fact for entity in entities for fact in self.facts(entity, attribute))
        told = {fact.text: fact.text_zh for fact in facts if fact.text and fact.text_zh}
        return tuple(Word(text, Text(text, zh)) for text, zh in sorted(told.items()))

    def _chosen(self, group: list[Fact]) -> tuple[Fact, ...]:
        attribute = self._attributes.get(group[0].attribute)
        best = min(self._ranks[fact.status] for fact in group)
        ranked = [fact for fact in group if self._ranks[fact.status] == best]
        if attribute is not None and attribute.kind in LISTED_KINDS:
            return tuple({fact.value: fact for fact in ranked}.values())
        return (max(ranked, key=lambda fact: fact.recency),)


def comparable(fact: Fact, attribute: Attribute) -> Scalar | None:
    """A fact's number in the unit of its attribute, or its text; None where it has neither."""
    kind = kind_of(attribute)
    if kind != "number":
        text = fact.text or ("" if fact.number is None else f"{fact.number:g}")
        return text if text and (kind == "text" or is_date(text)) else None
    if fact.number is None or fact.unit == attribute.unit:
        return fact.number
    factor = _UNITS.get((fact.unit, attribute.unit))
    return None if factor is None else fact.number * factor


def kind_of(attribute: Attribute) -> FieldKind:
    """What an expression can ask of an attribute."""
    if attribute.kind == "date":
        return "date"
    return "number" if attribute.format in ("number", "share") else "text"


def attribute_field(
    attribute: Attribute,
    unit: Unit | None,
    values: tuple[str, ...],
    words: tuple[Word, ...] = (),
) -> Field:
    """An attribute as a field: ``area`` is also called ``area_km2``."""
    symbol = unit.symbol if unit else NO_TEXT
    aliases = (f"{attribute.id}_{unit.id}",) if unit else ()
    kind = kind_of(attribute)
    said = words if kind == "text" else ()
    return Field(attribute.id, kind, attribute.label, symbol, aliases, values, words=said)
