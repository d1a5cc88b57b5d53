"""A line to write a filter expression in, with completion, and what is wrong under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMoveEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from mapapp.core.expression.completion import Completion, completions
from mapapp.core.expression.parser import parse
from mapapp.core.expression.tokens import MAX_TEXT, ExpressionError
from mapapp.core.expression.tree import Field
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue

_WORD_ROLE = Qt.ItemDataRole.UserRole
_GAP_PX, _LEAST_POPUP_PX = 2, 96


class FilterLine(QWidget):
    """Filters one layer: a right expression is applied while it is written.

    Signals:
        expression_applied: the layer shows what the expression (a str) asks for.
    """

    expression_applied = Signal(str)

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._catalogue = catalogue
        self._layer = ""
        self.edit = QLineEdit(self)
        self.edit.setClearButtonEnabled(True)
        self.edit.setMaxLength(MAX_TEXT + 1)  # one too many is told under the line
        self.problem = QLabel(self)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.edit)
        column.addWidget(self.problem)
        self._start = self._popup_px = 0
        self._words = QStandardItemModel(self)
        self.completer = QCompleter(self._words, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setWidget(self.edit)
        self.completer.setCompletionRole(_WORD_ROLE)
        self.popup = QListView()
        self.completer.setPopup(self.popup)
        self.completer.activated.connect(self._insert)
        self.edit.textEdited.connect(self._take)
        self.edit.textEdited.connect(lambda _: self._offer())
        self.edit.textChanged.connect(self._take_cleared)
        connect(self, state.filter_changed, self._show_filter)
        connect(self, state.layers_changed, self._follow)
        follow_language(self, state, self.retranslate)

    def show_layer(self, layer: str) -> None:
        """Filter another layer."""
        self._layer = layer
        self.setEnabled(True)
        self.edit.setText(self._state.filter(layer).expression)
        self._check(self.edit.text())

    def _follow(self, change: LayersChange) -> None:
        """Without the layer there is nothing to ask; other features may have other fields."""
        if self._layer in change.removed:
            self.setEnabled(False)
        elif self._layer in change.moved:
            self.show_layer(self._layer)

    def retranslate(self) -> None:
        """Name the line, and say what is wrong, in the language of the window."""
        self.edit.setAccessibleName(self.tr("Filter"))
        self.edit.setPlaceholderText(self.tr("Filter, such as {0}").format('status = "operating"'))
        self._check(self.edit.text())

    def _show_filter(self, layer: str) -> None:
        expression = self._state.filter(layer).expression
        if layer == self._layer and not self.edit.hasFocus() and expression != self.edit.text():
            self.edit.setText(expression)
            self._check(expression)

    def _take(self, text: str) -> None:
        if self._state.has(self._layer) and self._check(text):
            wanted = replace(self._state.filter(self._layer), expression=text.strip())
            self._state.set_filter(self._layer, wanted)
            self.expression_applied.emit(text)

    def _take_cleared(self, text: str) -> None:
        if not text:
            self._take(text)

    def _check(self, text: str) -> bool:
        try:
            if text.strip():
                parse(text, self._fields())
        except ExpressionError as error:
            # What merely is not finished yet is no mistake.
            role = "secondary" if error.expected and self.edit.hasFocus() else "warning"
            self._say(error.text(self._state.language), role)
            return False
        self._say("", "secondary")
        return True

    def _say(self, text: str, role: str) -> None:
        self.problem.setProperty("role", role)
        self.problem.style().polish(self.problem)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _offer(self) -> None:
        found = completions(self.edit.text(), self.edit.cursorPosition(), self._fields())
        if not found:
            self.popup.hide()
            return
        self._words.clear()
        for completion in found:
            self._words.appendRow(self._item(completion))
        self._start = found[0].start
        self.completer.complete(self.edit.rect().adjusted(0, 0, -self.edit.width() // 2, 0))
        self._popup_px = self.popup.height()
        self._put_popup_aside()
        self.popup.setCurrentIndex(self._words.index(0, 0))

    @guarded(None)
    def moveEvent(self, event: QMoveEvent) -> None:
        """Qt: take the popup along, as where conditions come above the line."""
        super().moveEvent(event)
        if self.popup.isVisible():
            self._put_popup_aside()

    def _put_popup_aside(self) -> None:
        """Above the line, where there is room: below it stand the message and the buttons."""
        top = self.edit.mapToGlobal(QPoint(0, 0))
        room_px = top.y() - self.screen().availableGeometry().top() - _GAP_PX
        height_px = min(self._popup_px, room_px)
        if height_px < min(self._popup_px, _LEAST_POPUP_PX):
            self.popup.move(self.mapToGlobal(self.rect().bottomLeft()) + QPoint(0, _GAP_PX))
            return
        self.popup.resize(self.popup.width(), height_px)
        self.popup.move(top.x(), top.y() - height_px - _GAP_PX)

    def _item(self, completion: Completion) -> QStandardItem:
        hint = completion.hint.get(self._state.language)
        item = QStandardItem(f"{completion.text}   {hint}" if hint else completion.text)
        item.setData(completion.text, _WORD_ROLE)
        return item

    def _insert(self, word: str) -> None:
        start = self._start
        text, cursor = self.edit.text(), self.edit.cursorPosition()
        space = "" if word.endswith("(") else " "
        self.edit.setText(text[:start] + word + space + text[cursor:])
        self.edit.setCursorPosition(start + len(word) + len(space))
        self._take(self.edit.text())

    def _fields(self) -> Sequence[Field]:
        has = self._state.has(self._layer)
        return self._catalogue.table(self._layer).fields if has else ()
