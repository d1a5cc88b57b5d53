"""The program ends without a crash, whatever it leaves with others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

_PROGRAM = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from mapapp import app
once, queued = Qt.ConnectionType.SingleShotConnection, Qt.ConnectionType.QueuedConnection
open_window = app.open_window
def watched(*arguments):
    window = open_window(*arguments)
    def end():
        print(QGuiApplication.clipboard().mimeData().hasFormat("image/png"), flush=True)
        window.close()
    def copy(_):
        exporting = window.built_in.exporting
        exporting.copy(exporting.base()).finished.connect(end, queued)
    window.view.painted.connect(copy, once)
    return window
app.open_window = watched
sys.exit(app.run_window())
"""


def test_a_picture_on_the_clipboard_does_not_crash_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPAPP_CONFIG", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == ["True"]
    assert done.returncode == 0, done.stderr
