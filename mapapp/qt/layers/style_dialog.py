"""How one layer is drawn: colour, symbol, size and width, of all its features or of a class."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.style.symbology import SHAPES, SymbolClass, SymbolSpec
from mapapp.qt.layers.colour_row import ColourRow
from mapapp.qt.parts.icons import layer_icon
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect
from mapapp.qt.parts.wheel import spare_from_wheel

_WIDTH_PX = 400
_SIZES_PX, _WIDTHS_PX = (4.0, 48.0, 1.0), (0.5, 12.0, 0.5)


class StyleDialog(QDialog):
    """Restyles a layer while something is chosen; the map follows, and undo takes it back.

    Signals:
        sealed: what was changed until now is one step to undo.
    """

    sealed = Signal()

    def __init__(self, state: MapState, layer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = state
        self._layer = layer
        self._first = state.spec(layer)
        self.setMinimumWidth(_WIDTH_PX)
        self._make_parts()
        self._lay_out()
        self._connect()
        follow_language(self, state, self.retranslate)
        connect(self, state.layers_changed, self._follow)
        connect(self, state.theme_changed, lambda _: self._show())
        self.finished.connect(self.sealed)

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        title = self._spec.title.get(self._state.language)
        self.setWindowTitle(self.tr("Style: {0}").format(title))
        names: dict[QWidget, str] = {
            self.which: self.tr("Class"),
            self.colours: self.tr("Colour"),
            self.shape: self.tr("Symbol"),
            self.symbol_size: self.tr("Size"),
            self.line_width: self.tr("Line width"),
            self.cover: self.tr("Opacity of the fill"),
        }
        for field, name in names.items():
            field.setAccessibleName(name)
            label = self._form.labelForField(field)
            if isinstance(label, QLabel):
                label.setText(name)
        self.colours.retranslate()
        self._before.setText(self.tr("As &before"))
        self._before.setToolTip(self.tr("Draw the layer as it was when this was opened."))
        self._name_shapes()
        self._fill_classes()
        self._show()

    @property
    def _spec(self) -> LayerSpec:
        return self._state.spec(self._layer)

    @property
    def _class(self) -> SymbolClass | None:
        """The class that is chosen, of a layer with classes."""
        classes = self._spec.classes
        if classes is None:
            return None
        told = list(classes)
        return told[min(max(self.which.currentIndex(), 0), len(told) - 1)]

    @property
    def _symbol(self) -> SymbolSpec:
        return self._spec.symbol if self._class is None else self._class.symbol

    def _make_parts(self) -> None:
        self.which, self.shape = QComboBox(self), QComboBox(self)
        self.colours = ColourRow(self)
        self.symbol_size, self.line_width = _number(self, *_SIZES_PX), _number(self, *_WIDTHS_PX)
        self.cover = _number(self, 0, 100, 5)
        self.cover.setSuffix("\u202f%")
        for field in (self.which, self.shape, self.symbol_size, self.line_width, self.cover):
            spare_from_wheel(field)
        for shape in SHAPES:
            self.shape.addItem("", shape)

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(16)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in self._fields():
            self._form.addRow(QLabel(self), field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._before = QPushButton(self)
        self._before.setAutoDefault(False)
        buttons.addButton(self._before, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(self._form)
        column.addStretch(1)
        column.addWidget(buttons)

    def _fields(self) -> Iterator[QWidget]:
        """What the style of this layer is made of: other kinds of geometry have other parts."""
        fields: dict[QWidget, bool] = {
            self.which: self._first.classes is not None,
            self.colours: True,
            self.shape: self._first.geometry == "point",
            self.symbol_size: self._first.geometry == "point",
            self.line_width: self._first.geometry != "point",
            self.cover: self._first.geometry == "polygon",
        }
        for field, is_wanted in fields.items():
            field.setVisible(is_wanted)
            if is_wanted:
                yield field

    def _connect(self) -> None:
        self.which.activated.connect(lambda _: self._show())
        self.colours.chosen.connect(lambda tone: self._restyle(colour=tone, fill=None))
        self.shape.activated.connect(lambda _: self._restyle(shape=self.shape.currentData()))
        changes: dict[QDoubleSpinBox, Callable[[float], object]] = {
            self.symbol_size: lambda px: self._restyle(size_px=px),
            self.line_width: lambda px: self._restyle(width_px=px),
            self.cover: lambda percent: self._restyle(fill_opacity=percent / 100),
        }
        for field, change in changes.items():
            field.valueChanged.connect(change)
        self._before.clicked.connect(self._go_back)

    def _restyle(self, **changes: Any) -> None:  # noqa: ANN401 - fields of SymbolSpec
        spec, told = self._spec, self._class
        symbol = replace(self._symbol, **changes)
        if told is None or spec.classes is None:
            self._state.restyle(self._layer, symbol)
            return
        steps = tuple(
            replace(each, symbol=symbol) if each is told else each for each in spec.classes.steps
        )
        fallback = spec.classes.fallback
        if told is fallback:
            fallback = replace(fallback, symbol=symbol)
        classes = replace(spec.classes, steps=steps, fallback=fallback)
        self._state.restyle(self._layer, spec.symbol, classes)

    def _go_back(self) -> None:
        self.sealed.emit()
        self._state.restyle(self._layer, self._first.symbol, self._first.classes)

    def _follow(self, change: LayersChange) -> None:
        """Close where the layer has gone; show what was undone."""
        if not self._state.has(self._layer):
            self.close()
        elif self._layer in (*change.restyled, *change.replaced):
            self.retranslate()

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

    def _fill_classes(self) -> None:
        with QSignalBlocker(self.which):
            row = max(self.which.currentIndex(), 0)
            self.which.clear()
            for told in self._spec.classes or ():
                icon = layer_icon(self._spec, self._state.theme, told)
                self.which.addItem(icon, told.title.get(self._state.language))
            self.which.setCurrentIndex(min(row, self.which.count() - 1))

    def _show(self) -> None:
        """Show the style of the layer, or of the class that is chosen."""
        symbol, theme = self._symbol, self._state.theme
        for row, shape in enumerate(SHAPES):
            like = replace(self._spec, symbol=replace(symbol, shape=shape), classes=None)
            self.shape.setItemIcon(row, layer_icon(like, theme))
        self.shape.setCurrentIndex(self.shape.findData(symbol.shape))
        self.colours.show_colour(symbol.colour, theme)
        values = {
            self.symbol_size: symbol.size_px,
            self.line_width: symbol.width_px,
            self.cover: symbol.fill_opacity * 100,
        }
        for field, value in values.items():
            with QSignalBlocker(field):
                field.setValue(value)


def _number(parent: QWidget, least: float, most: float, step: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox(parent)
    field.setRange(least, most)
    field.setSingleStep(step)
    field.setDecimals(0 if step >= 1 else 1)
    field.setSuffix(" px")
    field.setKeyboardTracking(False)
    return field
