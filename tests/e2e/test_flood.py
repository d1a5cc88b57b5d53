"""A page that says more than may wait, all the same: the window answers, and is soon done."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from mapapp.qt.map.channel import MOST_WAITING
from mapapp.qt.map.page_log import LONGEST, MOST_A_SECOND
from tests.conftest import ExpectedLog
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_window import position
from tests.e2e.watchdog import Watchdog

pytestmark = pytest.mark.e2e

VIEW = {
    "type": "view_changed", "lat": 41, "zoom": 7, "west": 118, "south": 39, "east": 126,
    "north": 43, "width_px": 700, "height_px": 500,
}  # fmt: skip


@dataclass(frozen=True)
class Flood:
    """Messages of one kind; ``lon`` is another one in each."""

    body: dict[str, object]
    count: int = 3 * MOST_WAITING


POINTER = {"lat": 41.5}
FLOODS = [
    Flood({"type": "hovered", **POINTER}),
    Flood({"type": "clicked", "zoom": 9, "extend": False, **POINTER}),
    Flood({"type": "context_menu", "x_px": 300, "y_px": 200, **POINTER}),
    Flood({"type": "measure_clicked", **POINTER}),
    Flood({"type": "measure_ended"}),
    Flood({"type": "hover_ended"}),
    Flood({"type": "idle", "serial": 1}),
    Flood({"type": "ready"}),
    Flood(VIEW),
]
WRONG = [
    Flood({"type": "failed", "text": "x" * 5000}),
    Flood({"type": "run", "text": "x" * 5000}),
    Flood({"type": "idle", "text": "x" * 20_000}, 1000),
]


def named(flood: Flood) -> str:
    return str(flood.body["type"])


def send(window: Driver, flood: Flood) -> None:
    """Let the page say it all in one go, and wait until nothing of it waits any more."""
    said: list[object] = []
    window.view.page().runJavaScript(
        f"for (let n = 0; n < {flood.count}; n++) console.info('mapapp:' +"
        f" JSON.stringify({{lon: 120 + n / {flood.count}, ...{json.dumps(flood.body)}}})); 0",
        said.append,
    )
    window.qtbot.waitUntil(lambda: bool(said), timeout=TIMEOUT_MS)
    waiting = window.view._channel._turn
    with window.qtbot.waitSignal(window.view.settled, timeout=TIMEOUT_MS):
        window.view.ping()
    window.qtbot.waitUntil(lambda: not waiting.isActive(), timeout=TIMEOUT_MS)


@pytest.fixture
def flooded(window: Driver) -> Iterator[Driver]:
    """A window that goes somewhere after the flood, so that its page says which view it has."""
    yield window
    window.go_to(121, 41, 8)


@pytest.fixture
def unlogged() -> Iterator[None]:
    """Whether messages had to be dropped, which is logged, depends on the machine."""
    bridge = logging.getLogger("mapapp.bridge")
    bridge.setLevel(logging.CRITICAL)
    yield
    bridge.setLevel(logging.NOTSET)


def menus() -> list[QMenu]:
    """The menus that are open."""
    tops = QApplication.topLevelWidgets()
    return [menu for menu in tops if isinstance(menu, QMenu) and menu.isVisible()]


@pytest.mark.timed
@pytest.mark.usefixtures("unlogged")
@pytest.mark.parametrize("flood", FLOODS, ids=named)
def test_a_flood_never_holds_the_window(flooded: Driver, flood: Flood) -> None:
    expect_no_hold(flooded, flood)


def expect_no_hold(window: Driver, flood: Flood) -> None:
    """Expect that a window answers all the time, and that few of the messages reach it."""
    heard: list[object] = []
    hearing = window.view._channel.received.connect(heard.append)
    with Watchdog() as watchdog:
        send(window, flood)
    window.view._channel.disconnect(hearing)
    for menu in menus():
        menu.close()
    watchdog.expect_answers()
    assert len(heard) < flood.count / 3


@pytest.mark.timed
@pytest.mark.usefixtures("unlogged")
def test_a_flood_of_points_never_holds_the_window(window: Driver) -> None:
    """As above, but each point counts, as far as there are not too many."""
    window.window.built_in.measuring.start("distance")
    flood = Flood({"type": "measure_clicked", **POINTER})
    expect_no_hold(window, flood)
    with Watchdog() as watchdog:
        window.go_to(121, 41, 8)
    watchdog.expect_answers()


@pytest.mark.usefixtures("unlogged")
def test_after_a_flood_of_hovering_the_last_place_is_shown(window: Driver) -> None:
    send(window, Flood({"type": "hovered", "lat": 41.5}))
    assert "120.999" in window.window.status.readout.text()


@pytest.mark.usefixtures("unlogged")
def test_one_context_menu_at_a_time(window: Driver) -> None:
    for count in (200, 1):
        send(window, Flood({"type": "context_menu", "x_px": 300, "y_px": 200, "lat": 41.5}, count))
        assert len(menus()) == 1
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


@pytest.mark.timed
@pytest.mark.parametrize("flood", WRONG, ids=named)
def test_wrong_messages_do_not_fill_the_log(
    flooded: Driver, flood: Flood, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("mapapp")
    begun_s = time.monotonic()
    with Watchdog() as watchdog:
        send(flooded, flood)
    flooded.view._log.finish()
    seconds = time.monotonic() - begun_s
    assert len(caplog.records) <= (MOST_A_SECOND + 1) * (seconds + 2)  # begun before, or ends later
    assert max(len(record.getMessage()) for record in caplog.records) <= LONGEST
    assert caplog.records[-1].getMessage().startswith("Records of the page left out")
    watchdog.expect_answers()


@pytest.mark.usefixtures("unlogged")
def test_clicks_work_after_a_flood(window: Driver) -> None:
    send(window, Flood({"type": "clicked", "zoom": 9, "extend": False, "lat": 41.5}))
    window.click(*position("port", "port-dandong"))
    assert window.window.built_in.details.cards[0].card.feature.id == "port-dandong"
