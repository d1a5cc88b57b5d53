"""The names of a table as rows of a list: what was found of each, how sure, for how many rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from mapapp.core.texts.plain import shortened
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import Colours
from mapapp.qt.parts.tip import plain_tip
from mapapp.store.geocoding.place_choices import Judgement, PlaceChoices

NAME, PLACE, JUDGEMENT, SCORE, ROWS = range(5)
"""The columns."""

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NO_PARENT = QModelIndex()
_RIGHT = (SCORE, ROWS)


class PlaceModel(QAbstractTableModel):
    """One row for each different name, or for each that is not sure, in an order.

    Which rows there are, and their order, stay while the names are put right, until either is
    asked for anew.
    """

    def __init__(self, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self._colours = colours
        self.choices = PlaceChoices(())
        self._shown: list[int] = []
        self._only_unsure = False
        self._sorted_by = -1  # as in the table
        self._is_descending = False

    def show_choices(self, choices: PlaceChoices) -> None:
        """Show other names, in the order of their table."""
        self.choices, self._sorted_by = choices, -1
        self._arrange()

    def show_only_unsure(self, *, is_set: bool) -> None:
        """Leave out what is sure, as far as it is known by now."""
        self._only_unsure = is_set
        self._arrange()

    def follow(self) -> None:
        """Show what became of names."""
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, ROWS))

    def name_at(self, row: int) -> int:
        """The number of the name of a row."""
        return self._shown[row]

    def row_of(self, name: int) -> int | None:
        """The row of a name; None where it is not shown."""
        return self._shown.index(name) if name in self._shown else None

    def said(self, name: int) -> str:
        """What a table says of a place, with the columns that say in what it lies."""
        query = self.choices.names[name].query
        return " · ".join((query.text or self.tr("(empty)"), *query.within))

    @guarded(0)
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of names."""
        return 0 if parent.isValid() else len(self._shown)

    @guarded(0)
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of columns."""
        return 0 if parent.isValid() else ROWS + 1

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Qt: what the columns are."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == _Role.TextAlignmentRole:
            return _alignment(section)
        if role != _Role.DisplayRole:
            return None
        return (
            self.tr("Name"), self.tr("Place found"), self.tr("Match"), self.tr("Score"),
            self.tr("Rows"),
        )[section]  # fmt: skip

    @guarded(None)
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """Qt: what a cell shows; doubtful ones and those without a place stand out."""
        name, column = self._shown[index.row()], index.column()
        if role == _Role.DisplayRole:
            return shortened(self._text(name, column))
        if role == _Role.ToolTipRole:
            return plain_tip(self._text(name, column))
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        return self._ink(name, column) if role == _Role.ForegroundRole else None

    @guarded(None)
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt: order the rows by a column; equal ones stay as in the table."""
        self._sorted_by = column
        self._is_descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        names = range(len(self.choices.names))
        only, needs_a_look = self._only_unsure, self.choices.needs_a_look
        self._shown = [name for name in names if not only or needs_a_look(name)]
        if self._sorted_by >= 0:
            self._shown.sort(
                key=lambda name: self._rank(name, self._sorted_by), reverse=self._is_descending
            )
        self.endResetModel()

    def _text(self, name: int, column: int) -> str:
        if column == NAME:
            return self.said(name)
        if column == JUDGEMENT:
            return self._word(self.choices.judgement(name))
        if column == ROWS:
            return f"{len(self.choices.names[name].rows):,}"
        place = self.choices.place(name)
        if place is None:
            return ""
        return place.label if column == PLACE else f"{place.score:.2f}"

    def _word(self, judgement: Judgement) -> str:
        return {
            "waiting": "…",
            "sure": self.tr("sure"),
            "doubtful": self.tr("doubtful"),
            "unmatched": self.tr("no place"),
            "chosen": self.tr("by hand"),
        }[judgement]

    def _ink(self, name: int, column: int) -> QColor | None:
        judgement = self.choices.judgement(name)
        if column == JUDGEMENT and judgement in ("doubtful", "unmatched"):
            return QColor(self._colours.warning)
        return QColor(self._colours.secondary) if judgement == "waiting" else None

    def _rank(self, name: int, column: int) -> tuple[float, str]:
        """Where a name stands in the order of a column."""
        if column == SCORE:
            place = self.choices.place(name)
            return (-1.0 if place is None else place.score), ""
        rows = len(self.choices.names[name].rows) if column == ROWS else 0
        return rows, "" if column == ROWS else self._text(name, column)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
