"""Measure with mouse and keys on the real page."""

from __future__ import annotations

import os
import signal

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel

from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.measure import area_text, length_text
from mapapp.qt.map.measure_tool import MeasureTool
from mapapp.qt.parts.style import COLOURS
from tests.conftest import ExpectedLog
from tests.e2e.driver import TIMEOUT_MS, Driver

SHENYANG, DALIAN, DANDONG = (123.43, 41.79), (121.60, 38.91), (124.39, 40.12)
GLOW = COLOURS["light"].accent


def tool(window: Driver) -> MeasureTool:
    return window.window.built_in.measuring


def bar_text(window: Driver) -> str:
    """What the bar over the map says, or nothing if it is not there."""
    bar = tool(window)._bar
    return " · ".join(label.text() for label in bar.findChildren(QLabel)) * bar.isVisible()


def begin(window: Driver, key: Qt.Key = Qt.Key.Key_M, *, shift: bool = False) -> None:
    """Press the shortcut of a measurement."""
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window.window, key, modifier)
    window.settle()


def add(window: Driver, place: tuple[float, float]) -> None:
    """Set a point with the mouse."""
    with window.qtbot.waitSignal(window.view.measure_clicked, timeout=TIMEOUT_MS):
        mouse(window, window.point(*place))
    window.settle()


def mouse(window: Driver, at: QPoint) -> None:
    target = window.view.focusProxy()
    assert target
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def double_click(window: Driver, at: QPoint) -> None:
    """As a system sends it; ``QTest.mouseDClick`` presses three times, which is a triple click."""
    target = window.view.focusProxy()
    assert target
    place, left = QPointF(at), Qt.MouseButton.LeftButton
    for kind, held in (
        (QEvent.Type.MouseButtonPress, left),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        (QEvent.Type.MouseButtonDblClick, left),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        around = target.mapToGlobal(place)
        event = QMouseEvent(kind, place, around, left, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, event)


def key(window: Driver, which: Qt.Key) -> None:
    """Press a key on the map."""
    target = window.view.focusProxy()
    assert target
    QTest.keyClick(target, which)
    window.settle()


def test_a_distance_by_clicks_and_enter(window: Driver) -> None:
    begin(window)
    for place in (SHENYANG, DALIAN, DANDONG):
        add(window, place)
    key(window, Qt.Key.Key_Return)
    measured = tool(window).measurement
    assert measured
    assert not tool(window).is_active
    for lon_lat, place in zip(measured.vertices, (SHENYANG, DALIAN, DANDONG), strict=True):
        assert distance_m(*lon_lat, *place)[0] < 1500  # a pixel is some 800 m
    assert length_text(measured.length_m) in bar_text(window)
    window.expect_pixels(GLOW, window.point(122.5, 40.36), at_least=10)


def test_clicks_select_nothing_while_measuring_and_select_again_after(window: Driver) -> None:
    clicked = QSignalSpy(window.view.clicked)
    begin(window)
    add(window, SHENYANG)
    add(window, DALIAN)
    assert (clicked.count(), window.state.selection) == (0, ())
    key(window, Qt.Key.Key_Escape)
    window.click(*SHENYANG)
    assert window.state.selection


def test_a_double_click_ends_without_a_second_point(window: Driver) -> None:
    zoom = window.state.view.zoom
    begin(window)
    add(window, SHENYANG)
    with window.qtbot.waitSignal(window.view.measure_ended, timeout=TIMEOUT_MS):
        double_click(window, window.point(*DALIAN))
    window.settle()
    measured = tool(window).measurement
    assert measured
    assert len(measured.vertices) == 2
    assert window.state.view.zoom == zoom


def test_an_area_in_shift_m(window: Driver) -> None:
    begin(window, shift=True)
    for place in (SHENYANG, DALIAN, DANDONG):
        add(window, place)
    key(window, Qt.Key.Key_Enter)
    measured = tool(window).measurement
    assert measured
    assert area_text(measured.area_m2) in bar_text(window)


def test_backspace_takes_a_point_back_and_escape_gives_up(window: Driver) -> None:
    begin(window)
    add(window, SHENYANG)
    add(window, DALIAN)
    key(window, Qt.Key.Key_Backspace)
    measured = tool(window).measurement
    assert measured
    assert len(measured.vertices) == 1
    key(window, Qt.Key.Key_Escape)
    assert (tool(window).measurement, bar_text(window)) == (None, "")
    window.expect_pixels(GLOW, window.point(*SHENYANG), radius_px=3, at_most=0)


def test_the_length_follows_the_cursor(window: Driver) -> None:
    begin(window)
    add(window, SHENYANG)
    target = window.view.focusProxy()
    assert target
    kilometres = distance_m(*SHENYANG, *DALIAN)[0] / 1000

    def follows() -> bool:
        return abs(float(bar_text(window).split()[1]) - kilometres) < 3

    QTest.mouseMove(target, window.point(*DALIAN))
    window.qtbot.waitUntil(follows, timeout=TIMEOUT_MS)


def test_a_line_over_the_pacific_is_drawn_in_one_piece(window: Driver) -> None:
    window.go_to(180, 45, 2)
    begin(window)
    add(window, (140.0, 35.0))
    add(window, (237.0, 38.0))
    key(window, Qt.Key.Key_Return)
    measured = tool(window).measurement
    assert measured
    line = measured.outline(2)
    crest = line[abs(line[:, 0] - 180).argmin()]
    window.expect_pixels(GLOW, window.point(180, crest[1]), at_least=10)
    window.expect_pixels(GLOW, window.point(180, 36), at_most=0)


def test_the_measurement_outlives_the_page(window: Driver, expected_log: ExpectedLog) -> None:
    begin(window)
    add(window, SHENYANG)
    add(window, DALIAN)
    expected_log("The map's process ended")
    with window.qtbot.waitSignal(window.view.page_ready, timeout=TIMEOUT_MS):
        os.kill(window.view.page().renderProcessPid(), signal.SIGKILL)
    window.settle()
    add(window, DANDONG)
    key(window, Qt.Key.Key_Return)
    measured = tool(window).measurement
    assert measured
    assert len(measured.vertices) == 3
    window.expect_pixels(GLOW, window.point(122.5, 40.36), at_least=10)
