"""Opening a GeoPackage of our own to write into it, one transaction at a time.

The triggers of a GeoPackage keep its R-tree, and call functions that its writer brings along
(OGC 12-128r18, F.3); so here they are given, and the triggers may call them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from mapapp.core.disk.files import WRITING
from mapapp.core.errors import DataBusyError, DataError
from mapapp.core.message import Message
from mapapp.core.source.boxes import Bounds
from mapapp.store.blob import GeometryFault, GeometryRule, decode
from mapapp.store.readonly import QUERY_S

_BUSY_TIMEOUT_S = 3.0
"""Another program's change of one row takes some milliseconds; who waits longer is told."""

_PAUSE_S = 0.01
_STEPS = 100_000  # of SQLite's machine between two looks at the clock: some milliseconds
_TRIGGER_DEPTH = 4  # a trigger of a GeoPackage calls no other
_BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_REASONS: Mapping[int, Message] = {
    sqlite3.SQLITE_READONLY: Message("the file or its folder may only be read"),
    sqlite3.SQLITE_CANTOPEN: Message("it is gone, or the file or its folder may only be read"),
    sqlite3.SQLITE_FULL: Message("the disk is full"),
    sqlite3.SQLITE_IOERR: Message("the disk did not answer"),
    sqlite3.SQLITE_CONSTRAINT: Message("a rule of the table forbids it"),
    sqlite3.SQLITE_INTERRUPT: Message("its triggers take too long"),
    sqlite3.SQLITE_CORRUPT: Message("its pages do not fit together"),
    sqlite3.SQLITE_NOTADB: Message("it is no database"),
}


@contextmanager
def transaction(path: Path, rule: GeometryRule) -> Iterator[sqlite3.Connection]:
    """A transaction that holds the file from its beginning: all of it is written, or nothing.

    Args:
        path: a file that is there.
        rule: what its geometries may be, as they are stored.

    Raises:
        DataBusyError: if another program holds the file for longer than a moment.
        DataError: if it cannot be written.
    """
    try:
        uri = f"{path.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)) as db:
            _bound_in(db)
            add_functions(db, rule)
            with _begun(db):
                yield db
                db.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(error, path) from error


@contextmanager
def _begun(db: sqlite3.Connection) -> Iterator[None]:
    """The file is held, and nobody in this process may let go of it by closing it elsewhere.

    Who waits for another program holds nothing, so that the window may open files meanwhile.
    """
    until = time.monotonic() + _BUSY_TIMEOUT_S
    while not _has_begun(db, until):
        time.sleep(_PAUSE_S)
    try:
        db.execute(f"PRAGMA busy_timeout = {round(1000 * _BUSY_TIMEOUT_S)}")  # for who reads
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        WRITING.release()


def _has_begun(db: sqlite3.Connection, until: float) -> bool:
    """Begin, with ``WRITING`` held; False where another program writes before some time."""
    WRITING.acquire()
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        WRITING.release()
        if _code(error) in _BUSY_CODES and time.monotonic() < until:
            return False
        raise
    return True


def blob_bounds(blob: object, rule: GeometryRule) -> Bounds | None:
    """West, south, east and north of a geometry as it is stored.

    None for an empty one, and for anything else that stands in the column.
    """
    if not isinstance(blob, bytes):
        return None
    try:
        (geometry,) = decode([blob], rule)
    except GeometryFault:
        return None
    if geometry is None or geometry.is_empty:
        return None
    west, south, east, north = geometry.bounds
    return west, south, east, north


def explained(error: sqlite3.Error, path: Path) -> DataError:
    """Why a file was not written, as one sentence."""
    code = _code(error)
    if code in _BUSY_CODES:
        return DataBusyError(
            "{path} is being written by another program; nothing was changed: try again in a "
            "moment.",
            path=path,
        )
    return DataError(
        "{path} cannot be written ({reason}); nothing was changed.",
        path=path,
        reason=_REASONS.get(code, error),
    )


def _code(error: sqlite3.Error) -> int:
    """The plain code of an error, which is its lowest byte: https://www.sqlite.org/rescode.html."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _bound_in(db: sqlite3.Connection) -> None:
    """Let no trigger of a file run for ever, nor reach beyond the file."""
    until = time.monotonic() + QUERY_S
    db.set_progress_handler(lambda: time.monotonic() >= until, _STEPS)
    db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    db.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, _TRIGGER_DEPTH)


def add_functions(db: sqlite3.Connection, rule: GeometryRule) -> None:
    """Give a connection the functions that the triggers of a GeoPackage call."""
    for at, name in enumerate(("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")):
        db.create_function(name, 1, partial(_bound, rule, at), deterministic=True)
    db.create_function("ST_IsEmpty", 1, partial(_is_empty, rule), deterministic=True)


def _bound(rule: GeometryRule, at: int, blob: object) -> float | None:
    bounds = blob_bounds(blob, rule)
    return None if bounds is None else bounds[at]


def _is_empty(rule: GeometryRule, blob: object) -> int | None:
    return None if blob is None else int(blob_bounds(blob, rule) is None)
