"""The attribute table at the bottom: one layer, its filter, its rows in step with the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError, MapappError
from mapapp.core.layer.source_ref import FILE
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.message import spoken
from mapapp.core.texts.cells import as_csv
from mapapp.qt.layers.filter_line import FilterLine
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension, PanelSpec
from mapapp.qt.parts.guard import guarded, report
from mapapp.qt.parts.saving import ask_where_to_save, csv_kinds, file_name, workbook_kind
from mapapp.qt.parts.subscription import connect
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.qt.table.cells_view import HEADER_PX, ROW_PX, CellsView
from mapapp.qt.table.row_selection import RowSelection
from mapapp.qt.table.table_model import NO_ROWS, TableModel
from mapapp.render.card.table_cells import CellWriter, columns_in, field_title, first_columns
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.layer_table import LayerTable
from mapapp.store.table_file import ENCODINGS, Encoding, write_table

if TYPE_CHECKING:
    from mapapp.store.editing.editable import EditableLayer

_CONTROL_PX = 28
_AROUND_PX = 40
_LEAST_ROWS = 6
_LEAST_PX = 72


class TablePanel(Extension, QWidget):
    """Shows the features of one layer as rows.

    Signals:
        zoom_requested: a row was double-clicked; it is selected.
        filter_requested: conditions on a column (a Field) of a layer (its id) are to be picked.
        summary_requested: likewise a column is to be summed up.
        cell_edited: a cell of a layer (its id) is to hold another value: the key of the row, the
            column, the value that was seen, and the new one.
    """

    zoom_requested = Signal()
    filter_requested = Signal(str, object)
    summary_requested = Signal(str, object)
    cell_edited = Signal(str, object, str, object, object)

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._catalogue = catalogue
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._is_stale = False
        self._editable: Callable[[str], EditableLayer | None] = lambda _layer: None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._catch_up)
        self.layer = state.specs[-1].id
        self.model = self._make_model(self.layer)
        self._make_controls()
        self._make_view()
        self._lay_out()
        self._connect_state()
        self.show_layer(self.layer)

    def panel(self) -> PanelSpec:
        """Itself, below the time slider."""
        return PanelSpec(
            id="table",
            title=self.tr("T&able"),
            tip=self.tr("Show or hide the features of a layer as a table."),
            widget=self,
            area=Qt.DockWidgetArea.BottomDockWidgetArea,
            shortcut="Ctrl+3",
            is_open=False,
            icon="table",
            least_height_px=_AROUND_PX + _CONTROL_PX + HEADER_PX + _LEAST_ROWS * ROW_PX,
        )

    def retranslate(self) -> None:
        """Say everything in the language of the window, and write the cells in it."""
        self._say_texts()
        self._show_when_seen()

    def allow_edits(self, editable: Callable[[str], EditableLayer | None]) -> None:
        """Let cells be edited of layers (their ids) of which ``editable`` knows a table."""
        self._editable = editable
        self._let_edit()

    def show_layer(self, layer: str) -> None:
        """Show another layer."""
        model = self._make_model(layer)
        left, self.model, self.layer = self.model, model, layer
        selected = self.view.selectionModel()
        self.view.setModel(self.model)
        for old in (selected, left):  # Qt leaves both to whoever made them
            if old is not None:
                old.deleteLater()
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._selected.follow(model, layer)
        self.model.rows_changed.connect(self._show_rows)
        self.model.edited.connect(partial(self.cell_edited.emit, layer))
        self._let_edit()
        self.model.set_columns(self._columns())
        self.layers.setCurrentIndex(self.layers.findData(layer))
        self.filter.show_layer(layer)
        self._show_filter(layer)
        self.view.size_columns()

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as spreadsheets take them."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        lines = [self.model.titles(), *(self.model.texts(row) for row in rows)]
        cleaned = [[" ".join(text.split()) for text in line] for line in lines]
        QGuiApplication.clipboard().setText(as_csv(cleaned, delimiter="\t"))

    def save(self) -> QFileDialog:
        """Ask for a file and write the rows that pass."""
        encoded = csv_kinds()
        title = self._state.spec(self.layer).title.get(self._state.language)
        return ask_where_to_save(
            self.window(),
            self.tr("Save table"),
            Path.home() / (file_name(title) or self.layer),
            [workbook_kind(), *encoded],
            lambda target, kind: self.save_to(target, encoded.get(kind, ENCODINGS[0])),
        )

    def save_to(self, target: Path, encoding: Encoding = ENCODINGS[0]) -> None:
        """Write the rows that pass to a file; what fails or is lost is told in one sentence."""
        try:
            notes = write_table(target, self.model.titles(), self.model.kept_rows(), encoding)
        except MapappError as error:
            notes = (error.message,)
        if notes:
            complain(self, self.tr("Save table"), "\n".join(map(spoken, notes)))

    def show_column_menu(self, at: QPoint) -> None:
        """Offer what can be done with the column under a point of its head."""
        column = self.view.horizontalHeader().logicalIndexAt(at)
        if column < 0:
            return
        field, menu = self.model.columns[column], QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offers = {
            self.tr("&Filter this column…"): self.filter_requested,
            self.tr("&Sum this column up…"): self.summary_requested,
        }
        for text, asked in offers.items():
            menu.addAction(text).triggered.connect(partial(asked.emit, self.layer, field))
        menu.popup(self.view.horizontalHeader().viewport().mapToGlobal(at))

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Qt: catch up with what happened while nobody looked."""
        self._catch_up()
        super().showEvent(event)

    def _make_model(self, layer: str) -> TableModel:
        table = self._catalogue.table(layer, self._state.as_of_year)
        return TableModel(table, self._writer(), self)

    def _table(self) -> LayerTable:
        return self._catalogue.table(self.layer, self._state.as_of_year)

    def _writer(self) -> CellWriter:
        state = self._state
        return CellWriter.of(self._catalogue.atlas, state.language, state.as_of_year)

    def _make_controls(self) -> None:
        self.layers = QComboBox(self)
        spare_from_wheel(self.layers)
        self.layers.setMinimumWidth(_LEAST_PX)
        self._fill_layers()
        self.layers.activated.connect(self._choose_layer)
        self.text = QLineEdit(self)
        bound(self.text)
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._take_text)
        self.filter = FilterLine(self._state, self._catalogue, self)
        self.in_view = QCheckBox(self)
        self.in_view.toggled.connect(self._take_in_view)
        self.count, self.nothing = QLabel(self), QLabel(self)
        for label in (self.count, self.nothing):
            label.setProperty("role", "secondary")
        self.columns = QToolButton(self)
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns.setMenu(QMenu(self.columns))
        self.columns.menu().aboutToShow.connect(self._fill_columns)
        self.save_button = QToolButton(self)
        self.save_button.clicked.connect(self.save)

    def _choose_layer(self, row: int) -> None:
        """Show the layer of a row; where it cannot be read, the one before stays."""
        self._can_show(self.layers.itemData(row))
        self.layers.setCurrentIndex(self.layers.findData(self.layer))

    def _fill_layers(self) -> None:
        self.layers.clear()
        for spec in reversed(self._state.specs):
            self.layers.addItem(spec.title.get(self._state.language), spec.id)

    def _make_view(self) -> None:
        self.view = CellsView(self)
        self.view.horizontalHeader().customContextMenuRequested.connect(self.show_column_menu)
        self.view.row_opened.connect(self.zoom_requested)
        self.view.copy_requested.connect(self.copy)
        self.view.editing_ended.connect(self._soon.start)
        self._selected = RowSelection(self._state, self.view, self.model, self.layer)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self.layers, self.filter.edit, self.text, self.in_view, self.count,
                       self.columns, self.save_button):  # fmt: skip
            widget.setFixedHeight(_CONTROL_PX)
        line.addWidget(self.layers, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.filter, 3)
        line.addWidget(self.text, 1, Qt.AlignmentFlag.AlignTop)
        for widget in (self.in_view, self.count, self.columns, self.save_button):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(line)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        self._say_texts()

    def _connect_state(self) -> None:
        connect(self, self._state.layers_changed, self._follow)
        connect(self, self._state.filter_changed, self._show_filter)
        connect(self, self._state.as_of_changed, lambda _: self._show_when_seen())
        connect(self, self._state.data_returned, lambda _: self._show_when_seen())

    def _follow(self, change: LayersChange) -> None:
        """Offer the layers that there are; show another one where that of the table has gone."""
        self._fill_layers()
        for layer in change.lost:
            self._chosen.pop(layer, None)
        if not self.isEnabled() or self.layer in {*change.lost, *change.added}:
            self._show_one()
        self.layers.setCurrentIndex(self.layers.findData(self.layer))

    def _show_one(self) -> None:
        """Show the same layer, or the topmost that can be read; why others cannot is said."""
        own = (self.layer,) if self._state.has(self.layer) else ()
        self.setEnabled(any(map(self._can_show, dict.fromkeys((*own, *self._state.order[::-1])))))
        if not self.isEnabled():
            self.model.set_visible(NO_ROWS)

    def _can_show(self, layer: str) -> bool:
        """Show a layer; False if it cannot be read, which is said."""
        try:
            self.show_layer(layer)
        except DataError as error:
            report(error)
            return False
        return True

    def _say_texts(self) -> None:
        language = self._state.language
        for spec in self._state.specs:
            self.layers.setItemText(self.layers.findData(spec.id), spec.title.get(language))
        self.layers.setAccessibleName(self.tr("Layer"))
        self.text.setPlaceholderText(self.tr("Find text"))
        self.text.setAccessibleName(self.tr("Find text"))
        self.in_view.setText(self.tr("In view"))
        self.in_view.setToolTip(self.tr("Only features in the visible part of the map"))
        self.nothing.setText(
            self.tr("No feature matches. Change the filter or the text, or look outside the view.")
        )
        self.columns.setText(self.tr("Columns"))
        self.columns.setToolTip(self.tr("Choose the columns"))
        self.save_button.setText(self.tr("Save…"))
        self.save_button.setToolTip(self.tr("Save the rows as CSV or XLSX"))
        self.view.setAccessibleName(self.tr("Attribute table"))

    def _show_when_seen(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        """Show what has changed, but take no line away in which somebody types."""
        if self._is_stale and not self.view.is_editing:
            self._show_again()

    def _show_again(self) -> None:
        self._is_stale = False
        if not self.isEnabled():
            self._show_one()
            return
        self._say_texts()
        self.layers.setCurrentIndex(self.layers.findData(self.layer))
        self.model.set_table(self._table(), self._writer())
        self._let_edit()
        self._show_filter(self.layer)

    def _show_filter(self, layer: str) -> None:
        if layer != self.layer:
            return
        wanted = self._state.filter(layer)
        with QSignalBlocker(self.text), QSignalBlocker(self.in_view):
            if self.text.text().strip() != wanted.text:
                self.text.setText(wanted.text)
            self.in_view.setChecked(wanted.in_view)
        self.model.set_visible(self._catalogue.visible_fids(layer, self._state.criteria(layer)))
        self._show_rows()

    def _show_rows(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.nothing.setVisible(not shown)
        of = self.tr("{0} of {1}").format(f"{shown:,}", f"{total:,}")
        self.count.setText(of if shown < total else f"{total:,}")
        self._selected.show()

    def _let_edit(self) -> None:
        """Let the cells of the layer be edited if it is a copy, and else say what to do."""
        editable = self._editable(self.layer)
        is_own = self._state.spec(self.layer).source.kind == FILE
        why_not = self.tr("Keep a copy in my workspace to edit") if is_own else ""
        self.model.allow_edits(editable.types if editable else {}, "" if editable else why_not)

    def _take_text(self, text: str) -> None:
        wanted = replace(self._state.filter(self.layer), text=text.strip())
        self._state.set_filter(self.layer, wanted)

    def _take_in_view(self, checked: bool) -> None:
        wanted = replace(self._state.filter(self.layer), in_view=checked)
        self._state.set_filter(self.layer, wanted)

    def _columns(self) -> tuple[str, ...]:
        spec = self._state.spec(self.layer)
        return self._chosen.get(self.layer) or first_columns(self._table(), spec)

    def _fill_columns(self) -> None:
        menu = self.columns.menu()
        menu.clear()
        shown = {field.id for field in self.model.columns}
        for _, field in columns_in(self._table(), self._state.language):
            action = menu.addAction(field_title(field, self._state.language))
            action.setCheckable(True)
            action.setChecked(field.id in shown)
            action.toggled.connect(lambda on, id_=field.id: self._choose_column(id_, on))

    def _choose_column(self, column: str, shown: bool) -> None:
        others = [field.id for field in self.model.columns if field.id != column]
        self._chosen[self.layer] = (*others, column) if shown else tuple(others)
        self.model.set_columns(self._columns())
        self.view.size_columns()
