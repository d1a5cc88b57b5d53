"""Ways to move the map by command, and to go to something that was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from mapapp.core.geo.extent import LIAONING, WORLD, Extent
from mapapp.core.layer.feature import Feature
from mapapp.core.map.framing import framed, framed_features
from mapapp.core.map.history import ViewHistory
from mapapp.core.map.state import FeatureRef, MapState, ViewState
from mapapp.core.style.ground import MAX_ZOOM, MIN_ZOOM
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue

_ZOOM_STEP = 0.5
_ZOOMS = (MIN_ZOOM, MAX_ZOOM)


class Navigation(Extension, QObject):
    """Moves the map and remembers where it was.

    Signals:
        announced: a sentence for the user about what came with a move.
    """

    announced = Signal(str)

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, controller: MapController
    ) -> None:
        super().__init__(controller)
        self._state = state
        self._catalogue = catalogue
        self._atlas = catalogue.atlas
        self._controller = controller
        self._history = ViewHistory()
        connect(self, state.view_changed, self._history.visit)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield from self._history_commands()
        yield from self._extent_commands()
        yield from self._zoom_commands()
        yield from self._step_commands()

    def fit(self, extent: Extent) -> None:
        """Show an extent as large as it fits."""
        view = self._state.view
        self._controller.go_to(ViewState.fitting(extent, view.width_px, view.height_px))

    def show_layer(self, layer: str) -> None:
        """Show all features of a layer, and the layer if it is hidden."""
        spec = self._state.spec(layer)
        self._unhide(layer)
        if extent := self._catalogue.open(spec.source).extent:
            self._controller.go_to(framed(extent, self._state.view))

    def reveal(self, entity_id: str, *, move: bool = True) -> None:
        """Select an entity, show its layer, and go to it; without ``move`` only if out of sight."""
        if feature := self._atlas.entity(entity_id):
            self._reveal(feature, move=move)

    def reveal_ref(self, ref: FeatureRef) -> None:
        """Select a feature of any layer, and go to it if it is out of sight."""
        self._reveal(self._catalogue.feature(ref.layer, ref.fid), move=False)

    def _reveal(self, feature: Feature, *, move: bool) -> None:
        self._unhide(feature.layer)
        self._state.select([FeatureRef(feature.layer, feature.fid)])
        view = framed_features([feature], self._state.view)
        if reason := self._why_unseen(feature):
            self.announced.emit(reason)
        if view and (move or not self._state.view.extent.contains(view.lon, view.lat)):
            self._controller.go_to(view)

    def show_selection(self) -> None:
        """Go to what is selected."""
        if view := framed_features(self._selected(), self._state.view):
            self._controller.go_to(view)

    def step(self, by: int) -> None:
        """Turn to the next, or with -1 the last, of several features that were found."""
        found = self._state.found
        at = (found.index(self._state.selection[0]) + by) % len(found)
        ref = found[at]
        self._state.turn_to(ref)
        title = self._catalogue.feature(ref.layer, ref.fid).title(self._state.language)
        self.announced.emit(self.tr("{0}, {1} of {2} here").format(title, at + 1, len(found)))

    def zoom_by(self, steps: float) -> None:
        """Zoom in, or out with negative steps, around the middle."""
        view = self._state.view
        least, most = _ZOOMS
        zoom = min(max(view.zoom + steps * _ZOOM_STEP, least), most)
        self._controller.go_to(replace(view, zoom=zoom))

    def _why_unseen(self, feature: Feature) -> str:
        """A sentence why the map does not show a feature of a layer that is shown, or nothing."""
        name = feature.title(self._state.language)
        if feature.geometry is None or feature.geometry.is_empty:
            return self.tr("{0} has no place on the map; its details are shown.").format(name)
        criteria = self._state.map_criteria(feature.layer)
        visible = self._catalogue.visible_fids(feature.layer, criteria)
        if visible is not None and feature.fid not in visible:
            return self.tr("{0} is not drawn: the filter or the year leaves it out.").format(name)
        return ""

    def _selected(self) -> list[Feature]:
        return [self._catalogue.feature(ref.layer, ref.fid) for ref in self._state.selection]

    def _unhide(self, layer: str) -> None:
        if not self._state.is_shown(layer):
            self._state.show(layer)
            title = self._state.spec(layer).title
            self.announced.emit(
                self.tr("The layer “{0}” was hidden and is shown now.").format(
                    title.get(self._state.language)
                )
            )

    def _back(self) -> None:
        if view := self._history.back():
            self._controller.go_to(view)

    def _forward(self) -> None:
        if view := self._history.forward():
            self._controller.go_to(view)

    def _history_commands(self) -> Iterator[Command]:
        yield Command(
            id="view.back",
            text=self.tr("&Back"),
            tip=self.tr("Go back to where the map was before."),
            run=self._back,
            menu="view",
            shortcuts=("Alt+Left",),
            icon="back",
            enabled=lambda: self._history.can_go_back,
        )
        yield Command(
            id="view.forward",
            text=self.tr("&Forward"),
            tip=self.tr("Go forward to where the map was before going back."),
            run=self._forward,
            menu="view",
            shortcuts=("Alt+Right",),
            icon="forward",
            enabled=lambda: self._history.can_go_forward,
        )

    def _extent_commands(self) -> Iterator[Command]:
        yield Command(
            id="view.home",
            text=self.tr("&Whole province"),
            tip=self.tr("Show all of Liaoning."),
            run=lambda: self.fit(LIAONING),
            menu="view",
            section=1,
            shortcuts=("Ctrl+Home",),
            icon="home",
        )
        yield Command(
            id="view.world",
            text=self.tr("Whole w&orld"),
            tip=self.tr("Show the whole world with all friendship links."),
            run=lambda: self.fit(WORLD),
            menu="view",
            section=1,
            shortcuts=("Ctrl+Shift+Home",),
        )
        yield Command(
            id="view.selection",
            text=self.tr("Zoom to the &selection"),
            tip=self.tr("Go to what is selected."),
            run=self.show_selection,
            menu="view",
            section=1,
            shortcuts=("Ctrl+J",),
            enabled=lambda: bool(self._state.selection),
        )

    def _zoom_commands(self) -> Iterator[Command]:
        yield Command(
            id="view.zoom-in",
            text=self.tr("Zoom &in"),
            tip=self.tr("See less, larger."),
            run=lambda: self.zoom_by(1),
            menu="view",
            section=1,
            shortcuts=("Ctrl++", "Ctrl+="),
            enabled=lambda: self._state.view.zoom < _ZOOMS[1],
        )
        yield Command(
            id="view.zoom-out",
            text=self.tr("Zoom o&ut"),
            tip=self.tr("See more, smaller."),
            run=lambda: self.zoom_by(-1),
            menu="view",
            section=1,
            shortcuts=("Ctrl+-",),
            enabled=lambda: self._state.view.zoom > _ZOOMS[0],
        )

    def _step_commands(self) -> Iterator[Command]:
        def has_several() -> bool:
            return len(self._state.found) > 1

        yield Command(
            id="map.next-feature",
            text=self.tr("&Next feature here"),
            tip=self.tr("Show the next of the features that were found where you clicked."),
            run=lambda: self.step(1),
            menu="map",
            section=5,
            shortcuts=("N",),
            enabled=has_several,
        )
        yield Command(
            id="map.previous-feature",
            text=self.tr("&Previous feature here"),
            tip=self.tr("Show the one before of the features that were found where you clicked."),
            run=lambda: self.step(-1),
            menu="map",
            section=5,
            shortcuts=("Shift+N",),
            enabled=has_several,
        )
