"""Files that are chosen or dropped: what they hold says who opens them, or why nobody does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from mapapp.core.errors import MapappError
from mapapp.core.record import record
from mapapp.qt.adding.adding import local_files
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.guard import guarded


@record(kw_only=True)
class Openers:
    """Who opens a workspace, a picture, and files of data."""

    workspace: Callable[[Path], object]
    picture: Callable[[Path], object]
    data: Callable[[Sequence[Path]], object]


class Opening(QObject):
    """The one opener of a window; it takes whatever is dropped, if only to say why not."""

    def __init__(self, window: QWidget, page: QWidget, openers: Openers) -> None:
        super().__init__(window)
        self._window = window
        self._openers = openers
        page.setAcceptDrops(False)  # the map would else keep what is dropped on it
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def open(self, paths: Sequence[Path]) -> None:
        """Open a workspace, a picture, or files of data; else a sentence says why not."""
        from mapapp.store.files.opened_as import opened_together

        try:
            kind = opened_together(paths)
        except MapappError as error:
            self._refuse(error.message)
            return
        if kind == "data":
            self._openers.data(paths)
        elif kind == "picture":
            self._openers.picture(paths[0])
        else:
            self._openers.workspace(paths[0])

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: take a drag of files, and its drop; layers that are dragged are no files."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        if not event.mimeData().urls():
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.DragEnter:
            return True
        if files := local_files(event.mimeData()):
            self.open(files)
        else:
            self._refuse(self.tr("Save it on this computer first, and drop the file."))
        return True

    def _refuse(self, sentence: str) -> None:
        complain(self._window, self.tr("Open a file"), sentence)
