"""Searching from the window: the box, and what happens with what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer

from mapapp.core.map.state import MapState
from mapapp.core.style.symbology import Theme
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.navigation import Navigation
from mapapp.qt.map.places import Places
from mapapp.qt.parts.actions import Actions, Command
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.style import COLOURS
from mapapp.qt.parts.subscription import connect
from mapapp.qt.search.command_rows import Doables
from mapapp.qt.search.search_box import SearchBox
from mapapp.qt.search.search_rows import SearchRow, SearchRows
from mapapp.render.card.place import PinnedPlace
from mapapp.store.finder import Finder


class Searching(Extension, QObject):
    """Goes to what the user chose in the search box."""

    def __init__(
        self,
        state: MapState,
        navigation: Navigation,
        places: Places,
        actions: Actions,
        view: MapView,
        make_finder: Callable[[], Finder],
    ) -> None:
        super().__init__(view)
        self._navigation = navigation
        self._places = places
        self._view = view
        self._rows = SearchRows(
            state, Doables(state, actions, navigation.show_layer), make_finder, self
        )
        self.box = SearchBox(self._rows)
        self.box.chosen.connect(self._go_to)
        self.box.left.connect(view.setFocus)
        view.painted.connect(self._prepare_soon, Qt.ConnectionType.SingleShotConnection)
        connect(self, state.theme_changed, self._show_theme)
        connect(self, state.layers_changed, lambda _: self.box.popup.hide())
        self._show_theme(state.theme)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="edit.search",
            text=self.tr("&Search…"),
            tip=self.tr("Find a place, a feature, a figure, a position or a command."),
            run=self.box.ask,
            menu="edit",
            section=50,
            shortcuts=("Ctrl+K", "Ctrl+F"),
            icon="search",
        )
        yield Command(
            id="edit.palette",
            text=self.tr("Run a &command…"),
            tip=self.tr("Find a command by its name and run it."),
            run=lambda: self.box.ask("> "),
            menu="edit",
            section=50,
            shortcuts=("Ctrl+Shift+P",),
        )

    def retranslate(self) -> None:
        """Name the box."""
        self.box.retranslate()

    def _prepare_soon(self, _serial: int) -> None:
        """The map can be seen: there is time to read what can be found."""
        QTimer.singleShot(0, self, self._rows.prepare)

    def _go_to(self, row: SearchRow) -> None:
        if row.doable is not None:
            self._view.setFocus()
            row.doable.run()
            return
        found = row.found
        if found is None:
            return
        if found.kind == "feature":
            self._navigation.reveal(found.id)
        elif found.lon is not None and found.lat is not None:
            if found.zoom is None:
                self._places.go_to(found.lon, found.lat, found.system)
            else:
                place = PinnedPlace(found.lon, found.lat, found.name, found.place_kind)
                self._places.go_to_place(place, found.zoom)
        self._view.setFocus()

    def _show_theme(self, theme: Theme) -> None:
        self.box.set_colour(COLOURS[theme].secondary)
