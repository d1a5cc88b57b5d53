"""Writes layers to a file beside the window's thread."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, SignalInstance

from mapapp.core.errors import MapappError, ReadCancelledError
from mapapp.core.message import Message, spoken
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.guard import report
from mapapp.render.card.layer_file import LayerFile, write_layers
from mapapp.store.catalogue import LayerCatalogue


class DataJob(QObject):
    """One file of layers in the making; a thread of its own reads its own open files.

    Signals:
        progressed: how much (a float up to 1) is read.
        finished: the path (a str) of the file that was written.
        noted: sentences (a str, one a line) about what could not be kept in it.
        failed: a sentence for the user.
        cancelled: it was stopped and nothing was written.
        ended: after the others.
    """

    progressed = Signal(float)
    finished = Signal(str)
    noted = Signal(str)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, wanted: LayerFile, catalogue: LayerCatalogue, parent: QObject) -> None:
        super().__init__(parent)
        self.target = wanted.target
        self._wanted = wanted
        self._catalogue = catalogue
        self._cancel = Event()
        self._background = Background("data")
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.stop)
        QTimer.singleShot(0, self, self._start)

    def cancel(self) -> None:
        """Stop, and tell so when the reading has ended."""
        self._cancel.set()

    def stop(self) -> None:
        """Stop at once, before what started this goes away."""
        self.cancel()
        self._background.stop()

    def _start(self) -> None:
        self._background.run(self._write, self._tell, self._explain)

    def _write(self) -> tuple[Message, ...]:
        """In the thread: nothing of the window's may be used there but what names things."""
        with self._catalogue.atlas.again() as atlas, self._catalogue.again(atlas) as layers:
            return write_layers(self._wanted, layers, self.progressed.emit, self._cancel)

    def _tell(self, notes: tuple[Message, ...]) -> None:
        if notes:
            self.noted.emit("\n".join(map(spoken, notes)))
        self._end(self.finished, str(self.target))

    def _explain(self, error: Exception) -> None:
        if isinstance(error, ReadCancelledError):
            self._end(self.cancelled)
        elif isinstance(error, MapappError):
            self._end(self.failed, spoken(error.message))
        else:
            report(error)
            self._end(
                self.failed, self.tr("mapapp stopped unexpectedly at this; try it once more.")
            )

    def _end(self, signal: SignalInstance, *said: str) -> None:
        self._background.stop()
        signal.emit(*said)
        self.ended.emit()
        self.deleteLater()
