"""Keeps selected rows in step with the map, and the current cell where it was."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject

from mapapp.core.map.state import FeatureRef, MapState
from mapapp.qt.parts.subscription import connect
from mapapp.qt.table.cells_view import CellsView
from mapapp.qt.table.table_model import TableModel

_Flag = QItemSelectionModel.SelectionFlag


class RowSelection(QObject):
    """Tells the state which rows are selected, and selects those that the state says."""

    def __init__(self, state: MapState, view: CellsView, model: TableModel, layer: str) -> None:
        super().__init__(view)
        self._state = state
        self._view = view
        self._model = model
        self._layer = layer
        self._is_telling = False
        self._current: tuple[int, int] | None = None
        connect(self, state.selection_changed, lambda _: self.show())

    def follow(self, model: TableModel, layer: str) -> None:
        """Go on with another model, which the view has, of a layer."""
        self._model, self._layer, self._current = model, layer, None
        self._view.selectionModel().selectionChanged.connect(self._tell)
        self._view.selectionModel().currentChanged.connect(self._note_current)

    def show(self) -> None:
        """Select the rows of what is selected, and come back to the cell that was current."""
        if not self._is_telling:
            self._select()
            self._return_to_current()

    def _select(self) -> None:
        fids = [ref.fid for ref in self._state.selection if ref.layer == self._layer]
        rows = self._model.rows_of(fids)
        chosen = QItemSelection()
        for row in rows:
            index = self._model.index(row, 0)
            chosen.select(index, index)
        self._is_telling = True
        self._view.selectionModel().select(chosen, _Flag.ClearAndSelect | _Flag.Rows)
        self._is_telling = False
        if rows:
            self._view.scrollTo(self._model.index(rows[0], 0))

    def _tell(self) -> None:
        if self._is_telling:
            return
        rows = self._view.selectionModel().selectedRows()
        self._is_telling = True
        self._state.select(FeatureRef(self._layer, self._model.fid(index.row())) for index in rows)
        self._is_telling = False

    def _note_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self._current = self._model.fid(index.row()), index.column()

    def _return_to_current(self) -> None:
        """Have the same cell be current in rows that were read again, for who has no mouse."""
        if self._current is None or self._view.currentIndex().isValid():
            return
        fid, column = self._current
        for row in self._model.rows_of([fid]):
            index = self._model.index(row, column)
            self._view.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
