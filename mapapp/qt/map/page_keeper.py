"""Keeps the map page going: starts it again when it fails, and says when that is of no use."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections import deque
from contextlib import suppress
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEnginePage

from mapapp.bridge.resources import PAGE_URL
from mapapp.core.log import logger
from mapapp.qt.map.map_page import MapPage
from mapapp.qt.map.page_log import PageLog

DELAYS_MS = (100, 400, 1000, 2000)
"""How long each further failure within a minute keeps the page from being started again."""
WINDOW_S = 60.0
BEAT_MS = 5000
PATIENCE_BEATS = 4
"""So many questions without an answer mean that there will be none."""

_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows has the second only: it ends at once
_bridge_log = logger("bridge")


class _Stage(Enum):
    STOPPED = auto()
    STARTING = auto()
    READY = auto()
    FAILED = auto()
    GONE = auto()


class PageKeeper(QObject):
    """Loads the page, and loads it again when its process ends, hangs, or goes elsewhere.

    After five failures within a minute it leaves it at that until ``start``. How a process
    ended is not told apart: when Chromium's helpers have been killed, the death of the page is
    reported as a normal end.

    Signals:
        failed: the page is not there now, and knows nothing when it comes again.
        gone: it does not come by itself: it failed too often, or never answers.
    """

    failed = Signal()
    gone = Signal()

    def __init__(self, page: MapPage, log: PageLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._log = log
        self._stage = _Stage.STOPPED
        self._failures_s: deque[float] = deque(maxlen=len(DELAYS_MS) + 1)
        self._unanswered = 0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._load)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._ask)
        page.renderProcessTerminated.connect(self._take_end)
        page.led_away.connect(lambda: self._fail("The map page went elsewhere"))

    def start(self) -> None:
        """Load the page, whatever has failed before."""
        self._failures_s.clear()
        self._load()

    def take_ready(self) -> bool:
        """Whether the page says for the first time since it was loaded that it is ready."""
        if self._stage is not _Stage.STARTING:
            return False
        self._stage = _Stage.READY
        self._unanswered = 0
        return True

    def stop(self) -> None:
        """Let the page go: what ends now ends as it should."""
        self._stage = _Stage.STOPPED
        self._again.stop()
        self._beat.stop()

    def _load(self) -> None:
        self._stage = _Stage.STARTING
        self._unanswered = 0
        self._beat.start()
        self._page.load(QUrl(PAGE_URL))  # where no process can be started, it fails in here

    def _take_end(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, exit_code: int
    ) -> None:
        self._fail(f"The map's process ended ({status.name}, {exit_code})")

    def _fail(self, reason: str) -> None:
        if self._stage not in (_Stage.STARTING, _Stage.READY):
            return  # one failure can be told in several ways
        self._beat.stop()
        now_s = time.monotonic()
        while self._failures_s and now_s - self._failures_s[0] > WINDOW_S:
            self._failures_s.popleft()
        number = len(self._failures_s)
        self._failures_s.append(now_s)
        if number == len(DELAYS_MS):
            self._stage = _Stage.GONE
            self._say(logging.ERROR, f"{reason}, as it did {number} times before; no more of it.")
        else:
            self._stage = _Stage.FAILED
            self._again.start(DELAYS_MS[number])
            self._say(logging.WARNING, f"{reason}; it is started again.")
        self.failed.emit()
        if self._stage is _Stage.GONE:
            self.gone.emit()

    def _ask(self) -> None:
        """See whether the page still answers, while anybody looks at it."""
        if not self._page.isVisible():
            return
        if self._unanswered >= PATIENCE_BEATS:
            self._give_up_waiting()
        else:
            self._unanswered += 1
            if self._stage is _Stage.READY:
                self._page.runJavaScript("0", self._take_answer)

    def _take_answer(self, _answer: object) -> None:
        if self._stage is _Stage.READY:
            self._unanswered = 0

    def _give_up_waiting(self) -> None:
        if self._stage is _Stage.STARTING:
            # It may be late: it is not hurried, and welcome when it comes.
            self._beat.stop()
            self._say(logging.ERROR, "The map page does not come up.")
            self.gone.emit()
        elif self._end_process():
            self._unanswered = 0
            self._say(logging.WARNING, "The map page does not answer; its process is ended.")
        else:
            self._fail("The map page does not answer")

    def _end_process(self) -> bool:
        """End a page that hangs, which would keep a processor to itself; its end is told then."""
        pid = self._page.renderProcessPid()
        if pid <= 0:  # 0 would end mapapp itself
            return False
        with suppress(OSError):
            os.kill(pid, _KILL)
            return True
        return False

    def _say(self, level: int, sentence: str) -> None:
        self._log.write(_bridge_log, level, sentence)
