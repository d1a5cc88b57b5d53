"""Drags the picture of a pane away as a file, which is made when the mouse goes down on it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QApplication

from mapapp.qt.export_job import ExportJob
from mapapp.qt.picture_pane import PicturePane
from mapapp.render.request import ExportRequest


class PictureDrag(QObject):
    """Makes the file while the mouse moves, and starts the drag once it is there.

    Args:
        pane: shows the picture.
        atlas: what it is made of.
        folder: where the files are made; they stay, since what they were dropped on may read
            them later.

    Signals:
        made: the file is there.
        failed: a sentence: it cannot be made.
    """

    made = Signal()
    failed = Signal(str)

    def __init__(self, pane: PicturePane, atlas: Path, folder: Path) -> None:
        super().__init__(pane)
        self._pane = pane
        self._atlas = atlas
        self._folder = folder
        self._request: ExportRequest | None = None
        self._file: Path | None = None
        self._is_pulled = False

    def prepare(self, request: ExportRequest) -> None:
        """Make the file of a request, unless it was the last one made."""
        self._is_pulled = False
        if request == self._request:
            return
        self._request, self._file = request, None
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        job = ExportJob(replace(request, path=folder / request.path.name), self._atlas, self)
        job.finished.connect(lambda path: self._take(request, Path(path)))
        job.failed.connect(self._give_up)

    def start(self) -> None:
        """Begin to drag, now or when the file is there."""
        self._is_pulled = True
        if self._file:
            self._drag(self._file)
        elif self._request:
            self._pane.setCursor(Qt.CursorShape.BusyCursor)

    def _take(self, request: ExportRequest, file: Path) -> None:
        if request != self._request:
            return
        self._file = file
        self._pane.unsetCursor()
        self.made.emit()
        if self._is_pulled and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._drag(file)

    def _give_up(self, sentence: str) -> None:
        self._request = None
        self._pane.unsetCursor()
        self.failed.emit(sentence)

    def _drag(self, file: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        drag = QDrag(self._pane)
        drag.setMimeData(data)
        drag.setPixmap(QPixmap.fromImage(self._pane.drag_picture()))
        drag.exec(Qt.DropAction.CopyAction)
