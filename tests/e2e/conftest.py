"""The real window, offscreen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.layer.spec import LayerSpec
from mapapp.qt.shell.main_window import MainWindow
from tests.e2e.driver import Driver, driven_window
from tests.e2e.restoring import Start
from tests.timing import PatientBot

FOLDER = Path(__file__).parent


@pytest.fixture
def new_window(qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]) -> Iterator[Driver]:
    """A window of its own, for a test that leaves what ``restoring.py`` does not put back."""
    with driven_window(qapp, qtbot, specs) as driver:
        yield driver


class _Shared:
    """The one window of the process that tests share, and how it was when it was opened."""

    def __init__(self) -> None:
        self.is_spoilt = False  # the next module gets another one
        self._closing = ExitStack()
        self._opened: tuple[MainWindow, Start] | None = None

    def opened(
        self, qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]
    ) -> tuple[MainWindow, Start]:
        """The window, which is opened for the first test that asks."""
        if self._opened is None:
            driver = self._closing.enter_context(driven_window(qapp, qtbot, specs))
            self._opened = driver.window, Start.of(driver)
        return self._opened

    def close(self) -> None:
        """Close it if it is open; the next test that asks gets another one."""
        self._opened, self.is_spoilt = None, False
        self._closing.close()


_shared = _Shared()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let modules that go on with the shared window follow each other, so that it stays open."""
    here = [i for i, item in enumerate(items) if item.path.parent == FOLDER]
    firsts: dict[Path, bool] = {}
    for i in here:
        firsts.setdefault(items[i].path, _uses_shared(items[i]))
    in_order = sorted((items[i] for i in here), key=lambda item: not firsts[item.path])
    for i, item in zip(here, in_order, strict=True):
        items[i] = item


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Close the shared window before a module that does not begin with a test of it.

    What a module made in the window is gone by then.
    """
    yield
    if nextitem is None or (nextitem.path != item.path and not _goes_on_with(nextitem)):
        _shared.close()


def _goes_on_with(item: pytest.Item) -> bool:
    """Whether the first test of a module may use the window of the modules before."""
    return _uses_shared(item) and not _shared.is_spoilt


def _uses_shared(item: pytest.Item) -> bool:
    return "_opened" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="module")
def _opened(
    qapp: QApplication, request: pytest.FixtureRequest, specs: tuple[LayerSpec, ...]
) -> tuple[MainWindow, Start]:
    """The shared window, and how it was when it was opened."""
    return _shared.opened(qapp, PatientBot(request), specs)


@pytest.fixture(scope="module")
def shared_window(_opened: tuple[MainWindow, Start]) -> MainWindow:
    """The window of ``window`` as the last test left it, for tests that do not care how it is."""
    window, _ = _opened
    return window


@pytest.fixture(scope="module")
def last_of_window(_opened: tuple[MainWindow, Start]) -> Iterator[None]:
    """Asked for by a module that leaves what cannot be put back: the next gets another window."""
    yield
    _shared.close()


@pytest.fixture
def window(
    _opened: tuple[MainWindow, Start],
    qapp: QApplication,
    qtbot: QtBot,
    request: pytest.FixtureRequest,
    specs: tuple[LayerSpec, ...],
) -> Driver:
    """A shown window whose map is painted, on the atlas that mapapp ships, as it was opened.

    It is the same for all tests of a process, from module to module.
    """
    shared, start = _shared.opened(qapp, PatientBot(request), specs)  # a late test is run again
    driver = Driver(shared, qtbot)
    try:
        start.restore(driver)
    except BaseException:
        _shared.is_spoilt = True
        raise
    return driver
