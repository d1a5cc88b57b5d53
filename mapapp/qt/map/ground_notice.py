"""Says on the map that there is no ground at this scale, so that an empty map is no riddle."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mapapp.bridge.messages import SetNotice
from mapapp.core.map.state import MapState
from mapapp.core.style.ground import GROUND_TO_ZOOM
from mapapp.qt.map.map_view import MapView
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect


class GroundNotice(QObject):
    """Follows the zoom of a map, and its language."""

    def __init__(self, state: MapState, view: MapView) -> None:
        super().__init__(view)
        self._state = state
        self._view = view
        self._told = ""
        view.page_ready.connect(self._tell_anew)
        connect(self, state.view_changed, lambda _: self._tell())
        follow_language(self, state, self._tell)

    def _tell_anew(self) -> None:
        self._told = ""
        self._tell()

    def _tell(self) -> None:
        is_empty = self._state.view.zoom >= GROUND_TO_ZOOM
        text = self.tr("No ground at this scale: this map has no streets.") if is_empty else ""
        if text != self._told and self._view.is_ready:
            self._told = text
            self._view.send(SetNotice(text))
