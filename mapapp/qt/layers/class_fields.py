"""By what the features of a layer are drawn, and how classes of it are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from mapapp.core.layer.spec import Geometry
from mapapp.core.style.bins import LARGEST_BIN_PX, SMALLEST_BIN_PX
from mapapp.core.style.symbology import (
    LARGEST_SIZED_PX,
    SMALLEST_PX,
    SymbologyKind,
    Theme,
)
from mapapp.core.styling.classing import (
    LEAST_CLASSES,
    ClassChoice,
    completed,
    most_classes,
    palettes_for,
)
from mapapp.core.text import Language, Text
from mapapp.qt.layers.number_field import number_field
from mapapp.qt.layers.palette_box import PaletteBox
from mapapp.qt.parts.wheel import spare_from_wheel

_COUNTS = {"categorised": 9, "graduated": 5, "density": 5}
"""How many classes there are at first, as far as there are values and colours."""


class ClassFields(QWidget):
    """Shows a choice and takes another.

    Signals:
        chosen: the whole :class:`ClassChoice` that was made.
        recoloured: likewise, where only colours are others.
    """

    chosen = Signal(object)
    recoloured = Signal(object)

    def __init__(self, geometry: Geometry, parent: QWidget) -> None:
        super().__init__(parent)
        self._geometry: Geometry = geometry
        self._choice = ClassChoice("single")
        self._counts: dict[str, int] = dict(_COUNTS)
        self._titles: dict[str, Text | None] = {}
        self._suggested: Mapping[SymbologyKind, str] = {}
        self.kind, self.column, self.method = QComboBox(self), QComboBox(self), QComboBox(self)
        self.count, self.palettes = QSpinBox(self), PaletteBox(self)
        self.is_reversed = QCheckBox(self)
        self.widest = number_field(self, SMALLEST_PX + 1, LARGEST_SIZED_PX, 1)
        self.side = number_field(self, SMALLEST_BIN_PX, LARGEST_BIN_PX, 4)
        self.refit = QPushButton(self)
        self.refit.setAutoDefault(False)
        for field in (self.kind, self.column, self.method, self.count):
            spare_from_wheel(field)
        for box in (self.kind, self.column):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.count.setKeyboardTracking(False)
        self._lay_out()
        self._connect()

    def show_choice(self, choice: ClassChoice, theme: Theme, language: Language) -> None:
        """Show what is chosen."""
        self._choice = choice
        palettes = palettes_for(choice.kind, self._geometry)
        self.palettes.show_palettes(
            palettes, choice.palette, theme, language, is_reversed=choice.is_reversed
        )
        self._show_methods()
        values: Sequence[tuple[Any, Any]] = (
            (self.count, choice.count), (self.widest, choice.most_px),
            (self.side, choice.side_px),
        )  # fmt: skip
        with QSignalBlocker(self.count):
            self.count.setRange(LEAST_CLASSES, max(most_classes(choice), choice.count))
        for field, value in values:
            with QSignalBlocker(field):
                field.setValue(value)
        for box, data in ((self.kind, choice.kind), (self.column, choice.field)):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(data))
        with QSignalBlocker(self.is_reversed):
            self.is_reversed.setChecked(choice.is_reversed)
        self._show_rows()

    def offer_columns(
        self,
        columns: Sequence[tuple[str, str, Text | None]],
        suggested: Mapping[SymbologyKind, str],
    ) -> None:
        """Offer columns, each by its id, how it is read, and the title of its classes.

        ``suggested`` are those to begin with.
        """
        self._titles = {id_: title for id_, _, title in columns}
        self._suggested = suggested
        with QSignalBlocker(self.column):
            self.column.clear()
            for id_, said, _ in columns:
                self.column.addItem(said, id_)
            self.column.setCurrentIndex(self.column.findData(self._choice.field))

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        names: dict[QWidget, str] = {
            self.kind: self.tr("Drawn by"), self.column: self.tr("Column"),
            self._steps: self.tr("Steps"), self.palettes: self.tr("Colours"),
            self.widest: self.tr("Largest symbol"), self.side: self.tr("Width of a square"),
        }  # fmt: skip
        for field, name in names.items():
            field.setAccessibleName(name)
            label = self._form.labelForField(self._row_of(field))
            if isinstance(label, QLabel):
                label.setText(name)
        self.method.setAccessibleName(self.tr("Where steps begin"))
        self.count.setAccessibleName(self.tr("Number of classes"))
        self.count.setToolTip(self.tr("Number of classes"))
        self.is_reversed.setText(self.tr("Reversed"))
        self.refit.setText(self.tr("&Fit to this zoom"))
        self.refit.setToolTip(
            self.tr("Choose the steps anew, by how many points the squares hold at this zoom.")
        )
        self._name_kinds()
        self._show_methods()

    def _lay_out(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(16)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._steps = _row(self, self.method, self.count, self.refit)
        self._colours = _row(self, self.palettes, self.is_reversed)
        fields = (self.kind, self.column, self.side, self._steps, self._colours, self.widest)
        for field in fields:
            self._form.addRow(QLabel(self), field)

    def _row_of(self, field: QWidget) -> QWidget:
        return self._colours if field is self.palettes else field

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _: self._choose(kind=self.kind.currentData()))
        self.column.activated.connect(lambda _: self._choose(field=self.column.currentData()))
        self.method.activated.connect(lambda _: self._choose(method=self.method.currentData()))
        self.count.valueChanged.connect(lambda count: self._choose(count=count))
        self.widest.valueChanged.connect(lambda px: self._choose(most_px=px))
        self.side.valueChanged.connect(lambda px: self._choose(side_px=px))
        self.refit.clicked.connect(lambda _: self._choose())
        self.palettes.activated.connect(
            lambda _: self._recolour(palette=self.palettes.currentData())
        )
        self.is_reversed.toggled.connect(lambda on: self._recolour(is_reversed=on))

    def _choose(self, **changes: Any) -> None:  # noqa: ANN401 - fields of ClassChoice
        """Tell of a choice; where nobody chose a column, it is the one that suits the choice."""
        if "count" in changes:
            self._counts[self._choice.kind] = changes["count"]
        choice = replace(self._choice, **changes)
        choice = replace(choice, count=self._counts.get(choice.kind, choice.count))
        is_new = choice.field not in self._titles
        is_old = "kind" in changes and choice.field in self._suggested.values()
        if choice.kind not in ("single", "density") and (is_new or is_old):
            choice = replace(choice, field=self._suggested.get(choice.kind, ""))
        choice = replace(choice, title=self._titles.get(choice.field))
        self.chosen.emit(completed(choice, self._geometry))

    def _recolour(self, **changes: Any) -> None:  # noqa: ANN401 - fields of ClassChoice
        self.recoloured.emit(completed(replace(self._choice, **changes), self._geometry))

    def _name_kinds(self) -> None:
        names: dict[SymbologyKind, str] = {
            "single": self.tr("One symbol for all"),
            "categorised": self.tr("Values: a colour for each"),
            "graduated": self.tr("Numbers: colours in steps"),
            "sized": self.tr("Numbers: size of the symbol"),
            "density": self.tr("Density: points in squares"),
        }
        if self._geometry != "point":
            del names["sized"], names["density"]
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for kind, name in names.items():
                self.kind.addItem(name, kind)
            self.kind.setCurrentIndex(self.kind.findData(self._choice.kind))

    def _show_methods(self) -> None:
        names = {
            "quantiles": self.tr("Equal counts"), "jenks": self.tr("Natural breaks"),
            "equal": self.tr("Equal widths"), "pretty": self.tr("Round numbers"),
        }  # fmt: skip
        with QSignalBlocker(self.method):
            self.method.clear()
            if self._choice.method is None:
                self.method.addItem(self.tr("Own breaks"), None)
            for method, name in names.items():
                self.method.addItem(name, method)
            self.method.setCurrentIndex(max(self.method.findData(self._choice.method), 0))

    def _show_rows(self) -> None:
        kind = self._choice.kind
        has_palette = kind in ("categorised", "graduated", "density")
        shown = {
            self.column: kind not in ("single", "density"), self.side: kind == "density",
            self._steps: has_palette, self._colours: has_palette, self.widest: kind == "sized",
        }  # fmt: skip
        for field, is_shown in shown.items():
            self._form.setRowVisible(field, is_shown)
        self.method.setVisible(kind == "graduated")
        self.refit.setVisible(kind == "density")
        label = self._form.labelForField(self._steps)
        if isinstance(label, QLabel):
            label.setText(self.tr("Classes") if kind == "categorised" else self.tr("Steps"))


def _row(parent: QWidget, *fields: QWidget) -> QWidget:
    """Fields side by side, the first as wide as there is room."""
    row = QWidget(parent)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    for number, field in enumerate(fields):
        line.addWidget(field, 0 if number else 1)
    return row
