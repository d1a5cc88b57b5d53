"""Workspaces dropped on the window are opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from mapapp.core.disk.suffixes import OPENED
from mapapp.qt.parts.guard import guarded


class WorkspaceDrop(QObject):
    """Lets a window take files of workspaces.

    Signals:
        dropped: the path of a file that was dropped.
    """

    dropped = Signal(Path)

    def __init__(self, window: QWidget, page: QWidget) -> None:
        super().__init__(window)
        page.setAcceptDrops(False)  # the map would else keep what is dropped on it
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: take a drag that carries a workspace, and its drop; others are left to others."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        path = dragged_file(event.mimeData())
        if path is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(path)
        return True


def dragged_file(data: QMimeData) -> Path | None:
    """The one local file of a workspace that a drag carries, or None."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].name.endswith(OPENED) else None
