"""The choice of the place that distances are true from."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from mapapp.qt.parts.bounded import LONG, bound
from mapapp.qt.parts.wheel import spare_from_wheel


class PlaceChoice(QComboBox):
    """Known places by name, or any position as it is typed or pasted.

    Args:
        places: positions by the names of places, the first for that which is usual, and empty.

    Signals:
        changed: another place was chosen.
    """

    changed = Signal()

    def __init__(self, places: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        spare_from_wheel(self)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for line in self.findChildren(QLineEdit):
            bound(line, LONG)
        for name, position in places.items():
            self.addItem(name, position)
        self.setToolTip(
            self.tr("A position in any notation, as a map service or the search box gives it.")
        )
        self.activated.connect(lambda index: self.show_position(self.itemData(index)))
        self.editTextChanged.connect(lambda _: self.changed.emit())

    @property
    def position(self) -> str:
        """The position as typed; empty for the usual place."""
        text = self.currentText().strip()
        known = self.findText(text)
        return str(self.itemData(known)) if known >= 0 else text

    def show_position(self, position: str) -> None:
        """Show a position; the usual place by its name."""
        self.setEditText(position or self.itemText(0))
