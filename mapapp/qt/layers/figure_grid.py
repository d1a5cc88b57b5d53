"""The figures of a column in two columns, each with its name before it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mapapp.core.style.column_figures import ColumnFigures
from mapapp.core.style.column_values import ColumnValues
from mapapp.core.text import value_text

_ROWS = 4
_GAP_PX = 24


class FigureGrid(QWidget):
    """Names and values, of texts only the counts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pairs: list[tuple[str, str]] = []
        self._labels = [(QLabel(self), QLabel(self)) for _ in range(2 * _ROWS)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnMinimumWidth(2, _GAP_PX)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        for at, (name, value) in enumerate(self._labels):
            column = at // _ROWS * 3
            name.setProperty("role", "secondary")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, at % _ROWS, column)
            grid.addWidget(value, at % _ROWS, column + 1)

    def show_figures(self, values: ColumnValues, figures: ColumnFigures | None) -> None:
        """Show what the values of a column come to."""
        self._pairs = [
            (self.tr("Features"), f"{values.known + values.missing:,}"),
            (self.tr("With a value"), f"{values.known:,}"),
            (self.tr("Empty"), f"{values.missing:,}"),
            (self.tr("Different values"), f"{values.different:,}"),
        ]
        if figures is not None:
            self._pairs[3:] = self._of_numbers(figures)
        pairs = [*self._pairs, *[("", "")] * (2 * _ROWS - len(self._pairs))]
        for (name, value), (name_text, value_said) in zip(self._labels, pairs, strict=True):
            name.setText(name_text)
            value.setText(value_said)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The names and values that are shown, without those of no text."""
        return tuple(self._pairs)

    def _of_numbers(self, figures: ColumnFigures) -> list[tuple[str, str]]:
        return [
            (self.tr("Sum"), value_text(figures.total)),
            (self.tr("Mean"), f"{figures.mean:,.8g}"),
            (self.tr("Median"), f"{figures.median:,.8g}"),
            (self.tr("Least"), value_text(figures.least)),
            (self.tr("Most"), value_text(figures.most)),
        ]
