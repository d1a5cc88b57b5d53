"""Going to a place by its coordinates, marking it, and copying the coordinates of another."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from mapapp.bridge.messages import ContextMenu, ShowMarks
from mapapp.core.geo.crs import System, describe
from mapapp.core.map.state import MapState, ViewState
from mapapp.qt.map.coordinate_readout import CoordinateReadout
from mapapp.qt.map.go_to_dialog import GoToDialog
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.map.map_view import MapView
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension

_CLOSE_ZOOM = 12.0


class Places(Extension, QObject):
    """The map's commands about single positions."""

    def __init__(
        self,
        state: MapState,
        controller: MapController,
        view: MapView,
        readout: CoordinateReadout,
    ) -> None:
        super().__init__(view)
        self._state = state
        self._controller = controller
        self._view = view
        self._readout = readout
        self.marked: tuple[float, float] | None = None
        self._menu: QMenu | None = None
        view.page_ready.connect(self._show_mark)
        view.context_menu_requested.connect(self._open_menu)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="map.go_to",
            text=self.tr("&Go to coordinates…"),
            tip=self.tr("Type or paste coordinates and go there."),
            run=self.ask,
            menu="map",
            section=10,
            shortcuts=("Ctrl+G",),
        )
        yield Command(
            id="map.unmark",
            text=self.tr("&Remove the mark"),
            tip=self.tr("Remove the mark of the place you went to."),
            run=lambda: self.mark(None),
            menu="map",
            section=10,
            enabled=lambda: self.marked is not None,
        )

    def ask(self) -> None:
        """Ask for coordinates, and go there."""
        dialog = GoToDialog(self._view.window())
        dialog.accepted.connect(lambda: self.go_to(dialog.chosen.lon, dialog.chosen.lat))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def go_to(self, lon: float, lat: float) -> None:
        """Show a place (WGS84) in the middle, at least at the scale of a city, and mark it."""
        view = self._state.view
        zoom = max(view.zoom, _CLOSE_ZOOM)
        self._controller.go_to(ViewState(lon, lat, zoom, view.width_px, view.height_px))
        self.mark((lon, lat))

    def mark(self, place: tuple[float, float] | None) -> None:
        """Mark a place (lon, lat in degrees), or none."""
        self.marked = place
        self._show_mark()

    def menu_at(self, lon: float, lat: float) -> QMenu:
        """What can be done with a position."""
        menu = QMenu(self._view)
        shown, plain = self._readout.text_at(lon, lat), f"{lat:.6f}, {_wrapped(lon):.6f}"
        here = menu.addAction(self.tr("Copy coordinates: {0}").format(shown))
        here.setEnabled(describe(lon, lat, self._readout.system) is not None)
        here.triggered.connect(lambda: QGuiApplication.clipboard().setText(shown))
        if self._readout.system is not System.WGS84:
            wgs84 = menu.addAction(self.tr("Copy as WGS84: {0}").format(plain))
            wgs84.triggered.connect(lambda: QGuiApplication.clipboard().setText(plain))
        return menu

    def _open_menu(self, clicked: ContextMenu) -> None:
        """One menu at a time: a further one takes the place of the one that is open."""
        if self._menu:
            self._menu.close()
        self._menu = menu = self.menu_at(clicked.lon, clicked.lat)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.destroyed.connect(lambda: self._forget_menu(menu))
        menu.popup(self._view.mapToGlobal(QPoint(clicked.x_px, clicked.y_px)))

    def _forget_menu(self, menu: QMenu) -> None:
        if self._menu is menu:
            self._menu = None

    def _show_mark(self) -> None:
        self._view.send(ShowMarks((self.marked,) if self.marked else ()))


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0
