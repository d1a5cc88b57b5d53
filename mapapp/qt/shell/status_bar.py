"""The line at the bottom: where the cursor is, and the scale of the map."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from mapapp.core.geo.coordinates import scale_text
from mapapp.core.geo.mercator import scale_denominator
from mapapp.core.map.state import MapState, ViewState
from mapapp.qt.map.coordinate_readout import CoordinateReadout
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect


class MapStatusBar(QStatusBar):
    """Cursor position, scale in the middle of the view, and passing messages."""

    def __init__(self, state: MapState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readout = CoordinateReadout(self)
        self._scale = QLabel(self)
        self._offline = QLabel(self)
        self.setSizeGripEnabled(False)
        for widget in (self.readout, self._scale, self._offline):
            self.addPermanentWidget(widget)
        connect(self, state.view_changed, self._show_scale)
        self._show_scale(state.view)
        follow_language(self, state, self._retranslate)

    @guarded(None)
    def showMessage(self, text: str, /, timeout: int | None = 0) -> None:
        """Qt: show a sentence; screen readers say it at once. Tips of menus do not come here."""
        super().showMessage(text, timeout or 0)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _retranslate(self) -> None:
        self.readout.retranslate()
        self._scale.setToolTip(self.tr("Scale in the middle of the map"))
        self._offline.setText(self.tr("offline"))
        self._offline.setToolTip(self.tr("mapapp makes no network connections."))

    def _show_scale(self, view: ViewState) -> None:
        self._scale.setText(scale_text(scale_denominator(view.lat, view.zoom)))
