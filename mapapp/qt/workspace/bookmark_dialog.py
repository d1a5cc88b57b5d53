"""Bookmarks put in order: renamed and deleted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import MapappError
from mapapp.core.map.bookmarks import Bookmarks
from mapapp.core.message import spoken
from mapapp.qt.parts.bounded import BoundedDelegate

_NAME = Qt.ItemDataRole.UserRole


class BookmarkDialog(QDialog):
    """A list of bookmarks: Enter or a double click goes there, F2 renames, Delete deletes.

    Signals:
        chosen: the name (a str) of the bookmark to go to.
    """

    chosen = Signal(str)

    def __init__(self, bookmarks: Bookmarks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Bookmarks"))
        self.resize(420, 360)
        self._bookmarks = bookmarks
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Bookmarks"))
        self.list.setItemDelegate(BoundedDelegate(self.list))
        self.list.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        self.list.itemActivated.connect(self._go)
        self.list.itemChanged.connect(self._rename)
        self.say = QLabel(self)
        self.say.setTextFormat(Qt.TextFormat.PlainText)
        self.say.setWordWrap(True)
        self.say.setProperty("role", "warning")
        QShortcut(QKeySequence.StandardKey.Delete, self.list, self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.list)
        column.addWidget(self.say)
        column.addLayout(self._buttons())
        self._fill("")

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, act in (
            (self.tr("&Go there"), self._go),
            (self.tr("&Rename"), self._edit),
            (self.tr("&Delete"), self._delete),
        ):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.setEnabled(bool(self._bookmarks.all))
            button.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(button)
        row.addStretch()
        close = QPushButton(self.tr("&Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row

    def _fill(self, current: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for bookmark in self._bookmarks.all:
            item = QListWidgetItem(bookmark.name, self.list)
            item.setData(_NAME, bookmark.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if bookmark.name == current:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _current(self) -> str:
        """The name of the chosen bookmark; empty where there is none."""
        return str(self.list.currentItem().data(_NAME)) if self.list.currentRow() >= 0 else ""

    def _go(self) -> None:
        if name := self._current():
            self.chosen.emit(name)
            self.close()

    def _edit(self) -> None:
        if self._current():
            self.list.editItem(self.list.currentItem())

    def _rename(self, item: QListWidgetItem) -> None:
        name = str(item.data(_NAME))
        try:
            self._bookmarks.rename(name, item.text())
        except MapappError as error:
            self.say.setText(spoken(error.message))
        else:
            name = item.text().strip()
            self.say.clear()
        self._fill(name)

    def _delete(self) -> None:
        if name := self._current():
            try:
                self._bookmarks.remove(name)
            except MapappError as error:
                self.say.setText(spoken(error.message))
            self._fill("")
