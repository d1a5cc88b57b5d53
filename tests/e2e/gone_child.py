"""A window whose Chromium helpers are all killed: they never come back in this process.

Prints one line of JSON for tests/e2e/test_gone.py, which cannot do this to its own process.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from mapapp.app import make_application, open_window
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.map.state import FeatureRef
from mapapp.qt.map.map_notice import MapNotice
from tests.e2e.processes import chromium_helpers


class Records(logging.Handler):
    """Counts what is logged."""

    texts: list[str]

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def run_until(done: Callable[[], bool], timeout_s: float = 60) -> None:
    """Let events run until something is so."""
    tick = QTimer()
    tick.start(20)
    until_s = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > until_s:
            sys.exit("it never came to that")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def main() -> None:
    """Kill, wait for the sentence, use the window, try again in vain."""
    records = Records()
    logging.getLogger("mapapp").addHandler(records)
    specs = load_layer_specs(asset("layers"))
    make_application()
    with ExitStack() as closing:
        window = open_window(specs, closing)
        window.show()
        run_until(lambda: window.view.is_ready)
        [notice] = window.view.findChildren(MapNotice)
        began_s = time.monotonic()
        killed = chromium_helpers()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        run_until(notice.isVisible)
        told_s = time.monotonic() - began_s
        window.state.select([FeatureRef("port", 1)])
        window.state.set_theme("dark")
        gone: list[bool] = []
        window.view._keeper.gone.connect(lambda: gone.append(True))
        notice.retried.emit()
        run_until(lambda: bool(gone))
        told = {
            "killed": len(killed),
            "told_s": told_s,
            "records": records.texts,
            "cards": len(window.built_in.details.cards),
            "notice": notice.isVisible(),
        }
        sys.stdout.write(json.dumps(told) + "\n")
        window.close()


if __name__ == "__main__":
    main()
