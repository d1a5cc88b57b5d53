"""Runs a command of mapapp in a process of its own.

Painting large paths and finishing a PDF hold Python's lock, so the window would stand still
if it did that itself, in whatever thread.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QProcess, Signal

from mapapp.core.message import Spoken
from mapapp.render.request.from_json import PROGRESS

_PROGRESS = PROGRESS.encode()
_NAME = "mapapp: "
_STOP_MS = 5000


def worker_command(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Program and arguments that run ``mapapp`` in another process, in the language of this.

    Modules are never taken from the folder that mapapp was started in, where ``-m`` looks first.
    """
    said = [f"--lang={Spoken.language}", *arguments]
    if getattr(sys, "frozen", False):
        return sys.executable, said
    return sys.executable, ["-P", "-m", "mapapp", *said]


def last_sentence(said: bytes) -> str:
    """What a command of mapapp complained about in the end; empty if it did not."""
    lines = said.decode(errors="replace").strip()
    return lines.rpartition("\n")[2].removeprefix(_NAME)


def remark(said: bytes) -> str:
    """What a command of mapapp remarked though it did what it should; lines of its log are none."""
    lines = said.decode(errors="replace").splitlines()
    return " ".join(line.removeprefix(_NAME) for line in lines if line.startswith(_NAME))


class Worker(QObject):
    """One command, from its start to its end.

    Signals:
        progressed: how much (a float up to 1) is done, where the command tells.
        succeeded: it did what it should.
        failed: the sentence with which it ended.
        stopped: it was stopped.
    """

    progressed = Signal(float)
    succeeded = Signal()
    failed = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._said = b""
        self._was_stopped = False
        self._process = QProcess(self)
        self._process.readyReadStandardError.connect(self._listen)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._explain_no_start)
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.stop_at_once)

    def start(self, arguments: Sequence[str], text: str) -> None:
        """Run a command that reads a text, unless it was stopped already."""
        if self._was_stopped:
            self.stopped.emit()
            return
        self._process.start(*worker_command(arguments))
        self._process.write(text.encode())
        self._process.closeWriteChannel()

    def output(self) -> bytes:
        """What the command wrote to its standard output, once."""
        return bytes(self._process.readAllStandardOutput().data())

    @property
    def remark(self) -> str:
        """What the command said beside doing what it should."""
        return remark(self._said)

    def stop(self) -> None:
        """Stop, and tell so when the process has ended."""
        self._was_stopped = True
        self._process.kill()

    def stop_at_once(self) -> None:
        """Stop before what needs this goes away."""
        self.stop()
        self._process.waitForFinished(_STOP_MS)

    def _listen(self) -> None:
        """Take lines that tell progress; keep the others, for they complain."""
        self._said += bytes(self._process.readAllStandardError().data())
        lines = self._said.splitlines(keepends=True)
        told = [line for line in lines if line.startswith(_PROGRESS) and line.endswith(b"\n")]
        self._said = b"".join(line for line in lines if line not in told)
        if told:
            self.progressed.emit(float(told[-1].removeprefix(_PROGRESS)))

    def _finish(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        self._listen()
        if self._was_stopped:
            self.stopped.emit()
        elif status is QProcess.ExitStatus.NormalExit and exit_code == 0:
            self.succeeded.emit()
        else:
            unexpected = self.tr("mapapp stopped unexpectedly while doing this; try again.")
            self.failed.emit(last_sentence(self._said) or unexpected)

    def _explain_no_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(self.tr("A part of mapapp could not be started; restart mapapp."))
