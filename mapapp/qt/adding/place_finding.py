"""Finds the places that a table names beside the window, some names at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.cancel import Cancel
from mapapp.qt.parts.background import Background
from mapapp.store.files.raw import RawLayer

if TYPE_CHECKING:
    from mapapp.store.geocoding.geocoder import Geocoder, PlaceQuery
    from mapapp.store.geocoding.named_rows import NamedRows
    from mapapp.store.geocoding.place_choices import PlaceChoices
    from mapapp.store.geocoding.place_names import PlaceNames
    from mapapp.store.geocoding.placed_rows import Matches

_T = TypeVar("_T")

_AT_ONCE = 50
"""So many names are looked up before the window hears of them; it takes some 0.1 s."""

_ROWS_TRIED = 1_000
"""In so many rows a column is looked for that names places."""


@record
class PlacedTable:
    """A table that was written with its places, and what of it was not."""

    path: Path
    notes: tuple[Message, ...]


class PlaceFinding(QObject):
    """Looks names up in a thread of its own, in which the gazetteer stays open.

    Args:
        raw: the table.
        columns: those of its columns that may name places.

    Signals:
        began: the column whose cells are looked up, and what they say (``NamedRows``).
        found: what the next names may mean, with the number of the first of them.
        ended: all names have been looked up.
        failed: what went wrong.
    """

    began = Signal(str, list)
    found = Signal(int, list)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, raw: RawLayer, columns: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._raw = raw
        self._background = Background("geocoding")
        self._lookup = _Lookup(raw, columns, self._background.closing)
        self._ticket: int | None = None
        parent.destroyed.connect(self.stop)  # a window may close with its dialogs open
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether names are still being looked up."""
        return self._ticket is not None

    def begin(self, column: str, within: str) -> None:
        """Look up all cells of a column, or of the likeliest if it is empty.

        What was begun before ends. ``within`` is what the user says of where all places lie.
        """
        if self._ticket is not None:
            self._background.drop(self._ticket)

        def take(answer: tuple[str, list[NamedRows]]) -> None:
            name, named = answer
            self.began.emit(name, named)
            self._go_on([each.query for each in named], 0)

        lookup = self._lookup  # the thread must not hold on to what is of Qt
        self._run(lambda: lookup.begin(column, within), take)

    def look_up(self, text: str, query: PlaceQuery, then: Callable[[Matches], None]) -> None:
        """Find places of another name for what a row says, anywhere."""
        lookup = self._lookup
        self._background.run(lambda: lookup.anywhere(text, query), then, self.failed.emit)

    def write(self, choices: PlaceChoices, path: Path, then: Callable[[PlacedTable], None]) -> None:
        """Write all rows of the table with their places to a file, or to one beside it."""
        raw, cancel = self._raw, self._background.cancel
        self._background.run(lambda: _written(raw, choices, path, cancel), then, self.failed.emit)

    def stop(self) -> None:
        """End what runs; nothing more is told."""
        self._background.stop(wait=False)

    def _go_on(self, queries: Sequence[PlaceQuery], first: int) -> None:
        lookup, some = self._lookup, queries[first : first + _AT_ONCE]
        if not some:
            self._ticket = None
            self.ended.emit()
            return

        def take(found: list[Matches]) -> None:
            self.found.emit(first, found)
            self._go_on(queries, first + len(found))

        self._run(lambda: lookup.matches(some), take)

    def _run(self, work: Callable[[], _T], then: Callable[[_T], None]) -> None:
        self._ticket = self._background.run(work, then, self._fail)

    def _fail(self, error: Exception) -> None:
        self._ticket = None
        self.failed.emit(error)


class _Lookup:
    """What runs in the thread; what it needs is loaded and opened there."""

    def __init__(self, raw: RawLayer, columns: Sequence[str], closing: ExitStack) -> None:
        self._table = raw.table
        self._columns = columns
        self._closing = closing
        self._geocoder: Geocoder | None = None

    def begin(self, column: str, within: str) -> tuple[str, list[NamedRows]]:
        """What the cells of a column say, or of the likeliest."""
        from mapapp.store.geocoding.geocoded_table import cells_of
        from mapapp.store.geocoding.geocoder import Geocoder
        from mapapp.store.geocoding.likely_column import likely_column
        from mapapp.store.geocoding.named_rows import named_rows

        names, cells = self._table.column_names, cells_of(self._table)
        self._geocoder = Geocoder(self._names, within)
        if not column:
            first = cells_of(self._table.slice(0, _ROWS_TRIED))
            column = likely_column(self._geocoder, self._columns, names, first)
        return column, named_rows(names, cells, column)

    def matches(self, queries: Sequence[PlaceQuery]) -> list[Matches]:
        """What names may mean, where it was said that all lie."""
        return self._geocoder.matches(queries) if self._geocoder else []

    def anywhere(self, text: str, query: PlaceQuery) -> Matches:
        """What another name may mean."""
        from mapapp.store.geocoding.geocoder import Geocoder, PlaceQuery

        (found,) = Geocoder(self._names).matches([PlaceQuery(text, query.within)])
        return found

    @cached_property
    def _names(self) -> PlaceNames:
        from mapapp.store.geocoding.placed_rows import open_names

        return self._closing.enter_context(open_names())


def _written(raw: RawLayer, choices: PlaceChoices, path: Path, cancel: Cancel) -> PlacedTable:
    """Write a table with its places; nothing stays of it where nobody waits for it any more."""
    from mapapp.core.disk.replacing import free_path
    from mapapp.store.geocoding.geocoded_table import GeocodedTable

    with suppress(OSError):  # who writes says what is wrong with the folder
        path.parent.mkdir(parents=True, exist_ok=True)
    free = free_path(path)
    notes = GeocodedTable(raw, choices.placed_rows()).write(free)
    if cancel.is_set():
        free.unlink()
    return PlacedTable(free, notes)
