"""What a column of a layer comes to, of all its features or some: figures and how they spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError, MapappError, ReadCancelledError
from mapapp.core.expression.tree import Field
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.message import Message
from mapapp.core.source.cancel import Cancel
from mapapp.core.style.column_figures import MOST_BARS, ColumnFigures, column_figures
from mapapp.core.style.column_values import ColumnValues
from mapapp.core.text import value_text
from mapapp.core.texts.cells import as_csv
from mapapp.qt.layers.bar_list import BarList
from mapapp.qt.layers.figure_grid import FigureGrid
from mapapp.qt.layers.scope_box import ScopeBox
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.last_read import LastRead
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.on_screen import keep_on_screen
from mapapp.qt.parts.subscription import connect
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.render.card.table_cells import columns_in, field_title
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.column_reading import read_column
from mapapp.store.scopes import AreaRing, Scope, keys_within

_WIDTH_PX = 460

_Summed = tuple[ColumnValues, ColumnFigures | None]


class SummaryDialog(QDialog):
    """Sums a column up and follows the map: filter, selection, view, year and language."""

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        reader: LayerReader,
        layer: str,
        drawn: Callable[[], AreaRing],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keep_on_screen(self)
        self._state = state
        self._catalogue = catalogue
        self._layer = layer
        self._read = LastRead(reader, self)
        self._fields: tuple[Field, ...] = ()
        self._values: ColumnValues | None = None
        self._figures: ColumnFigures | None = None
        self.setMinimumWidth(_WIDTH_PX)
        self._make_parts(drawn)
        self._lay_out()
        follow_language(self, state, self.retranslate)
        self._follow_state()

    def retranslate(self) -> None:
        """Say everything in the language of the window, and offer the columns that there are."""
        title = self._state.spec(self._layer).title.get(self._state.language)
        self.setWindowTitle(self.tr("Summary: {0}").format(title))
        self._column_name.setText(self.tr("Column"))
        self._scope_name.setText(self.tr("Of"))
        self.column.setAccessibleName(self._column_name.text())
        self.scope.setAccessibleName(self._scope_name.text())
        self.scope.retranslate()
        self.bars.setAccessibleName(self.tr("How the values are spread"))
        self._copy.setText(self.tr("&Copy"))
        self._copy.setToolTip(self.tr("Copy the figures as a table for spreadsheets."))
        self._offer_columns()
        self.ask()

    def show_column(self, field: Field) -> None:
        """Sum another column up."""
        self.column.setCurrentIndex(max(self.column.findData(field.id), 0))

    def ask(self) -> None:
        """Sum up what is chosen, as it is now."""
        self.scope.follow()
        if not self._fields:
            return
        spec, year = self._state.spec(self._layer), self._state.as_of_year
        work = partial(_read_values, spec, self._field.id, year, self.scope.scope())
        self._read.read(work, self._take)

    def copy(self) -> None:
        """Put the figures and the bars on the clipboard, as spreadsheets take them."""
        title = self._state.spec(self._layer).title.get(self._state.language)
        head = [[title, self.column.currentText()], [self.scope.currentText(), ""]]
        bars = [[name, str(count)] for name, count in self._bars()]
        lines = [*head, *map(list, self.figures.pairs()), *bars]
        QGuiApplication.clipboard().setText(as_csv(lines, delimiter="\t"))

    @property
    def _field(self) -> Field:
        return self._fields[max(self.column.currentIndex(), 0)]

    def _make_parts(self, drawn: Callable[[], AreaRing]) -> None:
        self.column = QComboBox(self)
        spare_from_wheel(self.column)
        self.scope = ScopeBox(self._state, lambda: self._layer, drawn, self)
        self._column_name, self._scope_name = QLabel(self), QLabel(self)
        self.figures, self.bars = FigureGrid(self), BarList(self)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "warning")
        self.column.currentIndexChanged.connect(self.ask)
        self.scope.currentIndexChanged.connect(self.ask)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._column_name, self.column)
        form.addRow(self._scope_name, self.scope)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._copy = QPushButton(self)
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self.copy)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(form)
        for part in (self.note, self.figures, self.bars):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)

    def _follow_state(self) -> None:
        state = self._state
        connect(self, state.layers_changed, self._follow)
        connect(self, state.selection_changed, lambda _: self.ask())
        connect(self, state.filter_changed, self._follow_filter)
        connect(self, state.view_changed, lambda _: self._follow_view())
        connect(self, state.as_of_changed, lambda _: self.ask())
        connect(self, state.data_returned, lambda _: self.retranslate())
        connect(self, state.theme_changed, lambda _: self._show())

    def _follow(self, change: LayersChange) -> None:
        """Close where the layer has gone; read anew where it is another."""
        if not self._state.has(self._layer):
            self.close()
        elif self._layer in (*change.moved, *change.replaced):
            self.retranslate()

    def _follow_filter(self, layer: str) -> None:
        if layer == self._layer:
            self.ask()

    def _follow_view(self) -> None:
        if self.scope.kind == "view":
            self.ask()

    def _offer_columns(self) -> None:
        chosen, language = self.column.currentData(), self._state.language
        try:
            table = self._catalogue.table(self._layer, self._state.as_of_year)
        except DataError as error:
            self._fields = ()
            self._take(error.message)
            return
        self._fields = tuple(field for _, field in columns_in(table, language))
        columns = [field.id for field in self._fields]
        numbers = [field.id for field in self._fields if field.kind == "number"]
        telling = [*numbers, *(id_ for id_ in columns if id_ == table.roles.status), *columns]
        with QSignalBlocker(self.column):
            self.column.clear()
            for field in self._fields:
                self.column.addItem(field_title(field, language), field.id)
            first = chosen if chosen in columns else telling[0] if telling else None
            self.column.setCurrentIndex(self.column.findData(first))

    def _take(self, found: _Summed | Message) -> None:
        if isinstance(found, Message):
            self._values = self._figures = None
            self.note.setText(found.text(self._state.language))
        else:
            self._values, self._figures = found
        self._show()

    def _show(self) -> None:
        values = self._values
        self.figures.setVisible(values is not None)
        if values is not None:
            self.figures.show_figures(values, self._figures)
            self.note.setText(self._doubt(values, self._figures))
        self.note.setVisible(bool(self.note.text()))
        self._copy.setEnabled(values is not None)
        self.bars.show_bars(self._bars(), self._state.theme)
        self.adjustSize()

    def _doubt(self, values: ColumnValues, figures: ColumnFigures | None) -> str:
        """What keeps the figures from being of all features, where that is to be said."""
        if not values.known + values.missing:
            return self.tr("No feature is meant. Choose others under “Of”.")
        if not values.known:
            return self.tr("None of these features has a value in this column.")
        if _tells_nothing(values, figures):
            return self.tr("Every value is another one.")
        texts = 0 if figures is None else values.known - figures.count
        mixed = self.tr("Values that are texts and in no figure but the counts: {0}.")
        return mixed.format(f"{texts:,}") if texts else ""

    def _bars(self) -> list[tuple[str, int]]:
        """Steps of numbers, or the most frequent texts."""
        values, figures = self._values, self._figures
        if values is None or _tells_nothing(values, figures):
            return []
        if figures is not None:
            return list(_step_bars(figures))
        shown = [(self._field.said(text), count) for text, count in values.counts[:MOST_BARS]]
        bars = [(said.get(self._state.language), count) for said, count in shown]
        others = values.known - sum(count for _, count in bars)
        return [*bars, (self.tr("others"), others)] if others else bars


def _tells_nothing(values: ColumnValues, figures: ColumnFigures | None) -> bool:
    """Whether bars would all be of one feature, as those of names are."""
    return figures is None and 1 < values.different == values.known


def _step_bars(figures: ColumnFigures) -> Iterator[tuple[str, int]]:
    for low, high, count in figures.steps:
        yield (f"{value_text(low)} – {value_text(high)}" if low < high else value_text(low)), count


def _read_values(
    spec: LayerSpec,
    column: str,
    year: int | None,
    scope: Scope,
    catalogue: LayerCatalogue,
    cancel: Cancel,
) -> _Summed | Message:
    """The values with what they come to, or the sentence that says why they cannot be read."""
    try:
        keys = keys_within(catalogue, spec, scope, cancel)
        values = read_column(catalogue, spec, column, year, cancel, keys)
    except ReadCancelledError:
        raise
    except MapappError as error:
        return error.message
    return values, column_figures(values)
