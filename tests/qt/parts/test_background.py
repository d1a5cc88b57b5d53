"""Work beside the window: in order, in one thread, and never answered after it was dropped."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.qt.parts import background as background_module
from mapapp.qt.parts.background import Background


@pytest.fixture
def background(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Background]:
    monkeypatch.setattr(background_module, "REST_MS", 20)
    background = Background("test")
    yield background
    background.stop()


def test_results_come_in_order_to_the_thread_of_the_window(
    background: Background, qtbot: QtBot
) -> None:
    got: list[tuple[int, int]] = []
    made_in: set[int] = set()

    def make(number: int) -> int:
        made_in.add(threading.get_ident())
        return number

    for i in range(20):
        background.run(lambda i=i: make(i), lambda n: got.append((n, threading.get_ident())))
    qtbot.waitUntil(lambda: len(got) == 20)
    assert got == [(i, threading.get_ident()) for i in range(20)]
    assert len(made_in) == 1
    assert threading.get_ident() not in made_in


def test_what_fails_is_told_to_who_asked(background: Background, qtbot: QtBot) -> None:
    failed: list[Exception] = []
    background.run(lambda: 1 // 0, lambda _: pytest.fail("it failed"), failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], ZeroDivisionError)


def test_what_fails_is_reported_where_nobody_asks(background: Background, qtbot: QtBot) -> None:
    with qtbot.capture_exceptions() as reported:
        background.run(lambda: 1 // 0, lambda _: None)
        qtbot.waitUntil(lambda: bool(reported))
    assert reported[0][0] is ZeroDivisionError


def test_what_is_dropped_is_not_answered_nor_begun(background: Background, qtbot: QtBot) -> None:
    go, made, got = threading.Event(), [], []
    first = background.run(lambda: made.append(go.wait(20)), lambda _: got.append("first"))
    second = background.run(lambda: made.append("second"), lambda _: got.append("second"))
    background.drop(second)
    background.drop(first)
    go.set()
    background.run(lambda: made.append("third"), lambda _: got.append("third"))
    qtbot.waitUntil(lambda: bool(got))
    assert made == [True, "third"]
    assert got == ["third"]


def test_what_runs_hears_that_it_was_dropped(background: Background, qtbot: QtBot) -> None:
    begun, ended, seen = threading.Event(), threading.Event(), []

    def work() -> None:
        begun.set()
        while not background.cancel.is_set():
            pass
        ended.set()

    ticket = background.run(work, lambda _: pytest.fail("it was dropped"))
    assert begun.wait(20)
    background.drop(ticket)
    assert ended.wait(20)
    background.run(background.cancel.is_set, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [False], "what comes after it goes on"


def test_the_end_does_not_wait_for_what_hears_of_it(qapp: QApplication) -> None:
    background, begun, seen = Background("test"), threading.Event(), []

    def work() -> None:
        begun.set()
        while not background.cancel.is_set():
            pass
        seen.append("ended")

    background.run(work, lambda _: pytest.fail("it was stopped"))
    assert begun.wait(20)
    background.stop()
    assert seen == ["ended"]


def test_what_it_opened_is_closed_in_its_own_thread(qapp: QApplication, qtbot: QtBot) -> None:
    background, threads, done = Background("test"), [], []

    def open_something() -> None:
        threads.append(threading.get_ident())
        background.closing.callback(lambda: threads.append(threading.get_ident()))

    background.run(open_something, done.append)
    qtbot.waitUntil(lambda: bool(done))
    background.stop()
    background.stop()
    background.run(lambda: done.append("late"), done.append)
    assert threads == [threads[0]] * 2
    assert threads[0] != threading.get_ident()
    assert done == [None]


def test_memory_is_given_back_once_when_the_work_rests(
    background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    monkeypatch.setattr(background_module, "give_back_memory", lambda: given.append(len(got)))
    got: list[int] = []
    for number in range(5):
        background.run(lambda number=number: number, got.append)
    qtbot.waitUntil(lambda: bool(given))
    assert given == [5]


def test_what_qt_has_of_it_is_freed_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    background = Background("test")
    began, go, freed_in = threading.Event(), threading.Event(), list[int]()
    background.run(lambda: (began.set(), go.wait(20)), lambda _: None)
    assert began.wait(20)
    weakref.finalize(background._result, lambda: freed_in.append(threading.get_ident()))
    background.stop(wait=False)
    del background
    go.set()
    qtbot.waitUntil(lambda: bool(freed_in))
    assert freed_in == [threading.get_ident()]


def test_it_rests_no_more_once_it_is_finished(background: Background, qtbot: QtBot) -> None:
    got: list[int] = []
    background.run(lambda: 1, got.append)
    qtbot.waitUntil(lambda: got == [1] and background._rest.isActive())
    background.finish()
    assert not background._rest.isActive()
