"""Features out of a GeoPackage with plain SQLite: fast to start, nothing is ever written."""

from __future__ import annotations

import difflib
import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import DataBusyError, DataError
from mapapp.core.extent import Extent
from mapapp.core.feature import Feature, FeatureSet, GeometryArray, Hit
from mapapp.core.layerspec import Text
from mapapp.core.nearest import nearest_m
from mapapp.core.plain import plain_text
from mapapp.store.blob import decode
from mapapp.store.readonly import open_unchanged

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees; unlike an Extent it may leave the world."""

_BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_LON_LAT_SRS_IDS = (4326, 4490)
_M_PER_DEGREE = 111_000.0
_LEAST_WIDTH_DEG = 0.01

_FEATURE_TABLES = """
SELECT c.table_name, g.column_name, c.srs_id, c.min_x, c.min_y, c.max_x, c.max_y
FROM gpkg_contents AS c JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
WHERE c.data_type = 'features' ORDER BY c.table_name
"""


@dataclass(frozen=True, slots=True)
class _Table:
    """A feature table: the names of its parts, quoted where they go into SQL."""

    name: str
    key: str
    geometry: str
    columns: tuple[str, ...]
    index: str | None

    def select(self, columns: Sequence[str]) -> str:
        """The head of a query for key, geometry and some columns."""
        names = ", ".join(quoted(name) for name in (self.key, self.geometry, *columns))
        return f"SELECT {names} FROM {quoted(self.name)}"

    def inside(self, boxes: Sequence[Bounds]) -> tuple[str, list[float]]:
        """The condition that a feature's box meets one of ``boxes``, and its parameters."""
        if self.index is None or not boxes:
            return "1", []
        one = (
            f"SELECT id FROM {quoted(self.index)} "
            "WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?"
        )
        condition = f"{quoted(self.key)} IN ({' UNION '.join([one] * len(boxes))})"
        return condition, [bound for box in boxes for bound in box]


class GeoPackage:
    """A GeoPackage with features in longitude and latitude, opened read-only.

    Use it as a context manager or call :meth:`close`. One object belongs to the thread that
    made it: SQLite's connection does.

    Raises:
        DataError: if the file is missing, damaged, not a GeoPackage, or not in degrees. Every
            method raises it where the file cannot be read, or a table or column is missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closing = ExitStack()
        self._db = self._closing.enter_context(open_unchanged(path))
        self._tables: dict[str, _Table] = {}
        try:
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

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, with SQLite's errors told as ours.

        Texts among the parameters are looked for as the file's own are read: plain.
        """
        asked = [plain_text(each) if isinstance(each, str) else each for each in parameters]
        try:
            return self._db.execute(sql, asked).fetchall()
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def do_not_wait(self) -> None:
        """Raise ``DataBusyError`` at once from now on while another program locks the file.

        For a window, which must not stand still; a command may wait a moment.
        """
        self.query("PRAGMA busy_timeout = 0")

    def _explained(self, error: sqlite3.Error) -> DataError:
        # The lowest byte is the plain code: https://www.sqlite.org/rescode.html
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY_CODES:
            return DataBusyError(f"{self.path} is locked by another program; close it there.")
        return DataError(f"{self.path} cannot be read ({error}); it is damaged or in use.")

    def columns(self, table: str) -> tuple[str, ...]:
        """Names of the columns of any table, in order; empty where there is no such table."""
        rows = self.query(f"PRAGMA table_info({quoted(table)})")
        return tuple(name for _, name, *_ in rows)

    def key(self, table: str) -> str:
        """Name of the primary key of a feature table."""
        return self._table(table).key

    def attribute_columns(self, table: str) -> tuple[tuple[str, str], ...]:
        """Name and declared type of each column of a feature table but key and geometry."""
        names = self._table(table).columns
        rows = self.query(f"PRAGMA table_info({quoted(table)})")
        return tuple((name, type_) for _, name, type_, *_ in rows if name in names)

    def tables(self) -> tuple[str, ...]:
        """Names of the feature tables."""
        return tuple(self._bounds)

    def extent(self, table: str) -> Extent | None:
        """The rectangle around all features of a table, or None where it has none."""
        declared = self._bounds[self._table(table).name]
        bounds = self._measured_bounds(table) if None in declared else declared
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
        geometries = decode([row[1] for row in rows])
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
        head = parts.select(parts.columns)
        rows = self.query(f"{head} ORDER BY {quoted(parts.key)}")
        geometries = decode([row[1] for row in rows])
        return [_feature(parts, *pair) for pair in zip(rows, geometries, strict=True)]

    def count(self, table: str) -> int:
        """How many features a table has."""
        ((count,),) = self.query(f"SELECT count(*) FROM {quoted(self._table(table).name)}")
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
            geometries = decode([row[1] for row in rows])
            distances = nearest_m(copy_lon, lat, geometries)
            for i in np.flatnonzero(distances <= tolerance_m):
                hit = Hit(_feature(parts, rows[i], geometries[i]), float(distances[i]))
                fid = hit.feature.fid
                if fid not in hits or hit.distance_m < hits[fid].distance_m:
                    hits[fid] = hit
        return [hits[fid] for fid in sorted(hits)]

    def _rows(
        self, parts: _Table, columns: Sequence[str], boxes: Sequence[Bounds]
    ) -> list[tuple[Any, ...]]:
        condition, parameters = parts.inside(boxes)
        return self.query(
            f"{parts.select(columns)} WHERE {quoted(parts.geometry)} IS NOT NULL "
            f"AND {condition} ORDER BY {quoted(parts.key)}",
            parameters,
        )

    def _find(self, table: str, column: str, value: object) -> Feature | None:
        parts = self._table(table)
        rows = self.query(f"{parts.select(parts.columns)} WHERE {quoted(column)} = ?", (value,))
        return _feature(parts, rows[0], decode([rows[0][1]])[0]) if rows else None

    def _read_contents(self) -> Mapping[str, Sequence[Any]]:
        if not self.columns("gpkg_contents") or not self.columns("gpkg_geometry_columns"):
            raise DataError(f"{self.path} is SQLite but not a GeoPackage; choose another file.")
        bounds = {}
        for name, geometry, srs_id, *table_bounds in self.query(_FEATURE_TABLES):
            if srs_id not in _LON_LAT_SRS_IDS:
                raise DataError(
                    f"{self.path}: the table {name!r} is in the reference system {srs_id}; "
                    "convert it to longitude and latitude (EPSG:4326)."
                )
            bounds[name] = table_bounds
            self._tables[name] = self._describe(name, geometry)
        return bounds

    def _describe(self, name: str, geometry: str) -> _Table:
        info = self.query(f"PRAGMA table_info({quoted(name)})")
        keys = [column for _, column, *_, is_key in info if is_key]
        columns = [column for _, column, *_ in info]
        if len(keys) != 1 or geometry not in columns:
            raise DataError(
                f"{self.path}: the table {name!r} lacks its primary key or its geometry; "
                "the file is damaged."
            )
        index = f"rtree_{name}_{geometry}"
        others = tuple(column for column in columns if column not in (keys[0], geometry))
        return _Table(name, keys[0], geometry, others, index if self.columns(index) else None)

    def _table(self, name: str) -> _Table:
        if name not in self._tables:
            raise DataError(f"{self.path} has no layer {name!r}; {_hint(name, self.tables())}")
        return self._tables[name]

    def _check_columns(self, parts: _Table, columns: Sequence[str]) -> None:
        for name in columns:
            if name not in parts.columns:
                hint = _hint(name, parts.columns)
                raise DataError(f"{self.path}: {parts.name!r} has no column {name!r}; {hint}")

    def _measured_bounds(self, table: str) -> Sequence[float]:
        import shapely

        geometries = self.read(table).geometries
        return shapely.total_bounds(geometries).tolist() if len(geometries) else ()


def quoted(name: str) -> str:
    """A name as it may stand in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _hint(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known) or 'none'}."


def _feature(parts: _Table, row: Sequence[Any], geometry: object) -> Feature:
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
