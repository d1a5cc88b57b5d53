"""Reads beside the window what there is to pick of the fields of a layer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from shiboken6 import isValid

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Field
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.message import Message
from mapapp.core.source.cancel import Cancel
from mapapp.qt.layers.filter_row import ConditionRow
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.field_summary import FieldSummary, summarise


class Summaries(QObject):
    """Answers the rows of a filter; what nobody waits for any more is not read on."""

    def __init__(self, state: MapState, reader: LayerReader, layer: str, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._reader = reader
        self._layer = layer
        self._tickets: dict[ConditionRow, int] = {}
        parent.destroyed.connect(partial(_drop_all, reader, self._tickets))

    def ask(self, row: ConditionRow, field: Field, text: str = "") -> None:
        """Find the values of a field for a row, of many those with a text in them.

        What the row asked about last counts.
        """
        if row in self._tickets:
            self._reader.drop(self._tickets.pop(row))
        spec, year = self._state.spec(self._layer), self._state.as_of_year
        work = partial(_summary, spec, field, year, text)
        self._tickets[row] = self._reader.read(work, partial(self._take, row))
        row.destroyed.connect(lambda: self._forget(row))

    def _take(self, row: ConditionRow, found: FieldSummary | Message) -> None:
        self._tickets.pop(row, None)
        if not isValid(row):
            return
        if isinstance(found, Message):
            row.say(found.text(self._state.language))
        else:
            row.show_summary(found)

    def _forget(self, row: ConditionRow) -> None:
        if (ticket := self._tickets.pop(row, None)) is not None:
            self._reader.drop(ticket)


def _drop_all(reader: LayerReader, tickets: dict[ConditionRow, int]) -> None:
    """Without the object that waited, which may be gone when its parent is."""
    for ticket in tickets.values():
        reader.drop(ticket)


def _summary(
    spec: LayerSpec,
    field: Field,
    year: int | None,
    text: str,
    catalogue: LayerCatalogue,
    cancel: Cancel,
) -> FieldSummary | Message:
    """What there is to pick, or the sentence that says why it cannot be read."""
    try:
        table = catalogue.table_of(spec).at(catalogue.knowledge(year))
        return summarise(table, field, cancel, text)
    except DataError as error:
        return error.message
