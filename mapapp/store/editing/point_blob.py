"""Points as a GeoPackage stores them, made anew or moved (OGC 12-128r18, clause 2.1.3)."""

from __future__ import annotations

import struct
from typing import Literal

import numpy as np

from mapapp.core.errors import DataError
from mapapp.store.blob import wkb_start
from mapapp.store.tables import Table
from mapapp.store.wkb import MULTIPOINT, POINT, WkbError

_HEADER = struct.Struct("<2sBBi")
_LITTLE_ENDIAN_NO_ENVELOPE = 1
_PLACE_BYTES = 16
_WKB_HEAD_BYTES, _COUNT_BYTES = 5, 4
_SAME_DEG = 1e-6
"""A place comes back as near as this from a reference system that reaches there."""

_DIMENSIONS = 1000
"""Codes of geometries with heights or measures are so much and twice so much greater."""


def new_point(parts: Table, lon: float, lat: float) -> bytes:
    """A point at a position (WGS84 degrees) as a table stores its geometries.

    Raises:
        DataError: if the reference system of the table does not reach there.
    """
    x, y = _stored(parts, lon, lat)
    point = struct.pack("<BIdd", 1, POINT, x, y)
    if POINT not in parts.geometries.kinds.outside or _is_multi(parts):
        point = struct.pack("<BII", 1, MULTIPOINT, 1) + point
    return _header(parts.srs_id) + point


def moved_point(parts: Table, blob: bytes, lon: float, lat: float) -> bytes | None:
    """A stored point at another position; its height stays. None for several points, or none.

    Raises:
        DataError: if the reference system of the table does not reach there.
    """
    try:
        start = wkb_start(blob, parts.geometries)
    except WkbError:
        return None
    wkb = blob[start:]
    at = _place_at(wkb)
    if at is None:
        return None
    order = "<" if wkb[at - _WKB_HEAD_BYTES] else ">"
    place = struct.pack(f"{order}dd", *_stored(parts, lon, lat))
    return _header(parts.srs_id) + wkb[:at] + place + wkb[at + _PLACE_BYTES :]


def _is_multi(parts: Table) -> bool:
    """Whether a table says that it holds sets of points."""
    return parts.geometries.kinds.outside == {POINT, MULTIPOINT}


def _place_at(wkb: bytes) -> int | None:
    """Where the coordinates of the one point of a geometry begin."""
    kind = _number(wkb, 1) % _DIMENSIONS
    if kind == POINT:
        return _WKB_HEAD_BYTES
    if kind == MULTIPOINT and _number(wkb, _WKB_HEAD_BYTES) == 1:
        return 2 * _WKB_HEAD_BYTES + _COUNT_BYTES
    return None


def _number(wkb: bytes, at: int) -> int:
    return int.from_bytes(wkb[at : at + 4], _order(wkb[0]))


def _order(flags: int) -> Literal["little", "big"]:
    return "little" if flags & 1 else "big"


def _header(srs_id: int) -> bytes:
    return _HEADER.pack(b"GP", 0, _LITTLE_ENDIAN_NO_ENVELOPE, srs_id)


def _stored(parts: Table, lon: float, lat: float) -> tuple[float, float]:
    if parts.reprojection is None:
        return lon, lat
    import shapely

    (point,) = parts.reprojection.stored_geometries(np.array([shapely.Point(lon, lat)]))
    back = parts.reprojection.xy(shapely.get_coordinates(point))
    if not np.allclose(back, (lon, lat), rtol=0, atol=_SAME_DEG):  # nor infinite
        raise DataError(
            "{lat:.5f}, {lon:.5f} lies outside of the reference system {crs} of this layer; choose "
            "a place nearer to its features.",
            lat=lat,
            lon=lon,
            crs=parts.reprojection.crs,
        )
    return float(point.x), float(point.y)
