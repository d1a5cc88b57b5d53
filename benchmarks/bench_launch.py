"""Launch until the map is painted and the window can be used, as a whole process.

The peer is QGIS with its default plugins opening the same GeoPackage, where QGIS and Xvfb are
installed: its first complete painting of the canvas.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from harness import Result, run_process

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs

CHILD = """
import sys
from contextlib import ExitStack
from mapapp.app import make_application, open_window
app = make_application()
with ExitStack() as closing:
    window = open_window(None, closing)
    window.show()
    window.view.painted.connect(lambda serial: app.quit() if serial >= window.view.serial else None)
    app.exec()
    picture = window.view.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    assert len(colours) > 4, "blank map"
    heavy = {"pandas", "geopandas", "pyogrio", "folium"} & set(sys.modules)
    assert not heavy, heavy
    import os
    os._exit(0)
"""  # noqa: E501

EMPTY_PAGE = """
from PySide6.QtWidgets import QApplication
from PySide6.QtWebEngineWidgets import QWebEngineView
app = QApplication([])
view = QWebEngineView()
view.loadFinished.connect(app.quit)
view.setHtml("<p>x")
view.show()
app.exec()
import os
os._exit(0)
"""

IMPORT = """
import time
started = time.perf_counter()
import mapapp.cli
print(time.perf_counter() - started)
"""

RUNS = 9
QGIS_RUNS = 3
QGIS_STARTED = """
import os
from qgis.core import QgsProject, QgsVectorLayer
from qgis.utils import iface
canvas = iface.mapCanvas()
for table in os.environ["TABLES"].split(","):
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{os.environ['ATLAS']}|layername={table}", table))
canvas.mapCanvasRefreshed.connect(lambda: os._exit(0) if canvas.layers() else None)
canvas.zoomToFullExtent()
canvas.refresh()
"""  # noqa: E501


def median_s(code: str) -> float:
    """Median wall seconds of a Python process."""
    environ = {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "QTWEBENGINE_DISABLE_SANDBOX": "1" if os.geteuid() == 0 else "0",
    }
    command = [sys.executable, "-c", code]
    run_process(command, environ)
    return statistics.median(run_process(command, environ).wall_s for _ in range(RUNS))


def qgis_s() -> float | None:
    """Median wall seconds of QGIS, or None where it or Xvfb is not installed."""
    if not (shutil.which("qgis") and shutil.which("xvfb-run")):
        return None
    specs = load_layer_specs(asset("layers"))
    with TemporaryDirectory() as folder:
        script = Path(folder, "started.py")
        script.write_text(QGIS_STARTED, encoding="utf-8")
        command = ["xvfb-run", "-a", "qgis", "--nologo", "--noversioncheck",
                   "--profiles-path", folder, "--code", str(script)]  # fmt: skip
        environ = {
            "ATLAS": str(asset("data", "atlas.gpkg")),
            "TABLES": ",".join(spec.table for spec in specs),
            "QT_QPA_PLATFORM": "xcb",
        }
        run_process(command, environ)
        return statistics.median(run_process(command, environ).wall_s for _ in range(QGIS_RUNS))


def main() -> None:
    """Print launch beside an empty web page and QGIS's figure."""
    launch, empty = median_s(CHILD), median_s(EMPTY_PAGE)
    Result(
        "launch until painted", launch, "s", 0.4, "s QGIS", qgis_s(), target_is_ratio=True
    ).emit()
    Result("launch until painted", launch, "s", None, "s empty web page", empty).emit()
    imports = subprocess.run(
        [sys.executable, "-c", IMPORT],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    Result("import of the command line", float(imports.stdout), "s", 0.1).emit()


if __name__ == "__main__":
    main()
