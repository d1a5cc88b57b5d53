"""Views that the user gave a name, kept in a small file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mapapp.core.errors import DataError, UsageError
from mapapp.core.events import Event
from mapapp.core.extent import MAX_LAT_DEG
from mapapp.core.ground_style import MAX_STATED_ZOOM
from mapapp.core.replacing import write_text
from mapapp.core.state import ViewState

_VERSION = 1


@dataclass(frozen=True, slots=True)
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
            raise UsageError(f"The bookmark {self.name!r} lies outside the world; make it again.")
        if not 0 <= self.zoom <= MAX_STATED_ZOOM:
            raise UsageError(f"The bookmark {self.name!r} has no usable zoom; make it again.")

    def view(self, shown: ViewState) -> ViewState:
        """The view it stands for, in the size of the view that is shown now."""
        return replace(shown, lon=self.lon, lat=self.lat, zoom=self.zoom)


class Bookmarks:
    """The bookmarks of a file; each change is on disk before it is told.

    A missing file has none. ``changed`` tells all of them.

    Raises:
        DataError: if the file is not one of bookmarks.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._all = _read(path)
        self.changed: Event[tuple[Bookmark, ...]] = Event()

    @property
    def all(self) -> tuple[Bookmark, ...]:
        """The bookmarks, oldest first."""
        return self._all

    def add(self, name: str, view: ViewState) -> None:
        """Keep a view under a name; an older one of the same name is replaced."""
        made = Bookmark(name.strip(), view.lon, view.lat, view.zoom)
        self._write((*(old for old in self._all if old.name != made.name), made))

    def take(self, bookmarks: Iterable[Bookmark]) -> None:
        """Keep bookmarks that came along with something, unless there are some of their names."""
        names = {old.name for old in self._all}
        new = tuple(bookmark for bookmark in bookmarks if bookmark.name not in names)
        if new:
            self._write((*self._all, *new))

    def rename(self, name: str, new_name: str) -> None:
        """Give a bookmark another name.

        Raises:
            UsageError: if the new name is empty or taken.
        """
        wanted = new_name.strip()
        if wanted == name:
            return
        if any(old.name == wanted for old in self._all):
            raise UsageError(f"There is a bookmark {wanted!r} already; choose another name.")
        self._write(
            tuple(replace(old, name=wanted) if old.name == name else old for old in self._all)
        )

    def remove(self, name: str) -> None:
        """Forget a bookmark."""
        self._write(tuple(old for old in self._all if old.name != name))

    def _write(self, bookmarks: tuple[Bookmark, ...]) -> None:
        document = {"version": _VERSION, "bookmarks": [asdict(each) for each in bookmarks]}
        write_text(self._path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        self._all = bookmarks
        self.changed.emit(bookmarks)


def _read(path: Path) -> tuple[Bookmark, ...]:
    if not path.exists():
        return ()
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["version"] != _VERSION:
            raise ValueError("another version")
        return tuple(
            Bookmark(str(each["name"]), *(float(each[key]) for key in ("lon", "lat", "zoom")))
            for each in document["bookmarks"]
        )
    except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
        raise DataError(
            f"{path} does not hold bookmarks of this version; move it away to begin anew."
        ) from error
