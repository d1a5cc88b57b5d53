"""Geometry is looked over before GEOS sees it."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.store.blob import GeometryFault, GeometryRule, declared_kinds, decode, family_kinds
from mapapp.store.wkb import MOST_NESTED, Kinds, WkbError, look_over
from tests.timing import expect_within

HEADER = b"GP\0\1" + struct.pack("<i", 4326)
GEOMETRIES = [
    "POINT (121 38)",
    "POINT EMPTY",
    "POINT Z (121 38 5)",
    "LINESTRING (121 38, 122 39)",
    "LINESTRING EMPTY",
    "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
    "MULTIPOINT (1 2, 3 4)",
    "MULTIPOINT EMPTY",
    "MULTIPOINT Z (1 2 3, 3 4 5)",
    "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8, 9 9))",
    "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1)))",
]


def nested(depth: int) -> bytes:
    return struct.pack("<BII", 1, 7, 1) * depth + struct.pack("<BIdd", 1, 1, 123, 41)


@pytest.mark.parametrize("wkt", GEOMETRIES)
@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_every_kind_is_read_as_geos_reads_it(wkt: str, byte_order: int, flavor: str) -> None:
    geometry = shapely.from_wkt(wkt)
    wkb = shapely.to_wkb(geometry, byte_order=byte_order, flavor=flavor)
    (read,) = decode([HEADER + wkb])
    assert shapely.equals_exact(read, geometry)


def test_points_and_others_keep_their_places() -> None:
    wkts = ["POINT (1 2)", None, "LINESTRING (0 0, 1 1)", "POINT (3 4)", "POINT Z (5 6 7)"]
    blobs = [None if w is None else HEADER + shapely.to_wkb(shapely.from_wkt(w)) for w in wkts]
    assert [None if g is None else shapely.to_wkt(g, trim=True) for g in decode(blobs)] == wkts


@pytest.mark.timed
@pytest.mark.parametrize("depth", [MOST_NESTED + 1, 10_000, 1_000_000])
def test_deep_collections_are_refused_in_no_time(depth: int) -> None:
    start = time.process_time()
    with pytest.raises(GeometryFault, match="nested more than 32 deep"):
        decode([HEADER + nested(depth)])
    expect_within(time.process_time() - start, 0.5, "a refusal, in s,")


def test_collections_as_deep_as_that_are_read() -> None:
    (read,) = decode([HEADER + nested(MOST_NESTED)])
    assert shapely.get_num_coordinates(read) == 1


@pytest.mark.parametrize(
    ("wkb", "said"),
    [
        (struct.pack("<BIdd", 1, 1, float("nan"), 41), "no longitude and latitude"),
        (struct.pack("<BIdd", 1, 1, 121, float("inf")), "no longitude and latitude"),
        (struct.pack("<BIdd", 1, 1, 181, 41), "no longitude and latitude"),
        (struct.pack("<BIdd", 1, 1, 121, -91), "no longitude and latitude"),
        (struct.pack(">BIdd", 0, 1, 121, -91), "no longitude and latitude"),
        (struct.pack("<BIIdddd", 1, 2, 2, 1, 1, float("nan"), 1), "no longitude and latitude"),
        (struct.pack("<BIIdddd", 1, 2, 2, 1, 1, 1e9, 1), "no longitude and latitude"),
        (struct.pack("<BII", 1, 2, 0xFFFFFFFF), "claims 4,294,967,295 parts"),
        (struct.pack("<BII", 1, 3, 0xFFFFFFFF), "claims 4,294,967,295 parts"),
        (struct.pack("<BIII", 1, 3, 1, 0xFFFFFFFF), "claims 4,294,967,295 parts"),
        (struct.pack("<BII", 1, 4, 0xFFFFFFFF), "claims 4,294,967,295 parts"),
        (struct.pack("<BII", 1, 7, 0xFFFFFFFF), "claims 4,294,967,295 parts"),
        (struct.pack("<BIIdd", 1, 2, 1, 1, 1), "a line of one point"),
        (struct.pack("<BIII8d", 1, 3, 1, 4, 0, 0, 1, 0, 1, 1, 2, 2), "a ring that is not closed"),
        (struct.pack("<BIII4d", 1, 3, 1, 2, 0, 0, 0, 0), "a ring that is not closed"),
        (struct.pack("<BIId", 1, 1, 0, 0), "cut short"),
        (b"\1\1", "cut short"),
        (b"", "cut short"),
        (struct.pack("<BI", 1, 17), "unknown kind"),
        (struct.pack("<BI", 1, 4001), "unknown kind"),
        (struct.pack("<BI", 7, 1), "unknown byte order"),
        (struct.pack("<BIIdd", 1, 0x20000001, 3857, 1, 1), "a reference system of its own"),
        (struct.pack("<BIIBIdd", 1, 5, 1, 1, 1, 0, 0), "a Point stands where LineString belongs"),
    ],
)
def test_what_is_no_geometry_is_told(wkb: bytes, said: str) -> None:
    good = HEADER + struct.pack("<BIdd", 1, 1, 1, 1)
    with pytest.raises(GeometryFault, match=said) as caught:
        decode([good, None, HEADER + wkb])
    assert caught.value.index == 2


@pytest.mark.parametrize(
    "blob",
    [b"", b"GP", b"XX" + HEADER[2:] + nested(0), b"GP\5" + HEADER[3:] + nested(0),
     b"GP\0\x0b" + HEADER[4:] + nested(0), b"GP\0\x21" + HEADER[4:] + nested(0), "text", 5, 5.0],
)  # fmt: skip
def test_what_has_no_header_is_told(blob: object) -> None:
    with pytest.raises(GeometryFault, match=r"no header|no geometry"):
        decode([blob])


def test_a_header_of_another_reference_system_is_told() -> None:
    blob = b"GP\0\1" + struct.pack("<i", 3857) + nested(0)
    with pytest.raises(GeometryFault, match="the reference system 3857"):
        decode([blob])


@pytest.mark.parametrize(
    ("kinds", "wkt", "fits"),
    [
        (declared_kinds("POINT"), "POINT (1 2)", True),
        (declared_kinds("POINT"), "MULTIPOINT ((1 2))", False),
        (declared_kinds("POINT"), "POLYGON ((0 0, 4 0, 4 4, 0 0))", False),
        (declared_kinds("MULTILINESTRING"), "LINESTRING (0 0, 1 1)", True),
        (declared_kinds("MULTILINESTRING"), "POINT (0 0)", False),
        (declared_kinds("GEOMETRYCOLLECTION"), "MULTIPOINT ((1 2))", True),
        (declared_kinds("GEOMETRY"), "POINT (1 2)", True),
        (declared_kinds(None), "POINT (1 2)", True),
        (family_kinds("point"), "MULTIPOINT ((1 2))", True),
        (family_kinds("point"), "GEOMETRYCOLLECTION (POINT (1 2))", True),
        (family_kinds("point"), "GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1))", True),
        (family_kinds("point"), "LINESTRING (0 0, 1 1)", False),
        (family_kinds("line"), "MULTILINESTRING ((0 0, 1 1))", True),
        (family_kinds("polygon"), "POINT (0 0)", False),
        (declared_kinds("GEOMETRY").also(family_kinds("line")), "POINT (0 0)", False),
    ],
)
def test_a_geometry_must_be_of_the_kind_of_its_layer(kinds: Kinds, wkt: str, fits: bool) -> None:
    blob = HEADER + shapely.to_wkb(shapely.from_wkt(wkt))
    if fits:
        assert decode([blob], GeometryRule(kinds))[0].wkt == wkt
    else:
        with pytest.raises(GeometryFault, match=r"stands where"):
            decode([blob], GeometryRule(kinds))


def mutated(draw: Callable[..., int], wkb: bytes) -> bytes:
    data = bytearray(wkb)
    for _ in range(draw(st.integers(1, 4))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))])


@given(st.data())
def test_what_passes_is_read_by_geos_and_lies_on_earth(data: st.DataObject) -> None:
    wkt = data.draw(st.sampled_from(GEOMETRIES))
    blob = mutated(data.draw, HEADER + shapely.to_wkb(shapely.from_wkt(wkt)))
    try:
        (read,) = decode([blob])
    except GeometryFault:
        return
    xy = np.abs(shapely.get_coordinates(read))
    assert bool(np.all(xy <= (180.001, 90.001)))


@given(st.binary(max_size=200))
def test_any_bytes_pass_or_are_told(data: bytes) -> None:
    try:
        look_over(data, 0, Kinds())
    except WkbError:
        return
