"""What the Help menu offers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from mapapp import __version__
from mapapp.qt.actions import Command


class Help(QObject):
    """Says what mapapp is, and which keys it knows.

    Signals:
        shortcuts_requested: the sheet of shortcuts is wanted.
    """

    shortcuts_requested = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="help.shortcuts",
            text=self.tr("&Keyboard shortcuts"),
            tip=self.tr("Show all keys on one sheet."),
            run=self.shortcuts_requested.emit,
            menu="help",
            shortcuts=("F1", "Ctrl+/"),
        )
        yield Command(
            id="help.about",
            text=self.tr("&About mapapp"),
            tip=self.tr("Version, boundaries and the origin of the data."),
            run=self.show_about,
            menu="help",
            section=90,
        )

    def show_about(self) -> None:
        """Say which version this is and where the data is from."""
        QMessageBox.about(
            self._window,
            self.tr("About mapapp"),
            self.tr(
                "mapapp {0}: a map explorer for Shenyang and Liaoning. Every figure carries its "
                "source. Boundaries: Natural Earth, de facto. Places: GeoNames, CC BY 4.0."
            ).format(__version__),
        )
