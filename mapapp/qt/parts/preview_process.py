"""Pictures for the screen, painted by a process that stays: the newest order wins.

The first picture takes as long as starting Python; the following ones only their painting.
The window does nothing but decode a small PNG (benchmarks/bench_preview.py).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from mapapp.qt.parts.worker import last_sentence, worker_command
from mapapp.render.request.preview import Answer, PreviewOrder

_PAUSE_MS = 120
_STOP_MS = 2000


class PreviewProcess(QObject):
    """Orders pictures and gives the newest; older orders that wait are forgotten.

    Signals:
        answered: the ``Answer`` to the newest order.
        failed: a sentence: the process died.
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, atlas: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._atlas = atlas
        self._received = bytearray()
        self._waiting: PreviewOrder | None = None
        self._serial = 0
        self._is_painting = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._explain_end)
        self._process.errorOccurred.connect(self._explain_no_start)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._send)
        parent.destroyed.connect(self.stop)  # else Qt says that it runs while it is destroyed
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.stop)

    def start(self) -> None:
        """Start the process, so that it is there when the first order comes."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            self._received.clear()
            self._is_painting = False
            self._process.start(*worker_command(["preview", str(self._atlas)]))

    def order(self, order: PreviewOrder, *, at_once: bool = False) -> int:
        """Ask for a picture instead of any asked for before; the answer is its serial number.

        It is sent when orders have paused for a moment, or ``at_once``.
        """
        self._serial += 1
        self._waiting = replace(order, serial=self._serial)
        self._soon.start(0 if at_once else _PAUSE_MS)
        return self._serial

    def forget(self) -> None:
        """Want no picture any more."""
        self._serial += 1
        self._waiting = None

    def stop(self) -> None:
        """End the process."""
        self._soon.stop()
        self.forget()
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(_STOP_MS)
        self._process.blockSignals(False)

    def _send(self) -> None:
        if self._waiting and not self._is_painting:
            self.start()
            self._process.write(self._waiting.to_line())
            self._waiting = None
            self._is_painting = True

    def _read(self) -> None:
        self._received += bytes(self._process.readAllStandardOutput().data())
        while answer := Answer.taken_from(self._received):
            self._is_painting = False
            if answer.serial == self._serial:
                self.answered.emit(answer)
        if not self._soon.isActive():
            self._send()

    def _explain_end(self) -> None:
        last = last_sentence(bytes(self._process.readAllStandardError().data()))
        self._is_painting = False
        self.failed.emit(last or self.tr("The preview stopped unexpectedly; change something."))

    def _explain_no_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._is_painting = False
            self.failed.emit(self.tr("The preview could not be started; restart mapapp."))
