"""The process of previews ends with what shows them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from mapapp.core.disk.assets import asset
from mapapp.qt.parts.preview_process import PreviewProcess

pytestmark = pytest.mark.qt


def test_it_ends_with_its_window_and_without_a_warning_of_qt(qtbot: QtBot) -> None:
    window = QWidget()
    previews = PreviewProcess(asset("data", "atlas.gpkg"), window)
    previews.start()
    process = previews._process
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.Running)
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(process))
