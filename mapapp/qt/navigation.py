"""Ways to move the map by command."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject

from mapapp.core.extent import LIAONING, WORLD, Extent
from mapapp.core.state import MapState, ViewState
from mapapp.qt.actions import Command
from mapapp.qt.map_controller import MapController


class Navigation(QObject):
    """Moves the map to places that have a command."""

    def __init__(self, state: MapState, controller: MapController) -> None:
        super().__init__(controller)
        self._state = state
        self._controller = controller

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="view.home",
            text=self.tr("&Whole province"),
            tip=self.tr("Show all of Liaoning."),
            run=lambda: self.fit(LIAONING),
            menu="view",
            shortcuts=("Ctrl+Home",),
            icon="home",
        )
        yield Command(
            id="view.world",
            text=self.tr("Whole w&orld"),
            tip=self.tr("Show the whole world with all friendship links."),
            run=lambda: self.fit(WORLD),
            menu="view",
            shortcuts=("Ctrl+Shift+Home",),
        )

    def fit(self, extent: Extent) -> None:
        """Show an extent as large as it fits."""
        view = self._state.view
        self._controller.go_to(ViewState.fitting(extent, view.width_px, view.height_px))
