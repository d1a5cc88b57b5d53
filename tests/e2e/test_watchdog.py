"""The window answers while it works: no step computes longer than people notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from tests.e2e.driver import Driver
from tests.e2e.test_window import position, tick
from tests.e2e.watchdog import LONGEST_MS, Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.timed]

CTRL = Qt.KeyboardModifier.ControlModifier


def click(driver: Driver) -> None:
    driver.click(*position("industrial_park", "cgip"))


def toggle(driver: Driver) -> None:
    tick(driver, "Sea ports")


def switch_language(driver: Driver) -> None:
    driver.press(Qt.Key.Key_L, CTRL)


def switch_theme(driver: Driver) -> None:
    driver.press(Qt.Key.Key_D, CTRL)


@pytest.mark.parametrize(
    ("act", "most_ms"),
    [
        (click, LONGEST_MS),
        (toggle, LONGEST_MS),
        # Qt names or dresses every widget anew and paints all of the window, in one go. Of a new
        # language most is the style sheet, which has the fonts: 70 ms, or 90 on a slow machine.
        (switch_language, 3 * LONGEST_MS),
        (switch_theme, 2 * LONGEST_MS),
    ],
)
def test_the_window_keeps_answering(
    window: Driver, act: Callable[[Driver], None], most_ms: float
) -> None:
    with Watchdog() as watchdog:
        act(window)
    watchdog.expect_answers(most_ms)
