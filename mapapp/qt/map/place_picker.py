"""Asks for a place: the next click on the map is the answer, or coordinates that are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal

from mapapp.bridge.messages import Hovered, MeasureClicked, SetMeasuring
from mapapp.core.geo.crs import wrapped_lon
from mapapp.core.geo.measure import Measurement
from mapapp.core.map.state import MapState
from mapapp.qt.map.go_to_dialog import GoToDialog
from mapapp.qt.map.map_keys import MapKeys
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.measure_drawing import NOTHING, measure_drawing
from mapapp.qt.map.prompt_bar import PromptBar

_DIGITS = 7
"""Of degrees that a click is worth: centimetres."""

Taken = Callable[[float, float], object]
"""Gets a place (WGS84 degrees, lon before lat)."""


class PlacePicker(QObject):
    """While it asks, the page's clicks come here and select nothing; Esc ends it.

    Signals:
        started: it begins to ask; whoever else uses the clicks is to stop.
    """

    started = Signal()

    def __init__(self, state: MapState, view: MapView) -> None:
        super().__init__(view)
        self._state = state
        self._view = view
        self._bar = PromptBar(view)
        self._bar.closed.connect(self.stop)
        self._keys = MapKeys(view, self._answers)
        self._taken: Taken | None = None
        self._said = ("", "")
        self._from: tuple[float, float] | None = None
        view.measure_clicked.connect(self._take_click)
        view.hovered.connect(self._follow)
        view.page_ready.connect(self._replay)

    @property
    def is_active(self) -> bool:
        """Whether it asks now."""
        return self._taken is not None

    def start(
        self, what: str, hint: str, taken: Taken, origin: tuple[float, float] | None = None
    ) -> None:
        """Ask for a place.

        Args:
            what: what is being placed, in a few words.
            hint: what to do.
            taken: gets the place.
            origin: from where the way there is drawn, with its length.
        """
        self.started.emit()
        self._taken, self._said, self._from = taken, (what, hint), origin
        self._view.send(SetMeasuring(True))
        self._bar.say(what, hint, self.tr("Cancel"))
        self._view.setFocus()

    def give_way(self) -> None:
        """Ask no more: somebody else uses the clicks now."""
        self._taken = self._from = None
        self._bar.hide()

    def stop(self) -> None:
        """Ask no more, and give the clicks back."""
        if self.is_active:
            self.give_way()
            self._view.send(SetMeasuring(False))
            self._view.send(NOTHING)

    def ask_coordinates(self) -> GoToDialog:
        """Let the place be typed."""
        dialog = GoToDialog(self._state.language, self._view.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.say_purpose(self.tr("Type coordinates"), self.tr("Put it there"))
        dialog.accepted.connect(lambda: self._take(dialog.chosen.lon, dialog.chosen.lat))
        dialog.open()
        return dialog

    def _answers(self) -> Mapping[Qt.Key, Callable[[], object]]:
        """What the keys do now."""
        if not self.is_active:
            return {}
        return {
            Qt.Key.Key_Escape: self.stop,
            Qt.Key.Key_Return: self.ask_coordinates,
            Qt.Key.Key_Enter: self.ask_coordinates,
        }

    def _take_click(self, clicked: MeasureClicked) -> None:
        self._take(round(clicked.lon, _DIGITS), round(clicked.lat, _DIGITS))

    def _take(self, lon: float, lat: float) -> None:
        taken = self._taken
        self.stop()
        if taken is not None:
            taken(wrapped_lon(lon), lat)

    def _follow(self, hovered: Hovered | None) -> None:
        """Draw the way from the old place to the cursor."""
        if not self.is_active or self._from is None:
            return
        measured = Measurement("distance", (self._from,))
        shown = measured.with_vertex(hovered.lon, hovered.lat) if hovered else measured
        self._view.send(measure_drawing(shown, measured, self._state.view.zoom))

    def _replay(self) -> None:
        """Tell a page that has started again."""
        if self.is_active:
            self._view.send(SetMeasuring(True))
