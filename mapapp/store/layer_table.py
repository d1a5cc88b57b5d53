"""A layer as rows and columns: what its table says, and what is known of its features.

Only what is asked for is read: the keys in an order, the rows of a window. So a table of a
million rows is as quick to look at as one of ten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.expression.rows import predicate
from mapapp.core.expression.sql import SqlCompiler
from mapapp.core.expression.tree import (
    And,
    Empty,
    Field,
    FieldKind,
    In,
    Leaf,
    Node,
    Not,
    Or,
    Scalar,
    with_leaves,
)
from mapapp.core.fact.figures import Attribute, Fact, Unit
from mapapp.core.fact.knowledge import Knowledge, attribute_field
from mapapp.core.text import Text
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sqlite_dialect import SQLITE
from mapapp.store.tables import quoted

Fids = NDArray[np.int64]
Cell = Scalar | tuple[Fact, ...] | None
"""What a row has in a column: a value of its own, facts (perhaps none), or nothing."""

_NAME_COLUMNS = ("name_en", "name_zh")
_FOUND_BY = (*_NAME_COLUMNS, "aliases", "pinyin", "initials", "status", "precision", "district")
_INTERNAL = frozenset({"pinyin", "initials", "coord_datum"})
_TITLES: Mapping[str, Text] = {
    "id": Text("Identifier", "标识"),
    "name": Text("Any name", "任一名称"),
    "name_en": Text("Name (English)", "英文名称"),
    "name_zh": Text("Name (Chinese)", "中文名称"),
    "aliases": Text("Other names", "别名"),
    "status": Text("Status", "状态"),
    "status_as_of": Text("Status as of", "状态日期"),
    "precision": Text("Precision", "位置精度"),
    "coord_source": Text("Source of the coordinate", "坐标来源"),
    "district": Text("District", "所在区"),
    "note": Text("Note", "备注"),
    "from_id": Text("From", "起点"),
    "to_id": Text("To", "终点"),
    "length_km": Text("Length", "长度"),
}
_SEPARATORS: Mapping[str, str] = {"aliases": ";"}
_UNITS: Mapping[str, str] = {"length_km": "km"}
_NUMBER_TYPES = ("INT", "REAL", "DOUBLE", "FLOAT", "NUMERIC", "MEDIUMINT", "SMALLINT", "TINYINT")
_DATES = frozenset({"status_as_of"})
_ENUMERATED = frozenset({"status", "precision", "district", "kind"})
"""Columns of few different texts, offered in completion."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows: by a column, missing values last both ways, else as in the file."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class LayerTable:
    """A feature table with its columns.

    Attributes:
        file: where it is; belongs to one thread (see :meth:`with_file`).
        table: its name.
        stored: all columns of the table.
        own: fields that are columns of the table.
        known: fields that are attributes of the features' facts.
        knowledge: what is known, perhaps at a year.
    """

    file: GeoPackage
    table: str
    stored: tuple[str, ...]
    own: tuple[Field, ...]
    known: tuple[Field, ...]
    knowledge: Knowledge

    @property
    def columns(self) -> tuple[Field, ...]:
        """What there is to show, in reading order."""
        return (*self.own, *self.known)

    @property
    def fields(self) -> tuple[Field, ...]:
        """What an expression can ask: the columns, and ``name`` for all names."""
        return (Field("name", "text", _TITLES["name"]), *self.columns)

    def with_file(self, file: GeoPackage) -> LayerTable:
        """The same table read through another connection, for another thread."""
        return replace(self, file=file)

    def at(self, knowledge: Knowledge) -> LayerTable:
        """The same table with what was known at another time."""
        return replace(self, knowledge=knowledge)

    def count(self) -> int:
        """How many rows there are."""
        return self.file.count(self.table)

    def fids(self, sort: Sort | None = None) -> Fids:
        """The keys of all rows in an order."""
        if sort is None:
            return self._keys(f"ORDER BY {self._key}")
        if any(field.id == sort.field for field in self.known):
            return self._fids_by_fact(sort)
        column = quoted(self._sorting_column(sort.field))
        direction = "DESC" if sort.descending else "ASC"
        return self._keys(
            f"ORDER BY {column} IS NULL OR {column} = '', {column} COLLATE NOCASE {direction}, "
            f"{self._key}"
        )

    def rows(self, fids: Sequence[int]) -> list[tuple[Cell, ...]]:
        """The cells of some rows, in the order of ``fids``."""
        found = {
            key: (*values, *(self.knowledge.facts(entity, field.id) for field in self.known))
            for key, entity, *values in self._read([field.id for field in self.own], fids)
        }
        return [found[fid] for fid in fids]

    def matching(self, node: Node) -> frozenset[int]:
        """Keys of the rows for which an expression about :attr:`fields` holds."""
        compiler = SqlCompiler(SQLITE, lambda field: quoted(field.id))
        condition = compiler.condition(with_leaves(node, self._about_columns))
        return frozenset(self._keys(f"WHERE {condition.text}", condition.parameters).tolist())

    def with_text(self, text: str) -> frozenset[int]:
        """Keys of the rows that have a text in one of their own columns."""
        columns = [name for name in self.stored if name in _FOUND_BY] or [
            field.id for field in self.own if field.kind == "text"
        ]
        condition = " OR ".join(f"instr(lower({quoted(name)}), ?)" for name in columns)
        return frozenset(self._keys(f"WHERE {condition}", [text.lower()] * len(columns)).tolist())

    def of_entities(self, entities: Collection[str]) -> frozenset[int]:
        """Keys of the rows that are about some entities."""
        return frozenset(fid for fid, _ in self._fids_of(entities))

    def entities_among(self, entities: Collection[str]) -> Iterator[str]:
        """Those of some entities that the table is about."""
        return (entity for _, entity in self._fids_of(entities))

    @property
    def _key(self) -> str:
        return quoted(self.file.key(self.table))

    @property
    def _entity(self) -> str:
        """The column that says whose facts a row has."""
        return entity_column(self.stored) or self.file.key(self.table)

    def _keys(self, clause: str, parameters: Sequence[Any] = ()) -> Fids:
        rows = self.file.rows(self.table, (), clause, parameters)
        return np.fromiter((key for (key,) in rows), np.int64, len(rows))

    def _read(self, names: Sequence[str], fids: Sequence[int]) -> Iterator[Any]:
        wanted = (self._entity, *names)
        for batch in _batches(list(fids)):
            among = f"WHERE {self._key} IN ({_marks(batch)})"
            yield from self.file.rows(self.table, wanted, among, batch)

    def _about_columns(self, test: Leaf) -> Node:
        """A test told by columns of the table alone."""
        if test.field.id == "name":
            names = [replace(test, field=field) for field in self._name_fields()]
            return And(tuple(names)) if isinstance(test, Empty) else Or(tuple(names))
        return test if test.field in self.own else self._about_entities(test)

    def _name_fields(self) -> Iterator[Field]:
        for name in (*_NAME_COLUMNS, "aliases"):
            if name in self.stored:
                yield Field(name, "text", Text(name, name), separator=_SEPARATORS.get(name, ""))

    def _about_entities(self, test: Leaf) -> Node:
        """A test of facts, which are few: whose they are if it holds for them."""
        has_none, attribute = isinstance(test, Empty), test.field.id
        holds = predicate(Not(test) if has_none else test)
        entities = tuple(
            entity
            for entity in sorted(self.knowledge.entities_with(attribute))
            if holds({attribute: self.knowledge.values(entity, attribute)})
        )
        among = In(Field(self._entity, "text", Text("", "")), entities)
        return Not(among) if has_none else among

    def _sorting_column(self, name: str) -> str:
        by_sound = name == "name_zh" and "pinyin" in self.stored
        return "pinyin" if by_sound else name

    def _fids_by_fact(self, sort: Sort) -> Fids:
        entities = self.knowledge.entities_with(sort.field)
        valued = [
            (self.knowledge.values(entity, sort.field), fid)
            for fid, entity in self._fids_of(entities)
        ]
        having = sorted((pair for pair in valued if pair[0]), key=lambda pair: pair[1])
        having.sort(key=lambda pair: pair[0][0], reverse=sort.descending)
        first = np.array([fid for _, fid in having], dtype=np.int64)
        rest = self.fids()
        return np.concatenate([first, rest[~np.isin(rest, first)]])

    def _fids_of(self, entities: Collection[str]) -> Iterator[tuple[int, str]]:
        for batch in _batches(sorted(entities)):
            among = f"WHERE {quoted(self._entity)} IN ({_marks(batch)})"
            yield from self.file.rows(self.table, (self._entity,), among, batch)


def entity_column(columns: Collection[str]) -> str | None:
    """The column that says whose facts a row has: a link has those of its far end."""
    return next((name for name in ("to_id", "id") if name in columns), None)


def make_layer_table(
    file: GeoPackage,
    table: str,
    knowledge: Knowledge,
    attributes: Mapping[str, Attribute],
    units: Mapping[str, Unit],
) -> LayerTable:
    """The table of a layer, with a column for each attribute that is known of a feature."""
    bare = LayerTable(file, table, file.columns(table), (), (), knowledge)
    entities = frozenset(bare.entities_among(knowledge.entities))
    here = knowledge.known_of(entities)
    known = tuple(
        attribute_field(
            attribute, units.get(attribute.unit), knowledge.texts(entities, attribute.id)
        )
        for attribute in attributes.values()
        if attribute.id in here
    )
    return replace(bare, own=tuple(_own_fields(file, table)), known=known)


def _own_fields(file: GeoPackage, table: str) -> Iterator[Field]:
    for name, sql_type in file.attribute_columns(table):
        if name in _INTERNAL:
            continue
        kind = _kind(name, sql_type)
        values = _few_values(file, table, name) if kind == "text" else ()
        title = _TITLES.get(name, Text(name, name))
        yield Field(name, kind, title, _UNITS.get(name, ""), (), values)


def _kind(name: str, sql_type: str) -> FieldKind:
    if sql_type.upper().startswith(_NUMBER_TYPES):
        return "number"
    return "date" if name in _DATES or sql_type.upper() == "DATE" else "text"


def _few_values(file: GeoPackage, table: str, name: str) -> tuple[str, ...]:
    """The texts of a column where they are few, as those of a status are."""
    if name not in _ENUMERATED:
        return ()
    column = quoted(name)
    rows = file.rows(table, (name,), f"GROUP BY {column} ORDER BY {column}")
    return tuple(value for _, value in rows if value)


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def _marks(batch: Sequence[object]) -> str:
    return ", ".join("?" * len(batch))
