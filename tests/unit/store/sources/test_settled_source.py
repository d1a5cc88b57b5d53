"""What a table that stays as it is is asked, and how often its file is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Exactly, field_of_column
from mapapp.core.geo.extent import Extent
from mapapp.core.source.query import EVERYTHING, Query
from mapapp.store.readonly import Database
from mapapp.store.sources import settled
from mapapp.store.sources.settled import SettledSource
from tests.unit.store.sources.making import POINTS, ROWS, settled_source, write

NEAR = Query(("name",), Extent(121, 40, 123, 41), placed=True)
BY_NAME = Query(where=Exactly(field_of_column("name"), ("Alpha", "")), placed=True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that files are asked."""
    queries: list[str] = []
    rows, raw_rows = Database.rows, Database.raw_rows

    def told_rows(db: Database, sql: str, *rest: object) -> object:
        queries.append(sql)
        return rows(db, sql, *rest)  # type: ignore[arg-type]

    def told_raw_rows(db: Database, sql: str, *rest: object) -> object:
        queries.append(sql)
        return raw_rows(db, sql, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "rows", told_rows)
    monkeypatch.setattr(Database, "raw_rows", told_raw_rows)
    return queries


@pytest.fixture
def source(tmp_path: Path) -> Iterator[SettledSource]:
    made = settled_source(write(tmp_path / "a.gpkg", ROWS))
    yield made
    made.close()


def test_one_picture_reads_parts_and_the_next_the_whole_once(
    source: SettledSource, asked: list[str]
) -> None:
    found = [source.read(NEAR).fids.tolist() for _ in range(3)]
    assert len(asked) == 3
    found += [source.read(NEAR).fids.tolist() for _ in range(5)]
    assert len(asked) == 4
    assert found == [[1, 4]] * 8
    assert source.keys(NEAR).tolist() == [1, 4]
    assert source.read(BY_NAME).fids.tolist() == [1]
    assert len(asked) == 4


def test_points_are_kept_as_points(tmp_path: Path, asked: list[str]) -> None:
    with closing(settled_source(write(tmp_path / "p.gpkg", POINTS, kind="POINT"))) as source:
        for _ in range(4):
            source.read_points(NEAR)
        count = len(asked)
        points = source.read_points(NEAR)
        assert points is not None
        assert (points.keys.tolist(), points.columns) == ([1], {"name": ["Alpha"]})
        assert len(asked) == count


def test_a_few_points_are_kept_at_once(tmp_path: Path, asked: list[str]) -> None:
    with closing(settled_source(write(tmp_path / "p.gpkg", POINTS, kind="POINT"))) as source:
        source.read(NEAR)
        count = len(asked)
        assert source.read(BY_NAME).fids.tolist() == [1]
        assert len(asked) == count


def test_all_are_counted_once(source: SettledSource, asked: list[str]) -> None:
    assert [source.count(EVERYTHING) for _ in range(3)] == [len(ROWS)] * 3
    assert len(asked) == 1


def test_a_table_of_a_large_file_is_not_kept(
    source: SettledSource, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settled, "_SMALL_BYTES", 100)
    for _ in range(6):
        source.read(NEAR)
    assert len(asked) == 6


def test_what_is_wrong_elsewhere_harms_no_part(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", ROWS)
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE some SET geom = x'00' WHERE fid = 6")
        db.commit()
    with closing(settled_source(path)) as source:
        parts = [source.read(NEAR).fids.tolist() for _ in range(5)]
        assert parts == [[1, 4]] * 5
        with pytest.raises(DataError, match="no header of a GeoPackage"):
            source.read(Query(placed=True))


def test_a_part_that_was_changed_does_not_change_the_whole(source: SettledSource) -> None:
    for _ in range(4):
        source.read(NEAR)
    part = source.read(NEAR)
    part.geometries[:] = None
    part.columns["name"][:] = ["x"] * len(part)  # type: ignore[index]
    assert source.read(NEAR).columns["name"] != part.columns["name"]
    assert None not in source.read(NEAR).geometries.tolist()


def test_an_empty_text_is_missing_in_the_whole_as_in_the_file(tmp_path: Path) -> None:
    rows = (POINTS[0], POINTS[0]._replace(name=""))
    with closing(settled_source(write(tmp_path / "p.gpkg", rows, kind="POINT"))) as source:
        found = [source.read(BY_NAME).fids.tolist() for _ in range(4)]
        points = [source.read_points(BY_NAME) for _ in range(4)]
    assert found == [[1]] * 4
    assert [each.keys.tolist() for each in points if each] == [[1]] * 4
