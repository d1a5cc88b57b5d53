"""Names on the live map: labels of each view, and the hint under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from mapapp.bridge.messages import FanOut, Hovered, SetHint, SetLabels, ShowMarks
from mapapp.core.expression.filters import VisibleFids
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_content import PageData
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect_each
from mapapp.render.scene.live import LiveMap, LiveScene, PlacedScene
from mapapp.render.scene.pointing import Pointer


class LiveLayers:
    """Makes the scene of the live map out of the layers that the page shows, too."""

    def __init__(self, data: PageData, visible_fids: VisibleFids) -> None:
        self._data = data
        self._visible_fids = visible_fids

    def scene(self, specs: Sequence[LayerSpec], year: int | None) -> Callable[[], LiveScene]:
        """What makes the scene of some layers: for the thread that reads them."""
        shown = [(spec.id, self._visible_fids(spec.id)) for spec in specs]
        data = self._data

        def make() -> LiveScene:
            drawn = ((data.last_layer(layer, year), fids) for layer, fids in shown)
            return LiveScene(layer.only(fids) for layer, fids in drawn if layer)

        return make


class MapNames(QObject):
    """Labels the map after each move and change, and names what the cursor points at.

    Several changes in one turn of the event loop are answered by one labelling. What is shown is
    put together beside this thread; until it is there the names of before stay.
    """

    def __init__(
        self,
        state: MapState,
        live: LiveMap,
        pointer: Pointer,
        view: MapView,
        layers: LiveLayers,
    ) -> None:
        super().__init__(view)
        self._state = state
        self._live = live
        self._pointer = pointer
        self._view = view
        self._layers = layers
        self._asked: int | None = None
        self._placed: PlacedScene | None = None
        self._hint = ""
        self._hovered: Hovered | None = None
        self._pins: tuple[tuple[float, float], ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._label)
        self._features_changed = True
        self._connect()

    def _connect(self) -> None:
        state, view = self._state, self._view
        view.page_ready.connect(self._take_features)
        view.hovered.connect(self._name_hovered)
        view.view_changed.connect(lambda _: self._forget_hint())
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

    def show_pins(self, pins: tuple[tuple[float, float], ...]) -> None:
        """Show pins at places (lon, lat in degrees), and no others; names keep clear of them."""
        self._pins = pins
        self._view.send(ShowMarks(pins))
        self._soon.start()

    def _take_features(self) -> None:
        self._features_changed = True
        self._soon.start()

    def _take_language(self) -> None:
        if self._view.is_ready:
            self._soon.start()
            self._name_hovered(self._hovered)

    def _forget_hint(self) -> None:
        """The page hides the hint when the map moves; the next movement of the mouse names anew."""
        self._hint, self._hovered = "", None

    def _label(self) -> None:
        if not self._features_changed:
            self._write_labels()
            return
        self._features_changed = False
        background, state = self._view.background, self._state
        if self._asked is not None:
            background.drop(self._asked)
        scene = self._layers.scene(state.visible_specs(), state.as_of_year)
        self._asked = background.run(scene, self._take_scene)

    def _take_scene(self, scene: LiveScene) -> None:
        self._asked = None
        self._live.take(scene)
        self._write_labels()

    def _write_labels(self) -> None:
        state = self._state
        placed = self._live.scene.at(state.view.zoom)
        if placed is not self._placed:
            self._placed = placed
            self._view.send(FanOut(tuple(placed.moved())))
        labels, dots = self._live.labels(state.view, state.language, state.selection, self._pins)
        self._view.send(SetLabels(tuple(labels), tuple(dots)))

    def _name_hovered(self, hovered: Hovered | None) -> None:
        self._hovered = hovered
        text = "" if hovered is None else self._name_at(hovered.lon, hovered.lat)
        if text != self._hint:
            self._hint = text
            self._view.send(SetHint(text))

    def _name_at(self, lon: float, lat: float) -> str:
        state = self._state
        first, more = self._pointer.title_at(
            lon, lat, state.view.zoom, state.visible_specs(), state.language
        )
        if not more:
            return first
        counted = more + 1 if state.language == "zh" else more  # Chinese counts the first, too
        return self.tr("{0} and {1} more").format(first, counted)
