"""Tells the page which features to draw: those that pass the filters and were there in the year."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from mapapp.bridge.messages import SetVisibleFeatures
from mapapp.core.expression.filters import Criteria
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.source.answers import Keys
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_content import PageData
from mapapp.qt.parts.guard import report
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue


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
        self._asked: dict[str, tuple[Criteria, int]] = {}
        catalogue.answer_beside(self._find_beside)
        view.page_ready.connect(self._send_again)
        connect(self, state.filter_changed, self._send)
        connect(self, state.as_of_changed, lambda _: self._send_all())
        connect(self, state.data_returned, lambda _: self._send_again())
        connect(self, state.layers_changed, self._follow)

    def visible_fids(self, layer: str) -> Keys | None:
        """What of a layer the map shows, or None for all of it."""
        return self._catalogue.visible_fids(layer, self._state.map_criteria(layer))

    def _find_beside(self, spec: LayerSpec, criteria: Criteria) -> None:
        """Have the thread that reads find what is shown of a large layer; the last asked counts."""
        asked, ticket = self._asked.get(spec.id, (None, 0))
        if asked == criteria:
            return
        background, data = self._view.background, self._data
        if asked is not None:
            background.drop(ticket)

        def take(fids: Keys | None) -> None:
            del self._asked[spec.id]
            self._catalogue.take_fids(spec, criteria, fids)
            if self._state.has(spec.id):
                self._state.filter_changed.emit(spec.id)  # all who show it ask again

        def fail(error: Exception) -> None:
            del self._asked[spec.id]
            report(error)

        find = partial(_find, data, spec, criteria)
        self._asked[spec.id] = (criteria, background.run(find, take, fail))

    def _follow(self, change: LayersChange) -> None:
        for layer in change.removed:
            self._sent.pop(layer, None)
            self._data.show_only(layer, None)
        self._send_all()

    def _send_again(self) -> None:
        self._sent.clear()
        self._send_all()

    def _send_all(self) -> None:
        for spec in self._state.specs:
            self._send(spec.id)

    def _send(self, layer: str) -> None:
        fids = self.visible_fids(layer)
        if not _are_same(fids, self._sent.get(layer)):
            self._sent[layer] = fids
            self._view.send(SetVisibleFeatures(layer, self._data.show_only(layer, fids)))


def _find(data: PageData, spec: LayerSpec, criteria: Criteria) -> Keys | None:
    return data.catalogue.find_fids(spec, criteria)


def _are_same(one: Keys | None, other: Keys | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)
