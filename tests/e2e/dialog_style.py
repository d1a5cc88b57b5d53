"""Whether a dialog has the flat look of the window and says what each of its controls is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from tests.e2e.test_keyboard import is_our_own

BOXES = (QPushButton, QComboBox, QAbstractSpinBox, QLineEdit)
EDGE_PX, CORNER_PX = 2, 5
"""Columns before any text begins, and rows that a round corner takes."""


class Inspector:
    """Looks at dialogs, and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.faults: set[str] = set()

    def look(self, dialog: QDialog) -> None:
        """Keep its class, and what is foreign or nameless in it."""
        name = f"{type(dialog).__name__} {dialog.windowTitle()!r}"
        self.seen.add(type(dialog).__name__)
        self.faults |= {f"{name}: {fault}" for fault in faults(dialog)}


def faults(dialog: QDialog) -> Iterator[str]:
    """What is foreign or nameless in a dialog."""
    for box in dialog.findChildren(QDialogButtonBox):
        yield from (f"icon on {b.text()}" for b in box.buttons() if not b.icon().isNull())
    for widget in dialog.findChildren(QWidget):
        if not widget.isVisibleTo(dialog) or not is_our_own(widget):
            continue
        if isinstance(widget, BOXES) and not is_flat(widget):
            yield f"{describe(widget)} is not flat"
        if takes_keyboard(widget) and not said_name(widget):
            yield f"{describe(widget)} has no name"
        if isinstance(widget, QScrollArea) and is_cut(widget):
            yield f"{describe(widget)} cuts what is in it at the right"


def is_flat(widget: QWidget) -> bool:
    """Whether the ground at the left edge has one colour from top to bottom."""
    picture = widget.grab().toImage()
    rows = range(CORNER_PX, picture.height() - CORNER_PX)
    return len({picture.pixelColor(EDGE_PX, y).name() for y in rows}) <= 1


def is_cut(area: QScrollArea) -> bool:
    """Whether what scrolls up and down only is wider than its room."""
    is_fixed = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return is_fixed and area.widget().width() > area.viewport().width()


def takes_keyboard(widget: QWidget) -> bool:
    is_control = isinstance(widget, (QAbstractButton, QAbstractScrollArea, *BOXES))
    return is_control and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def said_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} {said_name(widget)!r}"
