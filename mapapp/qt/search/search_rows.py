"""The rows under the search box: what was found, and commands, ready to be shown and chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon, QKeySequence

from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.search import SearchEntry, SearchIndex
from mapapp.core.text import Text
from mapapp.qt.parts.actions import Actions, plain
from mapapp.qt.parts.icons import layer_icon, themed_icon
from mapapp.qt.parts.style import COLOURS
from mapapp.qt.parts.subscription import connect
from mapapp.store.finder import Finder, Found

_COMMAND_MARKS = (">", "》", "＞")
_MOST_ROWS = 12
_MOST_COMMANDS = 3
_SURE_COMMAND = 70.0
"""A command among places starts with what was typed."""

_KIND_ICONS = {"place": "place", "position": "place", "attribute": "attribute"}


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A row: its name, the name in the other language, a note at the right, and what it is.

    ``found`` is what to go to, or ``command`` the id of a command to run.
    """

    name: str
    other: str
    note: str
    icon: QIcon
    found: Found | None = None
    command: str = ""

    @property
    def text(self) -> str:
        """All of it in one line, to be read aloud."""
        return ", ".join(part for part in (self.name, self.other, self.note) if part)


class SearchRows(QObject):
    """Answers queries. The finder is made when it is first needed, or by ``prepare``."""

    def __init__(
        self, state: MapState, actions: Actions, make_finder: Callable[[], Finder], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._actions = actions
        self._make_finder = make_finder
        self._finder: Finder | None = None
        self._icons: dict[str, QIcon] = {}
        self._command_index = SearchIndex(())
        connect(self, state.theme_changed, lambda _: self._icons.clear())
        connect(self, state.layers_changed, self._follow)

    def prepare(self) -> Finder:
        """Read what can be found; later answers then come at once."""
        if self._finder is None:
            self._finder = self._make_finder()
        return self._finder

    def _follow(self, change: LayersChange) -> None:
        """Find the features of other layers from now on, with their symbols."""
        self._icons.clear()
        if change.added or change.removed or change.replaced:
            self._finder = None

    def open(self) -> None:
        """Take in what the commands are called now."""
        self._command_index = SearchIndex(
            SearchEntry(id_, "", Text(plain(command.text), ""), f"{id_};{command.tip}", "", "",
                        None, None)
            for id_, command in self._actions.commands.items()
        )  # fmt: skip

    def rows(self, query: str) -> list[SearchRow]:
        """The rows for what was typed; a leading ``>`` asks for commands only."""
        text = query.strip()
        if text.startswith(_COMMAND_MARKS):
            return list(self._commands(text[1:]))
        found = [
            self._row(each) for each in self.prepare().find(text, self._state.language, _MOST_ROWS)
        ]
        sure = self._sure_commands(text)
        return [*found[: _MOST_ROWS - len(sure)], *sure]

    def _commands(self, text: str) -> Iterator[SearchRow]:
        found = self._command_index.search(text, _MOST_ROWS)
        ids = [result.id for result in found] if text.strip() else list(self._actions.commands)
        yield from (self._command_row(id_) for id_ in ids if self._actions[id_].isEnabled())

    def _sure_commands(self, text: str) -> list[SearchRow]:
        results = self._command_index.search(text, _MOST_COMMANDS) if len(text) > 1 else []
        return [
            self._command_row(result.id)
            for result in results
            if result.score >= _SURE_COMMAND and self._actions[result.id].isEnabled()
        ]

    def _command_row(self, command_id: str) -> SearchRow:
        action = self._actions[command_id]
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        name = plain(self._actions.commands[command_id].text)
        return SearchRow(name, "", keys or self.tr("Command"), self._icon("command"),
                         command=command_id)  # fmt: skip

    def _row(self, found: Found) -> SearchRow:
        name = found.name.get(self._state.language) or found.name.en or found.name.zh
        other = found.name.zh if name == found.name.en else found.name.en
        icon = self._icon(_KIND_ICONS.get(found.kind, found.layer))
        return SearchRow(name, "" if other == name else other, self._note(found), icon, found)

    def _note(self, found: Found) -> str:
        if found.kind == "attribute":
            return self.tr("Attribute")
        if found.detail or found.kind != "feature":
            return found.detail
        return self._state.spec(found.layer).title.get(self._state.language)

    def _icon(self, name: str) -> QIcon:
        """The symbol of a layer, or a drawing of ours."""
        if name not in self._icons:
            theme = self._state.theme
            self._icons[name] = (
                layer_icon(self._state.spec(name), theme)
                if self._state.has(name)
                else themed_icon(name, COLOURS[theme].secondary)
            )
        return self._icons[name]
