"""The main window: the map in the middle, and around it what its extensions offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from mapapp.core.style.symbology import Theme
from mapapp.qt.help.shortcut_sheet import ShortcutSheet
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.parts.actions import Actions, Command, Submenu
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.menus import Menus
from mapapp.qt.parts.style import COLOURS
from mapapp.qt.parts.subscription import connect, connect_each
from mapapp.qt.shell.built_in import BuiltIn
from mapapp.qt.shell.panels import Panels
from mapapp.qt.shell.placement import SIZE_PX
from mapapp.qt.shell.status_bar import MapStatusBar
from mapapp.qt.shell.toolbar import MapToolBar
from mapapp.qt.shell.workbench import ExtensionMaker, Opened, Workbench


class MainWindow(QMainWindow):
    """A map with menus, toolbar, panels and status bar around one ``MapState``.

    What there is in them is a list of extensions: those of ``BuiltIn``, then those of the
    makers. The window knows none of them by name but for the search box of its toolbar.
    """

    def __init__(self, opened: Opened, makers: Sequence[ExtensionMaker] = ()) -> None:
        super().__init__()
        self.resize(SIZE_PX)
        self.state = opened.state
        self.view = opened.view
        self.commands = Actions(self)
        self.panels = Panels(self, self.view)
        self.status = MapStatusBar(self.state, self)
        self.catalogue = opened.catalogue
        self.controller = MapController(self.state, self.catalogue, opened.basemap, self.view)
        bench = Workbench(
            opened=opened,
            window=self,
            commands=self.commands,
            panels=self.panels,
            status=self.status,
            controller=self.controller,
        )
        self.built_in = BuiltIn(bench)
        added = (make(bench) for make in makers)
        self.extensions = (*self.built_in.extensions(), *added)
        self._assemble()
        self.built_in.remember()
        self._connect()

    def appear(self) -> None:
        """Show itself on the screen, and to whom they are new the first steps, above the map."""
        self.built_in.placement.fit()
        self.show()
        once = Qt.ConnectionType.SingleShotConnection
        self.view.painted.connect(lambda _serial: self.built_in.tour.greet(), once)

    @guarded(False)
    def focusNextPrevChild(self, next: bool) -> bool:
        """Qt: Tab takes the keyboard on; it comes here from every part of the window."""
        with self.panels.frame.by_key():
            return super().focusNextPrevChild(next)

    def show_shortcuts(self) -> None:
        """Show all keys on one sheet."""
        ShortcutSheet(self.commands, self.menus, self).open()

    def _assemble(self) -> None:
        self.panels.add(self.extensions)
        self.setStatusBar(self.status)
        self.commands.add(self._commands())
        self.commands.submenus = tuple(self._submenus())
        self.menus = Menus(self.menuBar(), self.commands, self.commands.submenus)
        self.toolbar = MapToolBar(self.commands, self.menus, self.built_in.searching.box, self)
        self.addToolBar(self.toolbar)

    def _commands(self) -> Iterator[Command]:
        yield from chain.from_iterable(extension.commands() for extension in self.extensions)
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
        yield from chain.from_iterable(extension.submenus() for extension in self.extensions)

    def _retranslate(self) -> None:
        self.commands.rename(self._commands())
        self.commands.submenus = tuple(self._submenus())
        self.menus.rename(self.commands.submenus)
        self.toolbar.retranslate()
        for extension in self.extensions:
            extension.retranslate()

    def _connect(self) -> None:
        follow_language(self, self.state, self._retranslate)
        self.controller.hovered.connect(self.status.readout.show_cursor)
        self.built_in.help.shortcuts_requested.connect(self.show_shortcuts)
        self.panels.changed.connect(self.commands.refresh)
        state = self.state
        connect_each(
            self,
            (
                state.filter_changed,
                state.selection_changed,
                state.view_changed,
                state.data_returned,
            ),
            self.commands.refresh,
        )
        connect(self, state.theme_changed, self._show_theme)
        self._show_theme(state.theme)

    def _show_theme(self, theme: Theme) -> None:
        for icons in (self.commands, self.menus):
            icons.set_colour(COLOURS[theme].text)
        self.commands.refresh()
