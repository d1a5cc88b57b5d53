"""Files that are chosen or dropped: what they hold says who opens them, or why nobody does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from mapapp.core.disk.kinds import kind_of, refusal
from mapapp.core.errors import MapappError
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.guard import guarded


class Opening(QObject):
    """The one opener of a window; it takes whatever is dropped, if only to say why not."""

    def __init__(
        self,
        window: QWidget,
        page: QWidget,
        open_workspace: Callable[[Path], object],
        open_picture: Callable[[Path], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._open_workspace = open_workspace
        self._open_picture = open_picture
        page.setAcceptDrops(False)  # the map would else keep what is dropped on it
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def open(self, path: Path) -> None:
        """Open a file of any kind; what cannot be opened is told in a sentence."""
        try:
            kind = kind_of(path)
        except MapappError as error:
            self._refuse(error.message)
            return
        if kind in {"workspace", "share"}:
            self._open_workspace(path)
        elif kind == "picture":
            self._open_picture(path)
        else:
            self._refuse(refusal(path, kind))

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: take a drag of files, and its drop; layers that are dragged are no files."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        urls = event.mimeData().urls()
        if not urls:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.DragEnter:
            return True
        if len(urls) > 1:
            self._refuse(self.tr("Drop one file at a time: a workspace or a picture."))
        elif not urls[0].isLocalFile():
            self._refuse(self.tr("Save it on this computer first, and drop the file."))
        else:
            self.open(Path(urls[0].toLocalFile()))
        return True

    def _refuse(self, sentence: str) -> None:
        complain(self._window, self.tr("Open a file"), sentence)
