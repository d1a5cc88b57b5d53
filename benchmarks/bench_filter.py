"""From a changed filter or year to the painted map, in the real window on the atlas."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle

from harness import Result, p95

from mapapp.app import make_application, open_window
from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.spec import load_layer_specs

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
RUNS = 60
TARGET_MS = 50.0
FILTERS = (
    LayerFilter('status = "operating" and name contains "营口"'),
    LayerFilter(text="dalian"),
    LayerFilter(),
)


def main() -> None:
    """Change, wait for the picture, and again."""
    app = make_application()
    from PySide6.QtCore import QEventLoop

    with ExitStack() as closing:
        window = open_window(load_layer_specs(asset("layers")), closing)
        window.resize(1366, 768)
        window.show()
        state, view = window.state, window.view

        def wait() -> None:
            loop = QEventLoop()
            connection = view.painted.connect(
                lambda seen: loop.quit() if seen >= view.serial else None
            )
            loop.exec()
            view.painted.disconnect(connection)

        def measure(change: Callable[[], object]) -> float:
            started = time.perf_counter()
            change()
            wait()
            return 1000 * (time.perf_counter() - started)

        wait()
        wanted, years = cycle(FILTERS), cycle(range(1985, 2025))
        filtered = [measure(lambda: state.set_filter("port", next(wanted))) for _ in range(RUNS)]
        looked = [measure(lambda: state.set_as_of_year(next(years))) for _ in range(RUNS)]
        colours = {view.grab().toImage().pixelColor(x, 300).name() for x in range(0, 700, 5)}
        assert len(colours) > 3, "the map is blank"
        Result("filter → repaint, p95", p95(filtered[5:]), "ms", TARGET_MS).emit()
        Result("year → repaint, p95", p95(looked[5:]), "ms", TARGET_MS).emit()
        window.close()
        app.processEvents()


if __name__ == "__main__":
    main()
