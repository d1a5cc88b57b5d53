"""The tables of an SQLite file, looked over before anything is read from them.

A name may stand for a view, which may run for ever, for a virtual table, or for a table with
columns that are computed. Only ordinary tables are read, and R-trees as spatial indexes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.boxes import Bounds
from mapapp.core.source.reprojection import Reprojection
from mapapp.core.text import NO_TEXT, Text
from mapapp.store.blob import ANY_GEOMETRY, GeometryRule
from mapapp.store.cells import Rule, first_wrong, rule_of
from mapapp.store.readonly import Database, NotUtf8Error, Rows
from mapapp.store.wkb import Kinds

_RTREE = re.compile(r"CREATE\s+VIRTUAL\s+TABLE\b.*\bUSING\s+rtree\s*\(", re.IGNORECASE | re.DOTALL)
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\b", re.IGNORECASE)
_REMEDY = Message("correct it, or ask for the file again.")


@record
class ColumnLabel:
    """What people read over a column, and the unit of its numbers."""

    title: Text
    unit: Text = NO_TEXT


@record
class FileSchema:
    """What is expected of the tables of a file, by their names, beyond what they declare.

    Attributes:
        rules: of columns.
        kinds: of geometries.
        labels: of columns; one without is called by its name.
        in_any_crs: whether tables in other reference systems are reprojected, not refused.
    """

    rules: Mapping[str, Mapping[str, Rule]] = field(default_factory=dict)
    kinds: Mapping[str, Kinds] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, ColumnLabel]] = field(default_factory=dict)
    in_any_crs: bool = False


NO_SCHEMA = FileSchema()


@record
class Table:
    """An ordinary table: its parts, quoted where they go into SQL.

    Attributes:
        name: of the table.
        key: the column whose number names a row.
        geometry: the column of geometries; empty for a table without.
        columns: the other columns that can be shown, in order.
        types: their declared types, and those of key and geometry.
        rules: what they may hold.
        labels: what people call some of them.
        index: the R-tree of the geometries, or None.
        geometries: what these may be.
        reprojection: from their reference system; None for longitude and latitude.
        srs_id: the number of that system in the file.
    """

    name: str
    key: str
    geometry: str
    columns: tuple[str, ...]
    types: Mapping[str, str]
    rules: Mapping[str, Rule]
    labels: Mapping[str, ColumnLabel]
    index: str | None = None
    geometries: GeometryRule = ANY_GEOMETRY
    reprojection: Reprojection | None = None
    srs_id: int = 4326

    def select(self, columns: Sequence[str], tail: str = "") -> str:
        """A query for key and columns."""
        names = ", ".join(quoted(name) for name in (self.key, *columns))
        return f"SELECT {names} FROM {quoted(self.name)} {tail}"

    def inside(self, boxes: Sequence[Bounds]) -> tuple[str, list[float]]:
        """A condition that holds if a feature's box meets one of ``boxes``, and its parameters.

        It may hold for more features: it is a choice of those worth reading.
        """
        stored = [self.reprojection.stored_box(box) if self.reprojection else box for box in boxes]
        boxes = [box for box in stored if box is not None]
        if self.index is None or len(boxes) < len(stored) or not boxes:
            return "1", []
        one = (
            f"SELECT id FROM {quoted(self.index)} "
            "WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?"
        )
        condition = f"{quoted(self.key)} IN ({' UNION '.join([one] * len(boxes))})"
        return condition, [bound for box in boxes for bound in box]


class Catalogue:
    """The tables of a file, by name.

    Raises:
        DataError: if the file is damaged.
    """

    def __init__(self, db: Database, schema: FileSchema) -> None:
        self._db = db
        self._schema = schema
        objects = db.rows("SELECT lower(name), type, sql FROM sqlite_master WHERE type <> 'index'")
        self._objects = {name: (type_, sql or "") for name, type_, sql in objects}
        self._plain: dict[str, Table] = {}

    def has(self, name: str) -> bool:
        """Whether anything has that name."""
        return name.lower() in self._objects

    def table(self, name: str) -> Table:
        """An ordinary table without geometry.

        Raises:
            DataError: if there is none, or something else of that name.
        """
        if name not in self._plain:
            self._plain[name] = self.describe(name)
        return self._plain[name]

    def describe(
        self, name: str, geometry: str = "", geometries: GeometryRule = ANY_GEOMETRY
    ) -> Table:
        """An ordinary table, with a column of geometries where one is named.

        Raises:
            DataError: if there is none, or it has no key of one column, or is something else.
        """
        self._ask_ordinary(name)
        types, keys = self._columns(name)
        if len(keys) != 1 or (geometry and geometry not in types):
            raise DataError(
                "{path}: the table {name!r} lacks its primary key or its geometry; the "
                "file is damaged.",
                path=self._db.path,
                name=name,
            )
        wanted = self._schema.rules.get(name, {})
        rules = {column: wanted.get(column) or rule_of(type_) for column, type_ in types.items()}
        rules[keys[0]] = Rule("whole", required=True)
        kinds = geometries.kinds.also(self._schema.kinds.get(name, Kinds()))
        return Table(
            name=name,
            key=keys[0],
            geometry=geometry,
            columns=tuple(
                column
                for column, type_ in types.items()
                if column not in (keys[0], geometry)
                and (column in wanted or type_.upper() != "BLOB")
            ),
            types=types,
            rules=rules,
            labels=self._schema.labels.get(name, {}),
            index=self._index(f"rtree_{name}_{geometry}") if geometry else None,
            geometries=replace(geometries, kinds=kinds),
        )

    def rows(
        self, table: Table, columns: Sequence[str], tail: str = "", parameters: Sequence[Any] = ()
    ) -> Rows:
        """The key and some columns of a table, each value as its rule has it.

        Raises:
            DataError: if a value is not, with the table, the row and the column.
        """
        sql = table.select(columns, tail)
        try:
            rows = self._db.rows(sql, parameters)
        except NotUtf8Error as error:
            raise self._not_utf8(table, columns, sql, parameters) or error from error
        for at, name in enumerate((table.key, *columns) if rows else ()):
            if name == table.geometry:
                continue
            if wrong := first_wrong([row[at] for row in rows], table.rules[name]):
                raise self.fault(table, rows[wrong[0]][0], name, wrong[1])
        return rows

    def fault(self, table: Table, row: object, column: str, what: str) -> DataError:
        """The error of one cell."""
        return DataError(
            "{path}, table {table}, row {row!r}, column {column}: {what}; {remedy}",
            path=self._db.path,
            table=table.name,
            row=row,
            column=column,
            what=what,
            remedy=_REMEDY,
        )

    def plain(self, name: str) -> Mapping[str, str]:
        """The columns of an ordinary table with their declared types.

        Raises:
            DataError: if there is none, or something else of that name.
        """
        self._ask_ordinary(name)
        return self._columns(name)[0]

    def _ask_ordinary(self, name: str) -> None:
        type_, sql = self._objects.get(name.lower(), ("", ""))
        if not type_:
            raise DataError(
                "{path} has no table {name!r}; choose another file.", path=self._db.path, name=name
            )
        if type_ != "table" or _VIRTUAL.match(sql):
            raise DataError(
                "{path}: {name!r} is no ordinary table; choose another file.",
                path=self._db.path,
                name=name,
            )

    def _columns(self, name: str) -> tuple[dict[str, str], list[str]]:
        """The columns of a table with their declared types, and those of its key."""
        info = self._db.rows(f"PRAGMA table_xinfo({quoted(name)})")
        for _, column, *_, hidden in info:
            if hidden:
                raise DataError(
                    "{path}, table {name}: the column {column!r} is computed; choose another file.",
                    path=self._db.path,
                    name=name,
                    column=column,
                )
        types = {column: type_ for _, column, type_, *_ in info}
        return types, [column for _, column, _, _, _, is_key, _ in info if is_key]

    def _index(self, name: str) -> str | None:
        """The name of an R-tree, if the file has it; its own tables must be ordinary ones."""
        if not self.has(name):
            return None
        type_, sql = self._objects[name.lower()]
        if type_ != "table" or not _RTREE.match(sql):
            raise DataError(
                "{path}: {name!r} is no spatial index; choose another file.",
                path=self._db.path,
                name=name,
            )
        for part in ("node", "parent", "rowid"):
            self._ask_ordinary(f"{name}_{part}")
        return name

    def _not_utf8(
        self, table: Table, columns: Sequence[str], sql: str, parameters: Sequence[Any]
    ) -> DataError | None:
        """The error of the first text that is not UTF-8."""
        for row in self._db.raw_rows(sql, parameters):
            for column, value in zip((table.key, *columns), row, strict=True):
                if column != table.geometry and isinstance(value, bytes) and _is_broken(value):
                    return self.fault(table, row[0], column, Message("its text is not UTF-8"))
        return None


def quoted(name: str) -> str:
    """A name as it may stand in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _is_broken(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return True
    return False


Content = tuple[str, str, str | None, int, tuple[float | None, ...]]
"""Name, column and type of the geometries, reference system, and bounds of a feature table."""


def feature_tables(db: Database, catalogue: Catalogue) -> list[Content]:
    """The feature tables that a GeoPackage declares, in the order of their names.

    Raises:
        DataError: if its own tables are not ordinary ones.
    """
    typed = "geometry_type_name" in catalogue.plain("gpkg_geometry_columns")
    catalogue.plain("gpkg_contents")
    rows = db.rows(
        "SELECT c.table_name, g.column_name, "
        f"{'g.geometry_type_name' if typed else 'NULL'}, "
        "c.srs_id, c.min_x, c.min_y, c.max_x, c.max_y "
        "FROM gpkg_contents AS c JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name "
        "WHERE c.data_type = 'features' ORDER BY c.table_name"
    )
    return [_content(db, row) for row in rows]


def _content(db: Database, row: Sequence[Any]) -> Content:
    name, geometry, type_, srs_id, *bounds = row
    if not (isinstance(name, str) and isinstance(geometry, str) and isinstance(srs_id, int)):
        raise DataError(
            "{path}, table gpkg_contents: {name!r} does not say where its geometries are; {remedy}",
            path=db.path,
            name=name,
            remedy=_REMEDY,
        )
    numbers = (bound if isinstance(bound, int | float) else None for bound in bounds)
    return name, geometry, type_ if isinstance(type_, str) else None, srs_id, tuple(numbers)
