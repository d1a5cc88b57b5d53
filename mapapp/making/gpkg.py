"""A small GeoPackage 1.3 writer: plain sqlite3, the same bytes for the same input.

Timestamps are fixed, rows keep their order and the file is vacuumed, so that a build can be
repeated. Clauses of the standard: https://www.geopackage.org/spec130/.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

import numpy as np
import shapely

from mapapp.core.record import record
from mapapp.making import gpkg_sql as sql
from mapapp.store.schema import Column

GeometryType = Literal["POINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "MULTIPOLYGON"]
CellValue = str | float | int | None

TIMESTAMP = "2026-01-01T00:00:00.000Z"
_SPEC = "http://www.geopackage.org/spec130/#extension_"
_RTREE_SPEC = "http://www.geopackage.org/spec120/#extension_rtree"
_RELATED_SPEC = "http://www.opengis.net/doc/IS/gpkg-rte/1.0"
_TEXT_METADATA = "https://www.iana.org/assignments/media-types/text/plain"


@record
class PlainTable:
    """A table without geometry; each row has one value a column."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[CellValue, ...]]


@record
class FeatureTable(PlainTable):
    """A table with geometries (EPSG:4326, lon lat), one a row; None for a feature without."""

    geometry_type: GeometryType
    geometries: Sequence[shapely.Geometry | None]


@record
class Link:
    """A Related Tables link: the pairs are row numbers from 1 in both tables."""

    base: str
    related: str
    mapping: str
    pairs: Sequence[tuple[int, int]]


@record
class QgisStyle:
    """How QGIS shows a table."""

    table: str
    name: str
    qml: str


@record
class Metadata:
    """A text about the whole file (``table`` None) or about one table."""

    table: str | None
    text: str


def write_geopackage(
    path: Path,
    tables: Sequence[PlainTable],
    links: Sequence[Link] = (),
    styles: Sequence[QgisStyle] = (),
    metadata: Sequence[Metadata] = (),
) -> None:
    """Write a new GeoPackage; ``path`` must not exist."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(sql.CORE)
        db.execute("BEGIN")
        _insert(db, "gpkg_spatial_ref_sys", sql.REFERENCE_SYSTEMS)
        for table in tables:
            _write_table(db, table)
        _write_columns(db, tables)
        _write_links(db, links)
        _write_metadata(db, metadata)
        _write_styles(db, styles)
        db.execute("COMMIT")
        db.execute("VACUUM")


def _extend(db: sqlite3.Connection, *row: str | None) -> None:
    db.execute("INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)", row)


def _write_table(db: sqlite3.Connection, table: PlainTable) -> None:
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    if isinstance(table, FeatureTable):
        columns.append(f"geom {table.geometry_type}")
    columns += [_column_sql(column) for column in table.columns]
    db.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
    if isinstance(table, FeatureTable):
        _write_features(db, table)
        return
    _insert(db, table.name, [(fid, *row) for fid, row in enumerate(table.rows, 1)])
    _write_contents(db, table.name, "attributes", table.title)


def _column_sql(column: Column) -> str:
    required = " NOT NULL" if column.required else ""
    unique = " UNIQUE" if column.unique else ""
    return f"{column.name} {column.type}{required}{unique}"


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        marks = ",".join("?" * len(rows[0]))
        db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def _write_features(db: sqlite3.Connection, table: FeatureTable) -> None:
    rows = zip(table.geometries, table.rows, strict=True)
    _insert(
        db,
        table.name,
        [(fid, _blob(geometry), *row) for fid, (geometry, row) in enumerate(rows, 1)],
    )
    bounds = shapely.bounds(np.array(table.geometries, dtype=object)).reshape(-1, 4)
    placed = ~np.isnan(bounds[:, 0])
    whole = shapely.total_bounds(list(table.geometries)) if placed.any() else (None,) * 4
    _write_contents(db, table.name, "features", table.title, tuple(whole), sql.SRS_ID)
    db.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?,'geom',?,?,0,0)",
        (table.name, table.geometry_type, sql.SRS_ID),
    )
    _write_rtree(db, table.name, [(int(i) + 1, *bounds[i]) for i in np.flatnonzero(placed)])


def _write_contents(
    db: sqlite3.Connection,
    name: str,
    data_type: str,
    title: str,
    bounds: tuple[float | None, ...] = (None,) * 4,
    srs_id: int | None = None,
) -> None:
    """Register a table; the identifier must be unique, so it is the name, not the title."""
    row = (name, data_type, name, title, TIMESTAMP, *bounds, srs_id)
    _insert(db, "gpkg_contents", [row])


def _blob(geometry: shapely.Geometry | None) -> bytes | None:
    """A GeoPackage geometry: little-endian, with an envelope unless it is a point (2.1.3)."""
    if geometry is None:
        return None
    is_point = geometry.geom_type == "Point"
    west, south, east, north = geometry.bounds
    envelope = b"" if is_point else struct.pack("<4d", west, east, south, north)
    header = b"GP" + struct.pack("<BBi", 0, 1 if is_point else 3, sql.SRS_ID)
    return header + envelope + bytes(shapely.to_wkb(geometry, byte_order=1, flavor="iso"))


def _write_rtree(
    db: sqlite3.Connection, table: str, boxes: Sequence[tuple[int, float, float, float, float]]
) -> None:
    rtree = f"rtree_{table}_geom"
    db.execute(f'CREATE VIRTUAL TABLE "{rtree}" USING rtree(id, minx, maxx, miny, maxy)')
    rows = [(fid, west, east, south, north) for fid, west, south, east, north in boxes]
    _insert(db, rtree, rows)
    for trigger in sql.rtree_triggers(table, rtree):
        db.execute(trigger)
    _extend(db, table, "geom", "gpkg_rtree_index", _RTREE_SPEC, "write-only")


def _write_columns(db: sqlite3.Connection, tables: Sequence[PlainTable]) -> None:
    for table in tables:
        db.executemany(
            "INSERT INTO gpkg_data_columns VALUES (?,?,?,?,NULL,NULL,NULL)",
            [(table.name, column.name, column.name, column.title) for column in table.columns],
        )
    for name in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        _extend(db, name, None, "gpkg_schema", f"{_SPEC}schema", "read-write")


def _write_links(db: sqlite3.Connection, links: Sequence[Link]) -> None:
    if not links:
        return
    db.execute(sql.RELATIONS)
    _extend(db, "gpkgext_relations", None, "related_tables", _RELATED_SPEC, "read-write")
    for number, link in enumerate(links, 1):
        db.execute(
            f'CREATE TABLE "{link.mapping}" (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, '
            "base_id INTEGER NOT NULL, related_id INTEGER NOT NULL)"
        )
        _insert(db, link.mapping, [(row, *pair) for row, pair in enumerate(link.pairs, 1)])
        db.execute(
            "INSERT INTO gpkgext_relations VALUES (?,?,'fid',?,'fid','attributes',?)",
            (number, link.base, link.related, link.mapping),
        )
        _extend(db, link.mapping, None, "related_tables", _RELATED_SPEC, "read-write")


def _write_metadata(db: sqlite3.Connection, metadata: Sequence[Metadata]) -> None:
    for number, entry in enumerate(metadata, 1):
        db.execute(
            "INSERT INTO gpkg_metadata VALUES (?,'dataset',?,'text/plain',?)",
            (number, _TEXT_METADATA, entry.text),
        )
        scope = "geopackage" if entry.table is None else "table"
        db.execute(
            "INSERT INTO gpkg_metadata_reference VALUES (?,?,NULL,NULL,?,?,NULL)",
            (scope, entry.table, TIMESTAMP, number),
        )
    for name in ("gpkg_metadata", "gpkg_metadata_reference"):
        _extend(db, name, None, "gpkg_metadata", f"{_SPEC}metadata", "read-write")


def _write_styles(db: sqlite3.Connection, styles: Sequence[QgisStyle]) -> None:
    if not styles:
        return
    db.execute(sql.LAYER_STYLES)
    # GDAL, and so QGIS, does not see tables that are left out of gpkg_contents.
    _write_contents(db, "layer_styles", "attributes", "Styles of QGIS")
    db.executemany(
        "INSERT INTO layer_styles VALUES (?,'','',?,'geom',?,?,'',1,'','','',?)",
        [
            (number, style.table, style.name, style.qml, TIMESTAMP)
            for number, style in enumerate(styles, 1)
        ],
    )
