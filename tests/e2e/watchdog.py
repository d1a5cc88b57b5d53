"""Notices when the thread of the window is kept from answering."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from PySide6.QtCore import QTimer

from tests.timing import expect_within

LONGEST_MS = 50.0
_BEAT_MS = 1
"""Not 0: a heart that beats without a pause takes a processor from the page it waits for."""


class Watchdog:
    """A heart that beats each millisecond; a turn of the event loop that keeps it from it is seen.

    What counts is the time this thread computes between two beats, so that a busy machine is
    not taken for a slow window.

    Attributes:
        longest_ms: the longest time between two beats.
    """

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._last_s = 0.0

    def __enter__(self) -> Self:
        self.longest_ms = 0.0
        self._last_s = time.thread_time()
        self._timer.start(_BEAT_MS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._beat()
        self._timer.stop()

    def expect_answers(self, most_ms: float = LONGEST_MS, what: object = "a turn") -> None:
        """Expect that no turn took longer than that."""
        expect_within(self.longest_ms, most_ms, f"{what}, in ms,")

    def _beat(self) -> None:
        now_s = time.thread_time()
        self.longest_ms = max(self.longest_ms, (now_s - self._last_s) * 1000)
        self._last_s = now_s
