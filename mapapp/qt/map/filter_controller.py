"""Tells the page which features to draw: those that pass the filters and were there in the year."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from mapapp.bridge.messages import SetVisibleFeatures
from mapapp.core.errors import DataError, MapappError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.record import record
from mapapp.core.source.answers import Keys
from mapapp.core.source.cancel import Cancel
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_content import PageData
from mapapp.qt.parts.guard import report
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.found_fids import Question
from mapapp.store.layer_tables import FieldValues

_Asker = tuple[str, bool]
"""A layer by its id, and whether it is asked about within an extent: map and table differ."""


@record
class _Search:
    """A question that the thread that reads is answering."""

    question: Question
    ticket: int


class FilterController(QObject):
    """Keeps the page's features in step with filters and year; only changes are sent."""

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, data: PageData, view: MapView
    ) -> None:
        super().__init__(view)
        self._state = state
        self._catalogue = catalogue
        self._data = data
        self._view = view
        self._sent: dict[str, Keys | None] = {}
        self._searches: dict[_Asker, _Search] = {}
        catalogue.answer_beside(self._find_beside, self._read_values)
        view.page_ready.connect(lambda: self._send_again(None))
        connect(self, state.filter_changed, self._send)
        connect(self, state.as_of_changed, lambda _: self._send_all())
        connect(self, state.data_returned, self._send_again)
        connect(self, state.layers_changed, self._follow)

    def visible_fids(self, layer: str) -> Keys | None:
        """What of a layer the map shows, or None for all of it.

        Of one that cannot be read now it shows what it did before.
        """
        try:
            return self._wanted(layer)
        except DataError:
            return self._sent.get(layer)

    def _wanted(self, layer: str) -> Keys | None:
        return self._catalogue.visible_fids(layer, self._state.map_criteria(layer))

    def _find_beside(self, spec: LayerSpec, question: Question) -> None:
        """Have the thread that reads find what is shown of a large layer; the last asked counts."""
        asker = (spec.id, question.criteria.extent is not None)
        running = self._searches.get(asker)
        if running and running.question == question:
            return
        self._drop(asker)

        def take(fids: Keys | None) -> None:
            del self._searches[asker]
            self._catalogue.take_fids(question, fids)
            if self._state.has(spec.id):
                self._state.filter_changed.emit(spec.id)  # all who show it ask again

        def fail(error: Exception) -> None:
            del self._searches[asker]
            report(error)

        background = self._view.background
        find = partial(_find, self._data, spec, question, background.cancel)
        self._searches[asker] = _Search(question, background.run(find, take, fail))

    def _read_values(self, spec: LayerSpec) -> None:
        """Have the thread that reads find what the fields of a large layer have."""
        take = partial(self._catalogue.take_values, spec)
        self._view.background.run(partial(_values, self._data, spec), take, report)

    def _drop(self, asker: _Asker) -> None:
        """End a search that nobody waits for any more."""
        if search := self._searches.pop(asker, None):
            self._view.background.drop(search.ticket)

    def _drop_outdated(self, layer: str) -> None:
        """End the searches of a layer for what neither map nor table shows now."""
        wanted = (self._state.criteria(layer), self._state.map_criteria(layer))
        for asker, search in list(self._searches.items()):
            if asker[0] == layer and search.question.criteria not in wanted:
                self._drop(asker)

    def _follow(self, change: LayersChange) -> None:
        for layer in change.lost:
            self._sent.pop(layer, None)
            self._data.show_only(layer, None)
            for within_extent in (False, True):
                self._drop((layer, within_extent))
        self._send_all(anew=change.moved)

    def _send_again(self, layers: Collection[str] | None) -> None:
        """Send what is shown of layers, or of all for None, though it is what was sent last."""
        for layer in list(self._sent) if layers is None else layers:
            self._sent.pop(layer, None)
        self._send_all()

    def _send_all(self, anew: Collection[str] = ()) -> None:
        """Send what changed of each layer, and of some in any case.

        A layer that cannot be read keeps no other one from being filtered.
        """
        for spec in self._state.specs:
            try:
                self._send(spec.id, anew=spec.id in anew)
            except MapappError as error:
                report(error)

    def _send(self, layer: str, *, anew: bool = False) -> None:
        self._drop_outdated(layer)
        fids = self._wanted(layer)
        if anew or not _are_same(fids, self._sent.get(layer)):
            self._sent[layer] = fids
            self._view.send(SetVisibleFeatures(layer, self._data.show_only(layer, fids)))


def _find(data: PageData, spec: LayerSpec, question: Question, cancel: Cancel) -> Keys | None:
    return data.catalogue.find_fids(spec, question.criteria, cancel)


def _values(data: PageData, spec: LayerSpec) -> FieldValues:
    return {field.id: field.values for field in data.catalogue.table_of(spec).own}


def _are_same(one: Keys | None, other: Keys | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)
