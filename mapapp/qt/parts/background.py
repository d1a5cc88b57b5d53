"""Work beside the window's thread, one piece after the other, whose results come back to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from mapapp.core.memory import give_back_memory
from mapapp.core.source.cancel import Cancel
from mapapp.qt.parts.garbage import collect_in_this_thread
from mapapp.qt.parts.guard import report

_T = TypeVar("_T")
_END = -1
"""The ticket with which a thread that nobody waits for says that it has ended."""

REST_MS = 500
"""When nothing was asked for so long, the memory that the work took is given back. That takes some
milliseconds; a map of large layers that was dragged would else keep 70 MB that it does not use."""


class _Result(QObject):
    """Brings what was made from the thread that made it to the window's."""

    came = Signal(int, object)


class _Running:
    """Says whether what runs now was dropped."""

    def __init__(self) -> None:
        self.dropped = Event()

    def is_set(self) -> bool:
        return self.dropped.is_set()


_ENDING: set[Background] = set()
"""Those whose threads still run: else a thread would free last what is of Qt, which may crash."""


class Background:
    """A thread that works off what it is given, in order, and gives the results to the window.

    All of the work runs in one and the same thread, so what it opens (SQLite's connections
    belong to the thread that made them) can stay open: ``closing`` is closed in that thread.
    """

    def __init__(self, name: str) -> None:
        collect_in_this_thread()
        self.closing = ExitStack()
        """Entered and closed in the thread, by the work."""
        self._running = _Running()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._tickets = itertools.count()
        self._waiting: dict[int, Callable[[object], None]] = {}
        self._given: dict[int, tuple[Future[None], Event]] = {}
        self._is_stopped = False
        self._result = _Result()
        self._result.came.connect(self._take)
        self._rest = QTimer(self._result, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._give_back)

    @property
    def cancel(self) -> Cancel:
        """Says to the work that runs now whether nobody waits for it; for its reads."""
        return self._running

    def run(
        self,
        work: Callable[[], _T],
        then: Callable[[_T], None],
        failed: Callable[[Exception], None] = report,
    ) -> int:
        """Do some work in the thread.

        Args:
            work: runs in the thread; it must not touch anything of Qt.
            then: gets its result in the window's thread; not called after :meth:`drop`.
            failed: gets what ``work`` raised, there too; by default it is reported.

        Returns:
            A ticket for :meth:`drop`. After :meth:`stop` nothing is done.
        """
        ticket = next(self._tickets)
        if self._is_stopped:
            return ticket

        def finish(outcome: object) -> None:
            if isinstance(outcome, Exception):
                failed(outcome)
            else:
                then(outcome)  # type: ignore[arg-type]

        self._waiting[ticket] = finish
        dropped = Event()
        self._given[ticket] = self._pool.submit(self._work, ticket, dropped, work), dropped
        return ticket

    def drop(self, ticket: int) -> None:
        """Nobody waits for a result any more.

        Work that has not begun is not done, and the reads of that which runs end.
        """
        self._waiting.pop(ticket, None)
        if given := self._given.pop(ticket, None):
            future, dropped = given
            dropped.set()
            future.cancel()

    def stop(self, *, wait: bool = True) -> None:
        """End what runs, forget what waits, close what is open; once is enough.

        ``wait`` until that is done, as whoever needs a file closed must.
        """
        if self._is_stopped:
            return
        self._is_stopped = True
        self._rest.stop()
        for ticket in list(self._given):
            self.drop(ticket)
        if not wait:
            _ENDING.add(self)
        self._pool.submit(self._end)
        self._pool.shutdown(wait=wait)

    def finish(self) -> None:
        """Do all that was asked for, give nobody the results, and end."""
        if not self._is_stopped:
            self._is_stopped = True
            self._rest.stop()
            self._waiting.clear()
            self._pool.submit(self.closing.close)
            self._pool.shutdown()

    def _end(self) -> None:
        self.closing.close()
        self._result.came.emit(_END, None)

    def _work(self, ticket: int, dropped: Event, work: Callable[[], object]) -> None:
        self._running.dropped = dropped
        try:
            outcome = work()
        except Exception as error:
            outcome = error
        self._result.came.emit(ticket, outcome)

    def _take(self, ticket: int, outcome: object) -> None:
        if ticket == _END:
            self._pool.shutdown()  # by now it is only a moment
            _ENDING.discard(self)
        self._given.pop(ticket, None)
        if not self._is_stopped:
            self._rest.start()
        if finish := self._waiting.pop(ticket, None):
            finish(outcome)

    def _give_back(self) -> None:
        if not self._given:
            self._pool.submit(give_back_memory)
