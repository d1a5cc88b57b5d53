"""Tells the page which features to draw: those that pass the filters and were there in the year."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from mapapp.bridge.messages import SetVisibleFeatures
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.source.answers import Keys
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_content import PageData
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
        view.page_ready.connect(self._send_again)
        connect(self, state.filter_changed, self._send)
        connect(self, state.as_of_changed, lambda _: self._send_all())
        connect(self, state.data_returned, lambda _: self._send_again())
        connect(self, state.layers_changed, self._follow)

    def visible_fids(self, layer: str) -> Keys | None:
        """What of a layer the map shows, or None for all of it."""
        return self._catalogue.visible_fids(layer, self._state.map_criteria(layer))

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


def _are_same(one: Keys | None, other: Keys | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)
