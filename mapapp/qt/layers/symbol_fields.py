"""Colour, shape, size, line, outline and cover of a symbol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QWidget

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.palettes import EDGE
from mapapp.core.style.symbology import EDGE_PX, SHAPES, SymbolSpec, Theme, Tone
from mapapp.qt.layers.colour_row import ColourRow
from mapapp.qt.layers.number_field import number_field
from mapapp.qt.parts.icons import layer_icon
from mapapp.qt.parts.wheel import spare_from_wheel

_SIZES_PX, _WIDTHS_PX = (1.0, 48.0, 1.0), (0.5, 12.0, 0.5)


class SymbolFields(QWidget):
    """Shows a symbol and takes what of it is to be another.

    Signals:
        changed: fields of :class:`SymbolSpec` with their values.
    """

    changed = Signal(dict)

    def __init__(self, spec: LayerSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._spec = spec
        self.shape, self.outlined = QComboBox(self), QCheckBox(self)
        self.outline = ColourRow(self)
        self.symbol_size, self.line_width = (
            number_field(self, *_SIZES_PX), number_field(self, *_WIDTHS_PX),
        )  # fmt: skip
        self.outline_width = number_field(self, *_WIDTHS_PX)
        self.cover = number_field(self, 0, 100, 5, "\u202f%")
        spare_from_wheel(self.shape)
        for shape in SHAPES:
            self.shape.addItem("", shape)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(16)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in self._wanted():
            self._form.addRow(QLabel(self), field)
        self._connect()

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        names: dict[QWidget, str] = {
            self.shape: self.tr("Symbol"),
            self.symbol_size: self.tr("Size"),
            self.line_width: self.tr("Line width"),
            self.cover: self.tr("Opacity of the fill"),
            self.outlined: self.tr("Outline"),
            self.outline: self.tr("Outline colour"),
            self.outline_width: self.tr("Outline width"),
        }
        for field, name in names.items():
            field.setAccessibleName(name)
            label = self._form.labelForField(field)
            if isinstance(label, QLabel):
                label.setText(name)
        self.outlined.setText(self.tr("In a colour of its own"))
        self.outline.retranslate()
        self._name_shapes()

    def show_symbol(self, symbol: SymbolSpec, theme: Theme) -> None:
        """Show a symbol."""
        for row, shape in enumerate(SHAPES):
            like = replace(self._spec, symbol=replace(symbol, shape=shape), classes=None)
            self.shape.setItemIcon(row, layer_icon(like, theme))
        self.shape.setCurrentIndex(self.shape.findData(symbol.shape))
        values = {
            self.symbol_size: symbol.size_px,
            self.line_width: symbol.width_px,
            self.outline_width: symbol.edge_px,
            self.cover: symbol.fill_opacity * 100,
        }
        for field, value in values.items():
            with QSignalBlocker(field):
                field.setValue(value)
        with QSignalBlocker(self.outlined):
            self.outlined.setChecked(symbol.edge is not None)
        self.outline.show_colour(symbol.edge or EDGE, theme)
        for part in (self.outline, self.outline_width):
            part.setEnabled(symbol.edge is not None)

    def show_what_counts(self, spec: LayerSpec) -> None:
        """Leave the size out where a number says it; squares of a density have only a fill."""
        if spec.geometry != "point":
            return
        is_symbol = not spec.is_binned
        for field in (self.shape, self.outlined, self.outline, self.outline_width):
            self._form.setRowVisible(field, is_symbol)
        self._form.setRowVisible(self.symbol_size, is_symbol and not spec.is_sized)
        self._form.setRowVisible(self.cover, not is_symbol)

    def _wanted(self) -> Iterator[QWidget]:
        """What the symbol is made of: other kinds of geometry have other parts."""
        geometry = self._spec.geometry
        fields: dict[QWidget, bool] = {
            self.shape: geometry == "point",
            self.symbol_size: geometry == "point",
            self.line_width: geometry != "point",
            self.cover: geometry != "line",
            self.outlined: geometry != "line",
            self.outline: geometry != "line",
            self.outline_width: geometry == "point",
        }
        for field, is_wanted in fields.items():
            field.setVisible(is_wanted)
            if is_wanted:
                yield field

    def _connect(self) -> None:
        changes: dict[QDoubleSpinBox, Callable[[float], dict[str, object]]] = {
            self.symbol_size: lambda px: {"size_px": px},
            self.line_width: lambda px: {"width_px": px},
            self.outline_width: lambda px: {"edge_px": px},
            self.cover: lambda percent: {"fill_opacity": percent / 100},
        }
        for field, change in changes.items():
            field.valueChanged.connect(
                lambda value, change=change: self.changed.emit(change(value))
            )
        self.shape.activated.connect(
            lambda _: self.changed.emit({"shape": self.shape.currentData()})
        )
        self.outlined.toggled.connect(self._take_outline)
        self.outline.chosen.connect(lambda tone: self.changed.emit({"edge": tone}))

    def _take_outline(self, on: bool) -> None:
        none: dict[str, Tone | float | None] = {"edge": None, "edge_px": EDGE_PX}
        self.changed.emit({"edge": EDGE} if on else none)

    def _name_shapes(self) -> None:
        names = {
            "circle": self.tr("Circle"), "square": self.tr("Square"),
            "diamond": self.tr("Diamond"), "triangle": self.tr("Triangle"),
            "hexagon": self.tr("Hexagon"), "pentagon": self.tr("Pentagon"),
            "star": self.tr("Star"), "anchor": self.tr("Anchor"), "rail": self.tr("Railway"),
            "plane": self.tr("Aeroplane"), "cross": self.tr("Cross"),
        }  # fmt: skip
        for row, shape in enumerate(SHAPES):
            self.shape.setItemText(row, names[shape])
