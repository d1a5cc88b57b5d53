"""What can be done, as rows of the search box: commands, entries of menus, layers to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from mapapp.core.map.state import MapState
from mapapp.core.record import record
from mapapp.core.search import SearchEntry, SearchIndex
from mapapp.core.text import Text
from mapapp.qt.parts.actions import Actions, plain

_SURE = 70.0
"""A command among places starts with what was typed."""


@record
class Doable:
    """Something to do: its names, what kind of thing it is, whether it can be done, and doing it.

    ``command`` is the id of a command, or empty.
    """

    name: str
    other: str
    kind: str
    icon: str
    run: Callable[[], object]
    is_enabled: bool = True
    command: str = ""


class Doables:
    """Finds what can be done. Entries of menus are those that the menus would show now."""

    def __init__(
        self, state: MapState, actions: Actions, show_layer: Callable[[str], object]
    ) -> None:
        self._state = state
        self._actions = actions
        self._show_layer = show_layer
        self._menu: QMenu | None = None
        self._all: tuple[Doable, ...] = ()
        self._index = SearchIndex(())

    def read(self, layer_kind: str) -> None:
        """Take in what there is now, by its present names; ``layer_kind`` says what a layer is."""
        commands = tuple(self._commands())
        self._all = (*commands, *self._entries(), *self._layers(layer_kind))
        self._index = SearchIndex(map(self._entry, range(len(self._all))))

    def all_commands(self) -> Iterator[Doable]:
        """Every command, those first that can be run now."""
        commands = [each for each in self._all if each.command]
        yield from sorted(commands, key=lambda each: not each.is_enabled)

    def find(self, text: str, most: int) -> Iterator[Doable]:
        """What a text finds, the best first, but what cannot be done now at the end."""
        found = [self._all[int(result.id)] for result in self._index.search(text, most)]
        yield from sorted(found, key=lambda each: not each.is_enabled)

    def find_sure(self, text: str, most: int) -> Iterator[Doable]:
        """What can be done now and is surely meant, although no command was asked for."""
        for result in self._index.search(text, most) if len(text) > 1 else ():
            doable = self._all[int(result.id)]
            if result.score >= _SURE and doable.is_enabled:
                yield doable

    def _entry(self, number: int) -> SearchEntry:
        doable = self._all[number]
        words = doable.command
        if command := self._actions.commands.get(doable.command):
            words = f"{command.id};{command.tip}"
        name = Text(doable.name, doable.other)
        return SearchEntry(str(number), "", name, words, "", "", None, None)

    def _commands(self) -> Iterator[Doable]:
        self._actions.refresh()
        for id_, command in self._actions.commands.items():
            action = self._actions[id_]
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Doable(
                plain(command.text), "", keys, "command", action.trigger, action.isEnabled(), id_
            )

    def _entries(self) -> Iterator[Doable]:
        """The entries of menus that are filled when they open: bookmarks, recent workspaces."""
        self._menu = QMenu()  # it owns the actions until the next time
        for submenu in self._actions.submenus:
            if submenu.fill is not None:
                inner = self._menu.addMenu(submenu.text)
                submenu.fill(inner)
                yield from self._of(inner.actions(), plain(submenu.text))

    def _of(self, actions: list[QAction], kind: str) -> Iterator[Doable]:
        for action in actions:
            if action.text() and action.isEnabled():
                yield Doable(action.text().replace("&&", "&"), "", kind, "command", action.trigger)

    def _layers(self, kind: str) -> Iterator[Doable]:
        for spec in reversed(self._state.specs):
            name = spec.title.get(self._state.language)
            other = spec.title.zh if name == spec.title.en else spec.title.en
            other = "" if other == name else other
            yield Doable(name, other, kind, spec.id, self._showing(spec.id))

    def _showing(self, layer: str) -> Callable[[], object]:
        return lambda: self._show_layer(layer)
