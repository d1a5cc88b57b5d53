"""Asks what of one layer is to be shown; the map follows while it is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.map.state import MapState
from mapapp.qt.layers.filter_line import FilterLine
from mapapp.qt.parts.subscription import connect
from mapapp.store.feature_tables import FeatureTables

_WIDTH_PX = 440


class FilterDialog(QDialog):
    """A filter line for one layer, with a button that shows everything again."""

    def __init__(
        self, state: MapState, tables: FeatureTables, layer: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = state
        self._layer = layer
        self._name_layer()
        self.setMinimumWidth(_WIDTH_PX)
        self.line = FilterLine(state, tables, self)
        self.line.show_layer(layer)
        hint = QLabel(
            self.tr("Only features that pass are shown: on the map, in the table, in pictures.")
        )
        hint.setWordWrap(True)
        hint.setProperty("role", "secondary")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        everything = buttons.addButton(
            self.tr("Show everything"), QDialogButtonBox.ButtonRole.ResetRole
        )
        buttons.rejected.connect(self.close)
        everything.clicked.connect(lambda: self._show_everything(state, layer))
        column = QVBoxLayout(self)
        for widget in (self.line, hint, buttons):
            column.addWidget(widget)
        self.line.edit.setFocus()
        connect(self, state.layers_changed, lambda _: self._follow())

    def _name_layer(self) -> None:
        title = self._state.spec(self._layer).title
        self.setWindowTitle(self.tr("Filter: {0}").format(title.get(self._state.language)))

    def _follow(self) -> None:
        """Close where the layer has gone, and filter the one that has come in its place."""
        if self._state.has(self._layer):
            self._name_layer()
        else:
            self.close()

    def _show_everything(self, state: MapState, layer: str) -> None:
        state.set_filter(layer, NO_FILTER)
        self.line.show_layer(layer)
