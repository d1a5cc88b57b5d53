"""Features out of a GeoPackage with plain SQLite: fast to start, nothing is ever written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import Feature, GeometryArray
from mapapp.core.source.answers import PointSet, rising
from mapapp.core.source.boxes import roomy_extent
from mapapp.core.source.cancel import Cancel
from mapapp.core.text import Text
from mapapp.core.texts.near_names import nearest_hint
from mapapp.store.blob import (
    GeometryFault,
    GeometryRule,
    declared_kinds,
    decode,
    refuse_off_earth,
)
from mapapp.store.cells import first_wrong
from mapapp.store.point_rows import read_point_rows
from mapapp.store.readonly import Rows, open_unchanged
from mapapp.store.reference_systems import reprojection_of
from mapapp.store.tables import NO_SCHEMA, Catalogue, FileSchema, Table, feature_tables, quoted

_LON_LAT_SRS_IDS = (4326, 4490)

_Contents = dict[str, Sequence[float | None]]


class GeoPackage:
    """A GeoPackage with features in longitude and latitude, opened read-only.

    If the schema says so, tables in other reference systems are read, too, and reprojected.
    Use it as a context manager or call :meth:`close`. One object belongs to the thread that
    made it: SQLite's connection does.

    Raises:
        DataError: if the file is missing, damaged, not a GeoPackage, or not in degrees. Every
            method raises it where the file cannot be read, or a table or column is missing.
    """

    def __init__(self, path: Path, schema: FileSchema = NO_SCHEMA) -> None:
        self.path = path
        self._schema = schema
        self._closing = ExitStack()
        self._db = self._closing.enter_context(open_unchanged(path))
        self._tables: dict[str, Table] = {}
        try:
            self._catalogue = Catalogue(self._db, schema)
            self._bounds = self._read_contents()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing can be read afterwards."""
        self._closing.close()

    def again(self) -> GeoPackage:
        """The same file opened once more, for another thread."""
        return GeoPackage(self.path, self._schema)

    def has_table(self, table: str) -> bool:
        """Whether the file has a table of that name."""
        return self._catalogue.has(table)

    def ask_ordinary(self, table: str) -> None:
        """Raise a ``DataError`` if a table that a condition is to name is no ordinary one."""
        self._catalogue.plain(table)

    @property
    def revision(self) -> int:
        """Another number than before once another program has changed the file.

        It tells what this object reads, and only that: of a file in WAL mode a copy is read, and
        what was renamed over the file is another one. Neither changes as long as this is open,
        so neither does the number; whoever is to see the new features opens the file again.
        See https://www.sqlite.org/pragma.html#pragma_data_version.
        """
        ((version,),) = self._db.rows("PRAGMA data_version")
        return int(version)

    @contextmanager
    def cancelled_by(self, cancel: Cancel | None) -> Iterator[None]:
        """Raise ``ReadCancelledError`` from reads in this block once ``cancel`` is set."""
        with self._db.cancelled_by(cancel):
            yield

    def do_not_wait(self) -> None:
        """Raise ``DataBusyError`` at once from now on while another program locks the file.

        For a window, which must not stand still; a command may wait a moment.
        """
        self._db.do_not_wait()

    def columns(self, table: str) -> tuple[str, ...]:
        """Names of the columns of any table, in order; empty where there is no such table."""
        if table in self._tables:
            return tuple(self._tables[table].types)
        return tuple(self._catalogue.table(table).types) if self.has_table(table) else ()

    def rows(
        self, table: str, columns: Sequence[str], tail: str = "", parameters: Sequence[Any] = ()
    ) -> Rows:
        """The key and some columns of rows of any table, each value checked.

        ``tail`` is what follows the table in SQL: conditions and order. No column of geometries
        may be asked for.
        """
        parts = self._tables.get(table) or self._catalogue.table(table)
        return self._catalogue.rows(parts, columns, tail, parameters)

    def feature_table(self, name: str) -> Table:
        """The parts of a feature table."""
        return self._table(name)

    def placed_rows(
        self, table: str, columns: Sequence[str], tail: str = "", parameters: Sequence[Any] = ()
    ) -> tuple[Rows, GeometryArray]:
        """Rows of a feature table as key, blob and some columns, and their geometries.

        ``tail`` is as in :meth:`rows`.
        """
        parts = self._table(table)
        rows = self._catalogue.rows(parts, (parts.geometry, *columns), tail, parameters)
        return rows, self._geometries(parts, rows)

    def points(
        self, table: str, columns: Sequence[str], where: str = "", parameters: Sequence[Any] = ()
    ) -> PointSet | None:
        """The rows of a feature table that meet a condition; None unless all are plain points.

        ``where`` is what follows the table in SQL. None may also mean that a value is wrong:
        :meth:`placed_rows` says which.
        """
        parts = self._table(table)
        return read_point_rows(self._db, self._catalogue, parts, columns, where, parameters)

    def summary(self, table: str, column: str) -> tuple[int, int, Any, Any]:
        """How many rows of a feature table have a value and how many do not; least and greatest.

        An empty text counts as none.
        """
        parts = self._table(table)
        self._check_columns(parts, [column])
        value = f"nullif({quoted(column)}, '')"
        ((count, missing, *ends),) = self._db.rows(
            f"SELECT count({value}), count(*) - count({value}), min({value}), max({value}) "
            f"FROM {quoted(parts.name)}"
        )
        self._check_values(parts, column, ends)
        return count, missing, ends[0], ends[1]

    def distinct(self, table: str, column: str, most: int) -> list[Any]:
        """Different values of a column in rising order, no more than ``most`` of them.

        Numbers come before texts, which a column of no declared type may have both.
        """
        parts = self._table(table)
        self._check_columns(parts, [column])
        value = quoted(column)
        rows = self._db.rows(
            f"SELECT DISTINCT {value} FROM {quoted(parts.name)} WHERE {value} <> '' LIMIT ?", [most]
        )
        values = [found for (found,) in rows]
        self._check_values(parts, column, values)
        return list(rising(values))

    def tables(self) -> tuple[str, ...]:
        """Names of the feature tables."""
        return tuple(self._bounds)

    def declared_extent(self, table: str) -> Extent | None:
        """The rectangle around all features of a table by what the file declares of it, if it does.

        What cannot be is not believed.
        """
        bounds = self._declared_bounds(self._table(table))
        return roomy_extent(bounds) if bounds else None

    def features(self, table: str) -> list[Feature]:
        """All features of a table with all their columns, those without a geometry too."""
        parts = self._table(table)
        tail = f"ORDER BY {quoted(parts.key)}"
        rows = self._catalogue.rows(parts, (parts.geometry, *parts.columns), tail)
        geometries = self._geometries(parts, rows)
        return [_feature(parts, *pair) for pair in zip(rows, geometries, strict=True)]

    def count(self, table: str) -> int:
        """How many features a table has."""
        ((count,),) = self._db.rows(f"SELECT count(*) FROM {quoted(self._table(table).name)}")
        return int(count)

    def by_id(self, table: str, id_: str) -> Feature | None:
        """One feature by its slug, with all its columns."""
        parts = self._table(table)
        self._check_columns(parts, ["id"])
        wanted = (parts.geometry, *parts.columns)
        rows = self._catalogue.rows(parts, wanted, "WHERE id = ?", (id_,))
        return _feature(parts, rows[0], self._geometries(parts, rows)[0]) if rows else None

    def _geometries(self, parts: Table, rows: Rows) -> GeometryArray:
        """The geometries of rows that begin with the key and the geometry."""
        try:
            stored = decode([row[1] for row in rows], parts.geometries)
            return self._reprojected(parts, stored)
        except GeometryFault as fault:
            raise self._fault(parts, rows, fault) from fault

    def _reprojected(self, parts: Table, geometries: GeometryArray) -> GeometryArray:
        """Geometries as they are stored in degrees."""
        if parts.reprojection is None:
            return geometries
        import shapely

        moved = parts.reprojection.geometries(geometries)
        refuse_off_earth(*shapely.get_coordinates(moved, return_index=True))
        return moved

    def _fault(self, parts: Table, rows: Rows, fault: GeometryFault) -> DataError:
        row = rows[fault.index][0]
        return self._catalogue.fault(parts, row, parts.geometry, str(fault))

    def _check_values(self, parts: Table, column: str, values: Sequence[Any]) -> None:
        rule = replace(parts.rules[column], required=False)
        if wrong := first_wrong(values, rule):
            raise DataError(
                "{path}, table {parts}, column {column}: {wrong}; correct it, or ask for "
                "the file again.",
                path=self.path,
                parts=parts.name,
                column=column,
                wrong=wrong[1],
            )

    def _read_contents(self) -> _Contents:
        if not self.has_table("gpkg_contents") or not self.has_table("gpkg_geometry_columns"):
            raise DataError(
                "{path} is SQLite but not a GeoPackage; choose another file.", path=self.path
            )
        contents: _Contents = {}
        for name, geometry, type_, srs_id, bounds in feature_tables(self._db, self._catalogue):
            in_degrees = srs_id in _LON_LAT_SRS_IDS
            if not in_degrees and not self._schema.in_any_crs:
                raise DataError(
                    "{path}: the table {name!r} is in the reference system {srs_id}; "
                    "convert it to longitude and latitude (EPSG:4326).",
                    path=self.path,
                    name=name,
                    srs_id=srs_id,
                )
            contents[name] = bounds
            rule = GeometryRule(declared_kinds(type_))
            if not in_degrees:
                rule = replace(rule, srs_ids=rule.srs_ids | {srs_id}, in_degrees=False)
            described = replace(self._catalogue.describe(name, geometry, rule), srs_id=srs_id)
            self._tables[name] = described if in_degrees else self._projected(described, srs_id)
        return contents

    def _projected(self, table: Table, srs_id: int) -> Table:
        reprojection = reprojection_of(self._db, self._catalogue, table.name, srs_id)
        in_degrees = reprojection is None
        rule = replace(table.geometries, in_degrees=in_degrees)
        return replace(table, reprojection=reprojection, geometries=rule)

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            raise DataError(
                "{path} has no layer {name!r}; {hint}",
                path=self.path,
                name=name,
                hint=nearest_hint(name, self.tables()),
            )
        return self._tables[name]

    def _check_columns(self, parts: Table, columns: Sequence[str]) -> None:
        for name in columns:
            if name not in parts.columns:
                hint = nearest_hint(name, parts.columns)
                raise DataError(
                    "{path}: {parts!r} has no column {name!r}; {hint}",
                    path=self.path,
                    parts=parts.name,
                    name=name,
                    hint=hint,
                )

    def _declared_bounds(self, parts: Table) -> Sequence[float]:
        declared = [bound for bound in self._bounds[parts.name] if bound is not None]
        if len(declared) < 4:
            return ()
        if parts.reprojection is not None:
            west, south, east, north = declared
            return parts.reprojection.lon_lat_box((west, south, east, north)) or ()
        return declared if _are_bounds(declared) else ()


def _feature(parts: Table, row: Sequence[Any], geometry: object) -> Feature:
    values = dict(zip(parts.columns, row[2:], strict=True))
    return Feature(
        layer=parts.name,
        fid=row[0],
        id=str(values.pop("id", None) or row[0]),
        name=Text(values.pop("name_en", None) or "", values.pop("name_zh", None) or ""),
        properties=values,
        geometry=geometry,
    )


def _are_bounds(bounds: Sequence[float]) -> bool:
    """Whether bounds that a file declares can be those of something on Earth."""
    west, south, east, north = bounds
    return -180.0 <= west <= east <= 180.0 and -90.0 <= south <= north <= 90.0
