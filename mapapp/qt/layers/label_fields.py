"""Whether, how and at which zooms the features of a layer are named on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from mapapp.core.layer.spec import LabelSpec
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.qt.layers.number_field import number_field
from mapapp.qt.parts.wheel import spare_from_wheel


class LabelFields(QWidget):
    """Shows how features are named and takes another way.

    Signals:
        chosen: the :class:`LabelSpec`, or None for no names.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = LabelSpec()
        self.named, self.halo, self.column = QCheckBox(self), QCheckBox(self), QComboBox(self)
        self.from_zoom, self.to_zoom = (
            number_field(self, 0, MAX_STATED_ZOOM, 0.5, "") for _ in range(2)
        )
        spare_from_wheel(self.column)
        self.column.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._form = QFormLayout(self)
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(16)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow(self.named)
        for field in (self.column, self.from_zoom, self.to_zoom):
            self._form.addRow(QLabel(self), field)
        self._form.addRow(self.halo)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "secondary")
        self._form.addRow(self._hint)
        self._connect()

    def offer_columns(self, columns: Sequence[tuple[str, str]], *, has_names: bool) -> None:
        """Offer columns, by id and how they are read; names where the layer has them."""
        with QSignalBlocker(self.column):
            self.column.clear()
            self.column.addItem(self.tr("The name") if has_names else self.tr("Nothing"), "")
            for id_, said in columns:
                self.column.addItem(said, id_)

    def show_label(self, label: LabelSpec | None) -> None:
        """Show how features are named, or that they are not."""
        self._label = label or self._label
        with QSignalBlocker(self.named):
            self.named.setChecked(label is not None)
        with QSignalBlocker(self.halo):
            self.halo.setChecked(self._label.halo)
        self.column.setCurrentIndex(max(self.column.findData(self._label.field), 0))
        zooms = ((self.from_zoom, self._label.min_zoom), (self.to_zoom, self._label.max_zoom))
        for field, zoom in zooms:
            with QSignalBlocker(field):
                field.setValue(zoom)
        for part in (self.column, self.from_zoom, self.to_zoom, self.halo):
            part.setEnabled(label is not None)

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        self.named.setText(self.tr("&Name the features on the map"))
        self.halo.setText(self.tr("On a &halo, to be read on any ground"))
        names: dict[QWidget, str] = {
            self.column: self.tr("What is written"),
            self.from_zoom: self.tr("From zoom"),
            self.to_zoom: self.tr("To zoom"),
        }
        for field, name in names.items():
            field.setAccessibleName(name)
            label = self._form.labelForField(field)
            if isinstance(label, QLabel):
                label.setText(name)
        self._hint.setText(
            self.tr(
                "Where there is little room, some names are left out. Pictures name features at "
                "any zoom."
            )
        )

    def _connect(self) -> None:
        self.named.toggled.connect(self._name_or_not)
        self.halo.toggled.connect(lambda on: self._change(halo=on))
        self.column.activated.connect(lambda _: self._change(field=self.column.currentData()))
        self.from_zoom.valueChanged.connect(
            lambda zoom: self._change(min_zoom=zoom, max_zoom=max(zoom, self._label.max_zoom))
        )
        self.to_zoom.valueChanged.connect(
            lambda zoom: self._change(max_zoom=zoom, min_zoom=min(zoom, self._label.min_zoom))
        )

    def _name_or_not(self, on: bool) -> None:
        """Name features by what was chosen last, by the first column where they have no names."""
        if on and not self._label.field and self.column.itemText(0) == self.tr("Nothing"):
            self._label = replace(self._label, field=self.column.itemData(1) or "")
        self.chosen.emit(self._label if on else None)

    def _change(self, **changes: Any) -> None:  # noqa: ANN401 - fields of LabelSpec
        self.chosen.emit(replace(self._label, **changes))
