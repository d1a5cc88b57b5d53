"""Asks what picture to make, and shows it while it is chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mapapp.core.errors import UsageError
from mapapp.core.geo.coordinates import position_text
from mapapp.core.map.state import MapState
from mapapp.core.message import spoken
from mapapp.qt.export.export_options import ExportOptions
from mapapp.qt.export.picture_drag import PictureDrag
from mapapp.qt.export.picture_pane import PicturePane
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.preview_process import PreviewProcess
from mapapp.render.request.choices import Choices
from mapapp.render.request.from_json import request_to_table
from mapapp.render.request.preview import Answer, PreviewOrder
from mapapp.render.request.request import CSS_DPI, RASTERS, ExportRequest

_SIZE_PX, _MARGIN_PX = (1220, 690), 20
_MM_PER_CSS_PX = 25.4 / CSS_DPI


class ExportDialog(QDialog):
    """A preview at the left, the options at the right, below them what can be done.

    Args:
        base: the picture of the map as it is.
        state: the map.
        choices: what is chosen at first.
        atlas: what pictures are made of.
        folder: where pictures are made that are dragged away.
        selected_at: longitude and latitude of what is selected, or None.

    Signals:
        export_wanted, copy_wanted, print_wanted: the ``ExportRequest`` that is chosen.
        previewed: the pane shows what is chosen, or why it cannot.
    """

    export_wanted = Signal(object)
    copy_wanted = Signal(object)
    print_wanted = Signal(object)
    previewed = Signal()

    def __init__(
        self,
        base: ExportRequest,
        state: MapState,
        choices: Choices,
        atlas: Path,
        folder: Path,
        selected_at: tuple[float, float] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export a picture"))
        self._base = base
        self._middle = ((state.view.lon + 180) % 360 - 180, state.view.lat)
        self._request: ExportRequest | None = None
        self.pane = PicturePane(self)
        self.pane.setAccessibleName(self.tr("Preview of the picture"))
        self.pane.setToolTip(self.tr("Drag the picture to a folder or into a document."))
        self.options = ExportOptions(
            base, state.specs, state.language, self._places(selected_at), self
        )
        self.size_text = QLabel(self)
        self.size_text.setProperty("role", "secondary")
        self.remark = QLabel(self)
        self.remark.setWordWrap(True)
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.hide()
        self.copy = self._button(self.tr("Copy to clip&board"), self.copy_wanted)
        self.print = self._button(self.tr("Pr&int…"), self.print_wanted)
        self.export = self._button(self.tr("&Export…"), self.export_wanted)
        self.export.setObjectName("primary")
        self.export.setDefault(True)
        self.previews = PreviewProcess(atlas, self)
        self.drag = PictureDrag(self.pane, atlas, folder)
        self._lay_out()
        self._connect()
        self.previews.start()
        self.options.show_choices(choices)
        self.options.text.title.setFocus()

    @property
    def choices(self) -> Choices:
        """What is chosen."""
        return self.options.choices

    @guarded(None)
    def done(self, result: int) -> None:
        """Qt: the dialog closes."""
        self.previews.stop()
        self.drag.stop()
        super().done(result)

    def _places(self, selected_at: tuple[float, float] | None) -> dict[str, str]:
        """Positions that distances can be true from."""
        places = {self.tr("Centre of the map"): position_text(*self._middle)}
        if selected_at:
            places[self.tr("What is selected")] = position_text(*selected_at)
        return places

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.size_text)
        buttons.addStretch()
        for button in (self.copy, self.print, self.export):
            buttons.addWidget(button)
        middle = QHBoxLayout()
        middle.setSpacing(_MARGIN_PX)
        middle.addWidget(self.pane, 1)
        middle.addWidget(self.options)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, 16)
        column.setSpacing(12)
        column.addLayout(middle, 1)
        column.addWidget(self.remark)
        column.addLayout(buttons)
        self.resize(*_SIZE_PX)

    def _connect(self) -> None:
        self.options.changed.connect(self._take_choices)
        self.pane.resized.connect(self._order_preview)
        self.pane.pulled.connect(self._start_drag)
        self.drag.failed.connect(self.pane.show_sentence)
        self.previews.answered.connect(self._show_answer)
        self.previews.failed.connect(self._say)

    def _take_choices(self) -> None:
        try:
            self._request = self.choices.request(self._base, self._middle)
        except UsageError as error:
            self._request = None
            self.previews.forget()
            self.size_text.clear()
            self._say(spoken(error.message))
        else:
            self.size_text.setText(self._size_text(self._request))
            self._order_preview()
        for button in (self.copy, self.print, self.export):
            button.setEnabled(self._request is not None)

    def _order_preview(self) -> None:
        if self._request:
            room = self.pane.room
            table = request_to_table(self._request)
            self.previews.order(PreviewOrder(table, room.width(), room.height()))
            self.pane.show_waiting()

    def _start_drag(self) -> None:
        if self._request:
            self.drag.start(self._request)

    def _show_answer(self, answer: Answer) -> None:
        if answer.problem:
            self._say(answer.problem)
            return
        self.pane.show_image(QImage.fromData(answer.png))
        self.remark.setText(answer.remark)
        self.remark.setVisible(bool(answer.remark))
        self.options.text.show_border(in_sight=answer.shows_border)
        self.previewed.emit()

    def _say(self, sentence: str) -> None:
        self.remark.hide()
        self.pane.show_sentence(sentence)
        self.previewed.emit()

    def _size_text(self, request: ExportRequest) -> str:
        if request.format == "html":
            return self.tr("One file that opens in any browser, without a network.")
        sides = tuple(round(side * _MM_PER_CSS_PX) for side in request.css_size)
        text = self.tr("{0} × {1} mm").format(*sides)
        if request.format not in RASTERS:
            return self.tr("{0}, sharp at any size").format(text)
        return self.tr("{0} × {1} pixels, {2}").format(*request.pixels, text)

    def _button(self, text: str, wanted: SignalInstance) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: wanted.emit(self._request))
        return button
