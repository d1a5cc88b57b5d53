"""Makes something of layers beside the window's thread, in its own time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, SignalInstance

from mapapp.core.errors import MapappError, ReadCancelledError
from mapapp.core.message import spoken
from mapapp.core.source.cancel import Cancel
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.guard import report
from mapapp.store.catalogue import LayerCatalogue

LayerWork: TypeAlias = Callable[[LayerCatalogue, Callable[[float], object], Cancel], Any]
"""Gets the layers, whom to tell how much (up to 1) is read, and what ends it."""


class LayerJob(QObject):
    """Something in the making; a thread of its own reads its own open files.

    Args:
        name: of the thread.
        work: runs in it; nothing of the window's may be used there but what names things.
        catalogue: has the layers; they are opened anew.
        parent: whoever waits, and outlives the work.

    Signals:
        progressed: how much (a float up to 1) is read.
        made: what ``work`` gave back.
        failed: a sentence for the user.
        cancelled: it was stopped before anything was made.
        ended: after the others.
    """

    progressed = Signal(float)
    made = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(
        self, name: str, work: LayerWork, catalogue: LayerCatalogue, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._layer_work = work
        self._catalogue = catalogue
        self._cancel = Event()
        self._background = Background(name)
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.stop)
        QTimer.singleShot(0, self, self._start)

    @property
    def is_cancelled(self) -> bool:
        """Whether it is to stop; what is made nevertheless, nobody wants."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Stop, and tell so when the reading has ended."""
        self._cancel.set()

    def stop(self) -> None:
        """Stop at once, before what started this goes away."""
        self.cancel()
        self._background.stop()

    def _start(self) -> None:
        self._background.run(self._work, self._tell, self._explain)

    def _work(self) -> Any:  # noqa: ANN401 - whatever is made
        with self._catalogue.atlas.again() as atlas, self._catalogue.again(atlas) as layers:
            return self._layer_work(layers, self.progressed.emit, self._cancel)

    def _tell(self, found: Any) -> None:  # noqa: ANN401 - whatever was made
        self._end(self.made, found)

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

    def _end(self, signal: SignalInstance, *said: object) -> None:
        self._background.stop()
        signal.emit(*said)
        self.ended.emit()
        self.deleteLater()
