"""What the Help menu offers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mapapp.core.map.state import MapState
from mapapp.qt.help.help_window import HelpWindow
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension


class Help(Extension, QObject):
    """Says what mapapp is, how it is used, and which keys it knows.

    Signals:
        shortcuts_requested: the sheet of shortcuts is wanted.
        tour_requested: the first steps are wanted again.
    """

    shortcuts_requested = Signal()
    tour_requested = Signal()

    def __init__(self, state: MapState, window: QWidget) -> None:
        super().__init__(window)
        self._state = state
        self._window = window

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="help.contents",
            text=self.tr("&Help"),
            tip=self.tr("Read how to use mapapp."),
            run=self.show_help,
            menu="help",
            shortcuts=("F1",),
        )
        yield Command(
            id="help.shortcuts",
            text=self.tr("&Keyboard shortcuts"),
            tip=self.tr("Show all keys on one sheet."),
            run=self.shortcuts_requested.emit,
            menu="help",
            shortcuts=("Ctrl+/",),
        )
        yield Command(
            id="help.tour",
            text=self.tr("Show the &tour again"),
            tip=self.tr("Show the first steps, as at the first start."),
            run=self.tour_requested.emit,
            menu="help",
        )
        yield Command(
            id="help.about",
            text=self.tr("&About mapapp"),
            tip=self.tr("Version, licences and the origin of the data."),
            run=self.show_about,
            menu="help",
            section=90,
        )

    def show_help(self) -> None:
        """Open the help beside the window, or bring it to the front."""
        shown = self._window.findChild(HelpWindow) or HelpWindow(self._state, self._window)
        shown.show()
        shown.raise_()
        shown.activateWindow()

    def show_about(self) -> None:
        """Say which version this is and whose work it is made of."""
        from mapapp.qt.help.about_dialog import AboutDialog  # it loads `email` to find versions

        AboutDialog(self._state.language, self._window).open()
