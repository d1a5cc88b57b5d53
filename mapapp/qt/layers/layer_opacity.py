"""The opacity of the layer that is chosen in the tree."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider

from mapapp.core.map.state import MapState
from mapapp.qt.parts.subscription import connect
from mapapp.qt.parts.wheel import spare_from_wheel

_LEAST, _STEP, _PAGE = 10, 5, 20
"""Per cent. A layer that is to vanish is unticked instead."""


class OpacityRow(QFrame):
    """A slider for one layer; without a layer it rests.

    Signals:
        adjusted: the user let the slider go.
    """

    adjusted = Signal()

    def __init__(self, state: MapState) -> None:
        super().__init__()
        self.setObjectName("opacity")
        self._state = state
        self._layer: str | None = None
        self._name = QLabel(self)
        self._value = QLabel(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        spare_from_wheel(self.slider)
        self._set_up()
        self.slider.valueChanged.connect(self._set_opacity)
        self.slider.sliderReleased.connect(self.adjusted)
        connect(self, state.opacity_changed, self._show_if_chosen)
        self.show_layer(None)

    def show_layer(self, layer: str | None) -> None:
        """Show the opacity of a layer, or none."""
        if layer != self._layer:
            self.adjusted.emit()
        self._layer = layer
        self.setEnabled(layer is not None)
        opacity = 1.0 if layer is None else self._state.opacity(layer)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(opacity * 100))
        self._value.setText("" if layer is None else f"{round(opacity * 100)}\u202f%")

    def retranslate(self) -> None:
        """Name the parts in the language of the window."""
        self._name.setText(self.tr("Opacity"))
        self.slider.setAccessibleName(self.tr("Opacity of the chosen layer"))
        self.slider.setToolTip(self.tr("How much the chosen layer covers what is below it."))

    def _set_up(self) -> None:
        self.slider.setRange(_LEAST, 100)
        self.slider.setSingleStep(_STEP)
        self.slider.setPageStep(_PAGE)
        self._name.setProperty("role", "secondary")
        self._value.setProperty("role", "secondary")
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setMinimumWidth(self._value.fontMetrics().horizontalAdvance("100 %"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)

    def _set_opacity(self, percent: int) -> None:
        if self._layer is not None:
            self._state.set_opacity(self._layer, percent / 100)

    def _show_if_chosen(self, layer: str) -> None:
        if layer == self._layer:
            self.show_layer(layer)
