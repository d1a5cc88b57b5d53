"""Keeps the session on disk, so that the window comes back as it was, even after a crash."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mapapp.core.log import logger
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import Workspace, write_workspace
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.subscription import connect_each

_QUIET_MS = 1000
_log = logger("app")


class Session(QObject):
    """Saves the workspace at most a second after a change, beside the UI thread, and at the end.

    Signals:
        saved: what was changed before is on disk.
    """

    saved = Signal()

    def __init__(
        self, state: MapState, path: Path, workspace: Callable[[], Workspace], window: QWidget
    ) -> None:
        super().__init__(window)
        self._path = path
        self._workspace = workspace
        self._told = ""
        self._writer = ThreadPoolExecutor(1, "session")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_QUIET_MS)
        self._soon.timeout.connect(self.save)
        window.installEventFilter(self)
        connect_each(self, (
            state.layers_changed, state.unopened_changed, state.visibility_changed,
            state.opacity_changed, state.order_changed, state.solo_changed, state.filter_changed,
            state.as_of_changed,
            state.view_changed, state.selection_changed, state.language_changed,
        ), self._save_soon)  # fmt: skip

    def save(self) -> None:
        """Have the workspace written as it is now."""
        self._soon.stop()
        self._write()

    def save_at_once(self) -> None:
        """Write the workspace and wait until that is done: another window is to go on with it."""
        self._soon.stop()
        wait([self._write()])

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: save when the window closes, and wait until that is done."""
        if event.type() == QEvent.Type.Close:
            self.save()
            self._writer.shutdown()
            self._soon.timeout.disconnect()
            watched.removeEventFilter(self)
        return False

    def _write(self) -> Future[None]:
        written = self._writer.submit(write_workspace, self._path, self._workspace())
        written.add_done_callback(self._tell)
        return written

    def _save_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _tell(self, written: Future[None]) -> None:
        error = written.exception()
        if error is not None and str(error) != self._told:
            self._told = str(error)
            _log.warning("The session could not be saved: %s", error)
        self.saved.emit()
