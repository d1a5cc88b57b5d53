"""Copies pictures to the clipboard: painted elsewhere, decoded here, no larger than is quick."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from mapapp.qt.parts.preview_process import PreviewProcess
from mapapp.render.request.from_json import request_to_table
from mapapp.render.request.prepress import NO_PREPRESS
from mapapp.render.request.preview import Answer, PreviewOrder
from mapapp.render.request.request import RASTERS, ExportRequest

_MOST_PX = 2000
"""A side of 2,000 pixels is decoded within 30 ms (benchmarks/bench_preview.py)."""


class PictureCopy(QObject):
    """Copies one picture.

    Signals:
        finished: the picture is on the clipboard; with what had no room on it, and what may mislead
            (a str), or empty.
        failed: a sentence for the user.
    """

    finished = Signal(str)
    failed = Signal(str)

    def __init__(self, request: ExportRequest, atlas: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._process = PreviewProcess(atlas, self)
        self._process.answered.connect(self._take)
        self._process.failed.connect(self._fail)
        picture = _of_one_page(request)
        width, height = (min(side, _MOST_PX) for side in picture.pixels)
        self._process.order(PreviewOrder(request_to_table(picture), width, height), at_once=True)

    def _take(self, answer: Answer) -> None:
        if answer.problem:
            self._fail(answer.problem)
            return
        clipboard = QGuiApplication.clipboard()
        clipboard.setImage(QImage.fromData(answer.png))
        # To what Qt has made for it: data made in Python would be deleted after Python has ended.
        clipboard.mimeData().setData("image/png", answer.png)
        self._process.stop()
        self.finished.emit(answer.remark)
        self.deleteLater()

    def _fail(self, sentence: str) -> None:
        self._process.stop()
        self.failed.emit(sentence)
        self.deleteLater()


def _of_one_page(request: ExportRequest) -> ExportRequest:
    """The picture as one image: nothing follows on further pages, nothing is for print shops."""
    if request.format in RASTERS:
        return request
    dpi = None if request.page else request.dpi
    path = request.path.with_suffix(".png")
    return replace(request, format="png", path=path, dpi=dpi, prepress=NO_PREPRESS)
