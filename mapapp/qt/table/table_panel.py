"""The attribute table at the bottom: one layer, its filter, its rows in step with the map."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError, MapappError
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import FeatureRef, MapState
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
from mapapp.qt.table.table_model import NO_ROWS, TableModel
from mapapp.render.card.table_cells import CellWriter, columns_in, field_title, first_columns
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.layer_table import LayerTable
from mapapp.store.table_file import ENCODINGS, Encoding, write_table

_ROW_PX = 26
_HEADER_PX = 28
_CONTROL_PX = 28
_AROUND_PX = 40
_LEAST_ROWS = 6
_LEAST_PX, _MOST_PX, _ROOM_PX = 72, 230, 16
_SIZED_BY_ROWS = 40


class TablePanel(Extension, QWidget):
    """Shows the features of one layer as rows.

    Signals:
        zoom_requested: a row was double-clicked; it is selected.
        filter_requested: conditions on a column (a Field) of a layer (its id) are to be picked.
        summary_requested: likewise a column is to be summed up.
    """

    zoom_requested = Signal()
    filter_requested = Signal(str, object)
    summary_requested = Signal(str, object)

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._catalogue = catalogue
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._selecting = False
        self._is_stale = False
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
            least_height_px=_AROUND_PX + _CONTROL_PX + _HEADER_PX + _LEAST_ROWS * _ROW_PX,
        )

    def retranslate(self) -> None:
        """Say everything in the language of the window, and write the cells in it."""
        self._say_texts()
        self._show_when_seen()

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
        self.view.selectionModel().selectionChanged.connect(self._tell_selection)
        self.model.rows_changed.connect(self._show_rows)
        self.model.set_columns(self._columns())
        self.layers.setCurrentIndex(self.layers.findData(layer))
        self.filter.show_layer(layer)
        self._show_filter(layer)
        self._size_columns()

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
        if self._is_stale:
            self._show_again()
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
        self.view = QTableView(self)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setTabKeyNavigation(False)  # Tab leaves the table; the arrow keys move in it
        self.view.setSortingEnabled(True)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        # Names of a layer often begin alike: the middle says least.
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.view.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.view.verticalHeader().setVisible(False)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(_HEADER_PX)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.show_column_menu)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.doubleClicked.connect(lambda _: self.zoom_requested.emit())
        copy = QAction(self.view)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.triggered.connect(self.copy)
        self.view.addAction(copy)

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
        connect(self, self._state.selection_changed, lambda _: self._show_selection())
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
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._show_again()

    def _show_again(self) -> None:
        self._is_stale = False
        if not self.isEnabled():
            self._show_one()
            return
        self._say_texts()
        self.layers.setCurrentIndex(self.layers.findData(self.layer))
        self.model.set_table(self._table(), self._writer())
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
        self._show_selection()

    def _take_text(self, text: str) -> None:
        wanted = replace(self._state.filter(self.layer), text=text.strip())
        self._state.set_filter(self.layer, wanted)

    def _take_in_view(self, checked: bool) -> None:
        wanted = replace(self._state.filter(self.layer), in_view=checked)
        self._state.set_filter(self.layer, wanted)

    def _tell_selection(self) -> None:
        if self._selecting:
            return
        rows = self.view.selectionModel().selectedRows()
        self._selecting = True
        self._state.select(FeatureRef(self.layer, self.model.fid(index.row())) for index in rows)
        self._selecting = False

    def _show_selection(self) -> None:
        if self._selecting:
            return
        fids = [ref.fid for ref in self._state.selection if ref.layer == self.layer]
        rows = self.model.rows_of(fids)
        chosen = QItemSelection()
        for row in rows:
            index = self.model.index(row, 0)
            chosen.select(index, index)
        self._selecting = True
        flag = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)
        self._selecting = False
        if rows:
            self.view.scrollTo(self.model.index(rows[0], 0))

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
        self._size_columns()

    def _size_columns(self) -> None:
        header = self.view.horizontalHeader()
        header.setResizeContentsPrecision(_SIZED_BY_ROWS)
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            width = header.sectionSize(column) + _ROOM_PX
            header.resizeSection(column, min(max(width, _LEAST_PX), _MOST_PX))
