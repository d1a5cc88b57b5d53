"""Makes a picture in a process of its own: the same code as ``mapapp snapshot``.

Painting large paths holds Python's lock, so the window would stand still if it painted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal, SignalInstance

from mapapp.render.request import ExportRequest
from mapapp.render.request_json import PROGRESS, request_to_json

_PROGRESS = PROGRESS.encode()
_STOP_MS = 5000


def worker_command(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Program and arguments that run ``mapapp`` with these arguments in another process."""
    if getattr(sys, "frozen", False):
        return sys.executable, list(arguments)
    return sys.executable, ["-m", "mapapp", *arguments]


class ExportJob(QObject):
    """One picture in the making.

    The process writes into a hidden folder beside the target, from where the finished picture
    is moved: however the process ends, nothing half done stays.

    Signals:
        progressed: how much (a float up to 1) is painted, where that can be told.
        finished: the path (a str) of the picture that was written.
        failed: a sentence for the user.
        cancelled: it was stopped and nothing was written.
        ended: after any of these.
    """

    progressed = Signal(float)
    finished = Signal(str)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, request: ExportRequest, atlas: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.target = request.path
        self._folder = Path()
        self._said = b""
        self._was_cancelled = False
        self._process = QProcess(self)
        self._process.readyReadStandardError.connect(self._listen)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._explain_no_start)
        try:
            self._folder = Path(tempfile.mkdtemp(prefix=".mapapp-", dir=self.target.parent))
        except OSError as error:
            sentence = self._cannot_write(error)
            QTimer.singleShot(0, self, lambda: self._end(self.failed, sentence))
        else:
            if app := QCoreApplication.instance():
                app.aboutToQuit.connect(self.stop)
            self._start(replace(request, path=self._folder / self.target.name), atlas)

    def cancel(self) -> None:
        """Stop, and tell so when the process has ended."""
        self._was_cancelled = True
        self._process.kill()

    def stop(self) -> None:
        """Stop at once, before what started this goes away."""
        self.cancel()
        self._process.waitForFinished(_STOP_MS)

    def _start(self, request: ExportRequest, atlas: Path) -> None:
        arguments = ["snapshot", "--data", str(atlas), "--request", "-", "--progress"]
        self._process.start(*worker_command(arguments))
        self._process.write(request_to_json(request).encode())
        self._process.closeWriteChannel()

    def _listen(self) -> None:
        """Take lines that tell progress; keep the others, for they complain."""
        self._said += bytes(self._process.readAllStandardError().data())
        lines = self._said.splitlines(keepends=True)
        told = [line for line in lines if line.startswith(_PROGRESS) and line.endswith(b"\n")]
        self._said = b"".join(line for line in lines if line not in told)
        if told:
            self.progressed.emit(float(told[-1].removeprefix(_PROGRESS)))

    def _finish(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        if self._was_cancelled:
            self._end(self.cancelled)
        elif status is QProcess.ExitStatus.NormalExit and exit_code == 0:
            self._take_picture()
        else:
            self._end(self.failed, self._complaint())

    def _take_picture(self) -> None:
        """Move the finished picture to its place."""
        try:
            (self._folder / self.target.name).replace(self.target)
        except OSError as error:
            self._end(self.failed, self._cannot_write(error))
        else:
            self._end(self.finished, str(self.target))

    def _end(self, signal: SignalInstance, *said: str) -> None:
        if self._folder != Path():
            shutil.rmtree(self._folder, ignore_errors=True)
        signal.emit(*said)
        self.ended.emit()
        self.deleteLater()

    def _complaint(self) -> str:
        self._listen()
        said = self._said.decode(errors="replace").strip()
        last = said.rpartition("\n")[2].removeprefix("mapapp: ")
        last = last.replace(str(self._folder), str(self.target.parent))
        return last or self.tr("The picture could not be made; the export stopped unexpectedly.")

    def _cannot_write(self, error: OSError) -> str:
        return self.tr("{0} cannot be written ({1}); choose another folder or make room.").format(
            self.target, error.strerror
        )

    def _explain_no_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(self.failed, self.tr("The export could not be started; restart mapapp."))
