"""Copies a layer in a process of its own: the command ``keep``."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from mapapp.core.texts.parsing import ParseError
from mapapp.qt.parts.worker import Worker
from mapapp.store.adding.keeping import CopyAnswer, CopyOrder


class KeepJob(QObject):
    """One copy in the making; however the process ends, nothing half done stays.

    Args:
        layer: id of the layer that is to have the copy.
        order: what is to be copied where.

    Signals:
        progressed: how much (a float up to 1) is written.
        kept: its ``CopyAnswer``, before it is finished.
        finished: the path (a str) of the copy.
        failed: a sentence for the user.
        cancelled: it was stopped and there is no copy.
        ended: after any of the last three.
    """

    progressed = Signal(float)
    kept = Signal(object)
    finished = Signal(str)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, layer: str, order: CopyOrder, parent: QObject) -> None:
        super().__init__(parent)
        self.layer = layer
        self.order = order
        self.target = Path(order.source.uri)
        self._worker = Worker(self)
        self._worker.progressed.connect(self.progressed)
        self._worker.succeeded.connect(self._take)
        self._worker.failed.connect(lambda sentence: self._end(self.failed, sentence))
        self._worker.stopped.connect(self._take_back)

    def start(self) -> None:
        """Begin."""
        self._worker.start(["keep"], self.order.to_json())

    def cancel(self) -> None:
        """Stop, and tell so when the process has ended."""
        self._worker.stop()

    def stop(self) -> None:
        """Stop at once, before what started this goes away."""
        self._worker.stop_at_once()

    def _take(self) -> None:
        answer = CopyAnswer.from_json(self._worker.output().decode())
        self.kept.emit(answer)
        self._end(self.finished, answer.source.uri)

    def _take_back(self) -> None:
        """Remove a copy that was finished in the moment in which it was cancelled."""
        if told := self._worker.output():
            with suppress(ParseError):  # half of an answer
                Path(CopyAnswer.from_json(told.decode()).source.uri).unlink(missing_ok=True)
        self._end(self.cancelled)

    def _end(self, signal: SignalInstance, *said: str) -> None:
        signal.emit(*said)
        self.ended.emit()
        self.deleteLater()
