"""What can be asked of a group of layers: by menu, right click and search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject

from mapapp.core.layer.groups import grouped
from mapapp.core.map.state import MapState
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.qt.parts.actions import Command, Submenu
from mapapp.qt.parts.extension import Extension

GROUP = "layers.group-menu"


class GroupCommands(Extension, QObject):
    """Commands for the group that is current in the tree, or that of the current layer."""

    def __init__(
        self, state: MapState, tree: LayerTree, zoom_to: Callable[[Sequence[str]], object]
    ) -> None:
        super().__init__(tree)
        self._state = state
        self._tree = tree
        self._zoom_to = zoom_to

    def submenus(self) -> Iterator[Submenu]:
        """Where the commands stand in the menu Layers."""
        yield Submenu(id=GROUP, text=self.tr("&Group"), menu="layers", section=20)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield self._command(
            "layers.group-show",
            self.tr("&Show all of the group"),
            self.tr("Tick all layers of the group."),
            lambda: self._tick(visible=True),
        )
        yield self._command(
            "layers.group-hide",
            self.tr("&Hide all of the group"),
            self.tr("Untick all layers of the group."),
            lambda: self._tick(visible=False),
        )
        yield self._command(
            "layers.group-only",
            self.tr("Show &only this group"),
            self.tr("Tick the layers of the group, and untick all others."),
            self._show_only,
        )
        yield self._command(
            "layers.group-zoom",
            self.tr("&Zoom to group"),
            self.tr("Show all features of the layers of the group."),
            lambda: self._zoom_to(self._layers()),
        )
        yield self._command(
            "layers.group-fold",
            self.tr("&Expand or collapse"),
            self.tr("Show or hide the layers of the group in the tree."),
            self._fold,
        )

    def _command(self, id_: str, text: str, tip: str, run: Callable[[], object]) -> Command:
        return Command(
            id=id_,
            text=text,
            tip=tip,
            run=run,
            menu="layers",
            submenu=GROUP,
            section=20,
            enabled=lambda: self._tree.current_group() is not None,
        )

    def _layers(self) -> tuple[str, ...]:
        group = self._tree.current_group()
        return tuple(spec.id for spec in grouped(self._state.specs).get(group or "", ()))

    def _tick(self, *, visible: bool) -> None:
        self._state.set_solo(None)
        for layer in self._layers():
            self._state.set_visible(layer, visible)

    def _show_only(self) -> None:
        group = self._layers()
        self._state.set_solo(None)
        for layer in self._state.order:
            self._state.set_visible(layer, layer in group)

    def _fold(self) -> None:
        folded = set(self._tree.folded_groups())
        self._tree.fold(folded ^ {self._tree.current_group() or ""})
