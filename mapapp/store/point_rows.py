"""Reading tables of plain points without making an object of each: for dense layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.source.answers import Keys
from mapapp.store.blob import GeometryFault, decode_plain_points, refuse_off_earth
from mapapp.store.readonly import Database, Rows
from mapapp.store.tables import Catalogue, Table, quoted


@dataclass(frozen=True, slots=True)
class PointRows:
    """Rows of a table of points.

    Attributes:
        keys: int64, shape (n,).
        xy: EPSG:4326 degrees, shape (n, 2).
        values: n rows with the values of the columns asked for.
    """

    keys: Keys
    xy: NDArray[np.float64]
    values: Rows


def read_point_rows(
    db: Database,
    catalogue: Catalogue,
    parts: Table,
    columns: Sequence[str],
    tail: str,
    parameters: Sequence[Any],
) -> PointRows | None:
    """Rows of a feature table as points; None unless all of them are plain ones.

    Points with a height or an envelope are not plain; nearly no file has such.

    Raises:
        DataError: if the file cannot be read, or a value is wrong.
    """
    if columns:
        rows = catalogue.rows(parts, (parts.geometry, *columns), tail, parameters)
        blobs, values = [row[1] for row in rows], [row[2:] for row in rows]
        keys = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    else:
        # A row of one value takes a quarter less time than one with its key, too.
        wanted = f"SELECT {quoted(parts.geometry)} FROM {quoted(parts.name)} {tail}"
        blobs = [blob for (blob,) in db.rows(wanted, parameters)]
        values = []
        keys = _keys(db, catalogue, parts, tail, parameters)
    try:
        xy = _lon_lat(blobs, parts)
    except TypeError:  # a geometry is missing, or is a text
        return None
    except GeometryFault as fault:
        row = int(keys[fault.index])
        raise catalogue.fault(parts, row, parts.geometry, str(fault)) from fault
    return None if xy is None or len(xy) != len(keys) else PointRows(keys, xy, values)


def _lon_lat(blobs: Sequence[Any], parts: Table) -> NDArray[np.float64] | None:
    xy = decode_plain_points(b"".join(blobs), parts.geometries)
    if xy is None or parts.reprojection is None:
        return xy
    lon_lat = parts.reprojection.xy(xy)
    refuse_off_earth(lon_lat, np.arange(len(xy)))
    return lon_lat


def _keys(
    db: Database, catalogue: Catalogue, parts: Table, tail: str, parameters: Sequence[Any]
) -> Keys:
    """The keys of rows; where they are in order and none is left out they need not be read."""
    key = quoted(parts.key)
    chosen = f"SELECT {key} FROM {quoted(parts.name)} {tail}"
    ((count, low, high),) = db.rows(
        f"SELECT count(*), min({key}), max({key}) FROM ({chosen})", parameters
    )
    if count and tail.endswith(f"ORDER BY {key}") and high - low + 1 == count:
        return np.arange(low, high + 1, dtype=np.int64)
    rows = catalogue.rows(parts, (), tail, parameters)
    return np.fromiter((found for (found,) in rows), np.int64, len(rows))
