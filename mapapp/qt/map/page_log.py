"""The log of what the page causes: bounded in number and length, free of control characters."""

from __future__ import annotations

import re
from logging import Logger

from PySide6.QtCore import QObject, QTimer

from mapapp.core.log import logger

MOST_A_SECOND = 20
LONGEST = 500
_SECOND_MS = 1000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_bridge_log = logger("bridge")


class PageLog(QObject):
    """Writes the first records of each second, and how many more there were at its end.

    The page is not trusted: it could fill a disk with records, or steer a terminal with one.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = MOST_A_SECOND
        self._more = 0
        self._second = QTimer(self)
        self._second.setSingleShot(True)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self.finish)

    def write(self, log: Logger, level: int, text: str) -> None:
        """Write a text that the page had a hand in, or only count it."""
        if not log.isEnabledFor(level):
            return
        if not self._second.isActive():
            self._second.start()
        if self._left:
            self._left -= 1
            log.log(level, "%s", _bounded(text))
        else:
            self._more += 1

    def finish(self) -> None:
        """Say how many records were left out, and count anew."""
        self._second.stop()
        if self._more:
            _bridge_log.warning("Records of the page left out: %s.", f"{self._more:,}")
        self._left, self._more = MOST_A_SECOND, 0


def _bounded(text: str) -> str:
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return _CONTROL.sub(" ", cut)
