"""Fields to type in that hold only so much, however much is pasted into them.

Qt alone takes 0.1 s and more to lay out the 32,767 characters that a field holds by itself.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from mapapp.qt.parts.guard import guarded

SHORT, LONG = 200, 2_000
"""Characters of a name or a title, and of notes."""


def bound(line: QLineEdit, most: int = SHORT) -> None:
    """Let a line hold so many characters, and say so where more are typed or pasted."""
    line.setMaxLength(most)
    line.inputRejected.connect(lambda: _say_full(line, most))


class BoundedText(QPlainTextEdit):
    """A field of several lines, of which a paste fills up no more than ``LONG`` characters."""

    @guarded(None)
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt: paste, or drop."""
        text = source.text()
        room = max(LONG - self.document().characterCount() + 1, 0)
        room += len(self.textCursor().selectedText())
        if len(text) > room:
            _say_full(self, LONG)
        self.textCursor().insertText(text[:room])
        self.ensureCursorVisible()


class BoundedDelegate(QStyledItemDelegate):
    """Lets the names of a list be edited up to ``SHORT`` characters."""

    @guarded(None)
    def createEditor(  # type: ignore[override]
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Qt: the line in which a name is edited."""
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            bound(editor)
        return editor


def _say_full(field: QWidget, most: int) -> None:
    sentence = QCoreApplication.translate(
        "Bounded", "At most {0} characters fit here; the rest was left out."
    )
    place = field.mapToGlobal(field.rect().bottomLeft())
    QToolTip.showText(place, sentence.format(f"{most:,}"), field)
