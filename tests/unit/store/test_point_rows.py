"""Points that SQLite puts together are those that are read one by one, and so are the errors."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.answers import PointSet
from mapapp.core.source.query import Query
from mapapp.store import point_rows, readonly
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.geopackage import GeoPackageSource, open_geopackage
from mapapp.store.sources.points import points_of
from tests.unit.store.sources.making import header, write

COLUMNS = ("name", "since", "number", "area", "loose")


def blob(x: float, y: float, epsg: int = 4326) -> bytes:
    return header(epsg) + struct.pack("<BIdd", 1, 1, x, y)


PLAIN = blob(121, 41)
HOSTILE_BLOBS = (
    None,
    b"",
    PLAIN[:28],
    PLAIN + b"\0",
    PLAIN + PLAIN,
    PLAIN + blob(500, 95),
    PLAIN.decode("latin-1"),
    7,
    blob(float("nan"), float("nan")),
    blob(float("nan"), 41),
    blob(500, 95),
    blob(1, 2, 3857),
    header(4326) + struct.pack("<BIddd", 1, 1001, 121, 41, 5),
    header(4326) + struct.pack("<BIddd", 1, 2001, 121, 41, 5),
    header(4326) + struct.pack(">BIdd", 0, 1, 121, 41),
    b"GP\0\3" + struct.pack("<i4d", 4326, 121, 121, 41, 41) + PLAIN[8:],
    header(4326) + struct.pack("<BII", 1, 4, 1) + PLAIN[8:],
)
TEXTS = (
    "", "a", "港", '"', ",", '","', 'a",', '",', "\\", '\\"', '\\",', "[", "null", "\n", "\0",
    "a\0b", "\x7f", "\x85", "\ufdd0", "\u2028", "1", "2015-02-30",
)  # fmt: skip
HOSTILE_TEXTS = (None, b"a", b"\xff", b"\xc3", 5, -1.5, 2**53 + 1, float("inf"))
BROKEN_TEXTS = (b"\xff", b"\xc3", b"\xa9")

plain = st.builds(blob, st.floats(-180, 180), st.floats(-90, 90))
blobs = plain | st.sampled_from(HOSTILE_BLOBS)
texts = st.sampled_from(TEXTS)
hostile = texts | st.sampled_from(HOSTILE_TEXTS)
cells = st.tuples(
    texts | st.none(), st.none() | st.just("2015-02"), st.none() | st.integers(-9, 9),
    st.none() | st.floats(-1e9, 1e9), st.none() | texts | st.floats(-9, 9) | st.integers(-9, 9),
)  # fmt: skip
hostile_cells = st.tuples(*[hostile] * len(COLUMNS))
keys = st.integers(-5, 90)
hostile_keys = keys | st.sampled_from([2**53, 2**53 + 1, -(2**63), 1.5, "7", "x", b"7", None])
good_rows = st.dictionaries(keys, st.tuples(plain, cells), max_size=6)
bad_rows = st.dictionaries(
    hostile_keys, st.tuples(blobs | plain, cells | hostile_cells), max_size=3
)  # fmt: skip

Rows = dict[Any, tuple[Any, Sequence[Any]]]


class Table:
    """A table whose rows are as hostile as SQLite lets them be."""

    def __init__(self, path: Path) -> None:
        self.path = write(path, (), kind="POINT")
        self._db = sqlite3.connect(self.path, isolation_level=None)
        self._db.executescript(
            "PRAGMA synchronous = OFF; "
            "DROP TABLE some; DROP TABLE rtree_some_geom; CREATE TABLE some (fid INT PRIMARY KEY, "
            "geom BLOB, name TEXT, since DATE, number INTEGER, area REAL, loose, extra TEXT)"
        )
        self.source = open_geopackage(SourceRef("geopackage", str(path), "some"))

    def fill(self, rows: Rows, broken: bytes | None = None) -> None:
        """Have these rows, in the order in which they are given."""
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM some")
        for key, (geometry, values) in rows.items():
            sql = "INSERT OR REPLACE INTO some VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))"
            self._db.execute(sql, (key, geometry, *values, broken))
        self._db.execute("COMMIT")

    def close(self) -> None:
        self.source.close()
        self._db.close()


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(Table(tmp_path_factory.mktemp("points") / "some.gpkg")) as made,
    ):
        patch.setattr(point_rows, "_PIECE", 2)
        yield made


def told(found: PointSet | None) -> object:
    if found is None:
        return None
    columns = {name: list(values) for name, values in found.columns.items()}
    return found.keys.tolist(), found.xy.tolist(), repr(columns)


def both_ways(source: GeoPackageSource, query: Query) -> list[object]:
    answers = []
    for read in (
        lambda: source.read_points(query),
        lambda: points_of(source.read(Query(query.columns, query.extent, placed=True))),
    ):
        try:
            answers.append(told(read()))
        except DataError as error:
            answers.append(str(error))
    return answers


@given(rows=good_rows, extent=st.none() | st.just(Extent(100, -10, 190, 60)))
def test_plain_points_are_those_that_are_read_one_by_one(
    table: Table, rows: Rows, extent: Extent | None
) -> None:
    table.fill(rows)
    quick, slow = both_ways(table.source, Query(COLUMNS, extent))
    assert quick == slow
    with GeoPackage(table.path) as file:
        assert file.points("some", COLUMNS) is not None


@given(rows=good_rows, bad=bad_rows, broken=st.none() | st.sampled_from(BROKEN_TEXTS))
def test_whatever_a_table_holds_both_ways_say_the_same(
    table: Table, rows: Rows, bad: Rows, broken: bytes | None
) -> None:
    table.fill({**bad, **rows}, broken)
    for columns in ((), COLUMNS[:3], COLUMNS, ("extra",)):
        quick, slow = both_ways(table.source, Query(columns))
        assert quick == slow


@pytest.mark.parametrize("stored", HOSTILE_BLOBS, ids=repr)
def test_what_is_no_plain_point_is_never_taken_for_one(table: Table, stored: object) -> None:
    table.fill({1: (stored, [None] * 5)})
    with GeoPackage(table.path) as file:
        assert file.points("some", ()) is None
    quick, slow = both_ways(table.source, Query())
    assert quick == slow


def test_blobs_of_odd_lengths_that_join_to_points_are_none(table: Table) -> None:
    joined = PLAIN * 3
    cut = [joined[:28], joined[28:58], joined[58:]]
    table.fill({key: (part, [None] * 5) for key, part in enumerate(cut, 1)})
    with GeoPackage(table.path) as file:
        assert file.points("some", ()) is None
    with pytest.raises(DataError, match="row 1, column geom"):
        table.source.read_points()


def test_an_empty_table_has_no_points(table: Table) -> None:
    table.fill({})
    points = table.source.read_points(Query(COLUMNS))
    assert points is not None
    assert points.xy.shape == (0, 2)
    assert points.columns == {name: [] for name in COLUMNS}


def test_a_file_in_utf_16_is_read_one_by_one(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "wide.gpkg")) as db:
        db.execute("PRAGMA encoding = 'UTF-16le'")
        db.execute("CREATE TABLE t (a)")
        db.commit()
    with closing(Table(tmp_path / "wide.gpkg")) as table:
        table.fill({key: (blob(key, key), ["港", None, 1, 1.5, "a"]) for key in (2, 1)})
        quick, slow = both_ways(table.source, Query(COLUMNS))
        assert quick == slow
        assert table.source.read_points() is not None


def test_what_is_too_large_to_be_put_together_is_read_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {**readonly._LIMITS, sqlite3.SQLITE_LIMIT_LENGTH: 2000}
    with closing(Table(tmp_path / "some.gpkg")) as table:
        table.fill({key: (PLAIN, [None] * 5) for key in range(100)})
        monkeypatch.setattr(readonly, "_LIMITS", limits)
        with GeoPackage(table.path) as file:
            assert file.points("some", ()) is None
        with closing(table.source.again()) as source:
            points = source.read_points()
            assert points is not None
            assert len(points.keys) == 100


def test_points_with_many_names_come_in_pieces_in_their_order(table: Table) -> None:
    names = [f'Name "{number}", \\ 港' for number in range(200)]
    table.fill({key: (PLAIN, [name, None, key, None, None]) for key, name in enumerate(names)})
    points = table.source.read_points(Query(("number", "name")))
    assert points is not None
    assert list(points.columns) == ["number", "name"]
    assert points.columns["name"] == names
    assert points.columns["number"] == list(range(200))
    assert points.keys.dtype == np.dtype(np.int64)
