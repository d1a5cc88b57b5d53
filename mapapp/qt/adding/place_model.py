"""The names of a table as rows of a list: what was found of each, how sure, for how many rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
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
_SORTED = _Role.UserRole
_RIGHT = (SCORE, ROWS)


class PlaceModel(QAbstractTableModel):
    """One row for each different name; what it shows is told of by ``follow``."""

    def __init__(self, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self._colours = colours
        self.choices = PlaceChoices(())

    def show_choices(self, choices: PlaceChoices) -> None:
        """Show other names."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def follow(self, first: int, count: int = 1) -> None:
        """Show what became of some names that follow each other."""
        self.dataChanged.emit(self.index(first, 0), self.index(first + count - 1, ROWS))

    def name(self, row: int) -> str:
        """What a table says of a place, with the columns that say in what it lies."""
        query = self.choices.names[row].query
        return " · ".join((query.text or self.tr("(empty)"), *query.within))

    @guarded(0)
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of names."""
        return 0 if parent.isValid() else len(self.choices.names)

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
        row, column = index.row(), index.column()
        if role == _Role.DisplayRole:
            return shortened(self._text(row, column))
        if role == _Role.ToolTipRole:
            return plain_tip(self._text(row, column))
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        if role == _Role.ForegroundRole:
            return self._ink(row, column)
        return self._order(row, column) if role == _SORTED else None

    def _text(self, row: int, column: int) -> str:
        if column == NAME:
            return self.name(row)
        if column == JUDGEMENT:
            return self._word(self.choices.judgement(row))
        if column == ROWS:
            return f"{len(self.choices.names[row].rows):,}"
        place = self.choices.place(row)
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

    def _ink(self, row: int, column: int) -> QColor | None:
        judgement = self.choices.judgement(row)
        if column == JUDGEMENT and judgement in ("doubtful", "unmatched"):
            return QColor(self._colours.warning)
        return QColor(self._colours.secondary) if judgement == "waiting" else None

    def _order(self, row: int, column: int) -> str | float:
        if column == SCORE:
            place = self.choices.place(row)
            return -1.0 if place is None else place.score
        return len(self.choices.names[row].rows) if column == ROWS else self._text(row, column)


class NamesToSee(QSortFilterProxyModel):
    """All names, or those that somebody should look at; in an order that stays while they change.

    Rows leave it only when it is asked anew, and none that was put right goes.
    """

    def __init__(self, model: PlaceModel) -> None:
        super().__init__(model)
        self._names = model
        self._only_unsure = False
        self.setSortRole(_SORTED)
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)

    def show_only_unsure(self, *, is_set: bool) -> None:
        """Leave out what is sure, as far as it is known by now."""
        self._only_unsure = is_set
        self.invalidate()

    @guarded(True)
    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        """Qt: whether a name is shown."""
        return not self._only_unsure or self._names.choices.needs_a_look(source_row)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
