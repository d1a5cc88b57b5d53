"""Large layers of a user's: points, polygons and lines that crowd as those of real files do.

Six in ten lie around sixty towns, the others anywhere in a rectangle around Liaoning; the same
seed gives the same layers. ``dense_data.py FOLDER`` writes them there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.gcj02 import wgs84_to_gcj02
from mapapp.core.layer.spec import Geometry

WEST, SOUTH, EAST, NORTH = 118.0, 38.0, 126.0, 44.0
SEED, TOWNS, LINE_VERTICES = 42, 60, 20
_Floats = NDArray[np.float64]


def _middles(chance: np.random.Generator, count: int) -> _Floats:
    """Positions (n, 2) in degrees, crowded around towns."""
    towns = chance.uniform((WEST + 0.5, SOUTH + 0.5), (EAST - 0.5, NORTH - 0.5), (TOWNS, 2))
    spread_deg = chance.uniform(0.03, 0.25, TOWNS)
    crowded = int(count * 0.6)
    town = chance.integers(0, TOWNS, crowded)
    near = towns[town] + chance.normal(0, 1, (crowded, 2)) * spread_deg[town, None]
    anywhere = chance.uniform((WEST, SOUTH), (EAST, NORTH), (count - crowded, 2))
    middles = np.concatenate([near, anywhere])[chance.permutation(count)]
    return np.asarray(np.clip(middles, (WEST, SOUTH), (EAST, NORTH)))


def points(count: int = 1_000_000) -> gpd.GeoDataFrame:
    """Single points."""
    chance = np.random.default_rng(SEED)
    return _frame(chance, shapely.points(_middles(chance, count)))


def polygons(count: int = 100_000) -> gpd.GeoDataFrame:
    """Areas with 20 to 40 corners, about a third of a kilometre wide."""
    chance = np.random.default_rng(SEED)
    middles = _middles(chance, count)
    corners = chance.integers(20, 41, count)
    owners = np.repeat(np.arange(count), corners)
    first = np.cumsum(corners) - corners
    turn = 2 * np.pi * (np.arange(len(owners)) - first[owners]) / corners[owners]
    radius = chance.lognormal(-5.6, 0.6, count)[owners] * chance.uniform(0.7, 1.3, len(owners))
    around = np.column_stack([1.3 * radius * np.cos(turn), radius * np.sin(turn)])
    rings = shapely.linearrings(middles[owners] + around, indices=owners)
    return _frame(chance, shapely.polygons(rings))


def lines(count: int = 100_000) -> gpd.GeoDataFrame:
    """Lines of 20 vertices that wander."""
    chance = np.random.default_rng(SEED)
    middles = _middles(chance, count)
    begin = chance.uniform(0, 2 * np.pi, (count, 1))
    turns = np.cumsum(chance.normal(0, 0.25, (count, LINE_VERTICES - 1)), axis=1)
    step = chance.lognormal(-6.2, 0.6, (count, 1))
    ways = np.stack([1.3 * step * np.cos(begin + turns), step * np.sin(begin + turns)], axis=-1)
    vertices = np.concatenate([np.zeros((count, 1, 2)), np.cumsum(ways, axis=1)], axis=1)
    return _frame(chance, shapely.linestrings(middles[:, None, :] + vertices))


MAKERS: dict[Geometry, Callable[..., gpd.GeoDataFrame]] = {
    "point": points, "polygon": polygons, "line": lines,
}  # fmt: skip


def write_many(folder: Path) -> Path:
    """Write ten million points, a million at once, unless they are there."""
    path = folder / "many.gpkg"
    if path.exists():
        return path
    chance = np.random.default_rng(SEED)
    middles = _middles(chance, 10_000_000)
    for begin in range(0, len(middles), 1_000_000):
        frame = _frame(chance, shapely.points(middles[begin : begin + 1_000_000]))
        pyogrio.write_dataframe(frame, path, layer="many", driver="GPKG", append=begin > 0)
    return path


def write_table(folder: Path) -> Path:
    """Write the points of the first layer as a table, as a Chinese map would have their places."""
    path = folder / "points.csv"
    if not path.exists():
        frame = points()
        lons, lats = wgs84_to_gcj02(shapely.get_x(frame.geometry), shapely.get_y(frame.geometry))
        table = frame.drop(columns="geometry").assign(lon=lons.round(6), lat=lats.round(6))
        table.to_csv(path, index=False)
    return path


def write(geometry: Geometry, folder: Path) -> None:
    """Write a layer to a GeoPackage in a folder, unless it is there."""
    path = folder / f"{geometry}.gpkg"
    if not path.exists():
        pyogrio.write_dataframe(MAKERS[geometry](), path, layer=geometry, driver="GPKG")


def _frame(chance: np.random.Generator, geometries: NDArray[np.object_]) -> gpd.GeoDataFrame:
    count = len(geometries)
    columns = {
        "name": [f"feature {i}" for i in range(count)],
        "kind": chance.integers(0, 10, count).astype(np.int32),
        "value": chance.random(count).round(4),
    }
    return gpd.GeoDataFrame(columns, geometry=geometries, crs=4326)


if __name__ == "__main__":
    for each in MAKERS:
        write(each, Path(sys.argv[1]))
