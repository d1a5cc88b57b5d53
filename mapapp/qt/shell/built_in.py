"""The extensions that come with mapapp: which there are, in which order, and who hears whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from mapapp.qt.adding.adding import Adding
from mapapp.qt.adding.counting import Counting
from mapapp.qt.adding.following import Following
from mapapp.qt.details.details_panel import DetailsPanel
from mapapp.qt.details.feature_list import FeatureList
from mapapp.qt.details.place_view import PlaceView
from mapapp.qt.editing.editing import Editing
from mapapp.qt.export.data_export import DataExport
from mapapp.qt.export.exporting import Exporting
from mapapp.qt.export.picture_opening import PictureOpening
from mapapp.qt.help.menu import Help
from mapapp.qt.help.tour import Sights, Tour
from mapapp.qt.layers.filter_menu import FilterMenu
from mapapp.qt.layers.group_commands import GroupCommands
from mapapp.qt.layers.layer_commands import LayerCommands
from mapapp.qt.layers.layer_model import LayerModel
from mapapp.qt.layers.layer_panel import LayerPanel
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.qt.layers.summary_menu import SummaryMenu
from mapapp.qt.layers.time_slider import TimeSlider
from mapapp.qt.map.map_menu import MapDeeds, MapMenu
from mapapp.qt.map.measure_tool import MeasureTool
from mapapp.qt.map.navigation import Navigation
from mapapp.qt.map.place_picker import PlacePicker
from mapapp.qt.map.places import Places
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.data_watch import DataWatch
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.subscription import connect
from mapapp.qt.search.searching import Searching
from mapapp.qt.shell.appearance import Appearance
from mapapp.qt.shell.opening import Openers, Opening
from mapapp.qt.shell.placement import WindowPlacement
from mapapp.qt.shell.problems import Problems
from mapapp.qt.shell.side_panel import SidePanel
from mapapp.qt.shell.workbench import Opened, Workbench
from mapapp.qt.table.table_panel import TablePanel
from mapapp.qt.workspace.bookmarking import Bookmarking
from mapapp.qt.workspace.keeping import Keeping
from mapapp.qt.workspace.remembering import Remembering
from mapapp.qt.workspace.undo import History
from mapapp.qt.workspace.workspace_files import WorkspaceFiles
from mapapp.qt.workspace.workspace_menu import WorkspaceMenu
from mapapp.qt.workspace.workspace_session import Session
from mapapp.render.card.place import PlaceCard
from mapapp.store.basemap import Basemap
from mapapp.store.finder import Finder

_ANNOUNCED_MS = 8000


class BuiltIn(QObject):
    """Makes the extensions of mapapp, in the order in which they need each other."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.window)
        self._bench = bench
        self._layer_of_table: str | None = None
        self._make_panels(bench)
        self._make_map_tools(bench)
        self._make_layer_tools(bench)
        self._make_counting(bench)
        self._make_editing(bench)
        self._make_files(bench)
        self._make_helpers(bench)
        self._connect_history()
        self._connect_table()
        self._connect_editing()
        self._connect_details()
        self._connect_places()
        self._connect_navigation()

    def extensions(self) -> Iterator[Extension]:
        """All of them; in this order their commands and panels are listed."""
        yield from (self.workspaces, self.adding, self.history, self.navigation, self.searching)
        yield from (self.bookmarking, self._bench.panels)
        yield from (self.side, self.details, self.time, self.table)
        yield from (self.appearance, self.layering, self.grouping, self.filtering)
        yield from (self.summing, self.counting)
        yield from (self.places, self.map_menu, self.measuring)
        yield from (self.keeping, self.editing, self.exporting, self.data_export)
        yield from (self.help, self.tour)

    def open_table(self, layer: str) -> None:
        """Show the features of a layer as a table."""
        self._layer_of_table = None
        self.table.show_layer(layer)
        self._bench.panels.show("table")

    def _reveal_layers(self, layers: Sequence[str]) -> None:
        """Show all features of layers, and the first of them as the current one of the tree."""
        self.layers.choose(layers[0])
        self.navigation.show_layers(layers)

    def show_tour(self) -> None:
        """Show the first steps; they speak of the layers and of the details, too."""
        self._bench.panels.show("details")
        self._bench.panels.show("layers")
        self.side.setCurrentWidget(self.layer_panel)
        self.tour.start()

    def _make_panels(self, bench: Workbench) -> None:
        state, catalogue = bench.state, bench.catalogue
        self.layers = LayerTree(LayerModel(state, catalogue, bench.window, bench.controller.reader))
        self.layer_panel = LayerPanel(state, self.layers)
        self.features = FeatureList(state, catalogue, bench.controller.reader)
        self.side = SidePanel(self.layer_panel, self.features, bench.panels.show)
        self.details = DetailsPanel(state, catalogue)
        bench.view.ended.connect(self.details.stop_reading)
        self.time = TimeSlider(state, catalogue, bench.controller.reader)
        self.table = TablePanel(state, catalogue)

    def _make_map_tools(self, bench: Workbench) -> None:
        state, view, opened = bench.state, bench.view, bench.opened
        self.navigation = Navigation(state, bench.catalogue, bench.controller)
        self.places = Places(state, bench.catalogue, bench.controller, view, bench.status.readout)
        self.measuring = MeasureTool(state, view)
        self.picker = PlacePicker(state, view)
        self.map_menu = self._make_map_menu(bench)
        self.searching = Searching(
            state,
            self.navigation,
            self.places,
            bench.commands,
            view,
            lambda: Finder(opened.atlas, opened.basemap),
        )

    def _make_map_menu(self, bench: Workbench) -> MapMenu:
        deeds = MapDeeds(
            measure=self.measuring.start_at,
            bookmark=self._bookmark_position,
            show_details=lambda: bench.panels.reveal("details"),
            open_table=self.open_table,
            copied=self._tell_copied,
        )
        return MapMenu(
            self.places,
            bench.catalogue,
            bench.controller,
            bench.view,
            bench.status.readout,
            bench.commands,
            deeds,
        )

    def _make_layer_tools(self, bench: Workbench) -> None:
        self.layering = LayerCommands(
            bench.state,
            bench.catalogue,
            self.layer_panel,
            bench.commands,
            bench.controller.reader,
            self.navigation.show_layer,
        )
        self.grouping = GroupCommands(bench.state, self.layers, self.navigation.show_layers)
        self.filtering = FilterMenu(
            bench.state,
            bench.catalogue,
            bench.controller.reader,
            self.layers,
            self.open_table,
        )
        self.table.filter_requested.connect(self.filtering.filter)
        self.summing = SummaryMenu(
            bench.state,
            bench.catalogue,
            bench.controller.reader,
            self.layers,
            self.measuring.drawn_area,
        )
        self.table.summary_requested.connect(self.summing.summarise)
        self.measuring.changed.connect(self.summing.area_changed)

    def _make_editing(self, bench: Workbench) -> None:
        self.editing = Editing(
            bench.state,
            bench.catalogue,
            self.picker,
            lambda: self.map_menu.target,
            self.layers.current_layer,
            bench.window,
        )

    def _make_counting(self, bench: Workbench) -> None:
        self.counting = Counting(
            bench.state,
            bench.catalogue,
            bench.opened.profile.pasted,
            self.layers.current_layer,
            self.measuring.drawn_area,
            self._reveal_layers,
            bench.window,
        )

    def _make_files(self, bench: Workbench) -> None:
        state, window, opened = bench.state, bench.window, bench.opened
        self._make_workspaces(bench)
        self.adding = Adding(
            state,
            bench.catalogue,
            opened.settings,
            opened.profile.pasted,
            self._reveal_layers,
            self.keeping.keep,
            window,
        )
        self.exporting = Exporting(state, bench.catalogue, opened.settings, window)
        self.data_export = DataExport(
            state,
            bench.catalogue,
            opened.settings,
            window,
            self.layering.chosen,
            self.measuring.drawn_area,
        )
        self.pictures = PictureOpening(
            state, bench.catalogue, opened.profile, self.navigation.fit, window
        )

    def _make_workspaces(self, bench: Workbench) -> None:
        state, window, opened = bench.state, bench.window, bench.opened
        self.history = History(state, window)
        files = WorkspaceFiles(state, bench.catalogue, bench.controller, self.history)
        bench.view.ended.connect(files.reading.stop)
        self.keeping = Keeping(
            state,
            bench.catalogue,
            lambda: files.path,
            opened.profile.copies,
            self.layers.current_layer,
            window,
        )
        self.bookmarking = Bookmarking(state, bench.controller, opened.profile.bookmarks, window)
        self.workspaces = WorkspaceMenu(
            files,
            self.history,
            opened.settings,
            lambda: self.bookmarking.bookmarks,
            opened.profile,
            window,
            self.layers.current_unopened,
        )
        self.workspaces.saved.connect(self.keeping.tell_copies_elsewhere)
        self.session = Session(state, opened.profile.session, files.workspace, window)

    def _make_helpers(self, bench: Workbench) -> None:
        state, window, settings = bench.state, bench.window, bench.opened.settings
        self.appearance = Appearance(state, settings, window)
        self.help = Help(state, window)
        sights = Sights(self.layers, bench.view, self.details, self.searching.box)
        self.tour = Tour(state, settings, sights, window)
        self.problems = _problems(bench.opened, bench.window)
        self.following = Following(state, bench.controller.reopen, window)
        self.following.failed.connect(self.problems.reported)
        self.following.returned.connect(self.problems.withdraw)
        self.problems.bar.retry_wanted.connect(self.following.look)
        openers = Openers(
            workspace=self.workspaces.open, picture=self.pictures.open, data=self.adding.look_into
        )
        self.opening = Opening(window, bench.view, openers)
        self.workspaces.chosen.connect(lambda path: self.opening.open([path]))
        self.help.tour_requested.connect(self.show_tour)
        connect(self, settings.failed, self._tell_settings)

    def remember(self) -> None:
        """Put the window back as it was left, once all its panels stand, and keep what changes."""
        bench, settings = self._bench, self._bench.opened.settings
        self.placement = WindowPlacement(settings, bench.panels, bench.window)
        self.remembering = Remembering(
            settings, bench.state, self.layers, bench.status.readout, bench.window
        )

    def _connect_history(self) -> None:
        commands = self._bench.commands
        self.history.changed.connect(lambda: commands.rename(self.history.commands()))
        self.history.changed.connect(commands.refresh)
        self.layer_panel.adjusted.connect(self.history.seal)
        for told in (self.history.told, self.layers.refused, self.counting.told):
            told.connect(lambda text: self._bench.status.showMessage(text, _ANNOUNCED_MS))

    def _connect_table(self) -> None:
        """A table that opens is of the layer that was chosen in the tree while it was closed."""
        self.layers.layer_chosen.connect(self._note_layer_of_table)
        self._bench.panels.changed.connect(self._show_layer_of_table)
        self.table.zoom_requested.connect(self.navigation.show_selection)

    def _connect_editing(self) -> None:
        """What is written is a step to undo, and shown at once."""
        self.editing.recorded.connect(self.history.record)
        self.editing.edits.written.connect(self.following.renew)
        self.editing.told.connect(lambda text: self._bench.status.showMessage(text, _ANNOUNCED_MS))
        self.table.allow_edits(self.editing.editable)
        self.table.cell_edited.connect(self.editing.write_cell)
        self.details.allow_edits(self.editing.editable)
        self.details.move_requested.connect(self.editing.move)
        self.details.deletion_requested.connect(self.editing.delete)
        self.picker.started.connect(self.measuring.clear)
        self.measuring.changed.connect(self._leave_clicks_to_measuring)

    def _leave_clicks_to_measuring(self) -> None:
        if self.measuring.is_active:
            self.picker.give_way()

    def _note_layer_of_table(self, layer: str | None) -> None:
        if layer and not self.table.isVisible():
            self._layer_of_table = layer

    def _show_layer_of_table(self) -> None:
        if not self.table.isVisible():
            return
        layer, self._layer_of_table = self._layer_of_table, None
        if layer and self._bench.state.has(layer):
            self.table.show_layer(layer)

    def _connect_navigation(self) -> None:
        status = self._bench.status
        self.navigation.announced.connect(lambda text: status.showMessage(text, _ANNOUNCED_MS))
        self.measuring.changed.connect(self._bench.commands.refresh)

    def _connect_places(self) -> None:
        places, details = self.places, self.details
        places.pinned.connect(lambda: details.show_place(places.card))
        places.pinned.connect(self._bench.commands.refresh)
        places.asked.connect(lambda: self._bench.panels.reveal("details"))
        details.place_shown.connect(self._connect_place)

    def _connect_place(self, view: PlaceView) -> None:
        """Have a new card of a place do what its links say."""
        place = view.card.place
        view.copied.connect(self._tell_copied)
        view.feature_followed.connect(self.navigation.reveal_ref)
        view.centre_requested.connect(self.places.return_to_pin)
        view.measure_requested.connect(lambda: self.measuring.start_at(place.lon, place.lat))
        view.bookmark_requested.connect(lambda: self._bookmark(view.card))
        view.removal_requested.connect(self.places.unpin)

    def _tell_copied(self, text: str) -> None:
        sentence = self.tr("Copied: {0}").format(text.replace("\n", "; "))
        self._bench.status.showMessage(sentence, _ANNOUNCED_MS)

    def _bookmark_position(self, lon: float, lat: float) -> None:
        view = replace(self._bench.state.view, lon=lon, lat=lat)
        self.bookmarking.ask_name(self._bench.status.readout.text_at(lon, lat), view)

    def _bookmark(self, card: PlaceCard) -> None:
        name = card.title if card.other_title else card.positions[0].text
        view = replace(self._bench.state.view, lon=card.place.lon, lat=card.place.lat)
        self.bookmarking.ask_name(name, view)

    def _connect_details(self) -> None:
        details, status = self.details, self._bench.status
        readout, settings = status.readout, self._bench.opened.settings
        details.show_all_cards(settings.now.all_cards)
        details.all_cards_changed.connect(lambda wanted: settings.update(all_cards=wanted))
        details.stepped.connect(self.navigation.step)
        details.copied.connect(lambda: status.showMessage(self.tr("Copied"), _ANNOUNCED_MS))
        details.entity_followed.connect(lambda other: self.navigation.reveal(other, move=False))
        details.zoom_requested.connect(self.navigation.reveal)
        details.table_requested.connect(self.open_table)
        readout.changed.connect(lambda: details.write_positions(readout.labelled_text_at))
        details.write_positions(readout.labelled_text_at)

    def _tell_settings(self, sentence: str) -> None:
        complain(self._bench.window, self.tr("Settings"), sentence)


def _problems(opened: Opened, window: QMainWindow) -> Problems:
    atlas, basemap = opened.atlas, opened.basemap

    def check() -> None:
        atlas.again().close()
        Basemap(basemap.path).close()

    watch = DataWatch((atlas.path, basemap.path), check, window)
    return Problems(opened.state, watch, opened.view, window)
