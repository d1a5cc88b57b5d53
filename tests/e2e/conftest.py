"""The real window, offscreen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.app import open_window
from mapapp.core.layerspec import LayerSpec
from tests.e2e.driver import TIMEOUT_MS, Driver


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]) -> Iterator[Driver]:
    """A shown window whose map is painted, on the atlas that mapapp ships."""
    with ExitStack() as closing:
        main = open_window(specs, closing)
        driver = Driver(main, qtbot)
        with qtbot.waitSignal(main.view.page_ready, timeout=TIMEOUT_MS):
            main.resize(1366, 768)
            main.show()
        driver.settle()
        yield driver
        main.close()
    main.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
