"""A calm group of options: a heading and rows of a label and a field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from mapapp.qt.parts.actions import plain
from mapapp.qt.parts.wheel import spare_from_wheel

_LABEL_PX, _GAP_PX, _TEXT_PX = 88, 8, 6


class OptionGroup(QWidget):
    """A heading over a form.

    Signals:
        changed: something else was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self.form = QFormLayout()
        self.form.setSpacing(_GAP_PX)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        column.addWidget(self._heading)
        column.addLayout(self.form)

    def set_heading(self, heading: str) -> None:
        """Name the group."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)

    def add_row(self, label: str, field: QWidget) -> None:
        """Add a field with its label, which the keyboard and screen readers know it by."""
        name = QLabel(label, self)
        name.setMinimumWidth(_LABEL_PX)
        name.setBuddy(field)
        field.setAccessibleName(plain(label))
        self.form.addRow(name, field)

    def add_hint(self, hint: QLabel) -> None:
        """Add a small text below the fields."""
        hint.setWordWrap(True)
        hint.setProperty("role", "secondary")
        self.form.addRow(hint)

    def combo(self, choices: Mapping[str, str]) -> QComboBox:
        """A choice between values, which are shown as texts."""
        combo = QComboBox(self)
        spare_from_wheel(combo)
        for value, text in choices.items():
            combo.addItem(text, value)
        combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        return combo

    def number(self, least: float, most: float, unit: str) -> QSpinBox:
        """A field for a whole number with its unit."""
        field = QSpinBox(self)
        spare_from_wheel(field)
        field.setRange(round(least), round(most))
        field.setSuffix(unit)
        field.setKeyboardTracking(False)
        field.lineEdit().setTextMargins(_TEXT_PX, 0, 0, 0)  # a style sheet does not reach it
        field.valueChanged.connect(lambda _: self.changed.emit())
        return field


def choose(combo: QComboBox, value: str) -> None:
    """Choose a value that a combo box offers; the first one where it is not offered."""
    combo.setCurrentIndex(max(combo.findData(value), 0))
