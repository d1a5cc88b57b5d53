"""Ten million points, and a table of a million with shifted coordinates, in the real window.

``bench_dense_many.py FOLDER`` keeps the files in a folder: ten million points take some minutes to
write. The peer is PyQGIS drawing the million points of ``bench_dense_map.py`` at the same views,
where Debian's python3-qgis is installed. Every picture is looked at, as there.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench_dense_map import (
    CROWD,
    MIDDLE,
    SIZE_PX,
    ZOOMS,
    Measured,
    layers_in,
    look,
    moves,
    open_measured,
)
from bench_snapshot import SYSTEM_PYTHON, has_qgis
from harness import Result, p95
from memory import memory_mb

if TYPE_CHECKING:
    from mapapp.core.layer.spec import LayerSpec

REPAINT_MS, FIRST_S, TABLE_FIRST_S, QGIS_RATIO = 150.0, 3.0, 4.0, 0.1
WRITE = "import dense_data, pathlib, sys; dense_data.{}(pathlib.Path(sys.argv[1]))"
PEER = """
import json, sys, time
from qgis.core import *
from qgis.PyQt.QtCore import QSize
path, width, height, views = sys.argv[1], *json.loads(sys.argv[2])
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer(f"{path}|layername=point", "point", "ogr")
assert layer.isValid() and layer.featureCount() == 1_000_000
settings = QgsMapSettings()
crs = QgsCoordinateReferenceSystem("EPSG:3857")
settings.setDestinationCrs(crs)
settings.setOutputSize(QSize(width, height))
settings.setLayers([layer])
wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
transform = QgsCoordinateTransform(wgs84, crs, QgsProject.instance())
times, drawn = [], 0
for lon, lat, zoom in views:
    middle = transform.transform(QgsPointXY(lon, lat))
    metres = 40075016.68557849 / 256 / 2 ** zoom
    settings.setExtent(QgsRectangle(
        middle.x() - width / 2 * metres, middle.y() - height / 2 * metres,
        middle.x() + width / 2 * metres, middle.y() + height / 2 * metres))
    started = time.perf_counter()
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    times.append(1000 * (time.perf_counter() - started))
    colours = {picture.pixel(x, y) for x in range(0, width, 8) for y in range(0, height, 8)}
    drawn += len(colours) > 1
assert drawn >= len(views) // 2, "too many pictures are blank"
print(json.dumps(times))
import os
sys.stdout.flush()
os._exit(0)
"""


def written(name: str, folder: Path) -> None:
    """Have another process write a file: what makes it would count as memory of this one."""
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", WRITE.format(name), str(folder)]
    subprocess.run(command, check=True, cwd=here)


def qgis_ms(points: LayerSpec, zoom: float) -> float | None:
    """The median of QGIS for the views at a zoom, or None where it is not installed."""
    if not has_qgis():
        return None
    told = json.dumps([*SIZE_PX, moves(zoom)])
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [SYSTEM_PYTHON, "-c", PEER, points.source.uri, told],
        env=environ, check=True, capture_output=True, text=True,
    )  # fmt: skip
    times: list[float] = json.loads(run.stdout.strip().splitlines()[-1])
    return statistics.median(times)


def first_picture_s(measured: Measured, spec: LayerSpec) -> float:
    """Seconds from adding a layer until it can be seen."""
    measured.go_to(*MIDDLE, 8)
    started = time.perf_counter()
    measured.window.state.add_layer(spec)
    measured.wait()
    took_s = time.perf_counter() - started
    measured.wait_for_names()
    return took_s


def measure_beside_qgis(measured: Measured, points: LayerSpec) -> None:
    """A million points, by turns with QGIS."""
    first_picture_s(measured, points)
    for zoom in (6.0, 8.0):
        measured.go_to(*CROWD, zoom)
        look(measured, points, zoom)
        ours = statistics.median(measured.go_to(*view) for view in moves(zoom))
        Result(
            f"1 M points: repaint, zoom {zoom:g}", ours, "ms", QGIS_RATIO, "ms QGIS",
            qgis_ms(points, zoom), target_is_ratio=True,
        ).emit()  # fmt: skip
    measured.window.state.remove_layer(points.id)
    measured.wait_for_names()


def measure_many(measured: Measured, many: LayerSpec) -> None:
    """Ten million points: read for the first time, then from what is kept of them."""
    state = measured.window.state
    before = memory_mb()
    Result("10 M points: first picture, not prepared", first_picture_s(measured, many), "s").emit()
    state.remove_layer(many.id)
    measured.wait_for_names()
    Result("10 M points: first picture", first_picture_s(measured, many), "s", FIRST_S).emit()
    for zoom in ZOOMS:
        measured.go_to(*CROWD, zoom)
        look(measured, many, zoom)
        times = [measured.go_to(*view) for view in moves(zoom)]
        Result(
            f"10 M points: repaint, zoom {zoom:g}", statistics.median(times), "ms", REPAINT_MS
        ).emit()
        Result(f"10 M points: repaint, zoom {zoom:g}, p95", p95(times), "ms").emit()
    Result("10 M points: memory", memory_mb() - before, "MB").emit()
    state.remove_layer(many.id)
    measured.wait_for_names()


def measure_table(measured: Measured, table: LayerSpec, points: LayerSpec) -> None:
    """A table of a million rows, whose points must lie where those of the GeoPackage do."""
    took_s = first_picture_s(measured, table)
    Result("CSV of 1 M rows, GCJ-02: first picture", took_s, "s", TABLE_FIRST_S).emit()
    for zoom in ZOOMS:
        measured.go_to(*CROWD, zoom)
        look(measured, table, zoom, points)


def main() -> None:
    """Make the files, open the real window, measure, print."""
    from mapapp.core.layer.source_ref import SourceRef

    with ExitStack() as stack:
        cache = stack.enter_context(TemporaryDirectory())
        os.environ["MAPAPP_CACHE"] = cache
        folder = Path(*sys.argv[1:2] or [stack.enter_context(TemporaryDirectory())])
        points = layers_in(folder)[0]
        for name in ("write_many", "write_table"):
            written(name, folder)
        source = SourceRef("geopackage", str(folder / "many.gpkg"), "many")
        many = replace(points, id="many", source=source)
        options = (("datum", "gcj02"), ("lon", "lon"), ("lat", "lat"))
        source = SourceRef("file", str(folder / "points.csv"), "", options)
        table = replace(points, id="table", source=source)
        measured = open_measured(stack)
        measure_beside_qgis(measured, points)
        measure_many(measured, many)
        measure_table(measured, table, points)
        measured.window.close()


if __name__ == "__main__":
    main()
