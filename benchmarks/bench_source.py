"""A million points through each kind of source: read, filtered, summed up, found."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import shapely
from harness import Result

from mapapp.core.expression.parser import parse
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query
from mapapp.store.sources.memory import of_frame
from mapapp.store.sources.opening import open_source

POINTS = 1_000_000
RUNS = 5
READ_S, FILTER_S = 0.5, 0.3
KINDS = ("port", "park", "airport", "station")
WANTED = 'kind = "park" and area > 50'


def million() -> geopandas.GeoDataFrame:
    """Points all over Liaoning with a name, a kind and an area."""
    random = np.random.default_rng(9)
    xy = np.column_stack((random.uniform(118, 126, POINTS), random.uniform(38, 43, POINTS)))
    return geopandas.GeoDataFrame(
        {
            "name": [f"Place {number}" for number in range(POINTS)],
            "kind": random.choice(KINDS, POINTS),
            "area": random.uniform(0, 100, POINTS),
        },
        geometry=shapely.points(xy),
        crs=4326,
    )


def median_s(call: Callable[[], object]) -> float:
    """Seconds of the median of some calls."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def measure(kind: str, source: FeatureSource) -> None:
    """The figures of one source."""
    condition = Query(where=parse(WANTED, source.schema.fields))
    points = source.read_points()
    assert points is not None
    assert len(points.keys) == POINTS
    assert 120_000 < source.count(condition) < 130_000
    tasks: dict[str, tuple[Callable[[], object], float | None]] = {
        "read points": (source.read_points, READ_S),
        "read points with texts": (lambda: source.read_points(Query(("name", "kind"))), None),
        "read geometries": (source.read, None),
        "filter": (lambda: source.keys(condition), FILTER_S),
        "statistics": (lambda: source.statistics("area"), None),
        "nearest": (lambda: source.nearest(122, 41, 500), None),
    }
    for name, (call, target) in tasks.items():
        Result(f"1M points, {kind}: {name}", median_s(call), "s", target).emit()


def main() -> None:
    """Measure a GeoPackage and memory on the same points."""
    frame = million()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.gpkg"
        frame.to_file(path, layer="points")
        source = open_source(SourceRef("geopackage", str(path), "points"))
        measure("GeoPackage", source)
        source.close()
    measure("memory", of_frame(frame, "points"))


if __name__ == "__main__":
    main()
