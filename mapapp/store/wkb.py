"""Looks over well-known binary before GEOS reads it.

GEOS goes into nested collections by recursion and believes counts, so that a small file from
anybody could end the program. The forms are those of OGC 06-103r4, clause 8.2, with the codes of
ISO 13249-3 and, as some writers still have it, the flags of EWKB for Z and M.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

import numpy as np

from mapapp.core.errors import ToldError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.near_names import either

MOST_NESTED: Final = 32
"""So many collections may be within one another."""

POINT, LINE, POLYGON, MULTIPOINT, MULTILINE, MULTIPOLYGON, COLLECTION = range(1, 8)

NAMES: Mapping[int, str] = {
    POINT: "Point",
    LINE: "LineString",
    POLYGON: "Polygon",
    MULTIPOINT: "MultiPoint",
    MULTILINE: "MultiLineString",
    MULTIPOLYGON: "MultiPolygon",
    COLLECTION: "GeometryCollection",
}
ANY = frozenset(NAMES)
"""All kinds that can be read."""

_MEMBERS = {MULTIPOINT: POINT, MULTILINE: LINE, MULTIPOLYGON: POLYGON}
_HEADERS = (struct.Struct(">I"), struct.Struct("<I"))
_PLAIN = struct.Struct("<BIII")
"""Byte order, kind, count, and the points of a first ring."""

_EWKB_Z, _EWKB_M, _EWKB_SRID = 0x80000000, 0x40000000, 0x20000000
_HEAD_BYTES, _COUNT_BYTES, _NUMBER_BYTES = 5, 4, 8


class WkbError(ToldError, ValueError):
    """What is wrong with a geometry, as half a sentence."""


@record
class Kinds:
    """What a geometry may be, by the codes of this module.

    Attributes:
        outside: the geometry itself.
        inside: what a collection may hold.
    """

    outside: frozenset[int] = ANY
    inside: frozenset[int] = ANY

    def also(self, other: Kinds) -> Kinds:
        """What both allow."""
        return Kinds(self.outside & other.outside, self.inside & other.inside)


def look_over(data: bytes, at: int, kinds: Kinds) -> None:
    """Check the well-known binary that begins at a byte of ``data``.

    Whether its numbers are finite is left to whoever reads them, who can do so for many
    geometries at once.

    Raises:
        WkbError: if it is cut short, nested too deeply, claims more than there is, or has a
            kind that is not among ``kinds``.
    """
    if _is_plain(data, at, kinds.outside):
        return
    left = [1]
    allowed = [kinds.outside]
    while left:
        if not left[-1]:
            left.pop()
            allowed.pop()
            continue
        left[-1] -= 1
        kind, dimensions, order = _head(data, at)
        if kind not in allowed[-1]:
            raise _misplaced(kind, allowed[-1])
        at += _HEAD_BYTES
        if kind in (POINT, LINE, POLYGON):
            at = _END[kind](data, at, dimensions * _NUMBER_BYTES, order)
            continue
        members, at = _count(data, at, order, _HEAD_BYTES + _COUNT_BYTES)
        if kind == MULTIPOINT and _are_points(data, at, members, dimensions, order):
            at += members * (_HEAD_BYTES + dimensions * _NUMBER_BYTES)
            continue
        if len(left) > MOST_NESTED:
            raise WkbError(
                "its collections are nested more than {most_nested} deep", most_nested=MOST_NESTED
            )
        left.append(members)
        allowed.append(frozenset((_MEMBERS[kind],)) if kind in _MEMBERS else kinds.inside)


def _is_plain(data: bytes, at: int, kinds: frozenset[int]) -> bool:
    """Whether this is a sound line, or a polygon of one ring: nearly all there are, told fast."""
    size = len(data)
    if size < at + _PLAIN.size:
        return False
    order, kind, count, points = _PLAIN.unpack_from(data, at)
    if order != 1 or kind not in kinds:
        return False
    if kind == LINE:
        return bool(count != 1 and at + 9 + 16 * count <= size)
    start, end = at + 13, at + 13 + 16 * points
    is_whole = kind == POLYGON and count == 1 and points > 3 and end <= size
    return bool(is_whole) and data[start : start + 16] == data[end - 16 : end]


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Kind, numbers a position, and byte order of the geometry at a byte."""
    if at + _HEAD_BYTES > len(data):
        raise WkbError("it is cut short")
    order = data[at]
    if order > 1:
        raise WkbError("it has an unknown byte order")
    (code,) = _HEADERS[order].unpack_from(data, at + 1)
    if code & _EWKB_SRID:
        raise WkbError("it names a reference system of its own")
    flags, code = bool(code & _EWKB_Z) + bool(code & _EWKB_M), code & 0x1FFFFFFF
    thousands, kind = divmod(code, 1000)
    if kind not in NAMES or thousands > 3:
        raise WkbError("it is of an unknown kind ({code})", code=code)
    return kind, 2 + max(flags, (0, 1, 1, 2)[thousands]), order


def _misplaced(kind: int, allowed: frozenset[int]) -> WkbError:
    belongs = either(NAMES[each] for each in sorted(allowed)) if allowed else Message("nothing")
    return WkbError("a {kind} stands where {allowed} belongs", kind=NAMES[kind], allowed=belongs)


def _count(data: bytes, at: int, order: int, least_bytes: int) -> tuple[int, int]:
    """A count that the bytes left can hold, at ``least_bytes`` each, and where it ends."""
    end = at + _COUNT_BYTES
    if end > len(data):
        raise WkbError("it is cut short")
    (count,) = _HEADERS[order].unpack_from(data, at)
    if count * least_bytes > len(data) - end:
        raise WkbError("it claims {count:,} parts and is too short for them", count=count)
    return int(count), end


def _after_point(data: bytes, at: int, position_bytes: int, _: int) -> int:
    if at + position_bytes > len(data):
        raise WkbError("it is cut short")
    return at + position_bytes


def _after_line(data: bytes, at: int, position_bytes: int, order: int) -> int:
    count, at = _count(data, at, order, position_bytes)
    if count == 1:
        raise WkbError("it has a line of one point")
    return at + count * position_bytes


def _after_polygon(data: bytes, at: int, position_bytes: int, order: int) -> int:
    rings, at = _count(data, at, order, _COUNT_BYTES)
    for _ in range(rings):
        count, at = _count(data, at, order, position_bytes)
        end = at + count * position_bytes
        if count and (count < 4 or data[at : at + 16] != data[end - position_bytes :][:16]):
            raise WkbError("it has a ring that is not closed")
        at = end
    return at


_END = {POINT: _after_point, LINE: _after_line, POLYGON: _after_polygon}


def _are_points(data: bytes, at: int, count: int, dimensions: int, order: int) -> bool:
    """Whether the members of a MultiPoint all follow in one form, as nearly always."""
    size = _HEAD_BYTES + dimensions * _NUMBER_BYTES
    if count * size > len(data) - at:
        raise WkbError("it claims {count:,} parts and is too short for them", count=count)
    heads = np.frombuffer(data, np.uint8, count * size, at).reshape(count, size)[:, :_HEAD_BYTES]
    return bool(count) and heads[0, 0] == order and bool((heads == heads[0]).all()) and (
        _head(data, at)[:2] == (POINT, dimensions)
    )  # fmt: skip
