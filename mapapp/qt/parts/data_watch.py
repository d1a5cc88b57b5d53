"""Watches the files of features while they are open: are they there, whole, and the same?"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QThreadPool, QTimer, Signal

from mapapp.core.errors import DataBusyError, DataError

_QUIET_MS = 300
"""A file is looked at when nothing has happened to it for so long: it may be half copied."""

_FIRST_RETRY_MS, _LAST_RETRY_MS = 100, 5000
_CALM_S = 10.0

_Signature = tuple[tuple[int, int, int] | None, ...]


class _Answer(QObject):
    """Brings what was found from the thread that looked; no child of the watch it is for."""

    found = Signal(object, object)


class DataWatch(QObject):
    """Looks at files beside the window's thread: when they change, and again while they fail.

    ``check`` opens the files anew, in another thread; it raises a ``DataError``.

    Signals:
        failed: why they cannot be read (a ``DataError``).
        returned: the same files can be read again.
        replaced: there are other files now, and they can be read.
        looked: a look has ended, whatever it found.
    """

    failed = Signal(object)
    returned = Signal()
    replaced = Signal()
    looked = Signal()

    def __init__(self, paths: Sequence[Path], check: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._paths = tuple(paths)
        self._check = check
        self._known = _signature(self._paths)
        self._is_looking = False
        self._delay_ms = _FIRST_RETRY_MS
        self._last_trouble_s = 0.0
        self.is_failing = False
        self._pool = QThreadPool(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._notice)
        self._watcher.directoryChanged.connect(self._notice)
        self._watch_again()

    def take(self, error: DataError) -> None:
        """Something could not be read: find out whether that lasts."""
        if isinstance(error, DataBusyError):
            self.is_failing = True
        self._look_later()

    def know(self) -> None:
        """Take the files as known as they are now: mapapp itself has written to them."""
        self._known = _signature(self._paths)

    def look(self) -> None:
        """Look now; one of the signals tells what was found, if it is news."""
        self._soon.stop()
        if self._is_looking:
            return
        self._is_looking = True
        answer = _Answer()
        answer.found.connect(self._judge)
        paths, check = self._paths, self._check

        def find() -> None:
            signature = _signature(paths)
            try:
                check()
            except DataError as error:
                answer.found.emit(signature, error)
            else:
                answer.found.emit(signature, None)

        self._pool.start(find)

    def _judge(self, signature: _Signature, error: DataError | None) -> None:
        self._is_looking = False
        self._watch_again()
        self._tell(signature, error)
        self.looked.emit()

    def _tell(self, signature: _Signature, error: DataError | None) -> None:
        if error is not None:
            self.is_failing = True
            self.failed.emit(error)
            self._look_later()
            return
        was_failing, self.is_failing = self.is_failing, False
        if signature != self._known:
            self._known = signature
            self.replaced.emit()
        elif was_failing:
            self.returned.emit()

    def _look_later(self) -> None:
        """Wait twice as long each time, from the beginning again after a calm while."""
        now_s = time.monotonic()
        if now_s - self._last_trouble_s > _CALM_S:
            self._delay_ms = _FIRST_RETRY_MS
        self._last_trouble_s = now_s
        if not self._soon.isActive():
            self._soon.start(self._delay_ms)
            self._delay_ms = min(2 * self._delay_ms, _LAST_RETRY_MS)

    def _notice(self) -> None:
        if _signature(self._paths) != self._known:
            self._soon.start(_QUIET_MS)

    def _watch_again(self) -> None:
        """A file that is replaced is no longer watched; its folder tells when it comes back."""
        wanted = {str(path) for path in self._paths if path.exists()}
        wanted |= {str(path.parent) for path in self._paths if path.parent.is_dir()}
        missing = wanted - {*self._watcher.files(), *self._watcher.directories()}
        if missing:
            self._watcher.addPaths(sorted(missing))


def _signature(paths: Sequence[Path]) -> _Signature:
    """What changes when a file is written to or another one is put in its place."""
    return tuple(map(_one, paths))


def _one(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
