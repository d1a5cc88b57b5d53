"""Putting a written file, and what belongs to it, in the place of an older one."""

from __future__ import annotations

import os
from pathlib import Path

from mapapp.core.disk.replacing import put_in_place
from mapapp.core.errors import ExportError

_JOURNALS = ("-wal", "-journal")
"""What SQLite keeps beside a database that is being written (sqlite.org/tempfiles.html)."""

_OF_SHAPEFILE = (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx")
"""An index of rows that are gone would have them found, or others not."""


def refuse_in_use(final: Path, target: Path) -> None:
    """Refuse a database that somebody writes: its journal would be taken for that of the new one.

    Raises:
        ExportError: if there is a log or a journal beside the file.
    """
    log, journal = (final.with_name(final.name + ending) for ending in _JOURNALS)
    if log.exists() or _is_hot(journal):
        raise ExportError(
            "{target} is open in another program; close it there, or choose another name.",
            target=target,
        )


def _is_hot(journal: Path) -> bool:
    """Whether a journal takes something back; one that is at rest begins with zeros."""
    try:
        with journal.open("rb") as file:
            return file.read(8).strip(b"\0") != b""
    except FileNotFoundError:
        return False


def hand_over(folder: Path, final: Path) -> None:
    """Move what was made to where it belongs, the file itself last.

    What an older shapefile had beside it and the new one has not goes.

    Raises:
        OSError: if it cannot be moved there.
    """
    made = sorted(folder.iterdir(), key=lambda each: each.name == final.name)
    for each in made:
        with each.open("rb+") as file:
            os.fsync(file.fileno())
    if final.suffix.lower() == ".shp":
        for ending in _OF_SHAPEFILE:
            if not (folder / final.name).with_suffix(ending).exists():
                final.with_suffix(ending).unlink(missing_ok=True)
    for each in made:
        put_in_place(each, final.parent / each.name)
