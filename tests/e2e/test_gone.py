"""The map's process ends, hangs, or cannot be started: the window goes on, and says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from mapapp.qt.map import page_keeper
from mapapp.qt.map.map_notice import MapNotice
from tests.conftest import ROOT, ExpectedLog
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.processes import is_alive
from tests.e2e.test_window import position, tick
from tests.timing import expect_within

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

BEAT_MS = 50


@pytest.fixture
def window(window: Driver, last_of_window: None, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A window whose page has never failed, and is not kept away for seconds when it does."""
    window.view._keeper._failures_s.clear()
    monkeypatch.setattr(page_keeper, "DELAYS_MS", (10, 20, 30, 40))
    return window


def hurry(driver: Driver) -> None:
    """Ask the page often whether it is there, until it is said not to be."""
    keeper = driver.view._keeper
    keeper._beat.setInterval(BEAT_MS)
    keeper.failed.connect(lambda: keeper._beat.setInterval(page_keeper.BEAT_MS))


def notice_of(driver: Driver) -> MapNotice:
    [notice] = driver.view.findChildren(MapNotice)
    return notice


def text_of(notice: MapNotice) -> str:
    return " ".join(label.text() for label in notice.findChildren(QLabel))


def renderer(driver: Driver) -> int:
    """The page's process once it is to be there; never 0, which stands for this one's kin."""
    page, keeper = driver.view.page(), driver.view._keeper
    driver.qtbot.waitUntil(
        lambda: not keeper._again.isActive() and is_alive(page.renderProcessPid())
    )
    return page.renderProcessPid()


def kill_until_gone(driver: Driver) -> int:
    """Kill each process of the page as soon as it is there, until no more comes; how many."""
    gone: list[bool] = []
    driver.view._keeper.gone.connect(lambda: gone.append(True))
    times = 0
    while not gone:
        pid = renderer(driver)
        with driver.qtbot.waitSignal(driver.view._keeper.failed, timeout=TIMEOUT_MS):
            os.kill(pid, signal.SIGKILL)
        times += 1
    return times


def retry(driver: Driver) -> None:
    """Click the button, and wait for the map."""
    [button] = notice_of(driver).findChildren(QToolButton)
    with driver.qtbot.waitSignal(driver.view.page_ready, timeout=TIMEOUT_MS):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    driver.settle()


def test_after_five_failures_the_map_says_so_and_comes_when_asked(
    window: Driver, expected_log: ExpectedLog
) -> None:
    expected_log("The map's process ended.*; it is started again")
    expected_log("The map's process ended.*, as it did 4 times before")
    notice = notice_of(window)
    assert not notice.isVisible()
    assert kill_until_gone(window) == 5
    assert notice.isVisible()
    assert notice.geometry() == window.view.rect()
    assert "The map has stopped" in text_of(notice)
    window.window.resize(1200, 700)
    assert notice.geometry() == window.view.rect()
    retry(window)
    assert not notice.isVisible()
    spot = window.point(*position("port", "port-dandong"))
    window.expect_pixels("#3A4EC8", spot, at_least=61)


def test_the_rest_of_the_window_goes_on_without_the_map(
    window: Driver, expected_log: ExpectedLog
) -> None:
    expected_log("The map's process ended")
    kill_until_gone(window)
    window.window.built_in.navigation.reveal("port-dalian")
    assert window.window.built_in.details.cards[0].card.feature.id == "port-dalian"
    chosen = window.state.selection
    window.window.built_in.places.go_to(122.5, 40.5)  # the details now tell of that place
    window.state.select(chosen)
    window.state.set_visible("port", False)
    window.state.set_language("zh")
    window.qtbot.waitUntil(lambda: "地图已停止" in text_of(notice_of(window)))
    window.state.set_language("en")
    window.state.set_theme("dark")
    retry(window)
    assert (window.state.view.lon, window.state.view.lat) == pytest.approx((122.5, 40.5))
    window.go_to(*position("port", "port-dalian"), 9)
    spot = window.point(*position("port", "port-dalian"))
    window.expect_pixels("#5FD3DF", spot, 20, at_most=0)  # it is selected, but its layer hidden
    tick(window, "Sea ports")
    window.expect_pixels("#5FD3DF", spot, 20, at_least=41)


def test_the_keyboard_goes_to_the_button_and_back_to_the_map(
    window: Driver, expected_log: ExpectedLog
) -> None:
    expected_log("The map's process ended")
    kill_until_gone(window)
    window.window.activateWindow()
    window.qtbot.waitUntil(window.window.isActiveWindow)
    window.window.built_in.layers.setFocus()
    window.view.setFocus()
    [button] = notice_of(window).findChildren(QToolButton)
    window.qtbot.waitUntil(button.hasFocus)
    with window.qtbot.waitSignal(window.view.page_ready, timeout=TIMEOUT_MS):
        QTest.keyClick(button, Qt.Key.Key_Space)
    window.settle()
    window.qtbot.waitUntil(lambda: QApplication.focusWidget() is window.view.focusProxy())


def test_failures_long_ago_do_not_count(
    window: Driver, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("The map's process ended")
    monkeypatch.setattr(page_keeper, "WINDOW_S", 0.0)
    for _ in range(6):
        pid = renderer(window)
        with window.qtbot.waitSignal(window.view.page_ready, timeout=TIMEOUT_MS):
            os.kill(pid, signal.SIGKILL)
    window.settle()
    assert not notice_of(window).isVisible()


@pytest.mark.parametrize(
    "hang",
    [
        lambda driver: os.kill(renderer(driver), signal.SIGSTOP),
        lambda driver: driver.view.page().runJavaScript("for (;;);"),
    ],
    ids=["stopped", "busy"],
)
def test_a_page_that_hangs_is_ended_and_comes_back(
    window: Driver, expected_log: ExpectedLog, hang: Callable[[Driver], None]
) -> None:
    expected_log("The map page does not answer; its process is ended")
    expected_log("The map's process ended.*; it is started again")
    pid = renderer(window)
    with window.qtbot.waitSignal(window.view.page_ready, timeout=TIMEOUT_MS):
        hang(window)
        hurry(window)
    window.settle()
    assert not is_alive(pid)


def test_a_page_that_nobody_sees_is_not_asked(window: Driver) -> None:
    window.window.hide()
    pid = renderer(window)
    os.kill(pid, signal.SIGSTOP)
    hurry(window)
    beats: list[bool] = []
    window.view._keeper._beat.timeout.connect(lambda: beats.append(True))
    window.qtbot.waitUntil(lambda: len(beats) > 3 * page_keeper.PATIENCE_BEATS)
    window.view._keeper._beat.setInterval(page_keeper.BEAT_MS)  # a busy machine is no hung page
    os.kill(pid, signal.SIGCONT)
    window.window.show()
    window.settle()
    assert renderer(window) == pid


@pytest.mark.timed
def test_when_all_helpers_are_killed_it_is_said_and_the_window_goes_on() -> None:
    command = [sys.executable, "-m", "tests.e2e.gone_child"]
    child = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert child.returncode == 0, child.stderr
    assert "Traceback" not in child.stderr
    told = json.loads(child.stdout.splitlines()[-1])
    assert told["killed"] >= 3
    # Sooner than it takes to find that nothing answers.
    expect_within(told["told_s"], 15, "the sentence, in s,")
    assert len(told["records"]) <= 10, told["records"]
    assert told["cards"] == 1
    assert told["notice"]
