"""A form for a new point: where it is, and what stands in its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError
from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.geo.positions.reading import MAX_TEXT, PositionError
from mapapp.core.message import spoken
from mapapp.core.text import Language
from mapapp.core.texts.plain import shortened
from mapapp.qt.parts.bounded import LONG, bound

if TYPE_CHECKING:
    from mapapp.core.expression.tree import Scalar

_WIDTH_PX, _MOST_HEIGHT_PX, _ROW_PX, _AROUND_PX = 420, 560, 36, 140
_MOST_NAME = 40


class NewPointDialog(QDialog):
    """A line for each column, whose text is checked while it is typed.

    Args:
        title: of the layer.
        types: the declared types of its columns.
        place: longitude and latitude, WGS84 degrees.
        language: of what is said of positions.
    """

    def __init__(
        self,
        title: str,
        types: Mapping[str, str],
        place: tuple[float, float],
        language: Language,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._types = types
        self._language: Language = language
        self.setObjectName("new-point")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New point in {0}").format(shortened(title, _MOST_NAME)))
        self.place = QLineEdit(f"{place[1]:.6f}, {place[0]:.6f}", self)
        self.place.setMaxLength(MAX_TEXT)
        self.lines = {name: self._line(declared) for name, declared in types.items()}
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setProperty("role", "warning")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self.add = self._buttons.addButton(self.tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        for line in (self.place, *self.lines.values()):
            line.textChanged.connect(self._check)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._check()

    def position(self) -> tuple[float, float]:
        """Where the point is to be: longitude and latitude, WGS84 degrees.

        Raises:
            PositionError: if what was typed is no position.
        """
        reading = parse_position(self.place.text(), None)[0]
        return reading.lon, reading.lat

    def values(self) -> dict[str, Scalar | None]:
        """What is to stand in the row.

        Raises:
            DataError: if a text cannot stand in its column.
        """
        from mapapp.store.editing.typed import typed

        return {
            name: typed(line.text(), self._types[name], name) for name, line in self.lines.items()
        }

    def _line(self, declared: str) -> QLineEdit:
        from mapapp.store.editing.typed import wanted

        line = QLineEdit(self)
        bound(line, LONG)
        if (what := wanted(declared)) is not None:
            line.setPlaceholderText(spoken(what))
        return line

    def _lay_out(self) -> None:
        rows = QWidget(self)
        form = QFormLayout(rows)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Coordinates"), self.place)
        for name, line in self.lines.items():
            label = QLabel(shortened(name, _MOST_NAME), rows)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(line)
            form.addRow(label, line)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the line that has the keyboard
        area.setWidget(rows)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self._buttons)
        height_px = _AROUND_PX + _ROW_PX * len(self.lines)
        self.resize(_WIDTH_PX, min(height_px, _MOST_HEIGHT_PX))
        if self.lines:
            next(iter(self.lines.values())).setFocus()

    def _check(self) -> None:
        """Say what cannot be, and add nothing until it is right."""
        sentence = ""
        try:
            self.position()
            self.values()
        except PositionError as error:
            sentence = error.text(self._language)
        except DataError as error:
            sentence = spoken(error.message)
        self.problem.setText(sentence)
        self.add.setEnabled(not sentence)
