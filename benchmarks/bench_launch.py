"""Launch until the map is painted and the window can be used, as a whole process.

The peer is QGIS with its default plugins on a project of similar size, where it is installed;
``../shared/peers`` has the script it was measured with by hand.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

from harness import Result, run_process

CHILD = """
import sys
from contextlib import ExitStack
from mapapp.app import make_application, open_window
from mapapp.core.assets import asset
from mapapp.core.layerspec import load_layer_specs
specs = load_layer_specs(asset("layers"))
app = make_application()
with ExitStack() as closing:
    window = open_window(specs, closing)
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
QGIS_DEFAULT_PLUGINS_S = 2.03  # ../shared/research/baselines.md, same kind of machine


def median_s(code: str) -> float:
    """Median wall seconds of a Python process."""
    environ = {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "QTWEBENGINE_DISABLE_SANDBOX": "1" if os.geteuid() == 0 else "0",
    }
    command = [sys.executable, "-c", code]
    run_process(command, environ)
    return statistics.median(run_process(command, environ).wall_s for _ in range(RUNS))


def main() -> None:
    """Print launch beside an empty web page and QGIS's figure."""
    launch, empty = median_s(CHILD), median_s(EMPTY_PAGE)
    Result("launch until painted", launch, "s", 0.6, "s QGIS (by hand)", QGIS_DEFAULT_PLUGINS_S,
           target_is_ratio=True).emit()  # fmt: skip
    Result("launch until painted", launch, "s", None, "s empty web page", empty).emit()
    imports = subprocess.run(
        [sys.executable, "-c", IMPORT],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    Result("import of the command line", float(imports.stdout), "s", 0.1).emit()


if __name__ == "__main__":
    main()
