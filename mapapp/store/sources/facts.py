"""A source with the figures of its features as further fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mapapp.core.expression.rows import predicate
from mapapp.core.expression.tree import (
    And,
    Empty,
    Exactly,
    Field,
    Leaf,
    Node,
    Not,
    with_leaves,
)
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.answers import (
    FEW,
    Keys,
    Near,
    PointSet,
    Record,
    Statistics,
    Value,
    rank,
    rising,
)
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import EVERYTHING, Query, Sort
from mapapp.core.source.schema import Schema

Columns = Mapping[str, Sequence[Value]]


class FactSource:
    """A source whose features have facts, see :class:`core.source.protocol.FeatureSource`.

    Of each attribute a feature has one value, the first of those that are known. Tests go by
    all of them: they become tests of whose the facts are, which are few, so that the source
    below answers the whole query.

    Args:
        source: with the features; closed together with this.
        entity: its column that says whose facts a feature has.
        knowledge: what is known, perhaps at a year.
        fields: attributes to add; one with the name of a column of the source is left out.

    Raises:
        DataError: if the source has no such column.
    """

    def __init__(
        self,
        source: FeatureSource,
        entity: str,
        knowledge: Knowledge,
        fields: Sequence[Field],
    ) -> None:
        self._source = source
        self._entity = source.schema.need(entity, source.ref)
        self.knowledge = knowledge
        own = source.schema.names
        self._facts = {field.id: field for field in fields if field.id not in own}

    def at(self, knowledge: Knowledge) -> FactSource:
        """The same source with what was known at another time; it is open as long as this is."""
        return FactSource(self._source, self._entity.id, knowledge, self.fact_fields)

    @property
    def fact_fields(self) -> tuple[Field, ...]:
        """The fields that are attributes of facts."""
        return tuple(self._facts.values())

    @property
    def ref(self) -> SourceRef:
        """See the protocol: that of the source with the features."""
        return self._source.ref

    @property
    def schema(self) -> Schema:
        """See the protocol: the fields of the source, then those of facts."""
        schema = self._source.schema
        return replace(schema, fields=(*schema.fields, *self.fact_fields))

    @property
    def revision(self) -> int:
        """See the protocol: of the features; knowledge is given anew where facts change."""
        return self._source.revision

    @property
    def extent(self) -> Extent | None:
        """See the protocol."""
        return self._source.extent

    def entities(self, keys: Sequence[int]) -> list[str]:
        """Whose facts some features have, in the order of ``keys``; empty for nobody's."""
        rows = self._source.rows(keys, [self._entity.id])
        return [_text(entity) for (entity,) in rows]

    def count(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> int:
        """See the protocol."""
        return self._source.count(replace(self._about_source(query), sort=None), cancel)

    def keys(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> Keys:
        """See the protocol."""
        if query.sort is None or query.sort.field not in self._facts:
            return self._source.keys(self._about_source(query), cancel)
        unsorted = self._about_source(replace(query, sort=None, limit=None))
        found = self._source.keys(unsorted, cancel)
        first = self._in_order_of_facts(query.sort, unsorted, cancel)
        both = np.concatenate([first, found[~np.isin(found, first)]])
        return both[: query.limit]

    def read(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> FeatureSet:
        """See the protocol."""
        self.schema.need_all(query.names(), self.ref)
        by_fact = self._by_keys(query, cancel)
        read = self._source.read(self._about_source(by_fact or query), cancel)
        if by_fact is not None:
            read = read.at(_places(read.fids, by_fact.keys or ()))
        return replace(read, columns=self._with_facts(read.columns, query.columns))

    def read_points(
        self, query: Query = EVERYTHING, cancel: Cancel | None = None
    ) -> PointSet | None:
        """See the protocol."""
        self.schema.need_all(query.names(), self.ref)
        by_fact = self._by_keys(replace(query, placed=True), cancel)
        read = self._source.read_points(self._about_source(by_fact or query), cancel)
        if read is not None and by_fact is not None:
            read = read.at(_places(read.keys, by_fact.keys or ()))
        if read is None:
            return None
        return replace(read, columns=self._with_facts(read.columns, query.columns))

    def rows(self, keys: Sequence[int], columns: Sequence[str]) -> list[tuple[Value, ...]]:
        """See the protocol."""
        self.schema.need_all(columns, self.ref)
        names = self._own(columns)
        rows = self._source.rows(keys, names)
        read = {name: [row[at] for row in rows] for at, name in enumerate(names)}
        found = self._with_facts(read, columns)
        return list(zip(*found.values(), strict=True)) if columns else [()] * len(rows)

    def feature(self, key: int) -> Record:
        """See the protocol."""
        return self._completed(self._source.feature(key))

    def nearest(
        self,
        lon: float,
        lat: float,
        radius_m: float,
        query: Query = EVERYTHING,
        cancel: Cancel | None = None,
    ) -> list[Near]:
        """See the protocol."""
        about = replace(self._about_source(query), columns=(), sort=None)
        found = self._source.nearest(lon, lat, radius_m, about, cancel)
        return [replace(near, record=self._completed(near.record)) for near in found]

    def statistics(self, column: str, cancel: Cancel | None = None) -> Statistics:
        """See the protocol."""
        if column not in self._facts:
            return self._source.statistics(column, cancel)
        having = self._having(column, EVERYTHING, cancel)
        told = (self._value(entity, column) for entity in self.entities(having.tolist()))
        values = [value for value in told if value is not None]
        missing = self._source.count(EVERYTHING, cancel) - len(values)
        if not values:
            return Statistics(0, missing, None, None, ())
        few = rising(set(values))
        return Statistics(len(values), missing, few[0], few[-1], few if len(few) <= FEW else ())

    def again(self) -> FactSource:
        """See the protocol."""
        source = self._source.again()
        return FactSource(source, self._entity.id, self.knowledge, self.fact_fields)

    def close(self) -> None:
        """See the protocol."""
        self._source.close()

    def _about_source(self, query: Query) -> Query:
        """The same query asked of the source alone, with whose facts each feature has."""
        self.schema.need_all(query.names(), self.ref)
        where = None if query.where is None else with_leaves(query.where, self._about_entities)
        return replace(query, where=where, columns=self._own(query.columns))

    def _own(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns to read from the source for those that are wanted."""
        own = [name for name in columns if name not in self._facts]
        needed = [self._entity.id] if len(own) < len(columns) else []
        return tuple(dict.fromkeys((*own, *needed)))

    def _about_entities(self, test: Leaf) -> Node:
        """A test of facts told by whose they are; one of a column stays as it is."""
        attribute = test.field.id
        if attribute not in self._facts:
            return test
        has_none = isinstance(test, Empty)
        holds = predicate(Not(test) if has_none else test)
        entities = tuple(
            entity
            for entity in sorted(self.knowledge.entities_with(attribute))
            if holds({attribute: self.knowledge.values(entity, attribute)})
        )
        among = Exactly(self._entity, entities)
        return Not(among) if has_none else among

    def _having(self, attribute: str, query: Query, cancel: Cancel | None) -> Keys:
        """The keys of the features of a query that have a value of an attribute."""
        is_known = with_leaves(Not(Empty(self._facts[attribute])), self._about_entities)
        where = is_known if query.where is None else And((query.where, is_known))
        return self._source.keys(replace(query, where=where), cancel)

    def _in_order_of_facts(self, sort: Sort, query: Query, cancel: Cancel | None) -> Keys:
        keys = self._having(sort.field, query, cancel).tolist()
        values = [self._value(entity, sort.field) for entity in self.entities(keys)]
        having = [
            (rank(value), key) for value, key in zip(values, keys, strict=True) if value is not None
        ]
        having.sort(key=lambda pair: pair[0], reverse=sort.descending)
        return np.array([key for _, key in having], dtype=np.int64)

    def _by_keys(self, query: Query, cancel: Cancel | None) -> Query | None:
        """A query for what is found by keys, if it goes in an order the source does not know."""
        if query.sort is None or query.sort.field not in self._facts:
            return None
        keys = self.keys(replace(query, columns=()), cancel)
        return Query(query.columns, keys=tuple(keys.tolist()), placed=query.placed)

    def _with_facts(self, read: Columns, wanted: Sequence[str]) -> dict[str, Sequence[Value]]:
        return {name: self._column(read, name) for name in wanted}

    def _column(self, read: Columns, name: str) -> Sequence[Value]:
        if name not in self._facts:
            return read[name]
        return [self._value(_text(entity), name) for entity in read[self._entity.id]]

    def _value(self, entity: str, attribute: str) -> Value:
        values = self.knowledge.values(entity, attribute)
        return values[0] if values else None

    def _completed(self, record: Record) -> Record:
        entity = _text(record.values[self._entity.id])
        known = {name: self._value(entity, name) for name in self._facts}
        return replace(record, values={**record.values, **known})


def _text(entity: Value) -> str:
    return "" if entity is None else str(entity)


def _places(keys: Keys, wanted: Sequence[int]) -> NDArray[np.int64]:
    """Where each of the wanted keys stands that is still there."""
    at = {key: place for place, key in enumerate(keys.tolist())}
    return np.array([at[key] for key in wanted if key in at], dtype=np.int64)
