"""A copy of a layer as a workspace keeps it: written by GDAL, with R-tree and triggers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import shapely

from mapapp.core.layer.source_ref import file_ref
from mapapp.store.blob import GeometryRule
from mapapp.store.editing import writing
from mapapp.store.files.copies import mark_as_copy

TABLE = "wells"
POINTS = ((122.0, 40.0), (123.5, 41.5), (124.0, 42.0))


def made_copy(path: Path, *, crs: str = "EPSG:4326", marked: bool = True) -> Path:
    """Three wells, the first with a depth, in a copy that mapapp may change."""
    points = shapely.points(POINTS)
    frame = geopandas.GeoDataFrame(
        {
            "name": ["Old well", "新井", None],
            "depth": [12.5, None, 3.0],
            "number": [1, 2, 3],
            'a "b" [c]; --': ["x", "y", "z"],
        },
        geometry=points,
        crs="EPSG:4326",
    ).to_crs(crs)
    frame["dug"] = ["2023-05-19", "2022-01-01", None]
    frame.to_file(path, layer=TABLE, driver="GPKG")
    if marked:
        mark_as_copy(path, file_ref("/data/wells.csv"))
    return path


def asked(path: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The answer of a file to a query, by another program."""
    with closing(sqlite3.connect(path)) as db, db:
        writing.add_functions(db, GeometryRule(srs_ids=frozenset((4326, 32651)), in_degrees=False))
        return db.execute(sql, parameters).fetchall()
