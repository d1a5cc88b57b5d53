"""What can be asked of the layer that is chosen in the tree: by menu, right click and key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from mapapp.core.layer.groups import grouped
from mapapp.core.layer.order import moved_above, moved_below
from mapapp.core.map.state import MapState
from mapapp.qt.layers.layer_about import about_layer
from mapapp.qt.layers.layer_panel import LayerPanel
from mapapp.qt.parts.actions import Actions, Command
from mapapp.qt.parts.extension import Extension
from mapapp.store.catalogue import LayerCatalogue

REOPEN = "layers.reopen"
"""The command that is offered of layers that cannot be opened."""


class LayerCommands(Extension, QObject):
    """Commands for one layer; the menu of a right click has them and those of other modules.

    Whoever adds a command to the menu ``layers`` finds it in both places.
    """

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        panel: LayerPanel,
        actions: Actions,
        zoom_to: Callable[[str], None],
    ) -> None:
        super().__init__(panel)
        self._state = state
        self._catalogue = catalogue
        self._panel = panel
        self._actions = actions
        self._zoom_to = zoom_to
        panel.tree.layer_chosen.connect(lambda _: actions.refresh())
        panel.tree.customContextMenuRequested.connect(self.show_menu)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="layers.solo",
            text=self.tr("Show &only this"),
            tip=self.tr("Show the chosen layer alone, or all ticked ones again."),
            run=self._toggle_solo,
            menu="layers",
            shortcuts=("Ctrl+Shift+O",),
            enabled=self._is_chosen,
            is_checked=lambda: self._state.solo not in (None, "") and self._is_solo(),
        )
        yield Command(
            id="layers.zoom",
            text=self.tr("&Zoom to layer"),
            tip=self.tr("Show all features of the chosen layer."),
            run=lambda: self._zoom_to(self.chosen()),
            menu="layers",
            shortcuts=("Ctrl+Shift+J",),
            enabled=self._is_chosen,
        )
        yield Command(
            id="layers.opacity",
            text=self.tr("O&pacity"),
            tip=self.tr("Set how much the chosen layer covers what is below it."),
            run=self._panel.opacity.slider.setFocus,
            menu="layers",
            enabled=self._is_chosen,
        )
        yield from self._order_commands()
        yield Command(
            id="layers.about",
            text=self.tr("&About this layer…"),
            tip=self.tr("What the chosen layer holds, where it is from, and its licence."),
            run=self.about,
            menu="layers",
            section=90,
            enabled=self._is_chosen,
        )

    def show_menu(self, at: QPoint) -> None:
        """Offer everything that can be done with the layer under a point of the tree."""
        tree = self._panel.tree
        tree.setCurrentIndex(tree.indexAt(at))
        commands = [
            command
            for command in self._actions.of_menu("layers")
            if tree.current_layer() or (tree.is_unopened() and command.id == REOPEN)
        ]
        if not commands:
            return
        self._actions.refresh()
        menu = QMenu(tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for _, section in groupby(commands, key=lambda command: command.section):
            menu.addSeparator()
            menu.addActions([self._actions[command.id] for command in section])
        menu.popup(tree.viewport().mapToGlobal(at))

    def about(self) -> QMessageBox:
        """Say what the chosen layer is."""
        return about_layer(self._state, self._catalogue, self.chosen(), self._panel.window())

    def _order_commands(self) -> Iterator[Command]:
        yield Command(
            id="layers.up",
            text=self.tr("Move &up"),
            tip=self.tr("Draw the chosen layer above the next one of its group."),
            run=lambda: self._move(-1),
            menu="layers",
            section=10,
            shortcuts=("Alt+Up",),
            enabled=lambda: self._neighbour(-1) is not None,
        )
        yield Command(
            id="layers.down",
            text=self.tr("Move &down"),
            tip=self.tr("Draw the chosen layer below the next one of its group."),
            run=lambda: self._move(1),
            menu="layers",
            section=10,
            shortcuts=("Alt+Down",),
            enabled=lambda: self._neighbour(1) is not None,
        )

    def chosen(self) -> str:
        """The layer that is current in the tree, or the topmost."""
        return self._panel.tree.current_layer() or self._state.order[-1]

    def _is_chosen(self) -> bool:
        return self._panel.tree.current_layer() is not None

    def _is_solo(self) -> bool:
        return self._state.solo == self._panel.tree.current_layer()

    def _toggle_solo(self) -> None:
        self._state.set_solo(None if self._is_solo() else self.chosen())

    def _neighbour(self, by: int) -> str | None:
        """The layer of the same group that stands above (-1) or below (1) the chosen one."""
        layer = self._panel.tree.current_layer()
        for specs in grouped(self._state.specs).values():
            ids = [spec.id for spec in specs]
            if layer in ids and 0 <= ids.index(layer) + by < len(ids):
                return ids[ids.index(layer) + by]
        return None

    def _move(self, by: int) -> None:
        neighbour = self._neighbour(by)
        if neighbour is not None:
            move = moved_above if by < 0 else moved_below
            self._state.set_order(move(self._state.order, [self.chosen()], neighbour))
