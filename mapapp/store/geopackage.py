"""Features out of a GeoPackage with plain SQLite: fast to start, nothing is ever written."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self, TypeGuard

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.nearest import nearest_m
from mapapp.core.layer.feature import Feature, FeatureSet, GeometryArray, Hit
from mapapp.core.text import Text
from mapapp.store.blob import GeometryFault, GeometryRule, declared_kinds, decode
from mapapp.store.readonly import Rows, open_unchanged
from mapapp.store.tables import NO_SCHEMA, Bounds, Catalogue, Schema, Table, feature_tables, quoted

_LON_LAT_SRS_IDS = (4326, 4490)
_M_PER_DEGREE = 111_000.0
_LEAST_WIDTH_DEG = 0.01

_Contents = dict[str, Sequence[float | None]]


class GeoPackage:
    """A GeoPackage with features in longitude and latitude, opened read-only.

    Use it as a context manager or call :meth:`close`. One object belongs to the thread that
    made it: SQLite's connection does.

    Raises:
        DataError: if the file is missing, damaged, not a GeoPackage, or not in degrees. Every
            method raises it where the file cannot be read, or a table or column is missing.
    """

    def __init__(self, path: Path, schema: Schema = NO_SCHEMA) -> None:
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

    def key(self, table: str) -> str:
        """Name of the primary key of a feature table."""
        return self._table(table).key

    def attribute_columns(self, table: str) -> tuple[tuple[str, str], ...]:
        """Name and declared type of each column of a feature table but key and geometry."""
        parts = self._table(table)
        return tuple((name, parts.types[name]) for name in parts.columns)

    def tables(self) -> tuple[str, ...]:
        """Names of the feature tables."""
        return tuple(self._bounds)

    def extent(self, table: str) -> Extent | None:
        """The rectangle around all features of a table, or None where it has none."""
        declared = self._bounds[self._table(table).name]
        bounds = declared if _are_bounds(declared) else self._measured_bounds(table)
        return _roomy(bounds) if bounds else None

    def read(
        self,
        table: str,
        extent: Extent | None = None,
        columns: Sequence[str] = (),
        layer: str | None = None,
    ) -> FeatureSet:
        """The features of a table, or those whose box meets ``extent``, ordered by row.

        An extent that crosses ±180 finds features on both sides, each where the file has
        it. Rows without a geometry are left out. ``layer`` names the result if not the table.
        """
        parts = self._table(table)
        self._check_columns(parts, columns)
        boxes = [] if extent is None else [part.bounds for part in extent.split()]
        rows = self._rows(parts, columns, boxes)
        geometries = self._geometries(parts, rows)
        kept = np.flatnonzero(_meets(geometries, boxes))
        return FeatureSet(
            layer=layer or table,
            fids=np.array([rows[i][0] for i in kept], dtype=np.int64),
            geometries=geometries[kept],
            columns={name: [rows[i][n] for i in kept] for n, name in enumerate(columns, 2)},
        )

    def feature(self, table: str, fid: int) -> Feature:
        """One feature by its row number, with all its columns."""
        found = self._find(table, self._table(table).key, fid)
        if found is None:
            raise DataError(f"{self.path} has no row {fid} in {table!r}; reload the layer.")
        return found

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
        self._check_columns(self._table(table), ["id"])
        return self._find(table, "id", id_)

    def identify(
        self, tables: Sequence[str], lon: float, lat: float, tolerance_m: float
    ) -> list[Hit]:
        """All features within ``tolerance_m`` metres of a point, nearest first.

        The point may lie in a further copy of the world. Equally near features come in the
        order of ``tables``, then of their rows.
        """
        lon = (lon + 180.0) % 360.0 - 180.0
        hits = [hit for table in tables for hit in self._hits(table, lon, lat, tolerance_m)]
        return sorted(hits, key=lambda hit: hit.distance_m)

    def _hits(self, table: str, lon: float, lat: float, tolerance_m: float) -> list[Hit]:
        parts = self._table(table)
        hits: dict[int, Hit] = {}
        for copy_lon, box in _windows(lon, lat, tolerance_m):
            rows = self._rows(parts, parts.columns, [box])
            geometries = self._geometries(parts, rows)
            distances = nearest_m(copy_lon, lat, geometries)
            for i in np.flatnonzero(distances <= tolerance_m):
                hit = Hit(_feature(parts, rows[i], geometries[i]), float(distances[i]))
                fid = hit.feature.fid
                if fid not in hits or hit.distance_m < hits[fid].distance_m:
                    hits[fid] = hit
        return [hits[fid] for fid in sorted(hits)]

    def _rows(self, parts: Table, columns: Sequence[str], boxes: Sequence[Bounds]) -> Rows:
        condition, parameters = parts.inside(boxes)
        tail = (
            f"WHERE {quoted(parts.geometry)} IS NOT NULL AND {condition} "
            f"ORDER BY {quoted(parts.key)}"
        )
        return self._catalogue.rows(parts, (parts.geometry, *columns), tail, parameters)

    def _find(self, table: str, column: str, value: object) -> Feature | None:
        parts = self._table(table)
        wanted = (parts.geometry, *parts.columns)
        rows = self._catalogue.rows(parts, wanted, f"WHERE {quoted(column)} = ?", (value,))
        return _feature(parts, rows[0], self._geometries(parts, rows)[0]) if rows else None

    def _geometries(self, parts: Table, rows: Rows) -> GeometryArray:
        """The geometries of rows that begin with the key and the geometry."""
        try:
            return decode([row[1] for row in rows], parts.geometries)
        except GeometryFault as fault:
            row = rows[fault.index][0]
            raise self._catalogue.fault(parts, row, parts.geometry, str(fault)) from fault

    def _read_contents(self) -> _Contents:
        if not self.has_table("gpkg_contents") or not self.has_table("gpkg_geometry_columns"):
            raise DataError(f"{self.path} is SQLite but not a GeoPackage; choose another file.")
        contents: _Contents = {}
        for name, geometry, type_, srs_id, bounds in feature_tables(self._db, self._catalogue):
            if srs_id not in _LON_LAT_SRS_IDS:
                raise DataError(
                    f"{self.path}: the table {name!r} is in the reference system {srs_id}; "
                    "convert it to longitude and latitude (EPSG:4326)."
                )
            contents[name] = bounds
            rule = GeometryRule(declared_kinds(type_))
            self._tables[name] = self._catalogue.describe(name, geometry, rule)
        return contents

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            raise DataError(f"{self.path} has no layer {name!r}; {_hint(name, self.tables())}")
        return self._tables[name]

    def _check_columns(self, parts: Table, columns: Sequence[str]) -> None:
        for name in columns:
            if name not in parts.columns:
                hint = _hint(name, parts.columns)
                raise DataError(f"{self.path}: {parts.name!r} has no column {name!r}; {hint}")

    def _measured_bounds(self, table: str) -> Sequence[float]:
        import shapely

        geometries = self.read(table).geometries
        return shapely.total_bounds(geometries).tolist() if len(geometries) else ()


def _hint(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known) or 'none'}."


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


def _meets(geometries: GeometryArray, boxes: Sequence[Bounds]) -> NDArray[np.bool_]:
    """Which geometries are not empty and have a box that meets one of ``boxes``, if any.

    Repeats what the R-tree did, which rounds outwards, and does it where a file has none.
    """
    import shapely

    west, south, east, north = shapely.bounds(geometries).T.reshape(4, -1)
    if not boxes:
        return np.asarray(~np.isnan(west))
    met = [(east >= w) & (north >= s) & (west <= e) & (south <= n) for w, s, e, n in boxes]
    return np.asarray(np.any(met, axis=0))


def _windows(lon: float, lat: float, tolerance_m: float) -> Iterator[tuple[float, Bounds]]:
    """Boxes that hold all within a distance: one, or two at the antimeridian.

    Each comes with the longitude of the point in its copy of the world.
    """
    height = tolerance_m / _M_PER_DEGREE + 1e-9
    nearest_pole = min(abs(lat) + height, 90.0)
    width = min(height / max(math.cos(math.radians(nearest_pole)), 1e-6), 180.0)
    for copy_lon in (lon - 360.0, lon, lon + 360.0):
        if copy_lon + width >= -180.0 and copy_lon - width <= 180.0:
            yield copy_lon, (copy_lon - width, lat - height, copy_lon + width, lat + height)


def _are_bounds(bounds: Sequence[float | None]) -> TypeGuard[Sequence[float]]:
    """Whether bounds that a file declares can be those of something on Earth."""
    known = [bound for bound in bounds if bound is not None]
    if len(known) < 4:
        return False
    west, south, east, north = known
    return -180.0 <= west <= east <= 180.0 and -90.0 <= south <= north <= 90.0


def _roomy(bounds: Sequence[float]) -> Extent:
    """The extent of bounds, widened where a single point or a straight line left no room."""
    west, south, east, north = bounds
    pad_lon = max(_LEAST_WIDTH_DEG - (east - west), 0.0) / 2
    pad_lat = max(_LEAST_WIDTH_DEG - (north - south), 0.0) / 2
    return Extent(
        max(west - pad_lon, -180.0),
        max(south - pad_lat, -90.0),
        east + pad_lon,
        min(north + pad_lat, 90.0),
    )
