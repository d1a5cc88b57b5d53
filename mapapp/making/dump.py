"""The canonical dump of a GeoPackage: what it says, whatever SQLite version laid it out.

Files written by different SQLite versions differ in bytes although they hold the same; their
dumps are equal.
"""

from __future__ import annotations

import difflib
import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

from mapapp.core.message import Message
from mapapp.store.readonly import Database, open_unchanged

_SHOWN_DIFFERENCES = 20
_SHOWN_CHARS = 160


def dump(path: Path) -> list[str]:
    """Schema and rows of a GeoPackage, one line each, in a fixed order.

    Raises:
        DataError: if the file is no readable GeoPackage.
    """
    with open_unchanged(path) as db:
        return [*_header(db), *_schema(db), *_rows(db)]


def differences(built: Path, fresh: Path) -> list[str]:
    """How a built file differs from a fresh one: a few lines that name what changed.

    Bytes count too where the same SQLite version wrote both files.
    """
    lines = difflib.unified_diff(dump(built), dump(fresh), lineterm="", n=0)
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    if changed:
        told = [f"{built.name}: {line[:_SHOWN_CHARS]}" for line in changed[:_SHOWN_DIFFERENCES]]
        rest = len(changed) - len(told)
        return (
            [*told, Message("{file}: {rest} more lines differ", file=built.name, rest=rest)]
            if rest
            else told
        )
    if _written_by(built) == _written_by(fresh) and built.read_bytes() != fresh.read_bytes():
        return [
            Message("{file}: the same content in other bytes; run mapapp build", file=built.name)
        ]
    return []


def _written_by(path: Path) -> bytes:
    """The number of the SQLite version that wrote a file, which is in its header."""
    with path.open("rb") as file:
        return file.read(100)[96:100]


def _header(db: Database) -> Iterator[str]:
    for name in ("application_id", "user_version"):
        yield f"{name} {db.rows(f'PRAGMA {name}')[0][0]}"


def _schema(db: Database) -> Iterator[str]:
    rows = db.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    for name, sql in rows:
        if not _is_internal(name):
            yield f"{name}: {sql}"


def _rows(db: Database) -> Iterator[str]:
    tables = db.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for (table,) in tables:
        if _is_internal(table):
            continue
        names = [name for _, name, *_ in db.rows(f'PRAGMA table_info("{table}")')]
        rows = db.rows(f'SELECT * FROM "{table}"')
        lines = (_line(names, row) for row in rows)
        yield from (f"{table}: {line}" for line in sorted(lines))


def _line(names: list[str], row: tuple[object, ...]) -> str:
    return " ".join(itertools.starmap(_cell, zip(names, row, strict=True)))


def _cell(name: str, value: object) -> str:
    if isinstance(value, bytes):
        return f"{name}={hashlib.sha256(value).hexdigest()[:16]}"
    return f"{name}={value!r}"


def _is_internal(name: str) -> bool:
    """Whether a table is how SQLite keeps an R-tree or a counter, not what the file says."""
    is_shadow = name.startswith("rtree_") and name.endswith(("_node", "_parent", "_rowid"))
    return is_shadow or name.startswith("sqlite_")
