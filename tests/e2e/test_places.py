"""Read, type, copy and mark coordinates in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu

from mapapp.core.geo.geodesy import distance_m
from mapapp.qt.map.go_to_dialog import GoToDialog
from mapapp.qt.parts.style import COLOURS
from tests.e2e.driver import TIMEOUT_MS, Driver

SHENYANG = (123.43278, 41.79222)
GLOW = COLOURS["light"].accent


def ask(window: Driver) -> GoToDialog:
    """Open the dialog by its shortcut."""
    QTest.keyClick(window.window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = window.window.findChild(GoToDialog)
    assert dialog
    return dialog


def type_text(dialog: GoToDialog, text: str) -> None:
    dialog.line.clear()
    if text.isascii():
        QTest.keyClicks(dialog.line, text)
    else:
        dialog.line.insert(text)


def choose(window: Driver, name: str) -> None:
    """Choose in the menu of the read-out."""
    readout = window.window.status.readout
    menu = readout.menu()
    menu.aboutToShow.emit()
    [action] = [action for action in menu.actions() if name in action.text()]
    action.trigger()


def hover(window: Driver, place: tuple[float, float]) -> str:
    """Move the mouse to a place; the answer is what the status bar says."""
    target = window.view.focusProxy()
    assert target
    lon = place[0]
    with window.qtbot.waitSignal(
        window.view.hovered,
        timeout=TIMEOUT_MS,
        check_params_cb=lambda seen: seen is not None and abs(seen.lon - lon) < 0.01,
    ):
        # A cursor that is there already, from another test, does not move.
        QTest.mouseMove(target, window.point(*place) + QPoint(40, 40))
        QTest.mouseMove(target, window.point(*place))
    return window.window.status.readout.text()


def context_menu(window: Driver, place: tuple[float, float]) -> QMenu:
    """Click with the right button; the answer is the menu that opened."""
    target = window.view.focusProxy()
    assert target
    with window.qtbot.waitSignal(window.view.context_menu_requested, timeout=TIMEOUT_MS):
        QTest.mouseClick(
            target,
            Qt.MouseButton.RightButton,
            Qt.KeyboardModifier.NoModifier,
            window.point(*place),
        )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("WGS84, as", "123.4", "WGS84"),
        ("easting with zone", "415", "(GK zone 41)  CGCS2000"),
        ("UTM", "53", "(UTM 51N)  WGS84"),
        ("GCJ-02", "123.4", "GCJ-02"),
        ("seconds", "123°2", "WGS84"),
    ],
)
def test_the_read_out_is_written_as_chosen(window: Driver, name: str, start: str, end: str) -> None:
    choose(window, name)
    text = hover(window, SHENYANG)
    assert text.startswith(start)
    assert text.endswith(end)


def test_where_a_system_is_not_defined_a_dash_stands(window: Driver) -> None:
    window.go_to(-87.65, 41.85, 8)
    choose(window, "easting with zone")
    assert hover(window, (-87.6, 41.8)).startswith("—")


def test_ctrl_g_goes_there_and_marks_the_place(window: Driver) -> None:
    dialog = ask(window)
    type_text(dialog, "GCJ-02 123.43891, 41.79465")
    assert "123.43278° E  41.79222° N" in dialog.preview.text()
    with window.qtbot.waitSignal(window.view.view_changed, timeout=TIMEOUT_MS):
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    window.settle()
    view = window.state.view
    assert distance_m(view.lon, view.lat, *SHENYANG)[0] < 2
    assert view.zoom == 12
    window.expect_pixels(GLOW, window.point(*SHENYANG), 16, at_least=40)


def test_the_chosen_system_is_that_of_the_numbers(window: Driver) -> None:
    dialog = ask(window)
    type_text(dialog, "123.44550 41.80045")
    dialog.system.setCurrentText("BD-09")
    assert "123.43278° E  41.79222° N" in dialog.preview.text()
    dialog.reject()


def test_what_cannot_be_read_is_said_and_goes_nowhere(window: Driver) -> None:
    before = window.state.view
    dialog = ask(window)
    type_text(dialog, "41.79N 41.8N")
    assert dialog.preview.text().startswith("Both numbers name the same axis")
    [button] = [
        button
        for button in dialog.findChildren(QDialogButtonBox)[0].buttons()
        if button.text() == "Go there"
    ]
    assert not button.isEnabled()
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()
    assert window.state.view == before


def test_where_both_orders_fit_the_user_may_turn_them(window: Driver) -> None:
    dialog = ask(window)
    type_text(dialog, "41.79, 80.2")
    assert dialog.reading.isVisible()
    assert "80.20000° E  41.79000° N" in dialog.preview.text()
    QTest.keyClick(dialog.reading, Qt.Key.Key_Down)
    assert "41.79000° E  80.20000° N" in dialog.preview.text()
    type_text(dialog, "41.79, 123.4")
    assert not dialog.reading.isVisible()
    dialog.reject()


def test_the_mark_can_be_removed(window: Driver) -> None:
    window.window.built_in.places.go_to(*SHENYANG)
    window.settle()
    window.expect_pixels(GLOW, window.point(*SHENYANG), 16, at_least=40)
    window.window.commands["map.unmark"].trigger()
    window.settle()
    window.expect_pixels(GLOW, window.point(*SHENYANG), 16, at_most=10)


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_coordinates_are_copied_from_the_map(window: Driver) -> None:
    window.go_to(*SHENYANG, 14)
    choose(window, "BD-09")
    menu = context_menu(window, SHENYANG)
    here, wgs84 = menu.actions()[:2]
    here.trigger()
    assert QGuiApplication.clipboard().text().startswith("123.445")
    wgs84.trigger()
    lat, lon = map(float, QGuiApplication.clipboard().text().split(", "))
    assert distance_m(lon, lat, *SHENYANG)[0] < 10
    menu.close()
