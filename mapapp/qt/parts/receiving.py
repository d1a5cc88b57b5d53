"""Reads a file that may come from anybody, in a process of its own.

However large, damaged or hostile it is: the window goes on, and the user can cancel.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from mapapp.qt.parts.worker import Worker
from mapapp.store.document import Profile

_SHOWN_AFTER_MS = 400
_LABEL_CHARS = 60


class Receiving(QObject):
    """One file, from asking for it to what is in it. It goes away when that is told.

    Signals:
        received: what the command ``receive`` says, as text.
        failed: a sentence for the user.
        ended: after either, or when the user cancelled.
    """

    received = Signal(str)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, path: Path, profile: Profile, parent: QObject) -> None:
        super().__init__(parent)
        self._arguments = ["receive", str(profile.installed), str(profile.folder), str(path)]
        self._worker = Worker(self)
        self._worker.succeeded.connect(self._tell)
        self._worker.failed.connect(self._fail)
        self._worker.stopped.connect(self._end)
        self.dialog = self._make_dialog(path.name, parent if isinstance(parent, QWidget) else None)

    def start(self) -> None:
        """Begin; a dialog shows itself if it takes a while."""
        self._worker.start(self._arguments, "")

    def stop(self) -> None:
        """Stop at once, before what started this goes away."""
        self._worker.stop_at_once()

    def _make_dialog(self, name: str, window: QWidget | None) -> QProgressDialog:
        shown = name if len(name) <= _LABEL_CHARS else f"{name[:_LABEL_CHARS]}…"
        text = self.tr("Opening {0} …").format(shown)
        dialog = QProgressDialog(text, self.tr("Cancel"), 0, 0, window)
        dialog.setWindowTitle("mapapp")
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAutoReset(False)
        # Its own minimum duration is not heeded where the end is not known.
        QTimer.singleShot(_SHOWN_AFTER_MS, dialog, dialog.show)
        dialog.canceled.connect(self._worker.stop)
        return dialog

    def _tell(self) -> None:
        text = self._worker.output().decode(errors="replace")
        self._end()
        self.received.emit(text)

    def _fail(self, sentence: str) -> None:
        self._end()
        self.failed.emit(sentence)

    def _end(self) -> None:
        self.dialog.canceled.disconnect()
        self.dialog.reset()
        self.dialog.deleteLater()
        self.deleteLater()
        self.ended.emit()
