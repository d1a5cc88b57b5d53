"""What a user waits for inside the window, in our own code: click, hover, labels, toggles.

The page's painting is not ours to time here; ``painted`` figures include it, from our message
to the page's word that it can be seen.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from harness import Result, p95, timings_ms

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from mapapp.qt.shell.main_window import MainWindow

SPOTS = ((123.18446, 41.69765), (121.65472, 38.92889), (124.16, 39.82), (123.4, 41.8))
SOAK = 500


def resident_mb() -> float:
    """Memory of this process now (the page lives in another one)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def click_ms(window: MainWindow) -> list[float]:
    """From the page's message about a click to a filled panel."""
    from mapapp.bridge.messages import Clicked

    times = []
    for i in range(120):
        lon, lat = SPOTS[i % len(SPOTS)]
        window.state.select([])
        started = time.perf_counter()
        window.view.clicked.emit(Clicked(lon, lat, 9.0, False))
        times.append(1000 * (time.perf_counter() - started))
    return times


def wait_until_painted(window: MainWindow) -> None:
    """Let events run until all that was sent can be seen.

    Not with ``app.exec``: to quit an application closes its windows.
    """
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    window.view.settled.connect(loop.quit)
    window.view.ping()
    loop.exec()
    window.view.settled.disconnect(loop.quit)


def painted_ms(window: MainWindow) -> list[float]:
    """From hiding or showing a layer to the page's word that it can be seen."""
    times = []
    for i in range(40):
        started = time.perf_counter()
        window.state.set_visible("port", i % 2 == 0)
        wait_until_painted(window)
        times.append(1000 * (time.perf_counter() - started))
    return times


def soak(window: MainWindow) -> tuple[float, float]:
    """Memory before and after many views and selections, in MB."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from mapapp.core.map.state import FeatureRef, ViewState

    def once(i: int) -> None:
        window.state.set_view(ViewState(121 + i % 7 / 3, 41, 7 + i % 5 / 4, 780, 670))
        window.state.select([FeatureRef("port", 1 + i % 6), FeatureRef("rail_hub", 1 + i % 5)])
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    for i in range(100):
        once(i)
    gc.collect()
    before = resident_mb()
    for i in range(SOAK):
        once(i)
    gc.collect()
    return before, resident_mb()


def main() -> None:
    """Open the real window, measure, print."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from mapapp.app import make_application, open_window
    from mapapp.core.disk.assets import asset
    from mapapp.core.layer.spec import load_layer_specs
    from mapapp.core.map.state import ViewState
    from mapapp.render.labels.names import PLACE_COLUMNS
    from mapapp.render.scene.layer import read_layer
    from mapapp.render.scene.live import LiveMap, LiveScene
    from mapapp.store.basemap import Basemap

    specs = load_layer_specs(asset("layers"))
    make_application()
    with ExitStack() as closing:
        window = open_window(specs, closing)
        window.show()
        while not window.view.is_ready:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        wait_until_painted(window)
        Result("click until panel filled, p95", p95(click_ms(window)), "ms", 16).emit()
        Result("toggle a layer until painted, p95", p95(painted_ms(window)), "ms", 50).emit()
        basemap = closing.enter_context(Basemap(asset("data", "basemap.gpkg")))
        live = LiveMap(basemap.read("place", columns=PLACE_COLUMNS))
        live.take(LiveScene(read_layer(window.catalogue, spec) for spec in specs))
        view = ViewState(123.4, 41.75, 10.5, 1280, 800)
        labels = timings_ms(lambda: live.labels(view, "en"), 100)
        Result("labels of a view, all layers, p95", p95(labels), "ms", 10).emit()
        before, after = soak(window)
        Result(f"memory after {SOAK} views and selections", after / before, "x", 1.05).emit()
        window.close()


if __name__ == "__main__":
    main()
