"""Tests that judge how long something takes, and how they are judged on a shared machine.

A pytest plugin, loaded by ``tests/conftest.py``. A test marked ``timed`` says with
``expect_within`` what took how long. Only what is late is judged anew, at most twice more: code
that is slow is so each time, while a moment in which the machine did something else has passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

RERUNS = 2
PATIENCE_S = 60.0
PATIENCE_MS = int(1000 * PATIENCE_S)


class LateError(AssertionError):
    """Something took longer than it may."""


class _Running:
    """Whether the test that runs may judge a duration."""

    is_timed = False


def expect_within(took: float, most: float, what: object = "it") -> None:
    """Expect that something took less than it may, in the same unit.

    Raises:
        LateError: it took longer.
        RuntimeError: the test is not marked ``timed``, so that one hiccup would fail it.
    """
    if not _Running.is_timed:
        raise RuntimeError("a test that judges a duration is marked with pytest.mark.timed")
    if took > most:
        raise LateError(f"{what} took {took:.3g}, at most {most:.3g} was expected")


def wait_until(done: Callable[[], bool]) -> None:
    """Wait for what another process does in a moment; how long that takes is not judged."""
    until_s = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < until_s, "it never came to that"
        time.sleep(0.01)


class PatientBot(QtBot):
    """Waits a minute before it gives up, not the usual 5 s: how long a wait takes is not judged."""

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)


def _is_late(error: BaseException | None) -> bool:
    return isinstance(error, LateError)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pytest-rerunfailures judge what was late anew."""
    for item in items:
        if item.get_closest_marker("timed"):
            item.add_marker(pytest.mark.flaky(reruns=RERUNS, condition=_is_late))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Know whether the test is a timed one."""
    _Running.is_timed = item.get_closest_marker("timed") is not None
