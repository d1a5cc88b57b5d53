"""Keeps the map page in step with the state, and answers its clicks from the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from functools import partial
from threading import Thread

from PySide6.QtCore import QObject, Qt, Signal

from mapapp.bridge import messages
from mapapp.bridge.messages import (
    LayerSource,
    Select,
    SetOpacity,
    SetOrder,
    SetTheme,
    SetView,
    SetVisibility,
    ShowLayers,
)
from mapapp.core.errors import DataError
from mapapp.core.geo import geodesy
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import FeatureRef, MapState, ViewState
from mapapp.core.style.theme import ground
from mapapp.qt.map.filter_controller import FilterController
from mapapp.qt.map.ground_notice import GroundNotice
from mapapp.qt.map.map_names import LiveLayers, MapNames
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_content import PageData, serve_data
from mapapp.qt.parts.guard import report
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.subscription import connect
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.scene.layer import read_few
from mapapp.render.scene.live import LiveMap
from mapapp.render.scene.pointing import Pointer
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.looking_back import goes_by_year


class MapController(QObject):
    """Tells the page what the state says, and the state what the user did on the page.

    The page is told the whole state whenever it starts, which is also how it comes back
    after its process has died.

    Signals:
        hovered: the ``messages.Hovered`` under the cursor, or None.
    """

    hovered = Signal(object)

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, basemap: Basemap, view: MapView
    ) -> None:
        super().__init__(view)
        self._state = state
        self._view = view
        self._catalogue = catalogue
        self._data = PageData(
            state.specs, catalogue, basemap, view.background.closing, view.background.cancel
        )
        self.reader = LayerReader(lambda: self._data.catalogue, view.background)
        """Reads layers beside the window."""
        serve_data(view.resources, self._data)
        connect(self, state.layers_changed, lambda _: self._follow())
        self._filters = FilterController(state, catalogue, self._data, view)
        live = LiveMap(basemap.read("place", columns=PLACE_COLUMNS), partial(read_few, catalogue))
        self._pointer = Pointer(
            catalogue, live, self._filters.visible_fids, lambda: state.selection
        )
        self.names = MapNames(
            state, live, self._pointer, view, LiveLayers(self._data, self._filters.visible_fids)
        )
        GroundNotice(state, view)
        view.page_ready.connect(self._replay)
        view.painted.connect(_prepare, Qt.ConnectionType.SingleShotConnection)
        view.view_changed.connect(self._take_view)
        view.clicked.connect(self._answer_click)
        view.hovered.connect(self.hovered)
        follow_language(self, state, self._show_words)
        connect(self, state.visibility_changed, self._show_visibility)
        connect(self, state.opacity_changed, self._show_opacity)
        connect(self, state.order_changed, lambda order: view.send(SetOrder(order)))
        connect(self, state.selection_changed, self._show_selection)
        connect(self, state.theme_changed, lambda _: self._show_theme())
        connect(self, state.data_returned, self._show_anew)
        connect(self, state.as_of_changed, lambda _: self._show_year())

    def go_to(self, view: ViewState) -> None:
        """Move the map; one that is not there will come up at that place."""
        if self._view.is_ready:
            self._view.send(SetView(view.lon, view.lat, view.zoom))
        else:
            self._state.set_view(view)

    def reopen(self, refs: Collection[SourceRef]) -> None:
        """Have all ask anew for the features of sources whose files hold something else now."""
        self._catalogue.reopen(refs)
        self._view.background.run(lambda: self._data.reopen(refs), lambda _: None)
        concerned = (spec.id for spec in self._state.specs if spec.source in refs)
        self._state.data_returned.emit(frozenset(concerned))

    def features_at(self, lon: float, lat: float) -> list[Feature]:
        """What is drawn at a position (WGS84 degrees), as a click there would find it."""
        return self._pointer.features_at(
            lon, lat, self._state.view.zoom, self._state.visible_specs()
        )

    def _show_words(self) -> None:
        self._view.retranslate(self._state.language)

    def _replay(self) -> None:
        self._show_words()
        self._show_theme()
        self.go_to(self._state.view)
        self._show_selection(self._state.selection)

    def _show_theme(self) -> None:
        theme = self._state.theme
        colours = {name: str(value) for name, value in asdict(ground(theme)).items()}
        self._view.send(SetTheme(colours))
        self._show_layers()

    def _show_layers(self) -> None:
        self._view.send(ShowLayers(tuple(map(self._source, self._state.specs))))

    def _follow(self) -> None:
        """Have the tables and the page's data follow the layers, before all who read of them."""
        self._catalogue.show(self._state.specs)
        self._data.show(self._state.specs)
        self._view.background.run(self._data.let_go, lambda _: None)
        self._show_layers()

    def _show_anew(self, layers: Collection[str] | None) -> None:
        self._data.renew(layers)
        self._show_layers()

    def _show_year(self) -> None:
        if any(map(self._goes_by_year, self._state.specs)):
            self._show_layers()

    def _source(self, spec: LayerSpec) -> LayerSource:
        state, layer = self._state, spec.id
        year = state.as_of_year if state.as_of_year and self._goes_by_year(spec) else None
        return LayerSource(
            layer,
            self._data.geometry_url(layer, year),
            self._data.symbology_url(layer, year, state.theme),
            state.is_shown(layer),
            state.opacity(layer),
        )

    def _goes_by_year(self, spec: LayerSpec) -> bool:
        """Whether another year is drawn otherwise; of a layer that cannot be read that is said."""
        try:
            return goes_by_year(self._catalogue, spec)
        except DataError as error:
            report(error)
            return False

    def _show_visibility(self, layer: str) -> None:
        self._view.send(SetVisibility(layer, self._state.is_shown(layer)))

    def _show_opacity(self, layer: str) -> None:
        self._view.send(SetOpacity(layer, self._state.opacity(layer)))

    def _show_selection(self, selection: tuple[FeatureRef, ...]) -> None:
        chosen = tuple((ref.layer, ref.fid) for ref in selection)
        self._data.select(chosen)
        self._view.send(Select(chosen))

    def _take_view(self, view: messages.View) -> None:
        if view.width_px and view.height_px:
            self._state.set_view(
                ViewState(view.lon, view.lat, view.zoom, view.width_px, view.height_px)
            )

    def _answer_click(self, click: messages.Clicked) -> None:
        found = self._pointer.features_at(
            click.lon, click.lat, click.zoom, self._state.visible_specs()
        )
        refs = [FeatureRef(feature.layer, feature.fid) for feature in found]
        self._state.select(refs[:1], refs)


def _prepare(_serial: int) -> None:
    """The map can be seen: load, beside the window, what the first click needs."""
    Thread(target=geodesy.prepare, name="prepare", daemon=True).start()
