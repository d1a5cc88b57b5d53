"""The one place where a window says what went wrong outside of a command."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mapapp.core.errors import DataError, MapappError
from mapapp.core.map.state import MapState
from mapapp.core.message import spoken
from mapapp.qt.parts.data_watch import DataWatch
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.notice_bar import NoticeBar


class Problems(QObject):
    """Tells of exceptions, and of files of features that cannot be read, in a bar.

    A command that fails shows a box of its own (``qt/parts/complaints.py``): somebody asked for it.
    What comes here nobody asked for, and it may come a hundred times a second.

    Signals:
        reported: an exception; may be emitted in any thread.
        replaced: the files of features are others now; the window is to be made anew.
    """

    reported = Signal(object)
    replaced = Signal()

    def __init__(self, state: MapState, watch: DataWatch, over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._watch = watch
        self.bar = NoticeBar(over)
        self._said: Exception | None = None
        follow_language(self, state, self._retranslate)
        self.bar.retry_wanted.connect(watch.look)
        # Not at once: it may come out of a paint method, where no widget may change.
        self.reported.connect(self._take, Qt.ConnectionType.QueuedConnection)
        watch.failed.connect(self._say)
        watch.returned.connect(self._go_on)
        watch.replaced.connect(self._give_way)

    def withdraw(self, error: Exception) -> None:
        """What was said holds no more; anything else that the bar says stays."""
        if error is self._said:
            self._said = None
            self.bar.hide()

    def _take(self, error: Exception) -> None:
        if isinstance(error, DataError):
            self._say(error)
            self._watch.take(error)
        elif not self._watch.is_failing:
            self._say(error)

    def _retranslate(self) -> None:
        self.bar.retranslate()
        if self._said is not None and not self.bar.isHidden():
            self._say(self._said)

    def _say(self, error: Exception) -> None:
        self._said = error
        self.bar.say(self._sentence(error), can_retry=isinstance(error, DataError))

    def _sentence(self, error: Exception) -> str:
        if isinstance(error, MapappError):
            return spoken(error.message)
        return self.tr(
            "mapapp has a fault ({0}); if it comes again, start it with --verbose and report "
            "what it says."
        ).format(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)

    def _go_on(self) -> None:
        self.bar.hide()
        self._state.data_returned.emit(None)

    def _give_way(self) -> None:
        self.bar.hide()
        self.replaced.emit()
