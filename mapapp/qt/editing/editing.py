"""Edits layers that are copies of mapapp's own: their cells, and what is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from mapapp.core.errors import DataError, MapappError
from mapapp.core.layer.source_ref import FILE, SourceRef
from mapapp.core.map.state import MapState
from mapapp.qt.editing.edits import Edits, RowEdit, Work
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.core.expression.tree import Scalar
    from mapapp.store.editing.editable import EditableLayer
    from mapapp.store.editing.row_change import RowChange


class Editing(Extension, QObject):
    """Writes what is edited; every change is a step to undo.

    Signals:
        recorded: a ``Deed`` that was done.
    """

    recorded = Signal(object)

    def __init__(self, state: MapState, catalogue: LayerCatalogue, window: QMainWindow) -> None:
        super().__init__(window)
        self._state = state
        self._catalogue = catalogue
        self._window = window
        self.edits = Edits(window)
        self.edits.refused.connect(self._complain)
        self._known: dict[SourceRef, EditableLayer | None] = {}
        connect(self, state.layers_changed, lambda _: self._known.clear())
        connect(self, state.data_returned, lambda _: self._known.clear())

    def editable(self, layer: str) -> EditableLayer | None:
        """What of a layer (its id) can be edited; None for a file of somebody's own."""
        ref = self._state.spec(layer).source
        if ref.kind != FILE:
            return None
        if ref not in self._known:
            from mapapp.store.editing.editable import editable_layer

            try:
                self._known[ref] = editable_layer(self._catalogue.open(ref))
            except DataError:  # which the layer itself says
                return None
        return self._known[ref]

    def write_cell(
        self, layer: str, fid: int, column: str, seen: Scalar | None, value: Scalar | None
    ) -> None:
        """Have a cell hold another value than the one that was seen in it."""
        from mapapp.store.editing.changing import write_change
        from mapapp.store.editing.row_change import RowChange

        edited = self.editable(layer)
        if edited is None:
            return
        path, table = edited.path, edited.table
        change = RowChange({column: seen}, {column: value}, fid)
        title = self._state.spec(layer).title
        self._write(
            edited,
            lambda: write_change(path, table, change),
            lambda: self.tr("change {0} of {1}").format(column, title.get(self._state.language)),
        )

    def _write(self, edited: EditableLayer, work: Work, name: Callable[[], str]) -> None:
        def take(outcome: RowChange | str) -> None:
            if not isinstance(outcome, str):
                self.recorded.emit(RowEdit(self.edits, edited, name, outcome))

        self.edits.write(edited.path, work, take)

    def _complain(self, error: MapappError) -> None:
        complain(self._window, self.tr("The change was not written"), error.message)
