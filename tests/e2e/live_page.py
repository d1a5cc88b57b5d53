"""The window's page without a window around it, kept in step with a state of its own."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mapapp.bridge.resources import PageResources
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState, ViewState
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_files import serve_files
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.feature_tables import FeatureTables

TIMEOUT_MS = 20_000
BASEMAP = asset("data", "basemap.gpkg")


class LivePage:
    """The window's page with what keeps it in step with the state."""

    def __init__(
        self,
        specs: tuple[LayerSpec, ...],
        atlas: Path,
        view: ViewState,
        qtbot: QtBot,
        closing: ExitStack,
        basemap: Path = BASEMAP,
    ) -> None:
        self.qtbot = qtbot
        opened = closing.enter_context(Atlas(atlas, specs))
        ground = closing.enter_context(Basemap(basemap))
        resources = PageResources()
        serve_files(resources)
        self.state = MapState(specs, "en", "light")
        self.state.set_view(view)
        self.view = MapView(resources)
        closing.callback(self.view.shut_down)
        self.controller = MapController(self.state, FeatureTables(opened), ground, self.view)
        self.view.resize(view.width_px, view.height_px)
        with qtbot.waitSignal(self.view.page_ready, timeout=TIMEOUT_MS):
            self.view.start()
            self.view.attend()
            self.view.show()
        closing.callback(self.view.close)

    def go_to(self, view: ViewState) -> None:
        """Move the map and wait for the picture."""
        self.controller.go_to(view)
        self.settle()

    def settle(self) -> None:
        """Wait until all that was sent can be seen."""
        with self.qtbot.waitSignal(self.view.settled, timeout=TIMEOUT_MS):
            self.view.ping()

    def picture(self) -> QImage:
        """What the page shows now."""
        return self.view.grab().toImage()
