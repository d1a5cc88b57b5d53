"""The first rows of a layer, with what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from mapapp.core.texts.plain import shortened
from mapapp.qt.parts.style import Colours
from mapapp.qt.parts.tip import plain_tip
from mapapp.store.files.report import ColumnReport, ColumnType, LayerReport

_ROW_PX, _LEAST_PX, _MOST_PX = 24, 76, 220
_MOST_COLUMNS = 100
_TITLE_CHARACTERS = 24
_RIGHT: frozenset[ColumnType] = frozenset({"integer", "real"})


class SampleTable(QTableWidget):
    """Rows to look at; nothing of them can be changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sample")
        self.setAccessibleName(self.tr("First rows"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMaximumSectionSize(_MOST_PX)

    def show_rows(self, report: LayerReport, colours: Colours) -> None:
        """Show the first rows of a layer; of very many columns only the first."""
        fields = report.fields[:_MOST_COLUMNS]
        places = set(report.coordinate_columns)
        self.clear()
        self.setColumnCount(len(fields))
        self.setRowCount(len(report.sample))
        for column, field in enumerate(fields):
            self.setHorizontalHeaderItem(column, self._head(field, is_place=field.name in places))
            for row, values in enumerate(report.sample):
                self.setItem(row, column, _cell(values[column], field, colours))
        self.resizeColumnsToContents()
        for column in range(len(fields)):
            self.setColumnWidth(column, max(self.columnWidth(column) + 8, _LEAST_PX))

    def _head(self, field: ColumnReport, *, is_place: bool) -> QTableWidgetItem:
        kind = self._kinds()[field.type]
        if is_place:
            kind = self.tr("{0}, place").format(kind)
        item = QTableWidgetItem(f"{shortened(field.name, _TITLE_CHARACTERS)}\n{kind}")
        item.setToolTip(plain_tip(f"{field.name}: {kind}"))
        item.setTextAlignment(_alignment(field))
        return item

    def _kinds(self) -> Mapping[ColumnType, str]:
        return {
            "integer": self.tr("whole number"), "real": self.tr("number"), "text": self.tr("text"),
            "date": self.tr("date"), "datetime": self.tr("date and time"),
            "time": self.tr("time of day"), "boolean": self.tr("yes or no"),
            "binary": self.tr("binary"), "other": self.tr("other"),
        }  # fmt: skip


def _cell(value: str | None, field: ColumnReport, colours: Colours) -> QTableWidgetItem:
    item = QTableWidgetItem("–" if value is None else value)
    item.setTextAlignment(_alignment(field))
    if value is None:
        item.setForeground(QColor(colours.secondary))
    return item


def _alignment(field: ColumnReport) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if field.type in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
