"""Reading tables of plain points without making an object of each: for dense layers.

SQLite hands over each column as one value: the geometries one behind the other, the others as an
array of JSON, which tells texts, numbers and nothing apart. So a million rows take a third of the
time that they take one by one. What is not as it should be is left to the reader of single rows,
which says what is wrong, and where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.source.answers import Keys, PointSet, Value
from mapapp.core.texts.plain import plain_text
from mapapp.store.blob import (
    PLAIN_POINT_BYTES,
    GeometryFault,
    decode_plain_points,
    refuse_off_earth,
)
from mapapp.store.cells import MOST_WHOLE, Rule, first_wrong
from mapapp.store.readonly import MOST_ROWS, Database, RefusedError, Rows
from mapapp.store.tables import Catalogue, Table, quoted

_ROUNDED = ("real", "number", "any")
"""Kinds of columns that may hold numbers which SQLite would round in JSON."""

_PIECE = 1_000_000
"""So many characters of JSON are read at once: while it is read no other thread runs."""

_BETWEEN_TEXTS = re.compile(r'(?<=[^\\,\[]"),(?=")')
"""The quotation mark before it ends a text: it has no backslash before it, and one that begins a
text has a comma or the bracket there."""

_BETWEEN_NUMBERS = re.compile(",")


class _OneByOneError(Exception):
    """Only a look at each row can tell what there is."""


def read_point_rows(
    db: Database,
    catalogue: Catalogue,
    parts: Table,
    columns: Sequence[str],
    where: str,
    parameters: Sequence[Any],
) -> PointSet | None:
    """The rows of a feature table that meet a condition, as points in the order of their keys.

    None unless all are plain points on Earth, and each value is as it should be. Points with a
    height or an envelope are not plain; nearly no file has such.

    Raises:
        DataError: if the file cannot be read.
    """
    rounded = [name for name in columns if parts.rules[name].kind in _ROUNDED]
    others = [name for name in columns if name not in rounded]
    try:
        found = _read(db, parts, others, where, parameters)
        if not rounded:
            return found
        tail = f"{where} ORDER BY {quoted(parts.key)}"
        return _with(found, rounded, catalogue.rows(parts, rounded, tail, parameters))
    except (_OneByOneError, GeometryFault, RefusedError):  # also of bytes among texts
        return None


def _read(
    db: Database, parts: Table, columns: Sequence[str], where: str, parameters: Sequence[Any]
) -> PointSet:
    key, geometry = quoted(parts.key), quoted(parts.geometry)
    arrays = "".join(f", json_group_array({quoted(name)})" for name in columns)
    ((numbers, joined, shortest, *texts),) = db.raw_rows(
        f"SELECT json_group_array({key}), CAST(group_concat({geometry}, '') AS BLOB), "
        f"min(length({geometry})){arrays} FROM {quoted(parts.name)} {where}",
        parameters,
    )
    keys, xy = _keys(numbers), _lon_lat(joined or b"", shortest, parts)
    if len(keys) != len(xy) or len(keys) > MOST_ROWS:
        raise _OneByOneError
    values = map(_values, texts, (parts.rules[name] for name in columns))
    found = PointSet(keys, xy, dict(zip(columns, values, strict=True)))
    in_order = bool((np.diff(keys) > 0).all())
    return found if in_order else found.at(np.argsort(keys, kind="stable"))


def _with(found: PointSet, columns: Sequence[str], rows: Rows) -> PointSet:
    """The points with columns that were read for themselves."""
    if [row[0] for row in rows] != found.keys.tolist():  # another program wrote in between
        raise _OneByOneError
    values = {name: [row[at] for row in rows] for at, name in enumerate(columns, 1)}
    return PointSet(found.keys, found.xy, {**found.columns, **values})


def _keys(array: bytes) -> Keys:
    """The whole numbers of an array of JSON."""
    numbers = array[1:-1]
    if numbers.translate(None, b"-0123456789,"):
        raise _OneByOneError
    keys = np.fromstring(numbers, np.int64, sep=",")
    if len(keys) and not -MOST_WHOLE <= keys.min() <= keys.max() <= MOST_WHOLE:
        raise _OneByOneError
    return keys


def _lon_lat(joined: bytes, shortest: int | None, parts: Table) -> NDArray[np.float64]:
    """The positions of geometries, of which the shortest has so many bytes."""
    if joined and shortest != PLAIN_POINT_BYTES:
        raise _OneByOneError
    xy = decode_plain_points(joined, parts.geometries)
    if xy is None:
        raise _OneByOneError
    if parts.reprojection is None:
        return xy
    lon_lat = parts.reprojection.xy(xy)
    refuse_off_earth(lon_lat, np.arange(len(xy)))
    return lon_lat


def _values(array: bytes, rule: Rule) -> list[Value]:
    """The values of an array of JSON, which may be so in their column."""
    values: list[Value] = []
    try:
        for piece in _pieces(array.decode()):
            values += _plain_values(piece)
    except ValueError as error:
        raise _OneByOneError from error
    if first_wrong(values, rule):
        raise _OneByOneError
    return values


def _pieces(array: str) -> Iterator[str]:
    """An array of JSON as shorter ones."""
    between = _BETWEEN_TEXTS if '"' in array else _BETWEEN_NUMBERS
    start, end = 1, len(array) - 1
    while cut := between.search(array, start + _PIECE, end):
        yield f"[{array[start : cut.start()]}]"
        start = cut.end()
    yield f"[{array[start:end]}]"


def _plain_values(array: str) -> list[Value]:
    values: list[Value] = json.loads(array)
    if _is_plain(array):
        return values
    return [plain_text(value) if isinstance(value, str) else value for value in values]


def _is_plain(array: str) -> bool:
    """Whether all texts of an array are as they stand in it, and plain.

    JSON writes controls and quotation marks with a backslash, but not the last of ASCII, DEL.
    """
    if "\\" in array:
        return False
    return "\x7f" not in array if array.isascii() else array.isprintable()
