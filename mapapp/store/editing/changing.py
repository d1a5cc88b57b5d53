"""Writes changes of rows: each is one transaction that first looks whether the row is as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mapapp.core.errors import DataError
from mapapp.core.source.boxes import Bounds
from mapapp.core.texts.plain import plain_text
from mapapp.store.blob import GeometryRule
from mapapp.store.editing.row_change import RowChange, RowValues
from mapapp.store.editing.writing import blob_bounds, transaction
from mapapp.store.files.copies import is_marked
from mapapp.store.geopackage import GeoPackage
from mapapp.store.tables import FileSchema, Table, quoted

_TOUCH = (
    "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') "
    "WHERE lower(table_name) = lower(?)"
)
_EXTENT = ("min_x", "min_y", "max_x", "max_y")


class RowChangedError(DataError):
    """A row is not any more what it was when it was read: another program changed it."""


def write_change(path: Path, table: str, change: RowChange) -> RowChange:
    """Change one row of a feature table; the answer is what was done, so that it can be undone.

    It has the key of the row, and of what was there before all that is needed to put it back.

    Raises:
        RowChangedError: if the row has other values than ``change.before``, or is gone.
        DataBusyError: if another program holds the file for longer than a moment.
        DataError: if the file is gone or cannot be written, or has no such table or column.
    """
    parts = described(path, table)
    rule = replace(parts.geometries, in_degrees=False)
    with transaction(path, rule) as db:
        if not is_marked(db):
            raise DataError(
                "{path} is a file of your own, which mapapp never changes; keep a copy in your "
                "workspace and edit that.",
                path=path,
            )
        return _Change(db, path, parts, rule).write(change)


def described(path: Path, table: str) -> Table:
    """The parts of a feature table as its file has them now.

    Raises:
        DataError: if the file is gone or cannot be read, or has no such table.
    """
    with GeoPackage(path, FileSchema(in_any_crs=True)) as file:
        return file.feature_table(table)


class _Change:
    """A change within its transaction."""

    def __init__(
        self, db: sqlite3.Connection, path: Path, parts: Table, rule: GeometryRule
    ) -> None:
        self._db = db
        self._path = path
        self._parts = parts
        self._rule = rule
        self._table = quoted(parts.name)
        self._is_row = f"WHERE {quoted(parts.key)} = ?"
        info = db.execute(f"PRAGMA table_info({self._table})")
        self._columns = [name for _, name, *_ in info]

    def write(self, change: RowChange) -> RowChange:
        if change.before is None:
            done = self._insert(change.after or {}, change.key)
        elif change.after is None:
            done = self._delete(change.before, change.key)
        else:
            done = self._update(change.before, change.after, change.key)
        geometry = self._parts.geometry
        if geometry in (done.after or {}) or geometry in (done.before or {}):
            self._follow_geometry(done)
        self._db.execute(_TOUCH, [self._parts.name])
        return done

    def _insert(self, values: RowValues, key: int | None) -> RowChange:
        if key is not None:
            if self._row((self._parts.key,), key) is not None:
                raise RowChangedError(
                    "{path}: there is another row {key} now; nothing was changed.",
                    path=self._path,
                    key=key,
                )
            values = {**values, self._parts.key: key}
        self._need(values)
        names = ", ".join(map(quoted, values))
        places = ", ".join("?" * len(values))
        sql = f"INSERT INTO {self._table} ({names}) VALUES ({places})"
        made = self._db.execute(sql, [*values.values()]).lastrowid
        return RowChange(None, self._whole(made), made)

    def _delete(self, seen: RowValues, key: int | None) -> RowChange:
        self._check(seen, key)
        whole = self._whole(key)
        self._db.execute(f"DELETE FROM {self._table} {self._is_row}", [key])
        return RowChange(whole, None, key)

    def _update(self, seen: RowValues, values: RowValues, key: int | None) -> RowChange:
        self._need(values)
        before = self._check(seen, key)
        sets = ", ".join(f"{quoted(name)} = ?" for name in values)
        sql = f"UPDATE {self._table} SET {sets} {self._is_row}"
        self._db.execute(sql, [*values.values(), key])
        after = self._row(tuple(values), key)
        return RowChange({name: before[name] for name in values}, after, key)

    def _check(self, seen: RowValues, key: int | None) -> Mapping[str, Any]:
        """What a row has in the columns of ``seen``, once that is what was seen."""
        self._need(seen)
        found = self._row((self._parts.key, *seen), key)
        if found is None:
            raise RowChangedError(
                "{path}: the row {key} is not there any more; another program deleted it.",
                path=self._path,
                key=key,
            )
        for name, value in seen.items():
            if not _is_same(found[name], value):
                raise RowChangedError(
                    "{path}: another program has changed {column} in the row {key} meanwhile; "
                    "nothing was changed here. Look at what is there now, and change it again.",
                    path=self._path,
                    column=name,
                    key=key,
                )
        return found

    def _row(self, names: Sequence[str], key: int | None) -> RowValues | None:
        listed = ", ".join(map(quoted, names))
        rows = self._db.execute(f"SELECT {listed} FROM {self._table} {self._is_row}", [key])
        found = rows.fetchone()
        return None if found is None else dict(zip(names, found, strict=True))

    def _whole(self, key: int | None) -> RowValues:
        """All values of a row but its key."""
        names = [name for name in self._columns if name != self._parts.key]
        return self._row(names, key) or {}

    def _need(self, names: Iterable[str]) -> None:
        """Refuse columns that are not there: to SQLite a name in quotes may be a text."""
        for name in names:
            if name not in self._columns:
                raise RowChangedError(
                    "{path} has no column {name} any more; nothing was changed.",
                    path=self._path,
                    name=name,
                )

    def _follow_geometry(self, done: RowChange) -> None:
        """Have R-tree and extent say where the row is now."""
        old, new = self._bounds(done.before), self._bounds(done.after)
        if self._parts.index is not None:
            self._index(self._parts.index, done.key, new)
        extent = self._extent()
        wanted = _around(extent, new)
        if old is not None and extent is not None and _reaches(old, extent):
            wanted = self._measured()
        if wanted != extent:
            sets = ", ".join(f"{name} = ?" for name in _EXTENT)
            self._db.execute(
                f"UPDATE gpkg_contents SET {sets} WHERE lower(table_name) = lower(?)",
                [*(wanted or (None,) * len(_EXTENT)), self._parts.name],
            )

    def _bounds(self, row: RowValues | None) -> Bounds | None:
        return blob_bounds((row or {}).get(self._parts.geometry), self._rule)

    def _index(self, index: str, key: int | None, bounds: Bounds | None) -> None:
        """Set a box of the R-tree, which the triggers of the file may have done."""
        if bounds is None:
            self._db.execute(f"DELETE FROM {quoted(index)} WHERE id = ?", [key])
            return
        west, south, east, north = bounds
        self._db.execute(
            f"INSERT OR REPLACE INTO {quoted(index)} VALUES (?, ?, ?, ?, ?)",
            [key, west, east, south, north],
        )

    def _extent(self) -> Bounds | None:
        """The extent as the file declares it."""
        rows = self._db.execute(
            f"SELECT {', '.join(_EXTENT)} FROM gpkg_contents WHERE lower(table_name) = lower(?)",
            [self._parts.name],
        )
        found = rows.fetchone()
        return None if found is None or None in found else found

    def _measured(self) -> Bounds | None:
        """The extent of all rows, or None of none.

        The R-tree rounds outwards: those rows reach farthest whose boxes there do.
        """
        found = tuple(self._farthest(*each) for each in zip(
            ("min", "min", "max", "max"), ("minx", "miny", "maxx", "maxy"),
            ("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY"), strict=True,
        ))  # fmt: skip
        west, south, east, north = found
        if west is None or south is None or east is None or north is None:
            return None
        return west, south, east, north

    def _farthest(self, choose: str, side: str, measure: str) -> float | None:
        where = ""
        if self._parts.index is not None:
            index = quoted(self._parts.index)
            where = (
                f"WHERE {quoted(self._parts.key)} IN (SELECT id FROM {index} "
                f"WHERE {side} = (SELECT {choose}({side}) FROM {index}))"
            )
        geometry = quoted(self._parts.geometry)
        sql = f"SELECT {choose}({measure}({geometry})) FROM {self._table} {where}"
        (found,) = self._db.execute(sql).fetchone()
        return found if found is None else float(found)


def _is_same(stored: object, seen: object) -> bool:
    """Whether a value is the one that was read, which may have been made plain."""
    if isinstance(stored, str) and isinstance(seen, str):
        return seen in (stored, plain_text(stored))
    return type(stored) is type(seen) and stored == seen


def _around(extent: Bounds | None, bounds: Bounds | None) -> Bounds | None:
    """The box around two, either of which may be none."""
    if extent is None or bounds is None:
        return extent or bounds
    west, south, east, north = bounds
    return (
        min(extent[0], west), min(extent[1], south), max(extent[2], east), max(extent[3], north),
    )  # fmt: skip


def _reaches(bounds: Bounds, extent: Bounds) -> bool:
    """Whether a box touches the edge of the extent, which without it may be smaller."""
    west, south, east, north = bounds
    return west <= extent[0] or south <= extent[1] or east >= extent[2] or north >= extent[3]
