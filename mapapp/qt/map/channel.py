"""Messages between Qt and the page: encoded and checked here, never more than can be answered."""

from __future__ import annotations

import logging
import time
from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

from mapapp.bridge import messages
from mapapp.bridge.decoding import MAX_MESSAGE, decode
from mapapp.bridge.messages import FromPage, ToPage, encode
from mapapp.core.errors import BridgeError
from mapapp.core.log import logger
from mapapp.qt.map.page_log import PageLog

MOST_WAITING = 1_000
MOST_PENDING = 32
_SLICE_S = 0.008
_LONGEST_GAP_S = 0.05
_bridge_log = logger("bridge")


class PageChannel(QObject):
    """Carries checked messages between Qt and the page.

    The page is not trusted, and may send more than anybody does with a mouse. Of several
    messages of one kind that wait, only the last is answered (of clicks that measure, each);
    answering takes at most half of this thread's time; and what waits is bounded.

    Signals:
        sent: JSON text for the page.
        received: a decoded message of the page, one of ``bridge.messages.FromPage``.
    """

    sent = Signal(str)
    received = Signal(object)

    def __init__(self, parent: QObject | None = None, log: PageLog | None = None) -> None:
        super().__init__(parent)
        self.serial = 0
        """Serial of the last message to the page."""
        self._log = log or PageLog(self)
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._pending: dict[object, FromPage] = {}
        self._dropped = 0
        self._next_s = 0.0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._work)

    def send(self, message: ToPage) -> None:
        """Give one message to the page."""
        self.serial += 1
        self.sent.emit(encode(message, self.serial))

    def post(self, text: str) -> None:
        """Take one message from the page; one that is too long is logged and dropped."""
        if len(text) > MAX_MESSAGE:
            self._complain(f"The page sent a message of {len(text):,} characters: {text[:80]}")
            return
        self._dropped += len(self._waiting) == MOST_WAITING
        self._waiting.append(text)
        self._turn.start(0)

    def forget(self) -> None:
        """Drop what a page that is gone has said."""
        self._waiting.clear()
        self._pending.clear()

    def _work(self) -> None:
        """One turn: read some of what waits, answer one of what was read."""
        self._read_waiting()
        gap_s = self._next_s - time.perf_counter()
        if self._pending and gap_s <= 0:
            self._answer_next()
        if self._waiting:
            self._turn.start(0)
        elif self._pending:
            self._turn.start(max(0, round(1000 * (self._next_s - time.perf_counter()))))
        if self._dropped and not self._waiting:
            self._complain(f"The page sent too much at once: {self._dropped:,} messages dropped.")
            self._dropped = 0

    def _read_waiting(self) -> None:
        until_s = time.perf_counter() + _SLICE_S
        while self._waiting and time.perf_counter() < until_s:
            try:
                message = decode(self._waiting.popleft())
            except BridgeError as error:
                self._complain(str(error))
            else:
                self._keep(message)

    def _keep(self, message: FromPage) -> None:
        """Let a message wait for its answer, in place of an earlier one of its kind."""
        kind = _kind(message)
        if kind is None and len(self._pending) >= MOST_PENDING:
            self._dropped += 1
            return
        key = kind or object()
        self._pending.pop(key, None)
        self._pending[key] = message

    def _answer_next(self) -> None:
        message = self._pending.pop(next(iter(self._pending)))
        started_s = time.perf_counter()
        self.received.emit(message)
        now_s = time.perf_counter()
        self._next_s = now_s + min(now_s - started_s, _LONGEST_GAP_S)

    def _complain(self, sentence: str) -> None:
        self._log.write(_bridge_log, logging.ERROR, sentence)


def _kind(message: FromPage) -> type | None:
    """What a later message shares with an earlier one that it replaces; None if it never does."""
    match message:
        case messages.Hovered() | messages.HoverEnded():
            return messages.Hovered
        case messages.MeasureClicked() | messages.PageFailed():
            return None
        case _:
            return type(message)
