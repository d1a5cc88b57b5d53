"""Views that the user gave a name, kept in a small file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path

from mapapp.core.disk.kept import FileContent, find_kept
from mapapp.core.disk.locking import locked
from mapapp.core.disk.replacing import write_text
from mapapp.core.errors import DataError, ExportError, UsageError
from mapapp.core.events import Event
from mapapp.core.geo.extent import MAX_LAT_DEG
from mapapp.core.log import logger
from mapapp.core.map.state import ViewState
from mapapp.core.record import record
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.core.texts.strict import StrictTable

_VERSION = 1
_NEWEST = 2**31
_log = logger("app")


@record
class Bookmark:
    """A named view: its centre in degrees and its zoom.

    Raises:
        UsageError: if it has no name, or lies outside the world.
    """

    name: str
    lon: float
    lat: float
    zoom: float

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise UsageError("A bookmark needs a name; type one.")
        if not (abs(self.lat) <= MAX_LAT_DEG and abs(self.lon) <= 3600):
            raise UsageError(
                "The bookmark {name!r} lies outside the world; make it again.", name=self.name
            )
        if not 0 <= self.zoom <= MAX_STATED_ZOOM:
            raise UsageError(
                "The bookmark {name!r} has no usable zoom; make it again.", name=self.name
            )

    def view(self, shown: ViewState) -> ViewState:
        """The view it stands for, in the size of the view that is shown now."""
        return replace(shown, lon=self.lon, lat=self.lat, zoom=self.zoom)


_All = tuple[Bookmark, ...]


class Bookmarks:
    """The bookmarks of a file; each change is on disk before it is told.

    A missing file has none, nor has a damaged one, which is set aside. Several windows may share
    the file: only the bookmark that is changed here is changed in it, by one process at a time.
    ``changed`` tells all of them; ``warning`` is why the file was of no use, or empty.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        found = _find(path)
        self._all = found.content
        self.warning = found.warning
        if found.warning:
            _log.warning("%s", found.warning)
        self.changed: Event[tuple[Bookmark, ...]] = Event()

    @property
    def all(self) -> tuple[Bookmark, ...]:
        """The bookmarks, oldest first."""
        return self._all

    def add(self, name: str, view: ViewState) -> None:
        """Keep a view under a name; an older one of the same name is replaced.

        Raises:
            UsageError: if the name is empty.
            ExportError: if the file cannot be written; so do the others.
        """
        made = Bookmark(name.strip(), view.lon, view.lat, view.zoom)
        self._change(lambda all_: (*_without(all_, made.name), made))

    def take(self, bookmarks: Iterable[Bookmark]) -> None:
        """Keep bookmarks that came along with something, unless there are some of their names."""
        brought = tuple(bookmarks)
        if brought:
            self._change(lambda all_: (*all_, *_unknown(brought, all_)))

    def rename(self, name: str, new_name: str) -> None:
        """Give a bookmark another name.

        Raises:
            UsageError: if the new name is empty or taken.
        """
        wanted = new_name.strip()
        if wanted == name:
            return
        self._change(lambda all_: _renamed(all_, name, wanted))

    def remove(self, name: str) -> None:
        """Forget a bookmark."""
        self._change(lambda all_: _without(all_, name))

    def _change(self, make: Callable[[_All], _All]) -> None:
        """Write what ``make`` makes of the bookmarks in the file."""
        with locked(self._path):
            found = _find(self._path)
            if not found.is_free:
                raise ExportError(found.warning)
            made = make(found.content)
            if made != found.content:
                write_text(self._path, _written(made))
        if made != self._all:
            self._all = made
            self.changed.emit(made)


def _without(all_: _All, name: str) -> _All:
    return tuple(each for each in all_ if each.name != name)


def _unknown(brought: _All, all_: _All) -> _All:
    names = {each.name for each in all_}
    return tuple(each for each in brought if each.name not in names)


def _renamed(all_: _All, name: str, wanted: str) -> _All:
    if any(each.name == wanted for each in all_):
        raise UsageError(
            "There is a bookmark {wanted!r} already; choose another name.", wanted=wanted
        )
    return tuple(replace(each, name=wanted) if each.name == name else each for each in all_)


def _written(all_: _All) -> str:
    document = {"version": _VERSION, "bookmarks": [asdict(each) for each in all_]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _find(path: Path) -> FileContent[_All]:
    return find_kept(path, lambda text: parse_bookmarks(text, path.name), ())


def parse_bookmarks(text: str | bytes, where: str) -> _All:
    """The bookmarks that a JSON text holds; ``where`` names it in messages.

    Raises:
        ParseError: if it holds none, or any key is wrong or unknown.
        DataError: if they are of a newer version, which still has a use for them.
    """
    table = StrictTable(json_table(text), where, UsageError)
    try:
        if table.whole("version", _VERSION, _NEWEST) > _VERSION:
            raise DataError(
                "{where} was made by a newer mapapp; bring mapapp up to date.", where=where
            )
        found = tuple(map(read_bookmark, table.each("bookmarks")))
        table.finish()
    except UsageError as error:
        raise ParseError(error.message) from error
    return found


def read_bookmark(table: StrictTable) -> Bookmark:
    """The bookmark of a table with name, lon, lat and zoom."""
    name = table.take("name", str)
    lon, lat, zoom = (table.take(key, float) for key in ("lon", "lat", "zoom"))
    table.finish()
    try:
        return Bookmark(name, lon, lat, zoom)
    except UsageError as error:
        raise table.refused(error.message) from error
