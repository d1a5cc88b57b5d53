"""A field for a number, which the wheel leaves alone."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from mapapp.qt.parts.wheel import spare_from_wheel


def number_field(
    parent: QWidget, least: float, most: float, step: float, suffix: str = " px"
) -> QDoubleSpinBox:
    """A number within bounds; it is taken once it is written."""
    field = QDoubleSpinBox(parent)
    field.setRange(least, most)
    field.setSingleStep(step)
    field.setDecimals(0 if step >= 1 else 1)
    field.setSuffix(suffix)
    field.setKeyboardTracking(False)
    spare_from_wheel(field)
    return field
