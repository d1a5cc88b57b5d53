"""The list under the search box."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import SECONDARY_PX
from mapapp.qt.parts.tip import plain_tip
from mapapp.qt.search.search_rows import SearchRow

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NO_PARENT = QModelIndex()
_ROW_PX, _ICON_PX, _GAP_PX, _NOTE_PX = 32, 24, 8, 150
_LEAST_WIDTH_PX, _MOST_SHOWN = 560, 12


class SearchModel(QAbstractListModel):
    """Search rows for a Qt list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[SearchRow] = []

    def set_rows(self, rows: list[SearchRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    @guarded(None)
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """Qt: a row in words, as tooltip too, since long names are cut when drawn."""
        row = self.rows[index.row()]
        match role:
            case _Role.DisplayRole | _Role.AccessibleTextRole:
                return row.text
            case _Role.ToolTipRole:
                return plain_tip(row.text)
            case _Role.DecorationRole:
                return row.icon


class SearchRowPainter(QStyledItemDelegate):
    """Draws symbol, name, the other name in grey, and a note at the right."""

    @guarded(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Qt: size of a row."""
        return QSize(0, _ROW_PX)

    @guarded(None)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: draw a row."""
        model = index.model()
        if not isinstance(model, SearchModel):
            return
        row, palette = model.rows[index.row()], option.palette
        box = option.rect.adjusted(_GAP_PX, 0, -_GAP_PX, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, palette.alternateBase())
        row.icon.paint(painter, QRect(box.left(), box.top(), _ICON_PX, box.height()))
        box.setLeft(box.left() + _ICON_PX + _GAP_PX)
        small = QFont(option.font)
        small.setPixelSize(SECONDARY_PX)
        text, grey = palette.text().color(), palette.placeholderText().color()
        note = QRect(box)
        note.setLeft(max(box.left(), box.right() - _NOTE_PX))
        at_right = Qt.AlignmentFlag.AlignRight
        box.setRight(box.right() - _write(painter, note, row.note, small, grey, at_right))
        box.setLeft(box.left() + _write(painter, box, row.name, option.font, text))
        _write(painter, box, row.other, small, grey)


class SearchPopup(QFrame):
    """Rows to choose from, and a line that says what can be done. It never takes the keyboard.

    Signals:
        chosen: a ``SearchRow`` was clicked.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search-popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = SearchModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(SearchRowPainter(self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(self._choose)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setProperty("role", "secondary")
        self.hint.setContentsMargins(8, 6, 8, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self.hint)
        self.hide()

    def show_rows(self, rows: list[SearchRow], hint: str) -> None:
        """Show rows, the first of them current, with a line under them."""
        self.model.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(min(len(rows), _MOST_SHOWN) * _ROW_PX)
        self.list.setCurrentIndex(self.model.index(0))
        self.hint.setText(hint)

    def current(self) -> SearchRow | None:
        """The row that would be chosen."""
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def step(self, by: int) -> None:
        """Go up or down, around the ends."""
        if rows := len(self.model.rows):
            row = (self.list.currentIndex().row() + by) % rows
            self.list.setCurrentIndex(self.model.index(row))

    def place_under(self, box: QWidget) -> None:
        """Stand under the search box, at least as wide."""
        window = self.parentWidget()
        if window is None:
            return
        width = min(max(box.width(), _LEAST_WIDTH_PX), window.width() - 16)
        corner = box.mapTo(window, box.rect().bottomLeft())
        left = corner.x() - (width - box.width()) // 2
        self.setFixedWidth(width)
        self.hint.setFixedWidth(width - 10)
        self.adjustSize()
        self.move(max(8, min(left, window.width() - width - 8)), corner.y() + 4)
        self.raise_()

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.rows[index.row()])


def _write(
    painter: QPainter,
    box: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Write a text in one line, cut where the box ends; the answer is the width it took."""
    if not text or box.width() <= 0:
        return 0
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown) + _GAP_PX
