"""Makes a picture in a process of its own: the same code as ``mapapp snapshot``.

Painting large paths holds Python's lock, so the window would stand still if it painted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal


def worker_command(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Program and arguments that run ``mapapp`` with these arguments in another process."""
    if getattr(sys, "frozen", False):
        return sys.executable, list(arguments)
    return sys.executable, ["-m", "mapapp", *arguments]


class ExportJob(QObject):
    """One picture in the making.

    Signals:
        finished: the path (a str) of the picture that was written.
        failed: a sentence for the user.
    """

    finished = Signal(str)
    failed = Signal(str)

    def __init__(self, target: Path, arguments: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._target = target
        self._cancelled = False
        self._process = QProcess(self)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._fail_to_start)
        program, worker_arguments = worker_command(["snapshot", "-o", str(target), *arguments])
        self._process.start(program, worker_arguments)

    def cancel(self) -> None:
        """Stop; the picture is written at the end under its name, so nothing is left."""
        self._cancelled = True
        self._process.kill()

    def _finish(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        if self._cancelled:
            self.failed.emit(self.tr("The export was cancelled; nothing was written."))
        elif status is QProcess.ExitStatus.NormalExit and exit_code == 0:
            self.finished.emit(str(self._target))
        else:
            self.failed.emit(self._complaint())
        self.deleteLater()

    def _complaint(self) -> str:
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        last = said.rpartition("\n")[2].removeprefix("mapapp: ")
        return last or self.tr("The picture could not be made; the export stopped unexpectedly.")

    def _fail_to_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(self.tr("The export could not be started; restart mapapp."))
            self.deleteLater()
