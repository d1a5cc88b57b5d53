"""Circles of objects are looked for in the thread of the window, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mapapp.qt.parts.background import Background


@pytest.fixture
def looked_in(qtbot: QtBot) -> Iterator[list[int]]:
    """The threads in which circles are looked for, in order."""
    threads: list[int] = []

    def look(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            threads.append(threading.get_ident())

    gc.callbacks.append(look)
    yield threads
    gc.callbacks.remove(look)


def made_circle() -> weakref.finalize:
    """Says that something of Qt, which holds itself, is there still."""
    circle = QObject()
    circle.me = circle
    return weakref.finalize(circle, list)


def test_what_a_thread_makes_has_circles_looked_for_in_that_of_the_window(
    looked_in: list[int], qtbot: QtBot
) -> None:
    background = Background("test")
    circle = made_circle()
    background.run(lambda: [[number] for number in range(100_000)], lambda _: None)
    qtbot.waitUntil(lambda: not circle.alive)
    background.stop()
    assert set(looked_in) == {threading.get_ident()}
