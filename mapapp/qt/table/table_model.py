"""The rows of a layer as a Qt table; only the rows in sight are read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QThreadPool,
    Signal,
)

from mapapp.core.expression.tree import Field, Scalar
from mapapp.core.source.answers import Keys
from mapapp.core.source.query import Query, Sort
from mapapp.core.texts.plain import shortened
from mapapp.qt.parts.bounded import LONG
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.tip import plain_tip
from mapapp.render.card.table_cells import CellWriter, columns_in
from mapapp.store.layer_table import Cell, LayerTable
from mapapp.store.schema import chinese_columns

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_Flag = Qt.ItemFlag
_OF_CELL = (_Role.DisplayRole, _Role.EditRole, _Role.StatusTipRole, _Role.ToolTipRole)
_NO_PARENT = QModelIndex()
NO_ROWS: Keys = np.empty(0, dtype=np.int64)
_WINDOW_ROWS = 64
_KEPT_WINDOWS = 32
_ROWS_AT_ONCE = 20_000
"""Up to so many rows are put in order at once, more in the background."""


class _Order(QObject):
    """Brings an order of rows from the thread that made it; no child of the model it is for."""

    found = Signal(object, object)


class TableModel(QAbstractTableModel):
    """A window on a ``LayerTable``: some columns, the rows that pass, in an order.

    Signals:
        rows_changed: other rows are shown, or in another order.
        edited: a cell is to hold another value: the key of its row, its column, the value that
            was seen in it, and the new one.
    """

    rows_changed = Signal()
    edited = Signal(object, str, object, object)

    def __init__(
        self, table: LayerTable, writer: CellWriter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._writer = writer
        self._types: Mapping[str, str] = {}
        self._why_not = ""
        self._wanted = frozenset(field.id for field in table.columns)
        self._columns = columns_in(table, writer.language)
        self._visible: Keys | None = None
        self._sort: Sort | None = None
        self._order: Keys = NO_ROWS
        self._fids: Keys = NO_ROWS
        self._windows: OrderedDict[int, list[tuple[Cell, ...]]] = OrderedDict()
        self._pool = QThreadPool(self)
        self._reorder()

    @property
    def total(self) -> int:
        """How many rows there are, those too that do not pass."""
        return len(self._order)

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns in sight, in order."""
        return tuple(field for _, field in self._columns)

    def set_columns(self, ids: Iterable[str]) -> None:
        """Show these columns, in the order of the language."""
        self._wanted = frozenset(ids)
        self.beginResetModel()
        self._find_columns()
        self.endResetModel()
        self.rows_changed.emit()

    def set_visible(self, visible: Keys | None) -> None:
        """Show only these rows, or all."""
        if visible is not self._visible:
            self._visible = visible
            self._show()

    def set_table(self, table: LayerTable, writer: CellWriter) -> None:
        """Show the same rows as known at another time, or in another language."""
        self.beginResetModel()
        self._table, self._writer = table, writer
        self._find_columns()
        self.endResetModel()
        self._reorder()

    def allow_edits(self, types: Mapping[str, str], why_not: str) -> None:
        """Let the cells of some columns be edited, as their declared types allow.

        Args:
            types: the types, by column.
            why_not: why no cell can be edited where there are none; may be empty.
        """
        self._types, self._why_not = types, why_not

    def typed(self, index: _Index, text: str) -> Scalar | None:
        """The value that a text means in the column of a cell.

        Raises:
            DataError: if it cannot stand there.
        """
        from mapapp.store.editing.typed import typed

        column = self._columns[index.column()][1].id
        return typed(text, self._types[column], column)

    def take(self, index: _Index, text: str) -> None:
        """Have a cell hold what was typed, and show it, until the table is read again.

        Raises:
            DataError: if it cannot stand there.
        """
        value = self.typed(index, text)
        place, field = self._columns[index.column()]
        cells = self._cells(index.row())
        seen = cells[place]
        if text == _editable(seen) or value == seen:
            return
        window = self._windows[index.row() // _WINDOW_ROWS]
        window[index.row() % _WINDOW_ROWS] = (*cells[:place], value, *cells[place + 1 :])
        self.dataChanged.emit(index, index)
        self.edited.emit(self.fid(index.row()), field.id, seen, value)

    def fid(self, row: int) -> int:
        """The key of a row."""
        return int(self._fids[row])

    def rows_of(self, fids: Iterable[int]) -> list[int]:
        """Where features stand, those that are shown."""
        wanted = np.fromiter(fids, np.int64)
        return np.flatnonzero(np.isin(self._fids, wanted)).tolist() if len(wanted) else []

    def titles(self) -> list[str]:
        """The heads of the columns."""
        return [self._writer.title(field) for _, field in self._columns]

    def texts(self, row: int) -> list[str]:
        """A row as people read it."""
        cells = self._cells(row)
        return [self._writer.shown(cells[place], field) for place, field in self._columns]

    def kept_rows(self) -> Iterator[list[Scalar | None]]:
        """All rows that pass, as files keep them."""
        for row in range(len(self._fids)):
            cells = self._cells(row)
            yield [self._writer.kept(cells[place], field) for place, field in self._columns]

    @guarded(0)
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of rows that pass."""
        return 0 if parent.isValid() else len(self._fids)

    @guarded(0)
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of columns in sight."""
        return 0 if parent.isValid() else len(self._columns)

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Qt: titles with units; rows are numbered from 1."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == _Role.DisplayRole else None
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return self._writer.title(self._columns[section][1])
        return (
            self._alignment(self._columns[section][1]) if role == _Role.TextAlignmentRole else None
        )

    @guarded(None)
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """Qt: what a cell shows; its tooltip says who says so."""
        place, field = self._columns[index.column()]
        if role == _Role.TextAlignmentRole:
            return self._alignment(field)
        if role == _Role.WhatsThisRole:
            return self._writer.title(field)
        if role not in _OF_CELL:
            return None
        return self._said(role, self._cells(index.row())[place], field)

    @guarded(_Flag.NoItemFlags)
    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt: which cells can be edited."""
        flags = super().flags(index)
        place, field = self._columns[index.column()]
        if field.id in self._types and _editable(self._cells(index.row())[place]) is not None:
            flags |= _Flag.ItemIsEditable
        return flags

    @guarded(None)
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt: order the rows by a column; equal ones stay as in the file, missing ones last."""
        descending = order == Qt.SortOrder.DescendingOrder
        self._sort = Sort(self._columns[column][1].id, descending) if column >= 0 else None
        self._reorder()

    def _said(self, role: int, cell: Cell, field: Field) -> str | None:
        """What a cell shows, or a line in which it is edited, or its tips."""
        if role == _Role.DisplayRole:
            return shortened(self._writer.shown(cell, field))
        if role == _Role.EditRole:
            return _editable(cell)
        if role == _Role.StatusTipRole:
            return self._why_it_stays(cell)
        lines = self._writer.origin(cell, field), self._why_not
        return plain_tip("\n".join(filter(None, lines)))

    def _why_it_stays(self, cell: Cell) -> str:
        """Why a cell cannot be edited here."""
        if self._types and _editable(cell) is None:
            return self.tr(
                "Texts of several lines or more than {0} characters are not edited here."
            ).format(f"{LONG:,}")
        return self._why_not

    def _find_columns(self) -> None:
        columns = columns_in(self._table, self._writer.language)
        english = chinese_columns(self._table.source.ref)
        wanted = {english.get(id_, id_) for id_ in self._wanted}
        self._columns = tuple(
            (place, field) for place, field in columns if english.get(field.id, field.id) in wanted
        )

    def _reorder(self) -> None:
        if self._has_few_rows():
            self._take(self._table.fids(self._sort), self._sort)
            return
        order = _Order()
        order.found.connect(self._take)
        table, sort = self._table, self._sort

        def find() -> None:
            with closing(table.again()) as other:
                order.found.emit(other.fids(sort), sort)

        self._pool.start(find)

    def _has_few_rows(self) -> bool:
        """Whether no thread is worth its while; to count all of a large table would take long.

        What had many rows is taken to have them still: the thread finds them in any case.
        """
        if len(self._order) > _ROWS_AT_ONCE:
            return False
        return len(self._table.source.keys(Query(limit=_ROWS_AT_ONCE + 1))) <= _ROWS_AT_ONCE

    def _take(self, order: Keys, sort: Sort | None) -> None:
        if sort == self._sort:
            self._order = order
            self._show()

    def _show(self) -> None:
        self.beginResetModel()
        self._fids = self._order
        if self._visible is not None:
            self._fids = self._order[np.isin(self._order, self._visible)]
        self._windows.clear()
        self.endResetModel()
        self.rows_changed.emit()

    def _cells(self, row: int) -> tuple[Cell, ...]:
        window = row // _WINDOW_ROWS
        if window not in self._windows:
            start = window * _WINDOW_ROWS
            fids = self._fids[start : start + _WINDOW_ROWS].tolist()
            self._windows[window] = self._table.rows(fids)
            if len(self._windows) > _KEPT_WINDOWS:
                self._windows.popitem(last=False)
        return self._windows[window][row % _WINDOW_ROWS]

    def _alignment(self, field: Field) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if field.kind == "number" else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _editable(cell: Cell) -> str | None:
    """A cell as a line in which it is edited; None for what would not stay whole there."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return None
    text = str(cell)
    return text if len(text) <= LONG and len(text.splitlines()) <= 1 else None
