"""The line at the bottom: where the cursor is, and the scale of the map."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from mapapp.bridge.messages import Hovered
from mapapp.core.coordinates import lat_text, lon_text, scale_text
from mapapp.core.mercator import scale_denominator
from mapapp.core.state import MapState, ViewState


class MapStatusBar(QStatusBar):
    """Cursor position in degrees, scale in the middle of the view, and passing messages."""

    def __init__(self, state: MapState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cursor = QLabel(self)
        self._scale = QLabel(self)
        self._offline = QLabel(self.tr("offline"), self)
        self._offline.setToolTip(self.tr("mapapp makes no network connections."))
        self.setSizeGripEnabled(False)
        for label in (self._cursor, self._scale, self._offline):
            self.addPermanentWidget(label)
        state.view_changed.connect(self._show_scale)
        self._show_scale(state.view)

    def show_cursor(self, hovered: Hovered | None) -> None:
        """Show where the cursor is, or nothing when it has left the map."""
        text = f"{lon_text(hovered.lon)}  {lat_text(hovered.lat)}" if hovered else ""
        self._cursor.setText(text)

    def _show_scale(self, view: ViewState) -> None:
        self._scale.setText(scale_text(scale_denominator(view.lat, view.zoom)))
