"""The attribute table over a GeoPackage table of a million rows: scrolling and sorting.

The peer of sorting is pandas, which has read the whole column into memory before.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
from harness import Result, p95
from PySide6.QtCore import QEventLoop, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QTableView

from mapapp.core.fact.knowledge import Knowledge
from mapapp.qt.table.table_model import TableModel
from mapapp.render.card.table_cells import CellWriter
from mapapp.store.geopackage import GeoPackage
from mapapp.store.layer_table import make_layer_table

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROWS = 1_000_000
SCROLLS = 300
BEAT_MS = 5
FRAME_MS, UI_MS = 16.0, 50.0
SCHEMA = """
CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER,
  min_x REAL, min_y REAL, max_x REAL, max_y REAL);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT);
CREATE TABLE site (fid INTEGER PRIMARY KEY, geom BLOB, id TEXT UNIQUE, name_en TEXT,
  name_zh TEXT, status TEXT, precision TEXT, output REAL, workers INTEGER, since DATE);
INSERT INTO gpkg_contents VALUES ('site', 'features', 4326, 118, 38, 126, 44);
INSERT INTO gpkg_geometry_columns VALUES ('site', 'geom');
"""


def make_file(path: Path) -> None:
    """A million sites with a name, words and figures, some of them missing."""
    chance = np.random.default_rng(7)
    outputs, workers = chance.gamma(2.0, 50.0, ROWS), chance.integers(1, 90_000, ROWS)
    point = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BIdd", 1, 1, 122.0, 41.0)
    rows = (
        (n, point, f"site-{n}", f"Site {int(workers[n]) * 7 % 99_991}", f"地点{n}", "operating",
         "campus", None if n % 17 == 0 else float(outputs[n]), int(workers[n]), "2017-03")
        for n in range(ROWS)
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA)
        db.executemany(f"INSERT INTO site VALUES ({', '.join('?' * 10)})", rows)
        db.execute("PRAGMA application_id = 1196444487")
        db.commit()


class Watch:
    """Waits for a signal, and notes how late a timer of the UI thread came meanwhile."""

    def __init__(self) -> None:
        self.late_ms = 0.0
        self._beat = 0.0
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def seconds_until(self, signal: SignalInstance) -> float:
        """Seconds until a signal comes."""
        self.late_ms, started = 0.0, time.perf_counter()
        self._beat = started
        loop = QEventLoop()
        signal.connect(loop.quit)
        self._timer.start()
        loop.exec()
        self._timer.stop()
        signal.disconnect(loop.quit)
        return time.perf_counter() - started

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late_ms = max(self.late_ms, 1000 * (now - self._beat) - BEAT_MS)
        self._beat = now


def scroll_ms(view: QTableView) -> list[float]:
    """Milliseconds of jumping to places all over the table, each painted."""
    places = np.random.default_rng(1).integers(0, ROWS - 40, SCROLLS)
    times = []
    for row in places.tolist():
        started = time.perf_counter()
        view.verticalScrollBar().setValue(row)
        view.grab()
        times.append(1000 * (time.perf_counter() - started))
    return times


def measure(path: Path) -> None:
    """Open the table, scroll and sort."""
    with GeoPackage(path) as file:
        table = make_layer_table(file, "site", Knowledge((), {}), {}, {})
        model = TableModel(table, CellWriter({}, {}, {}, "en"))
        view, watch = QTableView(), Watch()
        view.setModel(model)
        view.resize(1100, 800)
        view.show()
        Result("table of 1M rows: open", watch.seconds_until(model.rows_changed), "s").emit()
        assert model.rowCount() == ROWS
        jumps = p95(scroll_ms(view))
        Result("table of 1M rows: jump and paint, p95", jumps, "ms", FRAME_MS).emit()
        column = [field.id for field in model.columns].index("output")
        model.sort(column)
        seconds = watch.seconds_until(model.rows_changed)
        first, middle = (float(model.index(row, column).data()) for row in (0, ROWS // 2))
        assert first < middle
        Result("table of 1M rows: sort", seconds, "s",
               peer="pandas", peer_value=pandas_seconds(path)).emit()  # fmt: skip
        Result("table of 1M rows: UI late meanwhile, max", watch.late_ms, "ms", UI_MS).emit()
        view.close()


def main() -> None:
    """Make the file and measure."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sites.gpkg")
        make_file(path)
        measure(path)
    app.processEvents()


def pandas_seconds(path: Path) -> float:
    """The same order by pandas, reading included."""
    import pandas as pd

    started = time.perf_counter()
    with closing(sqlite3.connect(path)) as db:
        pd.read_sql_query("SELECT fid, output FROM site", db).sort_values("output", kind="stable")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
