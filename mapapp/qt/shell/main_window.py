"""The main window: joins the map, the panels and the commands of the feature modules."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QMainWindow

from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.core.style.symbology import Theme
from mapapp.qt.details.details_panel import DetailsPanel
from mapapp.qt.details.feature_list import FeatureList
from mapapp.qt.export.exporting import Exporting
from mapapp.qt.export.picture_opening import PictureOpening
from mapapp.qt.help.menu import Help
from mapapp.qt.help.shortcut_sheet import ShortcutSheet
from mapapp.qt.help.tour import Tour
from mapapp.qt.layers.filter_menu import FilterMenu
from mapapp.qt.layers.layer_commands import LayerCommands
from mapapp.qt.layers.layer_model import LayerModel
from mapapp.qt.layers.layer_panel import LayerPanel
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.qt.layers.time_slider import TimeSlider
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.measure_tool import MeasureTool
from mapapp.qt.map.navigation import Navigation
from mapapp.qt.map.places import Places
from mapapp.qt.parts.actions import Actions, Command, Submenu
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.menus import Menus
from mapapp.qt.parts.style import COLOURS
from mapapp.qt.parts.subscription import connect, connect_each
from mapapp.qt.search.searching import Searching
from mapapp.qt.shell.appearance import Appearance
from mapapp.qt.shell.data_watch import DataWatch
from mapapp.qt.shell.panels import Panels
from mapapp.qt.shell.problems import Problems
from mapapp.qt.shell.status_bar import MapStatusBar
from mapapp.qt.shell.toolbar import MapToolBar
from mapapp.qt.shell.window_panels import PanelWidgets, WindowPanels
from mapapp.qt.table.table_panel import TablePanel
from mapapp.qt.workspace.bookmarking import Bookmarking
from mapapp.qt.workspace.remembering import Remembering
from mapapp.qt.workspace.undo import History
from mapapp.qt.workspace.workspace_drop import WorkspaceDrop
from mapapp.qt.workspace.workspace_files import WorkspaceFiles
from mapapp.qt.workspace.workspace_menu import WorkspaceMenu
from mapapp.qt.workspace.workspace_session import Session
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.document import Profile
from mapapp.store.feature_tables import FeatureTables
from mapapp.store.finder import Finder

_TOLD_MS = 8000


class MainWindow(QMainWindow):
    """Layer tree, map and details panel around one ``MapState``.

    A feature is an object made in ``__init__``, whose ``commands()`` are listed in
    ``_commands``; a panel is described in ``window_panels.py``. Everything else follows.
    """

    def __init__(
        self,
        state: MapState,
        atlas: Atlas,
        basemap: Basemap,
        view: MapView,
        profile: Profile,
        settings: SettingsFile,
    ) -> None:
        super().__init__()
        self.resize(1366, 768)
        self.state = state
        self.view = view
        self.commands = Actions(self)
        tables = FeatureTables(atlas)
        self.controller = MapController(state, tables, basemap, view)
        self.history = History(state, self)
        self._make_panels(tables, settings)
        self._make_features(tables, basemap, settings)
        self._make_files(tables, profile, settings)
        self._assemble()
        self.drop = WorkspaceDrop(self, view)
        targets = (self.layers, view, self.searching.box)
        self.tour = Tour(state, settings, targets, self)
        self.problems = self._make_problems(atlas, basemap)
        self.pictures = PictureOpening(state, atlas, profile, self.navigation.fit, self)
        self.remembering = Remembering(settings, state, self.layers, self.status.readout, self)
        self._connect()

    def _make_panels(self, tables: FeatureTables, settings: SettingsFile) -> None:
        state, atlas = self.state, tables.atlas
        self.layers = LayerTree(LayerModel(state, tables, self))
        self.layer_panel = LayerPanel(state, self.layers)
        self.features = FeatureList(state, atlas.file, tables)
        self.table = TablePanel(state, tables)
        self.time = TimeSlider(state, atlas)
        self.details = DetailsPanel(state, atlas)
        self.status = MapStatusBar(state, self)
        self.appearance = Appearance(state, settings, self)

    def _make_features(
        self, tables: FeatureTables, basemap: Basemap, settings: SettingsFile
    ) -> None:
        state, atlas, view = self.state, tables.atlas, self.view
        self.exporting = Exporting(state, atlas, settings, self)
        self.navigation = Navigation(state, tables, self.controller)
        self.layering = LayerCommands(
            state, atlas, self.layer_panel, self.commands, self.navigation.show_layer
        )
        self.filtering = FilterMenu(state, tables, self.layers, self.open_table)
        self.places = Places(state, self.controller, view, self.status.readout)
        self.measuring = MeasureTool(state, view)
        self.searching = Searching(
            state, self.navigation, self.commands, view, lambda: Finder(atlas, basemap)
        )
        self.help = Help(state, self)

    def _make_files(self, tables: FeatureTables, profile: Profile, settings: SettingsFile) -> None:
        state = self.state
        connect(self, settings.failed, self._tell_settings)
        self.bookmarking = Bookmarking(state, self.controller, profile.bookmarks, self)
        files = WorkspaceFiles(state, tables, self.controller, self.history)
        self.workspaces = WorkspaceMenu(
            files, self.history, settings, lambda: self.bookmarking.bookmarks, profile, self
        )
        self.session = Session(state, profile.session, files.workspace, self)

    def _make_problems(self, atlas: Atlas, basemap: Basemap) -> Problems:
        def check() -> None:
            Atlas(atlas.path, atlas.specs).close()
            Basemap(basemap.path).close()

        watch = DataWatch((atlas.path, basemap.path), check, self)
        return Problems(self.state, watch, self.view, self)

    def _assemble(self) -> None:
        self.panels = Panels(self, self.view)
        self.window_panels = WindowPanels(
            self,
            self.panels,
            PanelWidgets(
                layers=self.layer_panel,
                features=self.features,
                details=self.details,
                time=self.time,
                table=self.table,
            ),
        )
        self.setStatusBar(self.status)
        self.commands.add(self._commands())
        self.menus = Menus(self.menuBar(), self.commands, self._submenus())
        self.toolbar = MapToolBar(self.commands, self.searching.box, self)
        self.addToolBar(self.toolbar)

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Qt: name everything again in a new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.commands.rename(self._commands())
            self.menus.rename(self._submenus())
            self.toolbar.retranslate()
            self.searching.box.retranslate()
            self.window_panels.retranslate()
            self.layer_panel.retranslate()
            self.features.retranslate()
            self.measuring.retranslate()
        super().changeEvent(event)

    def open_table(self, layer: str) -> None:
        """Show the features of a layer as a table."""
        self.table.show_layer(layer)
        self.panels.show("table")

    def greet(self) -> None:
        """Show the first steps to whom they are new, once the map can be seen."""
        once = Qt.ConnectionType.SingleShotConnection
        self.view.painted.connect(lambda _serial: self.tour.greet(), once)

    def show_tour(self) -> None:
        """Show the first steps; they point at the layers, too."""
        self.panels.show("layers")
        self.tour.start()

    def show_shortcuts(self) -> None:
        """Show all keys on one sheet."""
        ShortcutSheet(self.commands, self.menus, self).open()

    def _commands(self) -> Iterator[Command]:
        yield from self.workspaces.commands()
        yield from self.history.commands()
        yield from self.navigation.commands()
        yield from self.searching.commands()
        yield from self.bookmarking.commands()
        yield from self.window_panels.commands()
        yield from self.appearance.commands()
        yield from self.layering.commands()
        yield from self.filtering.commands()
        yield from self.places.commands()
        yield from self.measuring.commands()
        yield from self.exporting.commands()
        yield from self.help.commands()
        yield Command(
            id="file.quit",
            text=self.tr("&Quit"),
            tip=self.tr("Close mapapp."),
            run=self.close,
            menu="file",
            section=90,
            shortcuts=("Ctrl+Q",),
        )

    def _submenus(self) -> Iterator[Submenu]:
        yield from self.workspaces.submenus()
        yield from self.bookmarking.submenus()
        yield from self.appearance.submenus()

    def _connect(self) -> None:
        self.controller.hovered.connect(self.status.readout.show_cursor)
        self.navigation.told.connect(lambda text: self.status.showMessage(text, _TOLD_MS))
        self.help.shortcuts_requested.connect(self.show_shortcuts)
        self.help.tour_requested.connect(self.show_tour)
        self.drop.dropped.connect(self.workspaces.open)
        self.history.changed.connect(lambda: self.commands.rename(self.history.commands()))
        self.layer_panel.adjusted.connect(self.history.seal)
        self.panels.changed.connect(self.commands.refresh)
        self.measuring.changed.connect(self.commands.refresh)
        self.table.zoom_requested.connect(self.navigation.show_selection)
        connect(self, self.state.filter_changed, lambda _: self.commands.refresh())
        connect_each(
            self,
            (self.state.selection_changed, self.state.view_changed, self.state.data_returned),
            self.commands.refresh,
        )
        self.history.changed.connect(self.commands.refresh)
        connect(self, self.state.theme_changed, self._show_theme)
        self._connect_details()
        self._show_theme(self.state.theme)

    def _connect_details(self) -> None:
        details, readout = self.details, self.status.readout
        details.entity_followed.connect(lambda other: self.navigation.reveal(other, move=False))
        details.zoom_requested.connect(self.navigation.reveal)
        details.table_requested.connect(self.open_table)
        readout.changed.connect(lambda: details.write_positions(readout.labelled_text_at))
        details.write_positions(readout.labelled_text_at)

    def _tell_settings(self, sentence: str) -> None:
        complain(self, self.tr("Settings"), sentence)

    def _show_theme(self, theme: Theme) -> None:
        self.commands.set_colour(COLOURS[theme].text)
        self.commands.refresh()
