"""A table of a GeoPackage as a source: each query becomes one of SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from mapapp.core.errors import DataError
from mapapp.core.expression.sql import SqlCompiler
from mapapp.core.expression.tree import Field, FieldKind
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.layer.source_ref import GEOPACKAGE, SourceRef
from mapapp.core.layer.spec import Geometry
from mapapp.core.source.answers import FEW, Keys, Near, PointSet, Record, Statistics, Value
from mapapp.core.source.boxes import Bounds, bounds_of, boxes_of, extent_around, meets
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.source.query import EVERYTHING, Query, Sort
from mapapp.core.source.schema import Schema
from mapapp.core.text import Text
from mapapp.store.geopackage import GeoPackage
from mapapp.store.readonly import Rows
from mapapp.store.sources.points import points_of
from mapapp.store.sqlite_dialect import SQLITE
from mapapp.store.tables import ColumnLabel, FileSchema, Table, quoted
from mapapp.store.wkb import COLLECTION

_FAMILIES: tuple[tuple[Geometry, set[int]], ...] = (
    ("point", {1, 4}), ("line", {2, 5}), ("polygon", {3, 6}),
)  # fmt: skip
_PIECE = 500_000
"""So many features are read at once where all are."""

_KINDS: dict[str, FieldKind] = {"date": "date", "text": "text", "any": "text"}


class GeoPackageSource:
    """A feature table of a GeoPackage, see :class:`mapapp.core.source.protocol.FeatureSource`.

    Keys are those of the table. Any reference system that the file defines is reprojected if
    the file was opened so.

    Args:
        file: where it is; belongs to the same thread as the source.
        table: its name.
        ref: what opens it again; by default the file and the table.
        owns_file: whether :meth:`close` closes the file, too.

    Raises:
        DataError: if the file has no such feature table.
    """

    def __init__(
        self, file: GeoPackage, table: str, ref: SourceRef | None = None, *, owns_file: bool = False
    ) -> None:
        self.ref = ref or SourceRef(GEOPACKAGE, str(file.path), table)
        self._file = file
        self._owns_file = owns_file
        self._parts = file.feature_table(table)
        self._is_closed = False

    @property
    def parts(self) -> Table:
        """The table as its file describes it."""
        return self._parts

    @cached_property
    def schema(self) -> Schema:
        """See the protocol."""
        fields = tuple(_field(self._parts, name) for name in self._parts.columns)
        reprojection = self._parts.reprojection
        crs = reprojection.crs if reprojection else "EPSG:4326"
        return Schema(fields, _geometry(self._parts), crs)

    @property
    def revision(self) -> int:
        """See the protocol: the file's number of changes."""
        with self._reading(None):
            return self._file.revision

    @property
    def extent(self) -> Extent | None:
        """See the protocol: as the file declares it, or else measured."""
        with self._reading(None):
            declared = self._file.declared_extent(self._parts.name)
        if declared is not None:
            return declared
        return extent_around(bounds_of(self.read(Query(placed=True)).geometries))

    def count(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> int:
        """See the protocol."""
        if query == EVERYTHING:
            with self._reading(cancel):
                return self._file.count(self._parts.name)
        return len(self.keys(query, cancel))

    def keys(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> Keys:
        """See the protocol."""
        bare = replace(query, columns=())
        if _needs_geometry(query):
            return self.read(bare, cancel).fids
        with self._reading(cancel, query):
            return _keys(self._file.rows(self._parts.name, (), *self._clause(bare)))

    def read(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> FeatureSet:
        """See the protocol."""
        with self._reading(cancel, query):
            rows, geometries = self._file.placed_rows(
                self._parts.name, query.columns, *self._clause(query)
            )
            refuse_cancelled(cancel, self.ref)
            if _needs_geometry(query):
                kept = np.flatnonzero(meets(bounds_of(geometries), boxes_of(query.extent)))
                kept = kept[: query.limit]
                rows, geometries = [rows[i] for i in kept.tolist()], geometries[kept]
        return FeatureSet(self.ref.table, _keys(rows), geometries, _columns(query, rows))

    def read_points(
        self, query: Query = EVERYTHING, cancel: Cancel | None = None
    ) -> PointSet | None:
        """See the protocol."""
        if self.schema.geometry not in ("point", None):
            return None
        placed = replace(query, placed=True)
        found = None
        if query.sort is None:
            with self._reading(cancel, query):
                found = self._file.points(self._parts.name, query.columns, *self._where(placed))
        if found is None:
            return points_of(self.read(placed, cancel))
        if query.extent is None and query.limit is None:
            return found
        met = meets(np.hstack((found.xy, found.xy)), boxes_of(query.extent))
        return found.at(np.flatnonzero(met)[: query.limit])

    def point_pieces(self, query: Query, cancel: Cancel | None = None) -> Iterator[PointSet | None]:
        """See the protocol; for queries of a whole table."""
        placed, key = replace(query, placed=True), quoted(self._parts.key)
        where, parameters = self._where(placed)
        last: int | None = None
        while True:
            with self._reading(cancel, query):
                first = "" if last is None else f"WHERE {key} > {last}"
                ends = self._file.rows(
                    self._parts.name, (), f"{first} ORDER BY {key} LIMIT 1 OFFSET ?", [_PIECE - 1]
                )
                span = [f"{key} > {last}"] if last is not None else []
                span += [f"{key} <= {int(ends[0][0])}"] if ends else []
                test = " AND ".join([where, *span])
                piece = self._file.points(self._parts.name, query.columns, test, parameters)
            yield piece
            if piece is None or not ends:
                return
            last = int(ends[0][0])

    def rows(self, keys: Sequence[int], columns: Sequence[str]) -> list[tuple[Value, ...]]:
        """See the protocol."""
        query = Query(tuple(columns), keys=tuple(keys))
        with self._reading(None, query):
            read = self._file.rows(self._parts.name, columns, *self._clause(query))
        found = {key: tuple(values) for key, *values in read}
        try:
            return [found[key] for key in keys]
        except KeyError as error:
            raise self._no_feature(error.args[0]) from error

    def feature(self, key: int) -> Record:
        """See the protocol."""
        read = self.read(Query(self.schema.names, keys=(key,)))
        for found, geometry, values in read.rows():
            return Record(found, geometry, values)
        raise self._no_feature(key)

    def nearest(
        self,
        lon: float,
        lat: float,
        radius_m: float,
        query: Query = EVERYTHING,
        cancel: Cancel | None = None,
    ) -> list[Near]:
        """See the protocol."""
        from mapapp.store.sources.near import found_near, near_records

        wanted = Query(where=query.where, keys=query.keys)

        def read_box(box: Bounds) -> tuple[Keys, GeometryArray]:
            clause = self._clause(wanted, [box])
            rows, geometries = self._file.placed_rows(self._parts.name, (), *clause)
            return _keys(rows), geometries

        with self._reading(cancel, query):
            found = found_near(lon, lat, radius_m, read_box)[: query.limit]
        names = self.schema.names
        return near_records(found, names, self.rows([each.key for each in found], names))

    def statistics(self, column: str, cancel: Cancel | None = None) -> Statistics:
        """See the protocol."""
        with self._reading(cancel, Query((column,))):
            summary = self._file.summary(self._parts.name, column)
            values = self._file.distinct(self._parts.name, column, FEW + 1)
        return Statistics(*summary, tuple(values) if len(values) <= FEW else ())

    def again(self) -> Self:
        """See the protocol: over a connection of its own."""
        return type(self)(self._file.again(), self._parts.name, self.ref, owns_file=True)

    def close(self) -> None:
        """See the protocol."""
        self._is_closed = True
        if self._owns_file:
            self._file.close()

    @contextmanager
    def _reading(self, cancel: Cancel | None, query: Query = EVERYTHING) -> Iterator[None]:
        """What every read begins with: the source is open, and has what is asked for."""
        if self._is_closed:
            raise DataError("{ref} is closed; open it again.", ref=self.ref)
        self.schema.need_all(query.names(), self.ref)
        with self._file.cancelled_by(cancel):
            yield

    def _clause(self, query: Query, boxes: Sequence[Bounds] = ()) -> tuple[str, list[Any]]:
        """What follows the table in SQL, and its parameters."""
        where, parameters = self._where(query, boxes)
        tail = f"{where} {self._order(query.sort)}"
        if query.limit is None or _needs_geometry(query):
            return tail, parameters
        return f"{tail} LIMIT ?", [*parameters, query.limit]

    def _where(self, query: Query, boxes: Sequence[Bounds] = ()) -> tuple[str, list[Any]]:
        """The condition of a query in SQL, and its parameters."""
        parts = self._parts
        tests: list[tuple[str, Sequence[Any]]] = []
        boxes = boxes or boxes_of(query.extent)
        if boxes:
            tests.append(parts.inside(boxes))
        if boxes or query.placed:
            tests.append((f"{quoted(parts.geometry)} IS NOT NULL", ()))
        if query.keys is not None:
            among = f"{quoted(parts.key)} IN (SELECT value FROM json_each(?))"
            tests.append((among, [json.dumps([int(key) for key in query.keys])]))
        if query.where is not None:
            compiler = SqlCompiler(SQLITE, lambda field: quoted(field.id))
            condition = compiler.condition(query.where)
            tests.append((condition.text, condition.parameters))
        where = f"WHERE {' AND '.join(text for text, _ in tests)}" if tests else ""
        return where, [each for _, some in tests for each in some]

    def _order(self, sort: Sort | None) -> str:
        key = quoted(self._parts.key)
        if sort is None:
            return f"ORDER BY {key}"
        value, direction = f"nullif({quoted(sort.field)}, '')", "DESC" if sort.descending else "ASC"
        return f"ORDER BY {value} IS NULL, {value} COLLATE NOCASE {direction}, {key}"

    def _no_feature(self, key: object) -> DataError:
        return DataError("{ref} has no feature {key}; reload the layer.", ref=self.ref, key=key)


def open_geopackage(ref: SourceRef, schema: FileSchema | None = None) -> GeoPackageSource:
    """The table of a file, with any reference system; ``schema`` says what to expect of it.

    Raises:
        DataError: if the file cannot be read, or has no such table.
    """
    file = GeoPackage(Path(ref.uri), schema or FileSchema(in_any_crs=True))
    try:
        return GeoPackageSource(file, ref.table, ref, owns_file=True)
    except BaseException:
        file.close()
        raise


def _needs_geometry(query: Query) -> bool:
    """Whether SQL finds too many features, of which some go once geometries are known."""
    return query.placed or query.extent is not None


def _field(parts: Table, name: str) -> Field:
    kind = _KINDS.get(parts.rules[name].kind, "number")
    label = parts.labels.get(name) or ColumnLabel(Text(name, name))
    is_truth = parts.types[name].upper() == "BOOLEAN"
    return Field(name, kind, label.title, label.unit, is_truth=is_truth)


def _geometry(parts: Table) -> Geometry | None:
    kinds = parts.geometries.kinds.outside
    kinds = kinds - {COLLECTION} or kinds
    return next((family for family, codes in _FAMILIES if kinds <= codes), None)


def _keys(rows: Rows) -> Keys:
    return np.fromiter((row[0] for row in rows), np.int64, len(rows))


def _columns(query: Query, rows: Rows) -> dict[str, list[Value]]:
    """The values of rows that begin with a key and a geometry."""
    return {name: [row[at] for row in rows] for at, name in enumerate(query.columns, 2)}
