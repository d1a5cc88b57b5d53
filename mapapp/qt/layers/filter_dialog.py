"""Asks what of one layer is to be shown; the map follows while it is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.map.state import MapState
from mapapp.qt.layers.filter_line import FilterLine
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue

_WIDTH_PX = 440


class FilterDialog(QDialog):
    """A filter line for one layer, with a button that shows everything again."""

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, layer: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = state
        self._layer = layer
        self.setMinimumWidth(_WIDTH_PX)
        self.line = FilterLine(state, catalogue, self)
        self.line.show_layer(layer)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "secondary")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._everything = QPushButton(self)
        self._everything.setAutoDefault(False)  # Enter in the line must not empty it
        buttons.addButton(self._everything, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.close)
        self._everything.clicked.connect(self._show_everything)
        column = QVBoxLayout(self)
        for widget in (self.line, self._hint, buttons):
            column.addWidget(widget)
        self.line.edit.setFocus()
        follow_language(self, state, self.retranslate)
        connect(self, state.layers_changed, lambda _: self._follow())

    def _follow(self) -> None:
        """Close where the layer has gone; it may be called otherwise now."""
        if self._state.has(self._layer):
            self.retranslate()
        else:
            self.close()

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        state = self._state
        title = state.spec(self._layer).title
        self.setWindowTitle(self.tr("Filter: {0}").format(title.get(state.language)))
        self._hint.setText(
            self.tr("Only features that match are shown: on the map, in the table and in pictures.")
        )
        self._everything.setText(self.tr("Show everything"))

    def _show_everything(self) -> None:
        self._state.set_filter(self._layer, NO_FILTER)
        self.line.show_layer(self._layer)
