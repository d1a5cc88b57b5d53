"""A watch on the UI thread: its event loop must come round often enough."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from tests.timing import expect_within

_INTERVAL_MS = 5
_SCHEDSTAT = Path("/proc/thread-self/schedstat")


@contextmanager
def heartbeat(longest_ms: int) -> Iterator[None]:
    """A timer on the UI thread that is never late by more than so much.

    Time in which the thread could have run, had other programs not had the processors, does not
    count; waiting for Python's lock does.
    """
    beats = [_own_time_ms()]
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(_own_time_ms()))
    timer.start(_INTERVAL_MS)
    yield
    timer.stop()
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    assert len(gaps) > 10, "too short to tell"
    expect_within(max(gaps), longest_ms, "the window stood still: a turn, in ms,")


def _own_time_ms() -> float:
    """The time, less what this thread has waited for a processor (proc(5), schedstat)."""
    waited_ns = int(_SCHEDSTAT.read_text(encoding="ascii").split()[1]) if _HAS_SCHEDSTAT else 0
    return 1000 * time.perf_counter() - waited_ns / 1e6


_HAS_SCHEDSTAT = _SCHEDSTAT.exists()
