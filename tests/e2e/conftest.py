"""The real window, offscreen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.layer.spec import LayerSpec
from mapapp.qt.shell.main_window import MainWindow
from tests.e2e.driver import Driver, driven_window
from tests.e2e.restoring import Start
from tests.timing import PatientBot


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]) -> Iterator[Driver]:
    """A shown window whose map is painted, on the atlas that mapapp ships."""
    with driven_window(qapp, qtbot, specs) as driver:
        yield driver


@pytest.fixture(scope="module")
def shared_window(
    qapp: QApplication, request: pytest.FixtureRequest, specs: tuple[LayerSpec, ...]
) -> Iterator[MainWindow]:
    """A window for all tests of a module: each leaves it as it was, or does not care how it is."""
    with driven_window(qapp, PatientBot(request), specs) as driver:
        yield driver.window


@pytest.fixture(scope="module")
def _start(shared_window: MainWindow, request: pytest.FixtureRequest) -> Start:
    """How the shared window was when it was opened."""
    return Start.of(Driver(shared_window, PatientBot(request)))


@pytest.fixture
def restored_window(shared_window: MainWindow, _start: Start, qtbot: QtBot) -> Driver:
    """The shared window as it was when it was opened, for a test that looks like any other."""
    driver = Driver(shared_window, qtbot)
    _start.restore(driver)
    return driver
