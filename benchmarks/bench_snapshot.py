"""Pictures as whole processes: time and peak memory, beside PyQGIS's layout export.

QGIS prints the same atlas and basemap, with title, legend, scale bar and north arrow, on the
same page; it is measured where Debian's python3-qgis is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness import Process, Result, mapapp, median_process

from mapapp.core.assets import asset

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
frame.zoomToExtent(QgsCoordinateTransform(wgs84, crs, project).transformBoundingBox(liaoning))
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
else:
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 300
    assert exporter.exportToImage(target, settings) == QgsLayoutExporter.Success
import os
os._exit(0)
"""
SYSTEM_PYTHON = "/usr/bin/python3"
RATIOS = {"pdf": 0.6, "png": 0.7}
PEAKS_MB = {"pdf": 150, "png": 180}


def has_qgis() -> bool:
    """Whether the system's Python can import QGIS."""
    command = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    found = shutil.which(SYSTEM_PYTHON) is not None
    return found and subprocess.run(command, capture_output=True, check=False).returncode == 0


def ours(target: Path) -> Process:
    """Print an A4 page with the command line."""
    picture = median_process(
        mapapp("snapshot", "-o", str(target), "--page", "A4", "--dpi", "300", "--title", "Liaoning")
    )
    assert target.stat().st_size > 100_000, f"{target.name} is blank"
    return picture


def peers(target: Path) -> Process:
    """Print the same page with QGIS."""
    files = (str(asset("data", f"{name}.gpkg")) for name in ("atlas", "basemap", "rivers"))
    command = [SYSTEM_PYTHON, "-c", PEER, *files, str(target)]
    environ = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.environ.get("QGIS_PYTHONPATH", "")}
    return median_process(command, environ=environ)


def main() -> None:
    """Print time and memory of an A4 page in each format."""
    qgis = has_qgis()
    with tempfile.TemporaryDirectory() as folder:
        for kind, ratio in RATIOS.items():
            picture = ours(Path(folder, f"ours.{kind}"))
            peer = peers(Path(folder, f"qgis.{kind}")) if qgis else None
            Result(
                f"snapshot A4 {kind}, whole process", picture.wall_s, "s", ratio, "s QGIS",
                peer.wall_s if peer else None, target_is_ratio=True,
            ).emit()  # fmt: skip
            Result(
                f"snapshot A4 {kind}, peak memory", picture.peak_mb, "MB", PEAKS_MB[kind],
                "MB QGIS", peer.peak_mb if peer else None,
            ).emit()  # fmt: skip


if __name__ == "__main__":
    main()
