"""Moving the map by keys and commands, with real events."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QListWidget, QMenu, QMessageBox

from mapapp.core.map.state import ViewState
from mapapp.qt.workspace.bookmark_dialog import BookmarkDialog
from tests.conftest import ExpectedLog
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_window import position, tick

pytestmark = pytest.mark.e2e

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
SHENYANG, DALIAN = (123.43, 41.8, 11.0), (121.61, 38.91, 11.0)


def here(view: ViewState) -> tuple[float, float, float]:
    """Middle and zoom of a view, rounded."""
    return (round(view.lon, 3), round(view.lat, 3), round(view.zoom, 2))


@pytest.fixture
def bookmark_file(window: Driver) -> Path:
    """Where the window keeps its bookmarks; not there yet."""
    return window.window.built_in.bookmarking.path


def test_back_and_forward_walk_through_the_views(window: Driver) -> None:
    start = here(window.state.view)
    assert not window.window.commands["view.back"].isEnabled()
    window.go_to(*SHENYANG)
    window.go_to(*DALIAN)
    window.press(Qt.Key.Key_Left, ALT)
    assert here(window.state.view) == SHENYANG
    window.press(Qt.Key.Key_Left, ALT)
    assert here(window.state.view) == start
    assert not window.window.commands["view.back"].isEnabled()
    window.press(Qt.Key.Key_Right, ALT)
    assert here(window.state.view) == SHENYANG
    window.press(Qt.Key.Key_Right, ALT)
    assert here(window.state.view) == DALIAN


def test_the_toolbar_goes_back_and_home(window: Driver) -> None:
    window.window.commands["view.home"].trigger()
    window.settle()
    home = window.state.view.zoom
    window.go_to(*DALIAN)
    for command, zoom in (("view.home", home), ("view.back", DALIAN[2])):
        button = window.window.toolbar.widgetForAction(window.window.commands[command])
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        window.settle()
        assert window.state.view.zoom == pytest.approx(zoom, abs=0.2)


def test_the_selection_and_the_world_are_zoomed_to(window: Driver) -> None:
    dandong = position("port", "port-dandong")
    window.click(*dandong)
    window.press(Qt.Key.Key_J, CTRL)
    assert here(window.state.view)[:2] == pytest.approx(dandong, abs=2e-3)
    window.press(Qt.Key.Key_Home, CTRL | SHIFT)
    assert window.state.view.extent.contains(-87.6, 41.9)
    window.press(Qt.Key.Key_Home, CTRL)
    assert not window.state.view.extent.contains(-87.6, 41.9)
    assert window.state.view.extent.contains(*dandong)


def test_arrows_and_signs_move_the_map_when_it_has_the_keyboard(window: Driver) -> None:
    window.press(Qt.Key.Key_1, CTRL)  # off to the layers and back by F6
    assert window.window.panels.holds_keyboard("layers")
    window.press(Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is window.view.focusProxy()
    before = window.state.view
    with window.qtbot.waitSignal(window.view.view_changed, timeout=TIMEOUT_MS):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert window.state.view.lon > before.lon
    with window.qtbot.waitSignal(window.view.view_changed, timeout=TIMEOUT_MS):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Minus)
    assert window.state.view.zoom == pytest.approx(before.zoom - 0.5)


def test_a_letter_that_is_typed_is_no_command(window: Driver) -> None:
    lon, lat = position("enterprise", "bridgestone")
    tick(window, "Companies")
    window.go_to(lon, lat, 14)
    window.click(lon, lat)
    first = window.state.selection
    window.press(Qt.Key.Key_K, CTRL)
    window.press(Qt.Key.Key_N)
    assert window.window.built_in.searching.box.text() == "n"
    assert window.state.selection == first


def named_bookmark(driver: Driver, name: str) -> None:
    """Name the present view by keys."""
    driver.press(Qt.Key.Key_B, CTRL)
    line = driver.window.findChild(QInputDialog).findChild(QLineEdit)
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)
    driver.qtbot.waitUntil(lambda: driver.window.findChild(QInputDialog) is None)


def rename(driver: Driver, rows: QListWidget, name: str) -> None:
    """Rename the current row by keys.

    Qt deletes the editor some turns after it has closed it; until then it would be found again.
    """
    QTest.keyClick(rows, Qt.Key.Key_F2)
    [line] = rows.findChildren(QLineEdit)
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)
    driver.qtbot.waitUntil(lambda: not rows.findChildren(QLineEdit))


def bookmark_menu(driver: Driver) -> QMenu:
    """The menu of bookmarks, opened."""
    menu = next(
        menu for menu in driver.window.menuBar().findChildren(QMenu) if menu.title() == "Bookma&rks"
    )
    menu.popup(driver.window.mapToGlobal(QPoint(10, 10)))
    return menu


def test_a_bookmark_brings_its_view_back(window: Driver, bookmark_file: Path) -> None:
    menu = bookmark_menu(window)
    assert "Ctrl+B" in menu.actions()[0].text()
    menu.hide()
    window.go_to(*DALIAN)
    named_bookmark(window, "port")
    assert bookmark_file.exists()
    window.go_to(*SHENYANG)
    menu = bookmark_menu(window)
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[0]).center()
    )
    window.settle()
    assert here(window.state.view) == DALIAN


def test_bookmarks_are_renamed_and_deleted_by_keys(window: Driver, bookmark_file: Path) -> None:
    named_bookmark(window, "one")
    named_bookmark(window, "two")
    window.press(Qt.Key.Key_B, CTRL | SHIFT)
    dialog = window.window.findChild(BookmarkDialog)
    rows = dialog.list
    rename(window, rows, "two")
    window.qtbot.waitUntil(lambda: "already" in dialog.say.text())
    assert [rows.item(row).text() for row in range(rows.count())] == ["one", "two"]
    rename(window, rows, "three")
    window.qtbot.waitUntil(lambda: rows.item(0).text() == "three")
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert [rows.item(row).text() for row in range(rows.count())] == ["two"]
    assert "three" not in bookmark_file.read_text()
    dialog.close()


def test_damaged_bookmarks_are_a_sentence_and_the_app_goes_on(
    window: Driver, bookmark_file: Path, expected_log: ExpectedLog
) -> None:
    bookmark_file.write_text("{")
    expected_log("moved to damaged-bookmarks.json")
    menu = bookmark_menu(window)
    box = window.window.findChild(QMessageBox)
    assert "moved to damaged-bookmarks.json" in box.text()
    box.close()
    assert "Ctrl+B" in menu.actions()[0].text()
    menu.hide()
    named_bookmark(window, "port")
    assert "port" in bookmark_file.read_text()
