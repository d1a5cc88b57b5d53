"""The slow source itself, which tests of the window rely on."""

from __future__ import annotations

import threading

import pytest

from mapapp.core.errors import DataError, ReadCancelledError
from mapapp.store.sources.memory import of_frame
from tests.unit.store.sources.making import ROWS, frame
from tests.unit.store.sources.slow import SlowSource, at_once


def test_a_connection_that_breaks_in_the_middle_is_our_error() -> None:
    def broken(number: int) -> None:
        if number == 3:
            raise OSError("connection reset")

    source = SlowSource(of_frame(frame(ROWS), "some"), broken)
    with pytest.raises(DataError, match=r"cannot be read \(connection reset\); ask again"):
        source.read()
    source.between = at_once
    assert len(source.read()) == len(ROWS)


def test_another_thread_cancels_a_read_that_waits() -> None:
    begun, go_on, cancel = threading.Event(), threading.Event(), threading.Event()
    said: list[Exception] = []

    def wait(_number: int) -> None:
        begun.set()
        assert go_on.wait(20)

    source = SlowSource(of_frame(frame(ROWS), "some"), wait)

    def read() -> None:
        try:
            source.read(cancel=cancel)
        except ReadCancelledError as error:
            said.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    assert begun.wait(20)
    cancel.set()
    go_on.set()
    thread.join(20)
    assert len(said) == 1
