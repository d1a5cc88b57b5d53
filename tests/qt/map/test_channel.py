"""Messages of a page that says too much, too long or the wrong thing."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.bridge import messages as m
from mapapp.bridge.decoding import MAX_MESSAGE
from mapapp.qt.map.channel import MOST_WAITING, PageChannel
from tests.e2e.watchdog import LONGEST_MS, Watchdog
from tests.timing import expect_within

VIEW = {
    "type": "view_changed", "lon": 0, "lat": 0, "zoom": 3, "west": 0, "south": 0, "east": 1,
    "north": 1, "width_px": 10, "height_px": 10,
}  # fmt: skip


class Heard:
    """A channel, and what came out of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.channel = PageChannel()
        self.qtbot = qtbot
        self.messages: list[m.FromPage] = []
        self.channel.received.connect(self.messages.append)

    def post(self, *bodies: dict[str, object]) -> None:
        for body in bodies:
            self.channel.post(json.dumps(body))

    def settle(self) -> list[m.FromPage]:
        """All that was heard, once nothing waits any more."""
        self.qtbot.waitUntil(lambda: not self.channel._turn.isActive())
        return self.messages


@pytest.fixture
def heard(qapp: QApplication, qtbot: QtBot) -> Heard:
    return Heard(qtbot)


def hovered(lon: float) -> dict[str, object]:
    return {"type": "hovered", "lon": lon, "lat": 0}


def test_of_many_hovers_of_a_moment_the_last_is_answered(heard: Heard) -> None:
    heard.post(*(hovered(lon) for lon in range(100)))
    assert heard.settle()[-1] == m.Hovered(99, 0)
    assert len(heard.messages) < 10


def test_leaving_the_map_comes_after_the_hover_it_ends(heard: Heard) -> None:
    heard.post(hovered(1), {"type": "hover_ended"})
    assert heard.settle() == [m.HoverEnded()]


def test_kinds_are_answered_in_the_order_of_their_last_message(heard: Heard) -> None:
    heard.post({"type": "idle", "serial": 1}, VIEW, hovered(1), {"type": "idle", "serial": 2})
    assert [type(message) for message in heard.settle()] == [m.ViewChanged, m.Hovered, m.Idle]


def test_each_point_of_a_measurement_counts(heard: Heard) -> None:
    points = [{"type": "measure_clicked", "lon": lon, "lat": 0} for lon in range(20)]
    heard.post(*points, {"type": "measure_ended"})
    assert heard.settle() == [*(m.MeasureClicked(lon, 0) for lon in range(20)), m.MeasureEnded()]


@pytest.mark.timed
def test_answers_take_at_most_half_of_the_time(heard: Heard) -> None:
    """Otherwise a page could keep the window from everything else, one click after another."""
    spans: list[tuple[float, float]] = []

    def work(_message: object) -> None:
        began = time.perf_counter()
        while time.perf_counter() < began + 0.01:
            pass
        spans.append((began, time.perf_counter()))
        if len(spans) < 4:
            heard.post(hovered(len(spans)))

    heard.channel.received.connect(work)
    heard.post(hovered(0))
    heard.qtbot.waitUntil(lambda: len(spans) == 4)
    for (began, ended), (next_began, _) in pairwise(spans):
        rest_s = next_began - ended
        expect_within(0.9 * min(ended - began, LONGEST_MS / 1000), rest_s, "an answer")


def test_too_long_a_message_is_dropped_unread(heard: Heard, expected_log: Any) -> None:
    expected_log(r"a message of 10,001 characters: \{\"type\": \"ready\"")
    text = '{"type": "ready"'
    heard.channel.post(text + " " * (MAX_MESSAGE - len(text)) + "}")
    heard.channel.post(text + " " * (MAX_MESSAGE - len(text) - 1) + "}")
    assert heard.settle() == [m.Ready()]


def test_what_is_not_of_the_protocol_is_dropped(heard: Heard, expected_log: Any) -> None:
    expected_log("unknown message")
    heard.post({"type": "run"}, {"type": "ready"})
    assert heard.settle() == [m.Ready()]


@pytest.mark.timed
def test_what_waits_is_bounded_and_the_newest_stays(heard: Heard, expected_log: Any) -> None:
    expected_log("messages dropped")
    with Watchdog() as watchdog:
        heard.post({"type": "ready"})
        for lon in range(20 * MOST_WAITING):
            heard.channel.post(f'{{"type":"hovered","lon":{lon / 100},"lat":0}}')
            assert len(heard.channel._waiting) <= MOST_WAITING
        heard.settle()
    assert heard.messages[-1] == m.Hovered(199.99, 0)
    assert len(heard.messages) < 10
    watchdog.expect_answers()


def test_what_a_page_said_that_is_gone_is_forgotten(heard: Heard) -> None:
    heard.post({"type": "ready"})
    heard.channel.forget()
    assert heard.settle() == []
