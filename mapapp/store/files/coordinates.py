"""The coordinates of the rows of a table, out of its columns of numbers or texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.geo.positions.reading import PositionError
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.message import Message
from mapapp.core.texts.parsing import shown
from mapapp.store.files.coordinate_columns import CoordinateColumns
from mapapp.store.files.faults import Faults

if TYPE_CHECKING:
    import pyarrow as pa

Xy = NDArray[np.float64]

_MOST_LAT_DEG, _MOST_LON_DEG = 90.0, 180.0
_BRACKETS = "[]() （）\t"
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_TWO_NUMBERS = rf"^\s*[\[(（]?\s*(?P<a>{_NUMBER})\s*[,，;；\s]\s*(?P<b>{_NUMBER})\s*[\])）]?\s*$"
_COLLECTION, _MOST_COLLECTIONS = "GEOMETRYCOLLECTION", 32
_SRID = re.compile(r"\s*SRID\s*=\s*(\d+)\s*;", re.IGNORECASE)


def xy_of_columns(table: pa.Table, found: CoordinateColumns, faults: Faults) -> Xy:
    """The coordinates of all rows, shape (n, 2), the easting first; NaN where there are none."""
    if found.way == "positions":
        xy = _of_positions(table.column(found.names[0]), found, faults)
    else:
        xy = _of_pair(table, found.names, faults)
    return _in_order(xy, found.names, faults)


def shapes_of_texts(column: pa.ChunkedArray, faults: Faults) -> tuple[GeometryArray, str]:
    """The geometries of well-known text, and the reference system that the first of them names."""
    import shapely

    texts = column.to_pylist()
    first = next((each for each in texts if each), "")
    named = _SRID.match(first)
    plain = [_readable(each) for each in texts]
    with np.errstate(all="ignore"):  # a number too large for one is infinite, and found later
        shapes = np.asarray(shapely.from_wkt(plain, on_invalid="ignore"), dtype=np.object_)
    lost = shapely.is_missing(shapes) & np.array([bool(each) for each in texts], dtype=np.bool_)
    faults.say_of(lost, Message("its well-known text cannot be read, so it has no place"))
    return shapes, f"EPSG:{named[1]}" if named else ""


def _readable(text: str | None) -> str | None:
    """Well-known text that GEOS can be given, which follows collections until its stack ends."""
    if text is None or text.upper().count(_COLLECTION) > _MOST_COLLECTIONS:
        return None
    return _SRID.sub("", text, count=1)


def _of_pair(table: pa.Table, names: Sequence[str], faults: Faults) -> Xy:
    first, second = (table.column(name) for name in names)
    x, y = _numbers(first), _numbers(second)
    if x is not None and y is not None:
        return np.column_stack((x, y))
    texts = [
        None if one is None or other is None else f"{other}, {one}"
        for one, other in zip(first.to_pylist(), second.to_pylist(), strict=True)
    ]
    xy = _parsed(texts, lon_first=False)
    _tell_unread(xy, texts, names, faults)
    return xy


def _of_positions(column: pa.ChunkedArray, found: CoordinateColumns, faults: Faults) -> Xy:
    """Positions in one text each: two plain numbers at once, all others one by one."""
    import pyarrow.compute as pc

    parts = pc.extract_regex(column, _TWO_NUMBERS)
    if parts.null_count == column.null_count:
        one, other = (
            pc.cast(pc.struct_field(parts, name), "double").to_numpy() for name in ("a", "b")
        )
        is_lon_first = found.is_lon_first or _speaks_for_lon_first(one, other)
        return np.column_stack((one, other) if is_lon_first else (other, one))
    texts = column.to_pylist()
    xy = _parsed(texts, lon_first=found.is_lon_first)
    _tell_unread(xy, texts, found.names, faults)
    return xy


def _speaks_for_lon_first(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    """Whether more rows have a first number that is no latitude than a second; a row may err."""
    firsts, seconds = ((np.abs(each) > _MOST_LAT_DEG).sum() for each in (first, second))
    return bool(firsts and firsts >= seconds)  # as many in metres, of which the easting comes first


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """A column as numbers, with points or with decimal commas; None where it is of other texts."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    tried = [column, pc.replace_substring(column, ",", ".")] if is_text else [column]
    for each in tried:
        try:
            return np.asarray(pc.cast(each, pa.float64()).to_numpy(), dtype=np.float64)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            continue
    return None


def _parsed(texts: Sequence[str | None], *, lon_first: bool) -> Xy:
    """Positions as people write them; each different text is read once."""
    read: dict[str, tuple[float, float]] = {}
    xy = np.full((len(texts), 2), np.nan)
    for row, text in enumerate(texts):
        if text is None:
            continue
        if text not in read:
            read[text] = _position(text.strip(_BRACKETS), lon_first=lon_first)
        xy[row] = read[text]
    return xy


def _position(text: str, *, lon_first: bool) -> tuple[float, float]:
    try:
        readings = parse_position(text)
    except PositionError:
        return np.nan, np.nan
    usual = "lon first" if lon_first else "lat first"
    chosen = next((each for each in readings if each.order in ("named", usual)), readings[0])
    return chosen.lon, chosen.lat


def _tell_unread(xy: Xy, texts: Sequence[str | None], names: Sequence[str], faults: Faults) -> None:
    unread = np.isnan(xy[:, 0]) & np.array([bool(each) for each in texts], dtype=np.bool_)
    faults.say_of(
        unread, Message("{names} is no position, so it has no place", names=list(map(shown, names)))
    )


def are_turned(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which degrees can only be a latitude before a longitude."""
    x, y = np.abs(x), np.abs(y)
    return np.asarray((x <= _MOST_LAT_DEG) & (y > _MOST_LAT_DEG) & (y <= _MOST_LON_DEG))


def _in_order(xy: Xy, names: Sequence[str], faults: Faults) -> Xy:
    """Longitudes before latitudes, also where the columns are the wrong way round."""
    x, y = xy[np.isfinite(xy).all(axis=1)].T
    if len(x) and are_turned(x, y).mean() > 0.5:
        faults.say(
            Message(
                "{names}: longitude and latitude are the wrong way round; they were swapped.",
                names=list(map(shown, names)),
            )
        )
        return xy[:, ::-1].copy()
    return xy
