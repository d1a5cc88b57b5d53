"""The cells of the attribute table, some of which can be edited where they stand."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from mapapp.core.errors import DataError
from mapapp.core.message import spoken
from mapapp.qt.parts.bounded import LONG, bound
from mapapp.qt.parts.guard import guarded
from mapapp.qt.table.table_model import TableModel

ROW_PX, HEADER_PX = 26, 28
_LEAST_PX, _MOST_PX, _ROOM_PX = 72, 230, 16
_SIZED_BY_ROWS = 40
_SAID_MS = 10_000
_ENDING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)

_Index = QModelIndex | QPersistentModelIndex
_Trigger = QAbstractItemView.EditTrigger


class CellsView(QTableView):
    """Rows to select, cells to edit by double click or F2 where the model lets them.

    Signals:
        copy_requested: the selected rows are to be copied.
        row_opened: a cell that cannot be edited was double-clicked.
        editing_ended: the line in which a cell was edited is gone.
    """

    copy_requested = Signal()
    row_opened = Signal()
    editing_ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)  # Tab leaves the table; the arrow keys move in it
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        # Names of a layer often begin alike: the middle says least.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setVisible(False)
        self._dress(self.horizontalHeader())
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed)
        self.setItemDelegate(delegate := _CellDelegate(self))
        delegate.closeEditor.connect(lambda *_: self.editing_ended.emit())
        self.doubleClicked.connect(self._open)
        copy = QAction(self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.triggered.connect(self.copy_requested)
        self.addAction(copy)

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def size_columns(self) -> None:
        """Make each column as wide as its first cells, within bounds."""
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(_SIZED_BY_ROWS)
        self.resizeColumnsToContents()
        for column in range(self.model().columnCount()):
            width = header.sectionSize(column) + _ROOM_PX
            header.resizeSection(column, min(max(width, _LEAST_PX), _MOST_PX))

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Qt: F2 edits a cell here, whatever it does elsewhere in the window."""
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2
        if is_key and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: edit the current cell, or say why not."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_F2 and not _may_be_edited(index):
            place = self.visualRect(index).bottomLeft()
            _say(self.viewport(), place, index.data(Qt.ItemDataRole.StatusTipRole))
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if not _may_be_edited(index):
            self.row_opened.emit()

    @staticmethod
    def _dress(header: QHeaderView) -> None:
        header.setHighlightSections(False)
        header.setFixedHeight(HEADER_PX)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


def _say_below(editor: QWidget, error: DataError) -> None:
    """Say under a line why its text cannot stand in its column."""
    _say(editor, editor.rect().bottomLeft(), spoken(error.message))


def _say(widget: QWidget, place: QPoint, sentence: str | None) -> None:
    if sentence:
        QToolTip.showText(widget.mapToGlobal(place), sentence, widget, widget.rect(), _SAID_MS)


def _may_be_edited(index: QModelIndex) -> bool:
    return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)


class _CellDelegate(QStyledItemDelegate):
    """Edits a cell in a line, which stays open as long as its text cannot stand in the column."""

    def __init__(self, view: CellsView) -> None:
        super().__init__(view)
        self._edited = QPersistentModelIndex()

    @guarded(None)
    def createEditor(  # type: ignore[override]
        self, parent: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        """Qt: the line in which a cell is edited."""
        line = QLineEdit(parent)
        bound(line, LONG)
        line.setAccessibleName(index.data(Qt.ItemDataRole.WhatsThisRole))
        self._edited = QPersistentModelIndex(index)
        return line

    @guarded(None)
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Qt: take the text; where the keyboard went elsewhere, one that cannot be is dropped."""
        if isinstance(editor, QLineEdit) and isinstance(model, TableModel):
            try:
                model.take(index, editor.text())
            except DataError as error:
                _say_below(editor, error)

    @guarded(False)
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Qt: end on Enter or Tab only if the text can stand there."""
        if _is_end(event) and isinstance(editor, QLineEdit):
            model = self._edited.model()
            try:
                if isinstance(model, TableModel):
                    model.typed(self._edited, editor.text())
            except DataError as error:
                _say_below(editor, error)
                return True
        return super().eventFilter(editor, event)


def _is_end(event: QEvent) -> bool:
    """Whether a key ends the editing of a cell."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() in _ENDING
