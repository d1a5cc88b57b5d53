"""Geometry as a GeoPackage stores it: a short header, then well-known binary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import ToldError
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.store.wkb import ANY, COLLECTION, NAMES, POINT, Kinds, WkbError, look_over

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Length of the envelope by its code in the flags, OGC 12-128r18, clause 2.1.3.1.1."""

_MAGIC, _HEADER_BYTES = b"GP", 8
_EXTENDED = 0x20
_PLAIN_POINT = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("order", "u1"),
     ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")]
)  # fmt: skip
"""A point without an envelope, all little-endian: nearly every point there is."""

PLAIN_POINT_BYTES = _PLAIN_POINT.itemsize

_BEYOND_DEG = 1e-6
"""So far beyond ±180 and ±90 a coordinate may be, from rounding."""

_DECLARED = {name.upper(): code for code, name in NAMES.items()}


_ANY_KIND = Kinds()
_SRS_IDS = frozenset((4326, 4490, 0, -1))


@record
class GeometryRule:
    """What the geometries of a table may be.

    Attributes:
        kinds: of what they may be.
        srs_ids: reference systems that their headers may name.
        in_degrees: whether coordinates must be longitudes and latitudes; else only finite.
    """

    kinds: Kinds = _ANY_KIND
    srs_ids: frozenset[int] = _SRS_IDS
    in_degrees: bool = True


ANY_GEOMETRY = GeometryRule()


def declared_kinds(name: str | None) -> Kinds:
    """What a table that declares a type may hold; a Multi… also holds what it is made of.

    Any kind where nothing, or nothing known, is declared.
    """
    code = _DECLARED.get((name or "").upper())
    if code is None:
        return Kinds()
    outside = {code}
    if code == COLLECTION:
        outside |= {4, 5, 6}
    elif code > 3:
        outside.add(code - 3)
    return Kinds(frozenset(outside), ANY)


def family_kinds(geometry: str) -> Kinds:
    """What a layer of points, lines or polygons may hold; a collection may hold anything."""
    code = ("point", "line", "polygon").index(geometry) + 1
    return Kinds(frozenset((code, code + 3, COLLECTION)))


class GeometryFault(ToldError, ValueError):  # noqa: N818 - it becomes an error when it is known where
    """What is wrong with a geometry, as half a sentence, and which of those asked for it is."""

    def __init__(self, index: int, what: str, /, **values: object) -> None:
        super().__init__(what, **values)
        self.index = index


def decode(blobs: Sequence[object], rule: GeometryRule = ANY_GEOMETRY) -> GeometryArray:
    """The shapely geometries of GeoPackage blobs, in degrees; None stays None.

    Raises:
        GeometryFault: if one is no geometry, not of a kind that is allowed, or has coordinates
            that are not finite or not on Earth.
    """
    lengths = _lengths(blobs)
    decoded = np.full(len(blobs), None, dtype=np.object_)
    short = np.flatnonzero(lengths == PLAIN_POINT_BYTES)
    done = np.zeros(len(blobs), dtype=np.bool_)
    if len(short) and POINT in rule.kinds.outside:
        done[_decode_points(blobs, short, decoded, rule)] = True
    others = np.flatnonzero((lengths >= 0) & ~done)
    if len(others):
        decoded[others] = _decode_others(blobs, others, rule)
    return decoded


def _lengths(blobs: Sequence[object]) -> NDArray[np.int64]:
    """Bytes of each blob, -1 for None."""
    if set(map(type, blobs)) <= {bytes, type(None)}:
        sizes = (-1 if blob is None else len(blob) for blob in blobs)  # type: ignore[arg-type]
        return np.fromiter(sizes, np.int64, len(blobs))
    index = next(i for i, b in enumerate(blobs) if not isinstance(b, bytes | None))
    raise GeometryFault(index, "it is no geometry")


def _decode_points(
    blobs: Sequence[object], short: NDArray[np.int64], decoded: GeometryArray, rule: GeometryRule
) -> NDArray[np.int64]:
    """Decode those that are plain points, all at once; the answer says which these were."""
    import shapely

    chosen = blobs if len(short) == len(blobs) else [blobs[i] for i in short]
    points = np.frombuffer(b"".join(chosen), _PLAIN_POINT)  # type: ignore[arg-type]
    plain = _are_plain(points, rule)
    if not plain.all():
        short, points = short[plain], points[plain]
    decoded[short] = shapely.points(_checked_xy(points, short, rule))
    return short


def decode_plain_points(
    joined: bytes, rule: GeometryRule = ANY_GEOMETRY
) -> NDArray[np.float64] | None:
    """The coordinates, shape (n, 2), of blobs put together if all are plain points; else None.

    Raises:
        GeometryFault: if one is not finite or not on Earth.
    """
    if POINT not in rule.kinds.outside or len(joined) % PLAIN_POINT_BYTES:
        return None
    points = np.frombuffer(joined, _PLAIN_POINT)
    if not _are_plain(points, rule).all():
        return None
    return _checked_xy(points, np.arange(len(points)), rule)


def _are_plain(points: NDArray[np.void], rule: GeometryRule) -> NDArray[np.bool_]:
    return np.asarray(
        (points["magic"] == _MAGIC) & (points["version"] == 0) & (points["flags"] == 1)
        & (points["order"] == 1) & (points["kind"] == POINT)
        & _are_among(points["srs"], rule.srs_ids)
        & ~(np.isnan(points["lon"]) & np.isnan(points["lat"]))  # which is an empty one
    )  # fmt: skip


def _are_among(ids: NDArray[np.int32], allowed: Collection[int]) -> NDArray[np.bool_]:
    """Which ids are among a few. ``numpy.isin`` would import masked arrays at each start."""
    among = np.zeros(len(ids), dtype=np.bool_)
    for one in allowed:
        among |= ids == one
    return among


def _checked_xy(
    points: NDArray[np.void], index: NDArray[np.int64], rule: GeometryRule
) -> NDArray[np.float64]:
    xy = np.column_stack((points["lon"], points["lat"]))
    wrong = ~_are_allowed(xy, rule)
    if wrong.any():
        at = int(wrong.argmax())
        raise GeometryFault(int(index[at]), _what_is_wrong(xy[at], rule))
    return xy


def _decode_others(
    blobs: Sequence[object], chosen: NDArray[np.int64], rule: GeometryRule
) -> GeometryArray:
    import shapely

    wkbs = [_looked_over(cast(bytes, blobs[i]), i, rule) for i in chosen.tolist()]
    try:
        with np.errstate(invalid="ignore"):  # NaN is told below
            geometries = np.asarray(shapely.from_wkb(wkbs), dtype=np.object_)
    except shapely.errors.GEOSException:
        geometries = np.array([_one(w, i) for w, i in zip(wkbs, chosen, strict=True)])
    xy, of = shapely.get_coordinates(geometries, return_index=True)
    wrong = ~_are_allowed(xy, rule)
    if wrong.any():
        at = int(wrong.argmax())
        raise GeometryFault(int(chosen[of[at]]), _what_is_wrong(xy[at], rule))
    return geometries


def _looked_over(blob: bytes, index: int, rule: GeometryRule) -> bytes:
    """The well-known binary of a blob, after a look at both."""
    try:
        start = wkb_start(blob, rule)
        look_over(blob, start, rule.kinds)
    except WkbError as error:
        raise GeometryFault(index, error.message) from error
    return blob[start:]


def wkb_start(blob: bytes, rule: GeometryRule) -> int:
    """Where the well-known binary begins; the header is of clause 2.1.3."""
    if len(blob) < _HEADER_BYTES or blob[:2] != _MAGIC or blob[2] != 0 or blob[3] & _EXTENDED:
        raise WkbError("it has no header of a GeoPackage")
    flags = blob[3]
    envelope = flags >> 1 & 7
    if envelope >= len(_ENVELOPE_BYTES):
        raise WkbError("it has no header of a GeoPackage")
    srs_id = int.from_bytes(blob[4:8], "little" if flags & 1 else "big", signed=True)
    if srs_id not in rule.srs_ids:
        raise WkbError("it is in the reference system {srs_id}", srs_id=srs_id)
    return _HEADER_BYTES + _ENVELOPE_BYTES[envelope]


def _one(wkb: bytes, index: int) -> object:
    import shapely

    try:
        return shapely.from_wkb(wkb)
    except shapely.errors.GEOSException as error:
        raise GeometryFault(int(index), "it is no geometry ({reason})", reason=error) from error


def are_on_earth(xy: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which positions, shape (n, 2), are finite degrees in range; NaN compares to nothing."""
    lon, lat = np.abs(xy[:, 0]), np.abs(xy[:, 1])
    return np.asarray((lon <= 180.0 + _BEYOND_DEG) & (lat <= 90.0 + _BEYOND_DEG))


def off_earth(position: NDArray[np.float64]) -> str:
    """What is wrong with a position that is not on Earth, as half a sentence."""
    lon, lat = position.tolist()
    return Message(
        "its coordinate ({lon:g}, {lat:g}) is no longitude and latitude in degrees",
        lon=lon,
        lat=lat,
    )


def refuse_off_earth(xy: NDArray[np.float64], of: NDArray[np.int64]) -> None:
    """Raise a ``GeometryFault`` for the first coordinate, shape (n, 2), that is not on Earth.

    ``of`` says which geometry each coordinate is of.
    """
    wrong = ~are_on_earth(xy)
    if wrong.any():
        at = int(wrong.argmax())
        raise GeometryFault(int(of[at]), off_earth(xy[at]))


def _are_allowed(xy: NDArray[np.float64], rule: GeometryRule) -> NDArray[np.bool_]:
    if rule.in_degrees:
        return are_on_earth(xy)
    return np.asarray(np.isfinite(xy).all(axis=1), dtype=np.bool_)


def _what_is_wrong(position: NDArray[np.float64], rule: GeometryRule) -> str:
    return off_earth(position) if rule.in_degrees else Message("its coordinate is not finite")
