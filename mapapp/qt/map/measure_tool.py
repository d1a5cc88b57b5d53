"""Measuring on the map: clicks set points, the ellipsoid gives the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject, Qt, Signal

from mapapp.bridge.messages import Hovered, MeasureClicked, SetMeasuring
from mapapp.core.geo.measure import MeasureKind, Measurement, area_text, length_text
from mapapp.core.map.state import MapState, ViewState
from mapapp.qt.map.map_keys import MapKeys
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.measure_drawing import NOTHING, measure_drawing
from mapapp.qt.map.prompt_bar import PromptBar
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.subscription import connect


class MeasureTool(Extension, QObject):
    """Measures a distance or an area that the user sets point by point.

    While it is active the page's clicks come here and select nothing. When the user ends, the
    result stays on the map until it is cleared.

    Signals:
        changed: measuring began or ended, or the result was cleared.
    """

    changed = Signal()

    def __init__(self, state: MapState, view: MapView) -> None:
        super().__init__(view)
        self._state = state
        self._view = view
        self._bar = PromptBar(view)
        self._bar.closed.connect(self.clear)
        self._keys = MapKeys(view, self._answers)
        self._cursor: tuple[float, float] | None = None
        self.measurement: Measurement | None = None
        self.is_active = False
        view.measure_clicked.connect(self._add)
        view.measure_ended.connect(self.finish)
        view.hovered.connect(self._follow)
        view.page_ready.connect(self._replay)
        connect(self, state.view_changed, self._redraw)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="map.measure_distance",
            text=self.tr("Measure a &distance"),
            label=self.tr("Measure"),
            icon="measure",
            tip=self.tr("Click points on the map; a double click ends."),
            run=lambda: self.toggle("distance"),
            menu="map",
            section=20,
            shortcuts=("M",),
            is_checked=lambda: self._is_measuring("distance"),
        )
        yield Command(
            id="map.measure_area",
            text=self.tr("Measure an &area"),
            tip=self.tr("Click the corners of an area on the map; a double click ends."),
            run=lambda: self.toggle("area"),
            menu="map",
            section=20,
            shortcuts=("Shift+M",),
            is_checked=lambda: self._is_measuring("area"),
        )
        yield Command(
            id="map.measure_clear",
            text=self.tr("&Clear the measurement"),
            tip=self.tr("Remove what was measured from the map."),
            run=self.clear,
            menu="map",
            section=20,
            enabled=lambda: self.measurement is not None,
        )

    def toggle(self, kind: MeasureKind) -> None:
        """Begin to measure, or give it up if this is what is being measured."""
        if self._is_measuring(kind):
            self.clear()
        else:
            self.start(kind)

    def start(self, kind: MeasureKind) -> None:
        """Take the next clicks as points of a new measurement."""
        self.measurement = Measurement(kind)
        self._set_active(active=True)
        self._view.setFocus()

    def start_at(self, lon: float, lat: float) -> None:
        """Measure a distance whose first point is set (WGS84 degrees)."""
        self.start("distance")
        self.measurement = Measurement("distance").with_vertex(lon, lat)
        self._show()

    def finish(self) -> None:
        """Keep the result and give the clicks back; too few points are given up."""
        if self.measurement is None or not self.measurement.is_enough:
            self.clear()
        else:
            self._set_active(active=False)

    def undo(self) -> None:
        """Take the last point back."""
        if self.measurement is not None and self.is_active:
            self.measurement = self.measurement.without_last()
            self._show()

    def clear(self) -> None:
        """Stop measuring and remove the result."""
        self.measurement = None
        self._set_active(active=False)

    def drawn_area(self) -> tuple[tuple[float, float], ...]:
        """The corners of the boundary of a whole area as it is drawn; none without one."""
        drawn = self.measurement
        if drawn is None or self.is_active or drawn.kind != "area":
            return ()
        return tuple(map(tuple, drawn.outline(self._state.view.zoom).tolist()))

    def retranslate(self) -> None:
        """Name everything again in a new language."""
        self._show()

    def _is_measuring(self, kind: MeasureKind) -> bool:
        return self.is_active and self.measurement is not None and self.measurement.kind == kind

    def _set_active(self, *, active: bool) -> None:
        self.is_active = active
        self._cursor = None
        self._view.send(SetMeasuring(active))
        self._show()
        self.changed.emit()

    def _answers(self) -> Mapping[Qt.Key, Callable[[], None]]:
        """What the keys do now."""
        if self.measurement is None:
            return {}
        if not self.is_active:
            return {Qt.Key.Key_Escape: self.clear}
        return {
            Qt.Key.Key_Escape: self.clear,
            Qt.Key.Key_Return: self.finish,
            Qt.Key.Key_Enter: self.finish,
            Qt.Key.Key_Backspace: self.undo,
        }

    def _add(self, clicked: MeasureClicked) -> None:
        if self.measurement is not None and self.is_active:
            self.measurement = self.measurement.with_vertex(clicked.lon, clicked.lat)
            self._show()

    def _follow(self, hovered: Hovered | None) -> None:
        if self.is_active:
            self._cursor = (hovered.lon, hovered.lat) if hovered else None
            self._show()

    def _replay(self) -> None:
        """Tell a page that has started again."""
        self._view.send(SetMeasuring(self.is_active))
        self._show()

    def _redraw(self, _view: ViewState) -> None:
        if self.measurement is not None:
            self._show()

    def _show(self) -> None:
        """Draw the measurement, with the cursor as its next point, and its result."""
        if self.measurement is None:
            self._view.send(NOTHING)
            self._bar.hide()
            return
        shown = self.measurement
        if self.is_active and self._cursor and shown.vertices:
            shown = shown.with_vertex(*self._cursor)
        self._view.send(measure_drawing(shown, self.measurement, self._state.view.zoom))
        self._bar.say(self._words(shown), self._hint(), self.tr("Clear the measurement"))

    def _words(self, shown: Measurement) -> str:
        if shown.kind == "distance":
            return self.tr("Distance {0}").format(length_text(shown.length_m))
        return self.tr("Area {0}, boundary {1}").format(
            area_text(shown.area_m2), length_text(shown.length_m)
        )

    def _hint(self) -> str:
        if not self.is_active:
            return self.tr("on the WGS84 ellipsoid")
        if self.measurement is None or not self.measurement.vertices:
            return self.tr("click the first point")
        return self.tr("double-click or Enter ends · Backspace takes a point back · Esc cancels")
