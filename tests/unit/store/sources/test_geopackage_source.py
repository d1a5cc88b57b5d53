from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from shapely import Point

from mapapp.core.errors import DataError, ReadCancelledError
from mapapp.core.expression.parser import parse
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.query import Query
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.geopackage import GeoPackageSource
from mapapp.store.sources.opening import open_source
from tests.unit.store.sources.making import POINTS, ROWS, Row, opened, write


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()


def test_an_error_in_the_middle_names_the_row_and_leaves_the_source_usable(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", ROWS)
    change(path, "UPDATE some SET geom = x'475000010001' WHERE fid = 5")
    change(path, "UPDATE some SET area = 'wide' WHERE fid = 6")
    with closing(opened(path)) as source:
        with pytest.raises(DataError, match="table some, row 5, column geom"):
            source.read()
        with pytest.raises(DataError, match="row 6, column area"):
            source.rows([1, 6], ["area"])
        with pytest.raises(DataError, match="column area: 'wide' stands where a number belongs"):
            source.statistics("area")
        assert source.read(Query(("name",), keys=(1, 6))).fids.tolist() == [1, 6]


def test_a_point_off_the_earth_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", (*POINTS, Row(Point(500, 95), "x", "y", 1.0, 1)))
    with closing(opened(path)) as source, pytest.raises(DataError, match=r"row 5.*\(500, 95\)"):
        source.read_points()


def test_utm_is_read_in_degrees(tmp_path: Path) -> None:
    rows = (Row(Point(121.62, 38.92), "Dalian", "port", 1.0, 1),)
    path = write(tmp_path / "utm.gpkg", rows, epsg=32651, kind="POINT")
    with closing(opened(path)) as source:
        assert (source.schema.crs, source.schema.geometry) == ("EPSG:32651", "point")
        (geometry,) = source.read(Query(extent=Extent(121.6, 38.9, 121.7, 39))).geometries
        assert (geometry.x, geometry.y) == pytest.approx((121.62, 38.92), abs=1e-8)
        points = source.read_points()
        assert points is not None
        assert points.xy.tolist() == [pytest.approx((121.62, 38.92), abs=1e-8)]
        assert [near.record.key for near in source.nearest(121.62, 38.92, 5)] == [1]


def test_a_system_that_is_not_defined_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", POINTS)
    change(path, "UPDATE gpkg_contents SET srs_id = 99999")
    with pytest.raises(DataError, match="99999, which the file does not define"):
        opened(path)
    change(path, "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 99999, 'NONE', 1, 'no system')")
    with pytest.raises(DataError, match="'no system' is not known; convert"):
        opened(path)


def test_only_points_are_said_to_be_points(tmp_path: Path) -> None:
    with closing(opened(write(tmp_path / "a.gpkg", POINTS, kind="POINT"))) as source:
        assert source.schema.geometry == "point"
    with closing(opened(write(tmp_path / "b.gpkg", (), kind="MULTIPOLYGON"))) as source:
        assert source.schema.geometry == "polygon"
        assert source.read_points() is None


def test_points_with_gaps_in_their_keys_keep_them(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", POINTS)
    change(path, "DELETE FROM some WHERE fid = 2")
    with closing(opened(path)) as source:
        points = source.read_points()
        assert points is not None
        assert points.keys.tolist() == source.keys().tolist() == [1, 3, 4]


def test_a_change_by_another_program_is_another_revision(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", ROWS)
    with closing(opened(path)) as source:
        before = source.revision
        change(path, "UPDATE some SET name = 'New' WHERE fid = 1")
        assert source.revision != before
        assert source.rows([1], ["name"]) == [("New",)]


@pytest.mark.parametrize("change_it", ["WAL mode", "replaced"])
def test_the_revision_is_that_of_what_is_read(tmp_path: Path, change_it: str) -> None:
    """A copy and a file that was replaced are read as they were until they are opened again."""
    path = write(tmp_path / "some.gpkg", ROWS)
    if change_it == "WAL mode":
        change(path, "PRAGMA journal_mode = WAL")
    with closing(opened(path)) as source:
        before = source.revision
        if change_it == "replaced":
            write(tmp_path / "other.gpkg", POINTS).replace(path)
        change(path, "UPDATE some SET name = 'New' WHERE fid = 1")
        assert source.rows([1], ["name"]) == [("Alpha",)]
        assert source.revision == before
        with closing(source.again()) as again:
            assert again.rows([1], ["name"]) == [("New",)]


def test_numbers_come_before_texts_in_a_column_of_both(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", ROWS)
    change(path, "ALTER TABLE some ADD COLUMN any_of")
    change(path, "UPDATE some SET any_of = CASE WHEN fid % 2 THEN fid ELSE 'n' || fid END")
    change(path, "UPDATE some SET any_of = 2.5 WHERE fid = 4")
    with closing(opened(path)) as source:
        statistics = source.statistics("any_of")
        assert statistics.few == (1, 2.5, 3, 5, 7, "n2", "n6", "n8")
        assert (statistics.minimum, statistics.maximum) == (1, "n8")


class CancelledSoon:
    """Cancelled as soon as SQLite asks, which is in the middle of a query."""

    def __init__(self) -> None:
        self.asked = 0

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked > 1


def test_a_long_query_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", ())
    change(
        path,
        "INSERT INTO some (name, area) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
        "SELECT i + 1 FROM n WHERE i < 100000) SELECT 'Name ' || i, i FROM n",
    )
    with closing(opened(path)) as source:
        cancel = CancelledSoon()
        with pytest.raises(ReadCancelledError):
            source.keys(Query(where=parse('name contains "x"', source.schema.fields)), cancel)
        assert cancel.asked == 3  # before, by SQLite, and for the sentence
        assert source.count(Query(), threading.Event()) == 100_000


def test_a_source_may_share_a_file_that_it_does_not_close(tmp_path: Path) -> None:
    with GeoPackage(write(tmp_path / "some.gpkg", ROWS)) as file:
        ref = SourceRef("atlas", table="some")
        source = GeoPackageSource(file, "some", ref)
        assert source.ref == ref
        source.close()
        assert file.count("some") == len(ROWS)


def test_an_unknown_kind_or_table_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = str(write(tmp_path / "some.gpkg", ROWS))
    with pytest.raises(DataError, match="did you mean 'geopackage'"):
        open_source(SourceRef("geopakage", path, "some"))
    with pytest.raises(DataError, match="did you mean 'some'"):
        open_source(SourceRef("geopackage", path, "same"))
    with pytest.raises(DataError, match=r"missing\.gpkg"):
        open_source(SourceRef("geopackage", str(tmp_path / "missing.gpkg"), "some"))


def test_a_column_of_truth_values_is_told_from_one_of_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "some.gpkg", ROWS)
    change(path, "ALTER TABLE some ADD COLUMN is_open BOOLEAN")
    with closing(opened(path)) as source:
        assert [field.id for field in source.schema.fields if field.is_truth] == ["is_open"]
