"""Where the keyboard is can be seen, in every theme, for those who go by keys."""

from __future__ import annotations

from typing import get_args

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mapapp.core.style.symbology import Theme
from mapapp.qt.shell.focus_frame import FocusFrame
from tests.e2e.driver import Driver
from tests.e2e.test_keyboard import controls, open_everything

pytestmark = pytest.mark.e2e

LEAST_CONTRAST = 3
LEAST_PIXELS = 40


def luminance(image: QImage) -> npt.NDArray[np.float64]:
    """The relative luminance of each pixel, as WCAG defines it."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    rgb = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ np.array((0.2126, 0.7152, 0.0722))


def seen_change(before: QImage, after: QImage) -> int:
    """How many pixels changed so much that everyone sees it."""
    one, other = luminance(before), luminance(after)
    ratio = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return int((ratio >= LEAST_CONTRAST).sum())


def picture_around(driver: Driver, widget: QWidget) -> QImage:
    """The part of the window in which the focus of a control is to be seen."""
    part = driver.window.panels._part_of(widget) or widget
    corner = part.mapTo(driver.window, QPoint())
    return driver.window.grab(QRect(corner, part.size())).toImage()


def frame(driver: Driver) -> FocusFrame:
    """The frame of the window."""
    return driver.window.panels.frame


@pytest.mark.parametrize("theme", get_args(Theme))
def test_the_focus_is_seen_on_every_control(window: Driver, theme: Theme) -> None:
    open_everything(window)
    window.state.set_theme(theme)
    window.settle()
    unseen = []
    for widget in controls(window):
        frame(window)._stand_on(None)
        window.window.setFocus()
        before = picture_around(window, widget)
        with frame(window).by_key():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
        if seen_change(before, picture_around(window, widget)) < LEAST_PIXELS:
            unseen.append((type(widget).__name__, widget.objectName(), widget.accessibleName()))
    assert not unseen


def test_each_panel_that_f6_reaches_is_framed(window: Driver) -> None:
    seen = []
    for _ in range(3):
        window.press(Qt.Key.Key_F6)
        seen.append(frame(window).parentWidget())
        assert frame(window).isVisible()
        assert frame(window).geometry() == seen[-1].rect()
    built_in = window.window.built_in
    assert seen == [built_in.side, built_in.details, window.view]


def test_tab_frames_what_it_comes_to(window: Driver) -> None:
    window.press(Qt.Key.Key_F6)
    window.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not frame(window).isVisible()
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if window.window.panels._part_of(QApplication.focusWidget()):
            break
    assert frame(window).isVisible()


def test_a_click_frames_nothing(window: Driver) -> None:
    window.press(Qt.Key.Key_F6)
    window.click(123.2, 41.0)
    assert not frame(window).isVisible()


def test_arrows_and_plus_move_the_map_that_f6_reached(window: Driver) -> None:
    window.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    window.press(Qt.Key.Key_F6)
    before = window.state.view
    window.press(Qt.Key.Key_Right)
    window.qtbot.waitUntil(lambda: window.state.view.lon > before.lon)
    window.press(Qt.Key.Key_Plus)
    window.qtbot.waitUntil(lambda: window.state.view.zoom > before.zoom)
