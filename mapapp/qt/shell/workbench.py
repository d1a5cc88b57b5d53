"""What a window is made of, and what it offers its extensions to work with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow

from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.core.record import record
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.map.map_view import MapView
from mapapp.qt.parts.actions import Actions
from mapapp.qt.parts.extension import Extension
from mapapp.qt.shell.panels import Panels
from mapapp.qt.shell.status_bar import MapStatusBar
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.document import Profile


@record(kw_only=True)
class Opened:
    """What a window is opened on.

    Attributes:
        state: what is shown and how; the one thing that all parts listen to.
        atlas: the features and facts.
        basemap: the ground.
        catalogue: the layers as open sources and tables.
        view: the page with the map, which has begun to load.
        profile: where the files of the user are.
        settings: what the user has chosen for good.
    """

    state: MapState
    atlas: Atlas
    basemap: Basemap
    catalogue: LayerCatalogue
    view: MapView
    profile: Profile
    settings: SettingsFile


@record(kw_only=True)
class Workbench:
    """What the extensions of a window work with.

    Attributes:
        opened: what the window shows.
        window: the window, as a parent of dialogs.
        commands: the registry of all commands; full once all extensions have been made.
        panels: shows a panel by its id.
        status: the status bar, with the position of the cursor.
        controller: moves the map.
    """

    opened: Opened
    window: QMainWindow
    commands: Actions
    panels: Panels
    status: MapStatusBar
    controller: MapController

    @property
    def state(self) -> MapState:
        """What is shown and how."""
        return self.opened.state

    @property
    def catalogue(self) -> LayerCatalogue:
        """The layers as open sources and tables."""
        return self.opened.catalogue

    @property
    def view(self) -> MapView:
        """The map as a widget."""
        return self.opened.view


ExtensionMaker = Callable[[Workbench], Extension]
"""Makes an extension for a window; called once a window, before it is shown."""
