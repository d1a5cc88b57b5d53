"""The list of the names of a table, and the tick that leaves what is sure out of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mapapp.qt.adding.place_model import (
    JUDGEMENT,
    NAME,
    PLACE,
    ROWS,
    SCORE,
    PlaceModel,
)
from mapapp.qt.parts.style import Colours
from mapapp.store.geocoding.geocoder import PlaceMatch
from mapapp.store.geocoding.place_choices import PlaceChoices
from mapapp.store.geocoding.placed_rows import Matches

_ROW_PX, _GAP_PX = 24, 8
_WIDTHS_PX = {PLACE: 190, JUDGEMENT: 84, SCORE: 60, ROWS: 60}


class NameList(QWidget):
    """Names with what was found of them; one is the current one.

    Signals:
        shown: another name is the current one, or it has another place.
    """

    shown = Signal()

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = PlaceModel(colours, self)
        self._current: int | None = None
        self.unsure = QCheckBox(self.tr("Only &doubtful names and those without a place"), self)
        self.table = QTableView(self)
        self._set_up_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        column.addWidget(self.unsure)
        column.addWidget(self.table, 1)
        self.unsure.toggled.connect(lambda _: self.filter())
        self.table.selectionModel().currentRowChanged.connect(self._go_to)
        self.model.modelReset.connect(self._have_a_current_one)

    @property
    def choices(self) -> PlaceChoices:
        """What the list shows."""
        return self.model.choices

    @property
    def current(self) -> int | None:
        """The number of the current name."""
        return self._current

    def show_choices(self, choices: PlaceChoices) -> None:
        """Show other names, in the order of their table."""
        self._current = None
        self.model.show_choices(choices)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def take(self, first: int, found: list[Matches]) -> None:
        """Show what was found of some names."""
        self.choices.take(first, found)
        self.model.follow()
        if self.current is not None and first <= self.current < first + len(found):
            self.shown.emit()

    def choose(self, place: PlaceMatch | None) -> None:
        """Have a place for the current name, or none."""
        if self.current is not None:
            self.choices.choose(self.current, place)
            self._follow()

    def offer(self, name: int, found: Matches) -> None:
        """Have other places to choose from as well for a name, and the first of them chosen."""
        self.choices.offer(name, found)
        self._follow()

    def filter(self) -> None:
        """Show all names, or only those that are not sure by now."""
        self.model.show_only_unsure(is_set=self.unsure.isChecked())

    def _follow(self) -> None:
        self.model.follow()
        self.shown.emit()

    def _go_to(self, index: QModelIndex) -> None:
        self._current = self.model.name_at(index.row()) if index.isValid() else None
        self.shown.emit()

    def _have_a_current_one(self) -> None:
        """Go back to the current name among other rows, or to the first one."""
        row = None if self._current is None else self.model.row_of(self._current)
        if self.model.rowCount():
            self.table.selectRow(row or 0)
        else:
            self._go_to(QModelIndex())

    def _set_up_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setObjectName("places")
        table.setAccessibleName(self.tr("Names and their places"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSortingEnabled(True)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width_px in _WIDTHS_PX.items():
            table.setColumnWidth(column, width_px)
