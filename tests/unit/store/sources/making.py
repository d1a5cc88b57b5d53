"""The same few features as each kind of source that there is."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyproj
import shapely
from pyarrow import parquet
from shapely import LineString, MultiPolygon, Point, Polygon

from mapapp.core.expression.tree import Field
from mapapp.core.fact.figures import Attribute, Fact
from mapapp.core.fact.knowledge import Knowledge, attribute_field
from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query
from mapapp.core.text import Text
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.facts import FactSource
from mapapp.store.sources.memory import of_arrow, of_frame
from mapapp.store.sources.opening import open_source
from mapapp.store.sources.settled import SettledSource
from mapapp.store.tables import FileSchema
from tests.unit.store.sources.slow import SlowSource

HOLED = MultiPolygon(
    [
        Polygon(
            [(120, 40), (121, 40), (121, 41), (120, 41)],
            [[(120.4, 40.4), (120.6, 40.4), (120.6, 40.6), (120.4, 40.6)]],
        ),
        Polygon([(110, 30), (111, 30), (111, 31)]),
    ]
)


class Row(NamedTuple):
    """A feature, without its key, which counts from 1."""

    geometry: shapely.Geometry | None
    name: str | None
    kind: str | None
    area: float | None
    number: int | None


ROWS = (
    Row(Point(121.5, 40.5), "Alpha", "port", 1.5, 10),
    Row(None, None, None, None, None),
    Row(LineString(), "", "Port", 2.5, -3),
    Row(HOLED, "Ｂeta", "park", 100.0, 2**53),
    Row(LineString([(122, 42, 5), (123, 42.5, 7)]), "gamma", "port", None, 0),
    Row(Point(179.9, 10), "港", "ＰＯＲＴ", -1.0, 7),
    Row(Point(-179.9, 10), "beta", None, 0.0, None),
    Row(Point(180, -5), "Zeta", "park", 1.5, 7),
)
POINTS = tuple(row for row in ROWS if isinstance(row.geometry, Point))

DEPTH = Attribute("depth", Text("Depth", "水深"), "", "number", "none", "stock")
DEPTHS = {"Alpha": 12.0, "gamma": 3.0, "Zeta": 12.0}


def write(
    path: Path,
    rows: Iterable[Row],
    *,
    indexed: bool = True,
    epsg: int = 4326,
    kind: str = "GEOMETRY",
) -> Path:
    """A GeoPackage with the table ``some``."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, "
            "organization TEXT, organization_coordsys_id INTEGER, definition TEXT);"
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, min_x REAL, min_y REAL, "
            "max_x REAL, max_y REAL, srs_id INTEGER);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, "
            "geometry_type_name TEXT);"
            "CREATE TABLE some (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, kind TEXT, "
            "area REAL, number INTEGER);"
            "CREATE VIRTUAL TABLE rtree_some_geom USING rtree(id, minx, maxx, miny, maxy);"
        )
        system = ("some", epsg, "EPSG", epsg, "undefined")
        db.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?)", system)
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES (?, ?, ?)",
            ["some", "features", epsg],
        )
        db.execute("INSERT INTO gpkg_geometry_columns VALUES ('some', 'geom', ?)", [kind])
        for fid, row in enumerate(rows, 1):
            geometry = projected(row.geometry, epsg)
            stored = None if geometry is None else header(epsg) + to_wkb(geometry)
            db.execute("INSERT INTO some VALUES (?,?,?,?,?,?)", (fid, stored, *row[1:]))
            if geometry is not None and not geometry.is_empty:
                west, south, east, north = geometry.bounds
                box = (fid, west, east, south, north)
                db.execute("INSERT INTO rtree_some_geom VALUES (?, ?, ?, ?, ?)", box)
        if not indexed:
            db.execute("DROP TABLE rtree_some_geom")
        db.commit()
    return path


def header(epsg: int) -> bytes:
    return b"GP\0\1" + struct.pack("<i", epsg)


def to_wkb(geometry: shapely.Geometry) -> bytes:
    return bytes(shapely.to_wkb(geometry, flavor="iso"))


def projected(geometry: shapely.Geometry | None, epsg: int) -> shapely.Geometry | None:
    """A geometry of degrees as it is stored in a reference system."""
    if geometry is None or epsg == 4326:
        return geometry
    transformer = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)

    def moved(xy: np.ndarray) -> np.ndarray:
        return np.column_stack((*transformer.transform(xy[:, 0], xy[:, 1]), xy[:, 2:]))

    return shapely.transform(geometry, moved, include_z=bool(geometry.has_z))


def opened(path: Path) -> FeatureSource:
    return open_source(SourceRef("geopackage", str(path), "some"))


def geoparquet(path: Path, rows: Iterable[Row], epsg: int = 4326) -> FeatureSource:
    """The features in a file that somebody names, of the format GeoParquet."""
    column = {"encoding": "WKB", "crs": {"id": {"authority": "EPSG", "code": epsg}}}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = arrow_table(rows, epsg).replace_schema_metadata({"geo": json.dumps(geo)})
    file = path.with_suffix(".parquet")
    parquet.write_table(table, file)
    return open_source(file_ref(str(file)))


def arrow_table(rows: Iterable[Row], epsg: int = 4326) -> pa.Table:
    shapes = [projected(row.geometry, epsg) for row in rows]
    return pa.table(
        {
            "name": pa.array([row.name for row in rows], pa.string()),
            "kind": pa.array([row.kind for row in rows], pa.string()).dictionary_encode(),
            "area": pa.array([row.area for row in rows], pa.float64()),
            "number": pa.array([row.number for row in rows], pa.int64()),
            "geometry": pa.array(
                [None if shape is None else to_wkb(shape) for shape in shapes], pa.binary()
            ),
        }
    )


def frame(rows: Iterable[Row], epsg: int = 4326) -> geopandas.GeoDataFrame:
    columns = {
        name: pd.array([getattr(row, name) for row in rows], dtype=dtype)
        for name, dtype in (
            ("name", "str"),
            ("kind", "str"),
            ("area", "Float64"),
            ("number", "Int64"),
        )
    }
    shapes = [projected(row.geometry, epsg) for row in rows]
    index = pd.RangeIndex(1, len(shapes) + 1)
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=epsg, index=index)


def with_facts(source: FeatureSource) -> FactSource:
    facts = [
        Fact(
            id=name, entity=name, attribute="depth", number=depth, text="", qualifier="", unit="",
            period_start="", period_end="", as_of="", source="s", paragraph=None, status="current",
        )
        for name, depth in DEPTHS.items()
    ]  # fmt: skip
    return FactSource(source, "name", Knowledge(facts, {"depth": DEPTH}), [depth_field()])


def depth_field() -> Field:
    return attribute_field(DEPTH, None, ())


def settled_source(path: Path, *, kept: bool = False) -> SettledSource:
    """The table ``some`` of a file that stays as it is; ``kept`` whole as if it was read often."""
    source = SettledSource(GeoPackage(path, FileSchema(in_any_crs=True)), "some", owns_file=True)
    for _ in range(9 if kept else 0):
        source.read(Query(placed=True))
    return source


Maker = Callable[[Path, "tuple[Row, ...]"], FeatureSource]

MAKERS: dict[str, Maker] = {
    "geopackage": lambda path, rows: opened(write(path, rows)),
    "geopackage without index": lambda path, rows: opened(write(path, rows, indexed=False)),
    "projected geopackage": lambda path, rows: opened(write(path, rows, epsg=3857)),
    "settled": lambda path, rows: settled_source(write(path, rows)),
    "settled and kept": lambda path, rows: settled_source(write(path, rows), kept=True),
    "arrow": lambda _, rows: of_arrow(arrow_table(rows), "some"),
    "projected arrow": lambda _, rows: of_arrow(arrow_table(rows, 3857), "some", crs="EPSG:3857"),
    "file": geoparquet,
    "projected file": lambda path, rows: geoparquet(path, rows, 3857),
    "frame": lambda _, rows: of_frame(frame(rows), "some"),
    "projected frame": lambda _, rows: of_frame(frame(rows, 3857), "some"),
    "facts of a geopackage": lambda path, rows: with_facts(opened(write(path, rows))),
    "facts of a frame": lambda _, rows: with_facts(of_frame(frame(rows), "some")),
    "slow": lambda _, rows: SlowSource(of_frame(frame(rows), "some")),
}
