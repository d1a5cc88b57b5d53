"""Drags the picture of a pane away as a file, which is made when the drag begins."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QApplication

from mapapp.qt.export.export_job import ExportJob
from mapapp.qt.export.picture_pane import PicturePane
from mapapp.render.request.request import ExportRequest


class PictureDrag(QObject):
    """Makes the file and starts the drag once it is there, if the mouse is still held.

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
        self._job: ExportJob | None = None

    def start(self, request: ExportRequest) -> None:
        """Drag the picture of a request, now or when its file is there."""
        if request == self._request and self._file:
            self._drag(self._file)
        elif request != self._request:
            self._make(request)

    def stop(self) -> None:
        """Make no file any more."""
        if self._job:
            self._job.stop()

    def _make(self, request: ExportRequest) -> None:
        self.stop()
        self._request, self._file = request, None
        self._pane.setCursor(Qt.CursorShape.BusyCursor)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        self._job = ExportJob(replace(request, path=folder / request.path.name), self._atlas, self)
        self._job.finished.connect(self._take)
        self._job.failed.connect(self._give_up)
        self._job.ended.connect(self._forget_job)

    def _forget_job(self) -> None:
        self._job = None
        self._pane.unsetCursor()

    def _take(self, path: str) -> None:
        self._file = Path(path)
        self.made.emit()
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._drag(self._file)

    def _give_up(self, sentence: str) -> None:
        self._request = None
        self.failed.emit(sentence)

    def _drag(self, file: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        drag = QDrag(self._pane)
        drag.setMimeData(data)
        drag.setPixmap(QPixmap.fromImage(self._pane.drag_picture()))
        drag.exec(Qt.DropAction.CopyAction)
