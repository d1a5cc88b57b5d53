"""The classes of a layer as a table: symbol, title, and how many features each has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolClass, Theme
from mapapp.core.text import MAX_TEXT, Language
from mapapp.core.texts.plain import plain_text
from mapapp.qt.parts.icons import layer_icon

_TITLE, _COUNT = range(2)
_SIDES = {_TITLE: Qt.AlignmentFlag.AlignLeft, _COUNT: Qt.AlignmentFlag.AlignRight}
_ROW_PX, _MOST_ROWS = 28, 8


class ClassTable(QTableWidget):
    """Classes to choose from and to rename; none is chosen at first.

    Signals:
        picked: a row was chosen, or (-1) none.
        renamed: the row and the title that was written.
    """

    picked = Signal(int)
    renamed = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 2, parent)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_COUNT, QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        self.itemSelectionChanged.connect(lambda: self.picked.emit(self.row_chosen()))
        self.itemChanged.connect(self._tell_title)

    def retranslate(self) -> None:
        """Name the parts in the language of the window."""
        self.setAccessibleName(self.tr("Classes"))
        names = {_TITLE: self.tr("Class"), _COUNT: self.tr("Features")}
        for column, name in names.items():
            head = QTableWidgetItem(name)
            head.setTextAlignment(_SIDES[column] | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, head)

    def row_chosen(self) -> int:
        """The row that is chosen, or -1."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def show_classes(
        self, spec: LayerSpec, classes: Sequence[SymbolClass], theme: Theme, language: Language
    ) -> None:
        """Show classes; the same row stays chosen. What only tells of sizes can't be renamed."""
        with QSignalBlocker(self):
            if self.rowCount() != len(classes):
                self.clearSelection()
            self.setRowCount(len(classes))
            for row, each in enumerate(classes):
                title = self._put(row, _TITLE, each.title.get(language), can_edit=not spec.is_sized)
                title.setIcon(layer_icon(spec, theme, each))
        around = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        self.setFixedHeight(around + min(len(classes), _MOST_ROWS) * _ROW_PX)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show how many features each class has; nothing where that is not known."""
        with QSignalBlocker(self):
            for row in range(self.rowCount()):
                self._put(row, _COUNT, f"{counts[row]:,}" if counts else "", can_edit=False)

    def _put(self, row: int, column: int, text: str, *, can_edit: bool) -> QTableWidgetItem:
        item = self.item(row, column) or QTableWidgetItem()
        item.setText(text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if can_edit else flags)
        item.setTextAlignment(_SIDES[column] | Qt.AlignmentFlag.AlignVCenter)
        if item.tableWidget() is None:
            self.setItem(row, column, item)
        return item

    def _tell_title(self, item: QTableWidgetItem) -> None:
        title = " ".join(plain_text(item.text()).split())[:MAX_TEXT]
        if title and item.column() == _TITLE:
            self.renamed.emit(item.row(), title)
