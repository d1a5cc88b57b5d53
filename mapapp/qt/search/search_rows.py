"""The rows under the search box: what was found, and commands, ready to be shown and chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon

from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.record import record
from mapapp.qt.parts.icons import layer_icon, themed_icon
from mapapp.qt.parts.style import COLOURS
from mapapp.qt.parts.subscription import connect
from mapapp.qt.search.command_rows import Doable, Doables
from mapapp.store.finder import Finder, Found

_COMMAND_MARKS = (">", "》", "＞")
_MOST_ROWS = 12
_MOST_COMMANDS = 3
_KIND_ICONS = {"place": "place", "position": "place", "attribute": "attribute"}


@record
class SearchRow:
    """A row: its name, the name in the other language, a note at the right, and what it is.

    ``found`` is what to go to, or ``doable`` what to do.
    """

    name: str
    other: str
    note: str
    icon: QIcon
    found: Found | None = None
    doable: Doable | None = None

    @property
    def text(self) -> str:
        """All of it in one line, to be read aloud."""
        return ", ".join(part for part in (self.name, self.other, self.note) if part)


class SearchRows(QObject):
    """Answers queries. The finder is made when it is first needed, or by ``prepare``."""

    def __init__(
        self, state: MapState, doables: Doables, make_finder: Callable[[], Finder], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._doables = doables
        self._make_finder = make_finder
        self._finder: Finder | None = None
        self._icons: dict[str, QIcon] = {}
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
        """Take in what can be done now, and what it is called."""
        self._doables.read(self.tr("Layer"))

    def rows(self, query: str) -> list[SearchRow]:
        """The rows for what was typed; a leading ``>`` asks for what can be done only."""
        text = query.strip()
        if text.startswith(_COMMAND_MARKS):
            wanted = text[1:].strip()
            doables = self._doables
            found = doables.find(wanted, _MOST_ROWS) if wanted else doables.all_commands()
            return [self._doable_row(each) for each in found]
        rows = [
            self._row(each) for each in self.prepare().find(text, self._state.language, _MOST_ROWS)
        ]
        sure = [self._doable_row(each) for each in self._doables.find_sure(text, _MOST_COMMANDS)]
        return [*rows[: _MOST_ROWS - len(sure)], *sure]

    def _doable_row(self, doable: Doable) -> SearchRow:
        note = doable.kind or self.tr("Command")
        if not doable.is_enabled:
            note = self.tr("Not possible now")
        return SearchRow(doable.name, doable.other, note, self._icon(doable.icon), doable=doable)

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
