"""Going to a place, the pin on it and what is told of it.

Whatever leads to a place that is no feature (search, coordinates, a right click) comes through
``go_to`` or ``show_here``: the pin stays until it is removed, and the details show its card.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from mapapp.core.errors import DataError
from mapapp.core.geo.crs import System, wrapped_lon
from mapapp.core.layer.feature import Hit
from mapapp.core.map.state import MapState
from mapapp.core.text import NO_TEXT, Text
from mapapp.qt.map.coordinate_readout import CoordinateReadout
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.map.map_view import MapView
from mapapp.qt.parts.actions import Command, Submenu
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.guard import report
from mapapp.render.card.place import PinnedPlace, PlaceCard, make_place_card, read_as
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.nearby import nearest_features

_CLOSE_ZOOM = 12.0
"""Of a position: near enough to see a town with what is around it."""

_MOST_NEAR = 5


class Places(Extension, QObject):
    """The map's commands about single positions, and the one place that has the pin.

    Signals:
        pinned: the pin was set on a place, or removed.
        asked: somebody wants to know what is at the place that has the pin.
    """

    pinned = Signal()
    asked = Signal()

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        controller: MapController,
        view: MapView,
        readout: CoordinateReadout,
    ) -> None:
        super().__init__(view)
        self.state = state
        self._catalogue = catalogue
        self._controller = controller
        self._view = view
        self._readout = readout
        self.place: PinnedPlace | None = None
        """What has the pin."""
        view.page_ready.connect(self._show_pin)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="map.go_to",
            text=self.tr("&Go to coordinates…"),
            tip=self.tr("Type or paste coordinates or a link of a map service, and go there."),
            run=self.ask,
            menu="map",
            section=10,
            shortcuts=("Ctrl+G",),
        )
        yield Command(
            id="map.unmark",
            text=self.tr("&Remove the pin"),
            tip=self.tr("Remove the pin of the place you went to."),
            run=self.unpin,
            menu="map",
            section=10,
            enabled=lambda: self.place is not None,
        )

    def submenus(self) -> Iterator[Submenu]:
        """How positions are written, as the button at the bottom offers it."""
        yield Submenu(
            id="map.systems",
            text=self.tr("Write c&oordinates as"),
            menu="map",
            section=10,
            fill=self._readout.fill,
        )

    def ask(self) -> None:
        """Ask for coordinates, and go there."""
        from mapapp.qt.map.go_to_dialog import GoToDialog

        dialog = GoToDialog(self.state.language, self._view.window())
        dialog.accepted.connect(
            lambda: self.go_to(dialog.chosen.lon, dialog.chosen.lat, dialog.chosen.system)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def go_to(self, lon: float, lat: float, system: System = System.WGS84) -> None:
        """Show a position (WGS84) in the middle, near enough to see a town, and pin it.

        ``system`` is what its coordinates were given in.
        """
        place = PinnedPlace(wrapped_lon(lon), lat, kind=read_as(system))
        self._move_to(place, max(self.state.view.zoom, _CLOSE_ZOOM))

    def go_to_place(self, place: PinnedPlace, zoom: float) -> None:
        """Show a place in the middle at the zoom that suits it, and pin it."""
        self._move_to(place, zoom)

    def show_here(self, lon: float, lat: float, name: Text = NO_TEXT) -> None:
        """Pin a position (WGS84 degrees; may run on past ±180) and tell what is there."""
        self._pin(PinnedPlace(wrapped_lon(lon), lat, name))
        self.asked.emit()

    def return_to_pin(self) -> None:
        """Bring the place that has the pin to the middle of the map."""
        if self.place is not None:
            place = self.place
            self._controller.go_to(replace(self.state.view, lon=place.lon, lat=place.lat))

    def unpin(self) -> None:
        """Remove the pin, and its card."""
        self._set(None)

    def card(self) -> PlaceCard | None:
        """What is known of the place that has the pin, or None where there is no pin."""
        if self.place is None:
            return None
        return make_place_card(self.place, self._nearest(self.place), self.state.language)

    def _move_to(self, place: PinnedPlace, zoom: float) -> None:
        self._controller.go_to(replace(self.state.view, lon=place.lon, lat=place.lat, zoom=zoom))
        self._pin(place)

    def _pin(self, place: PinnedPlace) -> None:
        self.state.select(())  # what was selected has nothing to do with this place
        self._set(place)

    def _set(self, place: PinnedPlace | None) -> None:
        self.place = place
        self._show_pin()
        self.pinned.emit()

    def _show_pin(self) -> None:
        place = self.place
        self._controller.names.show_pins(((place.lon, place.lat),) if place else ())

    def _nearest(self, place: PinnedPlace) -> list[Hit]:
        """What lies nearest of what the map shows; nothing where it cannot be read."""
        state, catalogue = self.state, self._catalogue
        try:
            return nearest_features(
                catalogue,
                state.visible_specs(),
                lambda layer: catalogue.visible_fids(layer, state.map_criteria(layer)),
                (place.lon, place.lat),
                _MOST_NEAR,
            )
        except DataError as error:
            report(error)
            return []
