"""Pictures as whole processes: time and peak memory, beside PyQGIS's layout export.

QGIS prints the same atlas and basemap, with title, legend, scale bar and north arrow, on the
same page; it is measured where Debian's python3-qgis is installed.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness import Process, Result, mapapp, median_process, run_process

from mapapp.core.disk.assets import asset

PEER = """
import sys
from qgis.core import *
atlas, basemap, rivers, target = sys.argv[1:]
app = QgsApplication([], True)
app.initQgis()
project = QgsProject.instance()
layers = []
for path, names in (
    (atlas, "port industrial_park high_tech_zone ftz_area rail_hub friendship_city"),
    (atlas, "friendship_link"),
    (basemap, "region_coast region_border region_province"),
    (rivers, "river"),
    (basemap, "region_lake region_land"),
):
    for name in names.split():
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        assert layer.isValid(), name
        project.addMapLayer(layer)
        layers.append(layer)
crs = QgsCoordinateReferenceSystem("EPSG:3857")
project.setCrs(crs)
layout = QgsPrintLayout(project)
layout.initializeDefaults()
def put(item, x, y, width, height):
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))
frame = QgsLayoutItemMap(layout)
put(frame, 8, 20, 235, 175)
frame.setLayers(layers)
frame.setCrs(crs)
liaoning = QgsRectangle(118, 38.3, 126.2, 43.7)
wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
frame.setExtent(QgsCoordinateTransform(wgs84, crs, project).transformBoundingBox(liaoning))
title = QgsLayoutItemLabel(layout)
title.setText("Liaoning")
put(title, 8, 8, 200, 10)
legend = QgsLayoutItemLegend(layout)
legend.setLinkedMap(frame)
put(legend, 248, 20, 40, 100)
bar = QgsLayoutItemScaleBar(layout)
bar.setStyle("Single Box")
bar.setLinkedMap(frame)
bar.applyDefaultSize()
layout.addLayoutItem(bar)
arrow = QgsLayoutItemPicture(layout)
arrow.setPicturePath("/usr/share/qgis/svg/arrows/NorthArrow_02.svg")
put(arrow, 260, 165, 20, 25)
exporter = QgsLayoutExporter(layout)
if target.endswith("pdf"):
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = 300
    assert exporter.exportToPdf(target, settings) == QgsLayoutExporter.Success
elif target.endswith("svg"):
    settings = QgsLayoutExporter.SvgExportSettings()
    settings.dpi = 300
    assert exporter.exportToSvg(target, settings) == QgsLayoutExporter.Success
else:
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 300
    assert exporter.exportToImage(target, settings) == QgsLayoutExporter.Success
import os
os._exit(0)
"""
SYSTEM_PYTHON = "/usr/bin/python3"
RATIOS = {"pdf": 0.5, "svg": 0.6, "png": 0.7}
PEAK_RATIO = 0.7
POSTER_MB = 250
BATCH = 100
BATCH_S = 0.1
RUNS = 7


def has_qgis() -> bool:
    """Whether the system's Python can import QGIS."""
    command = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    found = shutil.which(SYSTEM_PYTHON) is not None
    return found and subprocess.run(command, capture_output=True, check=False).returncode == 0


def ours(target: Path) -> list[str]:
    """The command that prints an A4 page."""
    page = ("--page", "A4", "--dpi", "300", "--title", "Liaoning")
    return mapapp("snapshot", "-o", str(target), *page)


def peers(target: Path) -> list[str]:
    """The command that prints the same page with QGIS."""
    files = (str(asset("data", f"{name}.gpkg")) for name in ("atlas", "basemap", "rivers"))
    return [SYSTEM_PYTHON, "-c", PEER, *files, str(target)]


def in_turn(one: list[str], other: list[str] | None) -> tuple[Process, Process | None]:
    """Medians of two commands that run by turns, so that whatever else runs slows both alike."""
    environ = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.environ.get("QGIS_PYTHONPATH", "")}
    runs = [
        (run_process(one), run_process(other, environ) if other else None) for _ in range(RUNS + 1)
    ]
    mine, others = zip(*runs[1:], strict=True)  # the first warms the caches
    return middle(mine), middle(others) if other else None


def middle(runs: Sequence[Process]) -> Process:
    """The median of some runs."""
    return Process(
        statistics.median(run.wall_s for run in runs),
        statistics.median(run.peak_mb for run in runs),
    )


def measure_pages(folder: Path, *, qgis: bool) -> None:
    """An A4 page in each format, beside QGIS."""
    for kind, ratio in RATIOS.items():
        target, theirs = folder / f"ours.{kind}", folder / f"qgis.{kind}"
        page, peer = in_turn(ours(target), peers(theirs) if qgis else None)
        for file in (target, theirs) if qgis else (target,):
            assert file.stat().st_size > 100_000, f"{file.name} is blank"
        Result(
            f"snapshot A4 {kind}, whole process", page.wall_s, "s", ratio, "s QGIS",
            peer.wall_s if peer else None, target_is_ratio=True,
        ).emit()  # fmt: skip
        Result(
            f"snapshot A4 {kind}, peak memory", page.peak_mb, "MB", PEAK_RATIO, "MB QGIS",
            peer.peak_mb if peer else None, target_is_ratio=True,
        ).emit()  # fmt: skip


def measure_posters(folder: Path) -> None:
    """A0 sheets: only their memory has a bound."""
    for dpi in ("300", "600"):
        for kind in ("png", "tiff"):
            target = str(folder / f"poster.{kind}")
            run = run_process(mapapp("snapshot", "-o", target, "--page", "A0", "--dpi", dpi))
            Result(
                f"snapshot A0 {dpi} dpi {kind}, peak memory", run.peak_mb, "MB", POSTER_MB,
                note=f"{run.wall_s:.1f} s",
            ).emit()  # fmt: skip


def measure_batch(folder: Path) -> None:
    """Many pictures for the web in one process."""
    lines = [
        {
            "file": str(folder / f"{i}.png"),
            "size_px": [800, 500],
            "area": {"lon": 120 + i % 5, "lat": 39 + i / 25, "scale": 2_000_000},
        }
        for i in range(BATCH)
    ]
    (folder / "batch.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run = median_process(mapapp("snapshot", "--batch", str(folder / "batch.jsonl")), runs=3)
    Result(f"snapshot of {BATCH} PNGs, each", run.wall_s / BATCH, "s", BATCH_S).emit()


def main() -> None:
    """Print time and memory of pages, posters and a batch."""
    with tempfile.TemporaryDirectory() as folder:
        measure_pages(Path(folder), qgis=has_qgis())
        measure_posters(Path(folder))
        measure_batch(Path(folder))


if __name__ == "__main__":
    main()
