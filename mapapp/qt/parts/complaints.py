"""How the window says that something could not be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mapapp.core.message import spoken


def complain(window: QWidget, title: str, sentence: str) -> QMessageBox:
    """Show a sentence over a window; the window goes on meanwhile."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, spoken(sentence))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setParent(window, Qt.WindowType.Dialog)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
