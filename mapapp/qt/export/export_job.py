"""Makes a picture in a process of its own: the same code as ``mapapp snapshot``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, QTimer, Signal, SignalInstance

from mapapp.core.disk.replacing import put_in_place, writable_target
from mapapp.core.disk.sweeping import sweep, temporary_prefix
from mapapp.core.errors import ExportError
from mapapp.core.message import spoken
from mapapp.core.texts.reasons import why
from mapapp.qt.parts.worker import Worker
from mapapp.render.request.from_json import request_to_json
from mapapp.render.request.request import ExportRequest


class ExportJob(QObject):
    """One picture in the making.

    The process writes into a hidden folder beside the target, from where the finished picture
    is moved: however the process ends, nothing half done stays.

    Signals:
        progressed: how much (a float up to 1) is painted, where that can be told.
        noted: a sentence about what had no room in it; before it is finished.
        finished: the path (a str) of the picture that was written.
        failed: a sentence for the user.
        cancelled: it was stopped and nothing was written.
        ended: after any of the last three.
    """

    progressed = Signal(float)
    noted = Signal(str)
    finished = Signal(str)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, request: ExportRequest, atlas: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.target = request.path
        sweep(self.target.parent)
        self._folder = QTemporaryDir(str(self.target.parent / f".{temporary_prefix()}XXXXXX"))
        self._worker = Worker(self)
        self._worker.progressed.connect(self.progressed)
        self._worker.succeeded.connect(self._take_picture)
        self._worker.failed.connect(self._fail)
        self._worker.stopped.connect(lambda: self._end(self.cancelled))
        QTimer.singleShot(0, self, lambda: self._start(request, atlas))

    @property
    def _made(self) -> Path:
        """Where the process writes."""
        return Path(self._folder.path()) / self.target.name

    def cancel(self) -> None:
        """Stop, and tell so when the process has ended."""
        self._worker.stop()

    def stop(self) -> None:
        """Stop at once, before what started this goes away."""
        self._worker.stop_at_once()

    def _start(self, request: ExportRequest, atlas: Path) -> None:
        if not self._folder.isValid():
            self._end(self.failed, self._cannot_write(self._folder.errorString()))
            return
        try:
            writable_target(self.target)
        except ExportError as error:  # told before the picture is made, which takes its time
            self._end(self.failed, spoken(error.message))
            return
        made = replace(request, path=self._made)
        arguments = ["snapshot", "--data", str(atlas), "--request", "-", "--progress"]
        self._worker.start(arguments, request_to_json(made))

    def _take_picture(self) -> None:
        """Move the finished picture to its place."""
        try:
            put_in_place(self._made, self.target.resolve())
        except OSError as error:
            self._end(self.failed, self._cannot_write(spoken(why(error))))
        else:
            if self._worker.remark:
                self.noted.emit(self._worker.remark)
            self._end(self.finished, str(self.target))

    def _fail(self, sentence: str) -> None:
        self._end(self.failed, sentence.replace(self._folder.path(), str(self.target.parent)))

    def _end(self, signal: SignalInstance, *said: str) -> None:
        self._folder.remove()
        signal.emit(*said)
        self.ended.emit()
        self.deleteLater()

    def _cannot_write(self, reason: str) -> str:
        return self.tr("{0} cannot be written ({1}); choose another folder or make room.").format(
            self.target, reason
        )
