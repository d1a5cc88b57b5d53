"""The basemap, with a ground file of the user's or without."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from mapapp.core.disk.files import ask_ordinary
from mapapp.core.errors import DataError
from mapapp.store.basemap import Basemap


def open_basemap(path: Path, ground: Path | None = None) -> Basemap:
    """The basemap; with a ground file, that is drawn in place of its borders.

    Raises:
        DataError: if either cannot be read.
    """
    if ground is None:
        return Basemap(path)
    from mapapp.store.ground_file import BasemapWithGround

    return BasemapWithGround(path, ground)


class OpenGrounds:
    """The basemap, and with it the ground file that was asked for last, while it is the same."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._plain = Basemap(path)
        self._closing = ExitStack()
        self._known: tuple[Path, int, int] | None = None
        self._last = self._plain

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._closing.close()
        self._plain.close()

    def basemap(self, ground: Path | None = None) -> Basemap:
        """The basemap with a ground file or without; it is open until another one is asked for.

        Raises:
            DataError: if the ground file cannot be read.
        """
        if ground is None:
            return self._plain
        stated = ask_ordinary(ground, DataError)
        asked = (ground, stated.st_mtime_ns, stated.st_size)
        if asked != self._known:
            self._known = None
            self._closing.close()
            self._last = self._closing.enter_context(open_basemap(self.path, ground))
            self._known = asked
        return self._last
