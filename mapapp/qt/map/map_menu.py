"""What can be done with a place on the map and with a feature there: by right click and menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from mapapp.bridge.messages import ContextMenu
from mapapp.core.errors import DataError
from mapapp.core.geo.crs import System, describe, wrapped_lon
from mapapp.core.layer.feature import Feature
from mapapp.core.map.framing import framed_features
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.record import record
from mapapp.core.style.ground import MAX_ZOOM
from mapapp.qt.map.coordinate_readout import CoordinateReadout
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.places import Places
from mapapp.qt.parts.actions import Actions, Command, Submenu, plain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.guard import report
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.render.card.text import CardForm

HERE, FEATURE = "map.here-menu", "map.feature-menu"
MOVE, DELETE = "map.feature-move", "map.feature-delete"
"""Commands of the editing, which the menu of a right click has only where they can be done."""

_COPY, _COPY_WGS84 = "map.copy-here", "map.copy-here-wgs84"
_NAME = 48


@record(kw_only=True)
class MapDeeds:
    """What other parts of the window do with a place or a feature.

    Attributes:
        measure, bookmark: get a position (WGS84 degrees, lon before lat).
        show_details: shows the details.
        open_table: shows the table of a layer by id.
        copied: is told what was copied.
    """

    measure: Callable[[float, float], object]
    bookmark: Callable[[float, float], object]
    show_details: Callable[[], object]
    open_table: Callable[[str], object]
    copied: Callable[[str], object]


class MapMenu(Extension, QObject):
    """The menu of a right click; its entries stand in the menu Map and are found by search too.

    Called from elsewhere, “here” is the pin, or else the middle of the map, and the feature is
    the first that is selected.
    """

    def __init__(
        self,
        places: Places,
        catalogue: LayerCatalogue,
        controller: MapController,
        view: MapView,
        readout: CoordinateReadout,
        actions: Actions,
        deeds: MapDeeds,
    ) -> None:
        super().__init__(view)
        self._places = places
        self._state: MapState = places.state
        self._catalogue = catalogue
        self._controller = controller
        self._view = view
        self._readout = readout
        self._actions = actions
        self._deeds = deeds
        self._menu: QMenu | None = None
        self._clicked: tuple[float, float] | None = None
        self._pointed: Feature | None = None
        view.context_menu_requested.connect(self._open)

    def submenus(self) -> Iterator[Submenu]:
        """Where the commands stand in the menu Map."""
        yield Submenu(id=HERE, text=self.tr("&Here"), menu="map", section=10)
        yield Submenu(id=FEATURE, text=self.tr("&Feature"), menu="map", section=5)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield self._here(
            "map.here",
            self.tr("&What is here?"),
            self.tr("Put the pin here, and tell the coordinates and what lies nearest."),
            self._places.show_here,
        )
        yield self._here(
            "map.measure-here",
            self.tr("&Measure from here"),
            self.tr("Measure a distance whose first point is here."),
            self._deeds.measure,
        )
        yield self._here(
            "map.bookmark-here",
            self.tr("&Bookmark here…"),
            self.tr("Keep the view around here under a name."),
            self._deeds.bookmark,
        )
        yield self._here(
            "map.centre-here",
            self.tr("&Centre here"),
            self.tr("Bring this place to the middle of the map."),
            lambda lon, lat: self._move(lon, lat, 0),
        )
        yield self._here(
            "map.zoom-here",
            self.tr("&Zoom in here"),
            self.tr("Bring this place to the middle of the map, and see it larger."),
            lambda lon, lat: self._move(lon, lat, 1),
        )
        yield from self._copy_commands()
        yield from self._feature_commands()

    @property
    def target(self) -> FeatureRef | None:
        """The one feature that is meant now: that of the right click, or what is selected."""
        if self._pointed is not None:
            return FeatureRef(self._pointed.layer, self._pointed.fid)
        selection = self._state.selection
        return selection[0] if len(selection) == 1 else None

    def menu(self) -> QMenu:
        """What can be done where the last right click was."""
        self._actions.refresh()
        menu = QMenu(self._view)
        if self._pointed is not None:
            name = self._pointed.title(self._state.language)
            short = name if len(name) <= _NAME else f"{name[:_NAME]}…"
            menu.addAction(short.replace("&", "&&")).setEnabled(False)
            self._add(menu, FEATURE)
            menu.addSeparator()
        self._add(menu, HERE)
        return menu

    def _add(self, menu: QMenu, submenu: str) -> None:
        for command in self._actions.of_menu("map"):
            if command.submenu != submenu or (command.id == _COPY_WGS84 and self._is_wgs84()):
                continue
            if command.id in (MOVE, DELETE) and not command.enabled():
                continue
            entry = menu.addAction(self._text(command))
            entry.setEnabled(self._actions[command.id].isEnabled())
            entry.triggered.connect(self._actions[command.id].trigger)

    def _text(self, command: Command) -> str:
        """An entry, with the coordinates that it copies."""
        lon, lat = self._position()
        if command.id not in {_COPY, _COPY_WGS84}:
            return command.text
        copied = self._readout.text_at(lon, lat) if command.id == _COPY else _wgs84(lon, lat)
        return self.tr("{0}: {1}").format(plain(command.text), copied)

    def _open(self, clicked: ContextMenu) -> None:
        """One menu at a time: a further one takes the place of the one that is open."""
        if self._menu:
            self._menu.close()
        self._clicked = clicked.lon, clicked.lat
        self._pointed = self._feature_at(*self._clicked)
        self._menu = menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        # Only then: what was chosen is done after the menu has hidden itself.
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, lambda: self._forget(menu)))
        menu.popup(self._view.mapToGlobal(QPoint(clicked.x_px, clicked.y_px)))

    def _forget(self, menu: QMenu) -> None:
        if self._menu is menu:
            self._menu = self._clicked = self._pointed = None

    def _feature_at(self, lon: float, lat: float) -> Feature | None:
        try:
            found = self._controller.features_at(lon, lat)
        except DataError as error:
            report(error)
            return None
        return found[0] if found else None

    def _position(self) -> tuple[float, float]:
        """Where “here” is now."""
        if self._clicked is not None:
            return self._clicked
        place = self._places.place or self._state.view
        return place.lon, place.lat

    def _feature(self) -> Feature:
        """The feature that is meant now; only asked where there is one."""
        if self._pointed is not None:
            return self._pointed
        ref = self._state.selection[0]
        return self._catalogue.feature(ref.layer, ref.fid)

    def _here(
        self, id_: str, text: str, tip: str, act: Callable[[float, float], object]
    ) -> Command:
        return Command(
            id=id_,
            text=text,
            tip=tip,
            run=lambda: act(*self._position()),
            menu="map",
            submenu=HERE,
            section=10,
        )

    def _of_feature(
        self, id_: str, text: str, tip: str, act: Callable[[Feature], object]
    ) -> Command:
        return Command(
            id=id_,
            text=text,
            tip=tip,
            run=lambda: act(self._feature()),
            menu="map",
            submenu=FEATURE,
            section=5,
            enabled=lambda: self._pointed is not None or bool(self._state.selection),
        )

    def _copy_commands(self) -> Iterator[Command]:
        copy = self._here(
            _COPY,
            self.tr("C&opy coordinates"),
            self.tr("Copy the coordinates of this place as the status bar writes them."),
            lambda lon, lat: self._copy(self._readout.text_at(lon, lat)),
        )
        wgs84 = self._here(
            _COPY_WGS84,
            self.tr("Co&py as WGS84"),
            self.tr("Copy latitude and longitude of this place in WGS84."),
            lambda lon, lat: self._copy(_wgs84(lon, lat)),
        )
        yield replace(copy, enabled=self._can_be_written)
        yield wgs84

    def _feature_commands(self) -> Iterator[Command]:
        yield self._of_feature(
            "map.feature-card",
            self.tr("&Show its card"),
            self.tr("Select the feature and show what is known of it."),
            self._show_card,
        )
        yield self._of_feature(
            "map.feature-zoom",
            self.tr("&Zoom to it"),
            self.tr("Go to the feature, near enough to see it."),
            self._zoom_to,
        )
        yield self._of_feature(
            "map.feature-table",
            self.tr("Show in &table"),
            self.tr("Show the feature among the others of its layer."),
            self._show_in_table,
        )
        yield from self._copy_card_commands()
        yield self._of_feature(
            "map.feature-layer",
            self.tr("Show &only its layer"),
            self.tr("Show the layer of the feature alone."),
            lambda feature: self._state.set_solo(feature.layer),
        )

    def _copy_card_commands(self) -> Iterator[Command]:
        tip = self.tr("Copy all that is known of the feature, with its sources.")
        kinds: dict[str, tuple[str, CardForm]] = {
            "map.feature-copy-text": (self.tr("&Copy as text"), "text"),
            "map.feature-copy-markdown": (self.tr("Copy as &Markdown"), "markdown"),
            "map.feature-copy-csv": (self.tr("Copy as CS&V"), "csv"),
        }
        for id_, (text, form) in kinds.items():
            yield self._of_feature(id_, text, tip, partial(self._copy_card, form))

    def _move(self, lon: float, lat: float, nearer: int) -> None:
        view = self._state.view
        zoom = min(view.zoom + nearer, MAX_ZOOM)
        self._controller.go_to(replace(view, lon=wrapped_lon(lon), lat=lat, zoom=zoom))

    def _show_card(self, feature: Feature) -> None:
        self._state.select([FeatureRef(feature.layer, feature.fid)])
        self._deeds.show_details()

    def _zoom_to(self, feature: Feature) -> None:
        if view := framed_features([feature], self._state.view):
            self._controller.go_to(view)

    def _show_in_table(self, feature: Feature) -> None:
        self._deeds.open_table(feature.layer)
        self._state.select([FeatureRef(feature.layer, feature.fid)])

    def _copy_card(self, form: CardForm, feature: Feature) -> None:
        from mapapp.render.card.card import make_card
        from mapapp.render.card.text import written_card

        state, spec = self._state, self._state.spec(feature.layer)
        fields = self._catalogue.open(spec.source).schema.fields
        card = make_card(
            self._catalogue.atlas, spec, feature, state.language, state.as_of_year, fields
        )
        position = self._readout.labelled_text_at(*card.position) if card.position else ""
        QGuiApplication.clipboard().setText(written_card(form, card, state.language, position))
        self._deeds.copied(card.title)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._deeds.copied(text)

    def _can_be_written(self) -> bool:
        return describe(*self._position(), self._readout.system) is not None

    def _is_wgs84(self) -> bool:
        return self._readout.system is System.WGS84


def _wgs84(lon: float, lat: float) -> str:
    return f"{lat:.6f}, {wrapped_lon(lon):.6f}"
