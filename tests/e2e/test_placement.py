"""Where the window and its panels stand, at first, while it is used and at the next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget

from mapapp.qt.shell.placement import SIZE_PX, WindowPlacement, fitting
from tests.e2e.driver import Driver
from tests.e2e.restoring import settings

pytestmark = pytest.mark.e2e

SMALL = (1024, 678)


def dock(driver: Driver, panel: str) -> QDockWidget:
    """The dock of a panel."""
    found = driver.window.findChild(QDockWidget, f"dock-{panel}")
    assert found is not None
    return found


def resize(driver: Driver, width_px: int, height_px: int) -> None:
    """Give the window another size, and wait for the map."""
    driver.window.resize(width_px, height_px)
    driver.settle()


@pytest.mark.parametrize(
    "screen", [(1366, 768), (1024, 700), (1280, 720), (960, 540), (1370, 2000)]
)
def test_a_new_window_is_smaller_than_a_small_screen(screen: tuple[int, int]) -> None:
    size = fitting(QSize(*screen))
    assert size.width() <= screen[0] - 16
    assert size.height() <= screen[1] - 48


def test_a_new_window_has_its_usual_size_on_a_large_screen() -> None:
    assert fitting(QSize(1920, 1040)) == SIZE_PX


def test_the_window_can_be_as_small_as_a_screen_at_200_percent(window: Driver) -> None:
    for command in ("view.time", "view.table"):
        window.window.commands[command].trigger()
    least = window.window.minimumSizeHint()
    assert least.width() <= 960
    assert least.height() <= 540 - 48


def test_size_and_panels_are_kept_while_the_window_is_open(window: Driver) -> None:
    def kept() -> tuple[str, str]:
        return settings(window).now.geometry, settings(window).now.docks

    before = kept()
    resize(window, 1200, 700)
    window.qtbot.waitUntil(lambda: kept()[0] != before[0])
    before = kept()
    window.window.resizeDocks([dock(window, "layers")], [320], Qt.Orientation.Horizontal)
    window.qtbot.waitUntil(lambda: kept()[1] != before[1])


def test_a_kept_size_comes_back(window: Driver) -> None:
    main, built_in = window.window, window.window.built_in
    small = (790, 640)  # the screen of the tests is as small as that
    resize(window, *small)
    main.resizeDocks([dock(window, "layers")], [230], Qt.Orientation.Horizontal)
    built_in.placement.keep()
    kept = settings(window).now
    resize(window, 1366, 768)
    settings(window).update(geometry=kept.geometry, docks=kept.docks)
    WindowPlacement(settings(window), main.panels, main)
    window.settle()
    assert main.size().toTuple() == small
    assert dock(window, "layers").width() == 230


def test_the_map_has_most_of_a_small_window(window: Driver) -> None:
    resize(window, *SMALL)
    assert window.view.width() >= 0.55 * SMALL[0]
    resize(window, 1366, 768)
    assert window.view.width() == 764


def test_a_width_that_the_user_chose_stays(window: Driver) -> None:
    window.window.resizeDocks([dock(window, "details")], [400], Qt.Orientation.Horizontal)
    window.settle()
    resize(window, *SMALL)
    assert dock(window, "details").width() == 400


@pytest.mark.parametrize("with_time", [False, True])
def test_the_table_opens_with_six_rows_and_remembers_its_height(
    window: Driver, with_time: bool
) -> None:
    resize(window, *SMALL)
    if with_time:
        window.window.commands["view.time"].trigger()
    table = window.window.built_in.table
    window.window.built_in.open_table("port")
    window.settle()
    assert table.view.viewport().height() >= 6 * table.view.rowHeight(0)
    height = table.height() + 60
    window.window.resizeDocks([dock(window, "table")], [height], Qt.Orientation.Vertical)
    for _ in range(2):
        window.window.commands["view.table"].trigger()
    window.settle()
    assert table.height() == height


def test_the_time_bar_is_never_stretched(window: Driver) -> None:
    window.window.commands["view.time"].trigger()
    window.settle()
    before = window.window.built_in.time.height()
    window.window.resizeDocks([dock(window, "time")], [300], Qt.Orientation.Vertical)
    window.window.commands["view.table"].trigger()
    window.window.resizeDocks([dock(window, "time")], [300], Qt.Orientation.Vertical)
    window.settle()
    assert window.window.built_in.time.height() == before <= 44
