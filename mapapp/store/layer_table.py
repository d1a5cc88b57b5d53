"""A layer as rows and columns: what its source says, and what is known of its features.

Only what is asked for is read: the keys in an order, the rows of a window. So a table of a
million rows is as quick to look at as one of ten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from mapapp.core.expression.since import likely, there_by, undated
from mapapp.core.expression.tree import (
    And,
    Compare,
    Empty,
    Exactly,
    Field,
    Leaf,
    Node,
    Or,
    Scalar,
    field_of_column,
    with_leaves,
)
from mapapp.core.expression.vocabulary import words_of
from mapapp.core.expression.words import in_all_words
from mapapp.core.fact.figures import Attribute, Fact, Unit
from mapapp.core.fact.knowledge import Knowledge, attribute_field
from mapapp.core.layer.roles import NAMES_SEPARATOR, Roles
from mapapp.core.record import record
from mapapp.core.source.answers import Keys, Statistics
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query, Sort
from mapapp.core.text import Text
from mapapp.store.schema import chinese_columns, unlisted_columns
from mapapp.store.sources.facts import FactSource

Cell = Scalar | tuple[Fact, ...] | None
"""What a row has in a column: a value of its own, facts (perhaps none), or nothing."""

_ANY_NAME = "name"


@record
class LayerTable:
    """The features of a layer with their columns.

    Attributes:
        source: where they are; belongs to one thread (see :meth:`again`).
        roles: which columns are names, and whose facts a feature has.
        own: fields that are columns of the source, as they are shown.
        knowledge: what is known, perhaps at a year.
        known: fields that are attributes of the features' facts.
    """

    source: FeatureSource
    roles: Roles
    own: tuple[Field, ...]
    knowledge: Knowledge
    known: tuple[Field, ...] = ()

    @property
    def columns(self) -> tuple[Field, ...]:
        """What there is to show, in reading order."""
        return (*self.own, *self.known)

    @property
    def fields(self) -> tuple[Field, ...]:
        """What an expression can ask: the columns, and ``name`` for all names."""
        return (_any_name(), *self.columns) if self._has_any_name else self.columns

    def again(self) -> LayerTable:
        """The same table over a source opened once more, for another thread; to be closed."""
        return replace(self, source=self.source.again())

    def close(self) -> None:
        """Close the source."""
        self.source.close()

    def at(self, knowledge: Knowledge) -> LayerTable:
        """The same table with what was known at another time."""
        return replace(self, knowledge=knowledge)

    def narrowed(self, columns: Collection[str]) -> LayerTable:
        """The same table with some of its columns."""
        own, known = (
            tuple(field for field in fields if field.id in columns)
            for fields in (self.own, self.known)
        )
        return replace(self, own=own, known=known)

    def count(self) -> int:
        """How many rows there are."""
        return self.source.count()

    def fids(self, sort: Sort | None = None, cancel: Cancel | None = None) -> Keys:
        """The keys of all rows in an order."""
        if sort is not None and sort.field == self.roles.name_zh and self.roles.pinyin:
            sort = replace(sort, field=self.roles.pinyin)  # Chinese names go by their sound
        return self._with_facts.keys(Query(sort=sort), cancel)

    def rows(self, fids: Sequence[int]) -> list[tuple[Cell, ...]]:
        """The cells of some rows, in the order of ``fids``."""
        own = self.source.rows(fids, [field.id for field in self.own])
        if not self.known:
            return list(own)
        entities = self.entities(fids)
        return [(*row, *self._facts(entity)) for row, entity in zip(own, entities, strict=True)]

    def parsed(self, expression: str) -> Node:
        """An expression about :attr:`fields`.

        Raises:
            ExpressionError: if it is none, or asks what the layer has not.
        """
        from mapapp.core.expression.parser import parse

        return parse(expression, self.fields)

    def matching(self, node: Node, cancel: Cancel | None = None) -> Keys:
        """Rising keys of the rows for which an expression about :attr:`fields` holds."""
        return self._with_facts.keys(Query(where=with_leaves(node, self._about_columns)), cancel)

    def with_text(self, text: str, cancel: Cancel | None = None) -> Keys:
        """Rising keys of the rows that have a text in one of their own columns."""
        columns = self.roles.searched or [field.id for field in self.own if field.kind == "text"]
        tests = (Compare(field_of_column(name), "contains", text) for name in columns)
        return self._with_facts.keys(Query(where=Or(tuple(tests))), cancel)

    def statistics(self, field: Field, cancel: Cancel | None = None) -> Statistics:
        """What the values of a column are like, over all rows."""
        return self._with_facts.statistics(field.id, cancel)

    def of_entities(self, entities: Collection[str], cancel: Cancel | None = None) -> Keys:
        """Rising keys of the rows that are about some entities."""
        return _keys_of(self.source, self.roles, entities, cancel)

    def there_by(self, year: int, entities: Collection[str], cancel: Cancel | None = None) -> Keys:
        """Rising keys of the rows that were there at the end of a year.

        They say it in a column of their own, or are about ``entities``, of which facts tell it.
        """
        if self.roles.since is None:
            return self.of_entities(entities, cancel)
        return self.source.keys(Query(where=there_by(self._since(self.roles.since), year)), cancel)

    def undated(self, cancel: Cancel | None = None) -> Keys:
        """Rising keys of the rows whose column of years or dates says nothing; none without one."""
        if self.roles.since is None:
            return np.empty(0, np.int64)
        return self.source.keys(Query(where=undated(self._since(self.roles.since))), cancel)

    def since_ends(self, cancel: Cancel | None = None) -> list[Scalar | None]:
        """The first and the last likely value of the column of years or dates; none without."""
        name = self.roles.since
        if name is None:
            return []
        where = likely(self._since(name))
        queries = (
            Query((name,), where=where, sort=Sort(name, descending=last), limit=1)
            for last in (False, True)
        )
        found = [self.source.read(each, cancel).columns[name] for each in queries]
        return [value for values in found for value in values]

    def _since(self, column: str) -> Field:
        return self.source.schema.need(column, self.source.ref.uri)

    def entities(self, fids: Sequence[int]) -> list[str]:
        """Whose facts some rows have, in the order of ``fids``; empty for nobody's."""
        return _entities(self.source, self.roles, fids)

    @property
    def _with_facts(self) -> FeatureSource:
        """The source that knows all columns; facts need to know whose they are."""
        if self.roles.entity is None:
            return self.source
        return FactSource(self.source, self.roles.entity, self.knowledge, self.known)

    @property
    def _has_any_name(self) -> bool:
        return bool(self.roles.names) and _ANY_NAME not in self.source.schema.names

    def _facts(self, entity: str) -> Iterator[tuple[Fact, ...]]:
        return (self.knowledge.facts(entity, field.id) for field in self.known)

    def _about_columns(self, test: Leaf) -> Node:
        """A test told by columns alone, and in all words and languages that mean the same."""
        columns = self.columns_asked(test.field)
        if isinstance(test, Empty):
            named = columns if self._is_any_name(test.field) else (test.field,)
            return _joined(And, [replace(test, field=field) for field in named])
        return _joined(Or, [in_all_words(replace(test, field=field)) for field in columns])

    def columns_asked(self, field: Field) -> tuple[Field, ...]:
        """The columns in which a test looks for a value of a field.

        Those are all names for ``name``, and else the field itself with the column that says the
        same in the other language: either is asked in both.
        """
        if self._is_any_name(field):
            return tuple(self._name_fields())
        other = self._in_other_language.get(field.id)
        return (field,) if other is None else (field, field_of_column(other))

    @property
    def _in_other_language(self) -> Mapping[str, str]:
        pairs = dict(chinese_columns(self.source.ref))
        if self.roles.name_en and self.roles.name_zh:
            pairs[self.roles.name_zh] = self.roles.name_en
        return pairs | {english: chinese for chinese, english in pairs.items()}

    def _is_any_name(self, field: Field) -> bool:
        return field.id == _ANY_NAME and self._has_any_name

    def _name_fields(self) -> Iterator[Field]:
        for name in self.roles.names:
            is_list = name == self.roles.aliases
            yield replace(field_of_column(name), separator=NAMES_SEPARATOR if is_list else "")


def make_layer_table(
    source: FeatureSource,
    roles: Roles,
    knowledge: Knowledge,
    attributes: Mapping[str, Attribute],
    units: Mapping[str, Unit],
    *,
    with_values: bool = True,
) -> LayerTable:
    """The table of a layer, with a column for each attribute that is known of a feature.

    ``with_values`` finds the few values that a status or alike has, over all features.

    Raises:
        DataError: if the source cannot be read, or lacks the column of a role.
    """
    roles.check(source.schema.names, source.ref)
    own = tuple(_own_fields(source, roles, with_values=with_values))
    keys = _keys_of(source, roles, knowledge.entities)
    entities = frozenset(_entities(source, roles, keys.tolist()))
    here = knowledge.known_of(entities)
    known = tuple(
        attribute_field(
            attribute,
            units.get(attribute.unit),
            knowledge.texts(entities, attribute.id),
            knowledge.words(entities, attribute.id),
        )
        for attribute in attributes.values()
        if attribute.id in here
    )
    return LayerTable(source, roles, own, knowledge, known)


def _own_fields(source: FeatureSource, roles: Roles, *, with_values: bool) -> Iterator[Field]:
    hidden = {roles.pinyin, roles.initials, *unlisted_columns(source.ref)}
    listed = (roles.status, roles.precision, roles.district) if with_values else ()
    for field in source.schema.fields:
        if field.id in hidden:
            continue
        few = source.statistics(field.id).few if field.id in listed else ()
        yield replace(field, values=tuple(map(str, few)), words=words_of(field.id, roles))


def _joined(join: type[And | Or], terms: Sequence[Node]) -> Node:
    return join(tuple(terms)) if len(terms) > 1 else terms[0]


def _keys_of(
    source: FeatureSource, roles: Roles, entities: Collection[str], cancel: Cancel | None = None
) -> Keys:
    """The keys of the features that are about some entities."""
    if roles.entity is None:
        return source.keys(Query(keys=()), cancel)
    among = Exactly(field_of_column(roles.entity), tuple(sorted(entities)))
    return source.keys(Query(where=among), cancel)


def _entities(source: FeatureSource, roles: Roles, keys: Sequence[int]) -> list[str]:
    """Whose facts some features have, in the order of ``keys``."""
    if roles.entity is None:
        return [""] * len(keys)
    return [str(entity or "") for (entity,) in source.rows(keys, [roles.entity])]


def _any_name() -> Field:
    return Field(_ANY_NAME, "text", Text("Any name", "任一名称"))
