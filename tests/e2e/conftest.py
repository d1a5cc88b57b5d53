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
def new_window(qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]) -> Iterator[Driver]:
    """A window of its own, for a test that leaves what ``restoring.py`` does not put back."""
    with driven_window(qapp, qtbot, specs) as driver:
        yield driver


@pytest.fixture(scope="module")
def _opened(
    qapp: QApplication, request: pytest.FixtureRequest, specs: tuple[LayerSpec, ...]
) -> Iterator[tuple[MainWindow, Start]]:
    """A window for all tests of a module, and how it was when it was opened."""
    with driven_window(qapp, PatientBot(request), specs) as driver:
        yield driver.window, Start.of(driver)


@pytest.fixture(scope="module")
def shared_window(_opened: tuple[MainWindow, Start]) -> MainWindow:
    """The window of ``window`` as the last test left it, for tests that do not care how it is."""
    window, _ = _opened
    return window


@pytest.fixture
def window(_opened: tuple[MainWindow, Start], qtbot: QtBot) -> Driver:
    """A shown window whose map is painted, on the atlas that mapapp ships, as it was opened.

    It is the same for all tests of a module.
    """
    shared, start = _opened
    driver = Driver(shared, qtbot)
    start.restore(driver)
    return driver
