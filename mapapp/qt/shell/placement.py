"""Where the window stands on the screen, at first and from one start to the next."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

from mapapp.core.map.settings import SettingsFile
from mapapp.qt.parts.guard import guarded
from mapapp.qt.shell.panels import Panels

SIZE_PX = QSize(1366, 768)
"""The size of a window that was never resized, where the screen has room for it."""

_FRAME_PX = QSize(16, 48)
"""Room for the frame, whose size is told only of windows that are shown."""

_QUIET_MS = 1000
_CHANGES = {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.WindowStateChange}


class WindowPlacement(QObject):
    """Puts a window and its panels where they were, and keeps where they are.

    What changed is kept once it has been quiet for a second, so that a crash loses nothing, and
    when the window closes.
    """

    def __init__(self, settings: SettingsFile, panels: Panels, window: QMainWindow) -> None:
        super().__init__(window)
        self._settings = settings
        self._panels = panels
        self._window = window
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self.keep)
        kept = settings.now
        # Qt moves what would lie beside the screens, and refuses what is of quite another screen.
        self._is_placed = window.restoreGeometry(_bytes(kept.geometry))
        panels.restore(_bytes(kept.docks))
        window.installEventFilter(self)
        panels.resized.connect(self._soon.start)

    def fit(self) -> None:
        """Give a window that was nowhere before a size that the screen has room for."""
        if self._is_placed:
            return
        size = fitting(self._window.screen().availableGeometry().size())
        self._window.resize(size)
        if size != SIZE_PX:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def keep(self) -> None:
        """Keep where the window and its panels are now."""
        self._soon.stop()
        self._settings.update(
            geometry=_text(self._window.saveGeometry()), docks=_text(self._panels.layout())
        )

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keep what changes, a while later, and all when the window closes."""
        if event.type() in _CHANGES:
            self._soon.start()
        elif event.type() == QEvent.Type.Close:
            self.keep()
            self._window.removeEventFilter(self)
            self._panels.resized.disconnect(self._soon.start)
        return False


def fitting(available: QSize) -> QSize:
    """The size of a new window without its frame, on a screen with that much room."""
    return SIZE_PX.boundedTo(available - _FRAME_PX)


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    """What was kept; Qt takes nothing from what is damaged."""
    try:
        return QByteArray(base64.b64decode(text))
    except binascii.Error:
        return QByteArray()
