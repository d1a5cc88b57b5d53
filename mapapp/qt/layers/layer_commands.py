"""What can be asked of the layer that is chosen in the tree: by menu, right click and key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QMessageBox

from mapapp.core.layer.groups import grouped
from mapapp.core.layer.order import moved_above, moved_below
from mapapp.core.layer.spec import ATLAS
from mapapp.core.map.state import MapState
from mapapp.core.text import Language, Text
from mapapp.core.texts.plain import plain_text
from mapapp.qt.layers.group_commands import GROUP
from mapapp.qt.layers.layer_about import about_layer
from mapapp.qt.layers.layer_panel import LayerPanel
from mapapp.qt.parts.actions import Actions, Command
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.qt.layers.style_dialog import StyleDialog

REOPEN, FIND_FILE = "layers.reopen", "layers.find-file"
_OF_UNOPENED = (REOPEN, FIND_FILE)
"""The commands that are offered of layers that cannot be opened."""


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
        reader: LayerReader,
        zoom_to: Callable[[str], None],
    ) -> None:
        super().__init__(panel)
        self._state = state
        self._catalogue = catalogue
        self._panel = panel
        self._actions = actions
        self._reader = reader
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
        yield from self._own_commands()
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
        """Offer everything that can be done with the layer or group under a point of the tree."""
        tree = self._panel.tree
        tree.setCurrentIndex(tree.indexAt(at))
        commands = [each for each in self._actions.of_menu("layers") if self._is_about(each)]
        if not commands:
            return
        self._actions.refresh()
        menu = QMenu(tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for _, section in groupby(commands, key=lambda command: command.section):
            menu.addSeparator()
            menu.addActions([self._actions[command.id] for command in section])
        menu.popup(tree.viewport().mapToGlobal(at))

    def _is_about(self, command: Command) -> bool:
        """Whether a command is for what is current in the tree."""
        tree = self._panel.tree
        if tree.current_unopened():
            return command.id in _OF_UNOPENED and command.enabled()
        if tree.current_layer():
            return not command.submenu and command.id not in _OF_UNOPENED
        return command.submenu == GROUP and tree.current_group() is not None

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

    def _own_commands(self) -> Iterator[Command]:
        yield Command(
            id="layers.rename",
            text=self.tr("Re&name…"),
            tip=self.tr("Give the chosen layer another title, in the language of the window."),
            run=self.ask_title,
            menu="layers",
            section=15,
            shortcuts=("F2",),
            enabled=self._is_chosen,
        )
        yield Command(
            id="layers.style",
            text=self.tr("Sty&le…"),
            tip=self.tr("Choose colours, symbols, classes and names of the chosen layer."),
            run=self.ask_style,
            menu="layers",
            section=15,
            enabled=self._is_chosen,
        )
        yield Command(
            id="layers.duplicate",
            text=self.tr("Dupli&cate"),
            tip=self.tr("Show the features of the chosen layer a second time, to be styled apart."),
            run=self.duplicate,
            menu="layers",
            section=15,
            enabled=self._is_own,
        )
        yield Command(
            id="layers.remove",
            text=self.tr("Re&move layer"),
            tip=self.tr("Take the chosen layer off the map; its file stays as it is."),
            run=lambda: self._state.remove_layer(self.chosen()),
            menu="layers",
            section=15,
            enabled=self._is_own,
        )

    def duplicate(self) -> None:
        """Have the chosen layer twice; the second one is above it, and the current one."""
        from mapapp.core.layer.own import free_ids

        state, spec = self._state, self._state.spec(self.chosen())
        id_ = next(free_ids(state.taken_ids))
        title = Text(f"{spec.title.en} (2)", f"{spec.title.zh}（2）")
        state.add_layer(replace(spec, id=id_, title=title), above=spec.id)
        state.set_filter(id_, state.filter(spec.id))
        state.set_opacity(id_, state.opacity(spec.id))
        self._panel.tree.choose(id_)

    def ask_style(self) -> StyleDialog:
        """Ask how the chosen layer is to be drawn."""
        from mapapp.qt.layers.style_dialog import StyleDialog

        window = self._panel.window()
        dialog = StyleDialog(self._state, self._catalogue, self._reader, self.chosen(), window)
        dialog.sealed.connect(self._panel.adjusted)
        dialog.show()
        return dialog

    def ask_title(self) -> QInputDialog:
        """Ask for another title of the chosen layer."""
        layer, language = self.chosen(), self._state.language
        dialog = QInputDialog(self._panel.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Rename the layer"))
        dialog.setLabelText(self.tr("Title of the layer"))
        dialog.setTextValue(self._state.spec(layer).title.get(language))
        for line in dialog.findChildren(QLineEdit):
            bound(line)
        dialog.textValueSelected.connect(lambda title: self._rename(layer, title, language))
        dialog.open()
        return dialog

    def _rename(self, layer: str, title: str, language: Language) -> None:
        cleaned = " ".join(plain_text(title).split())
        if not cleaned or not self._state.has(layer):
            return
        spec = self._state.spec(layer)
        both = {"en": spec.title.en, "zh": spec.title.zh, language: cleaned}
        self._state.replace_layer(replace(spec, title=Text(**both)))

    def chosen(self) -> str:
        """The layer that is current in the tree, or the topmost."""
        return self._panel.tree.current_layer() or self._state.order[-1]

    def _is_chosen(self) -> bool:
        return self._panel.tree.current_layer() is not None

    def _is_own(self) -> bool:
        """Whether the chosen layer does not come with mapapp."""
        return self._is_chosen() and self._state.spec(self.chosen()).source.kind != ATLAS

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
