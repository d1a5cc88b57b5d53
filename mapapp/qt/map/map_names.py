"""Names on the live map: labels of each view, and the hint under the cursor."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from mapapp.bridge.messages import FanOut, Hovered, SetHint, SetLabels
from mapapp.core.map.state import MapState
from mapapp.qt.map.map_view import MapView
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect_each
from mapapp.render.scene.live import LiveMap
from mapapp.render.scene.pointing import Pointer


class MapNames(QObject):
    """Labels the map after each move and change, and names what the cursor points at.

    Several changes in one turn of the event loop are answered by one labelling.
    """

    def __init__(self, state: MapState, live: LiveMap, pointer: Pointer, view: MapView) -> None:
        super().__init__(view)
        self._state = state
        self._live = live
        self._pointer = pointer
        self._view = view
        self._hint = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._label)
        self._features_changed = True
        view.page_ready.connect(self._take_features)
        view.hovered.connect(self._name_hovered)
        connect_each(
            self,
            (
                state.layers_changed,
                state.visibility_changed,
                state.order_changed,
                state.filter_changed,
                state.as_of_changed,
                state.data_returned,
            ),
            self._take_features,
        )
        connect_each(
            self,
            (state.view_changed, state.selection_changed),
            self._soon.start,
        )
        follow_language(self, state, self._take_language)

    def _take_features(self) -> None:
        self._features_changed = True
        self._soon.start()

    def _take_language(self) -> None:
        if self._view.is_ready:
            self._soon.start()

    def _label(self) -> None:
        if self._features_changed:
            self._features_changed = False
            self._live.show(self._state.visible_specs(), self._state.as_of_year)
            moved = self._live.offsets()
            self._view.send(FanOut(tuple((r.layer, r.fid, dx, dy) for r, (dx, dy) in moved)))
        state = self._state
        labels, dots = self._live.labels(state.view, state.language, state.selection)
        self._view.send(SetLabels(tuple(labels), tuple(dots)))

    def _name_hovered(self, hovered: Hovered | None) -> None:
        text = "" if hovered is None else self._name_at(hovered.lon, hovered.lat)
        if text != self._hint:
            self._hint = text
            self._view.send(SetHint(text))

    def _name_at(self, lon: float, lat: float) -> str:
        state = self._state
        found = self._pointer.features_at(lon, lat, state.view.zoom, state.visible_specs())
        if not found:
            return ""
        first = found[0].title(state.language)
        more = len(found) - 1
        return self.tr("{0} and {1} more").format(first, more) if more else first
