"""Layers of files as sources: read once, shared, and the files of somebody else untouched."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely

from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import SourceRef, file_ref, read_source_ref
from mapapp.core.source.query import Query
from mapapp.core.texts.strict import StrictTable
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.targets import Target
from mapapp.store.files.writing import WrittenLayer, write_layers
from mapapp.store.sources import files
from mapapp.store.sources.files import _OPEN, open_file, open_layers
from mapapp.store.sources.geopackage import GeoPackageSource
from mapapp.store.sources.memory import MemorySource
from tests.data.bad.gallery import state

MIXED = """name;geom
a;POINT(123 41)
b;POLYGON((1 1,2 1,2 2,1 1))
c;LINESTRING(1 1,2 2)
d;GEOMETRYCOLLECTION(POINT(5 5),POLYGON((1 1,2 1,2 2,1 1)))
"""


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.csv"
    path.write_text(MIXED)
    return path


def test_a_reference_keeps_how_its_file_is_read() -> None:
    ref = file_ref("/a.csv", "t", {"datum": "gcj02", "crs": None, "lon": "", "geometry": "point"})
    assert ref.mapping() == {
        "kind": "file", "uri": "/a.csv", "table": "t",
        "options": {"datum": "gcj02", "geometry": "point"},
    }  # fmt: skip
    assert read_source_ref(StrictTable(ref.mapping(), "it", DataError)) == ref
    with pytest.raises(DataError, match="'dtum' is not known; did you mean 'datum'"):
        read_source_ref(
            StrictTable({"kind": "file", "options": {"dtum": "gcj02"}}, "it", DataError)
        )


def test_who_opens_a_file_that_is_read_waits_for_no_other(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("lon,lat\n123,41\n")
    read, begun, may_end = files._read, Event(), Event()
    times: list[Path] = []

    def held_back(path: Path, *said: Any) -> MemorySource:
        times.append(path)
        if path == mixed:
            begun.set()
            may_end.wait(10)
        return read(path, *said)

    monkeypatch.setattr(files, "_read", held_back)
    with ThreadPoolExecutor(2) as pool:
        twice = [pool.submit(open_file, file_ref(str(mixed))) for _ in range(2)]
        begun.wait(10)
        assert open_file(file_ref(str(other))).count() == 1
        may_end.set()
        one, again = (each.result(10) for each in twice)
    assert isinstance(one, MemorySource)
    assert isinstance(again, MemorySource)
    assert one.held is again.held
    assert times == [mixed, other]


def test_a_file_is_read_once_for_all_who_open_it(mixed: Path) -> None:
    ref = file_ref(str(mixed))
    one, other = open_file(ref), open_file(ref)
    assert isinstance(one, MemorySource)
    assert isinstance(other, MemorySource)
    assert one.held is other.held
    one.close()
    other.close()
    assert not _OPEN


def test_a_file_that_has_changed_is_read_anew(mixed: Path) -> None:
    before = open_file(file_ref(str(mixed)))
    mixed.write_text(MIXED + "e;POINT(9 9)\n")
    after = open_file(file_ref(str(mixed)))
    assert (before.count(), after.count()) == (4, 5)
    mixed.unlink()
    assert len(before.read()) == 4
    with pytest.raises(DataError, match="does not exist; check the path"):
        open_file(file_ref(str(mixed)))


def test_each_kind_of_geometry_is_a_source_of_its_own(mixed: Path) -> None:
    found = {
        source.schema.geometry: source.keys(Query(placed=True)).tolist()
        for source in open_layers(mixed, "", ReadOptions())
    }
    assert found == {"polygon": [2, 4], "line": [3], "point": [1, 4]}
    chosen = open_file(file_ref(str(mixed), "", {"geometry": "point"}))
    assert [each and each.geom_type for each in chosen.read().geometries] == [
        "Point", None, None, "MultiPoint",
    ]  # fmt: skip


def geopackage(folder: Path) -> Path:
    path = folder / "a.gpkg"
    table = pa.table({"name": ["沈阳", "大连"]})
    points = np.array([shapely.Point(123.4, 41.8), shapely.Point(121.6, 38.9)], dtype=object)
    write_layers([WrittenLayer("towns", table, points)], Target(path, crs="EPSG:4529"))
    return path


def test_a_table_of_a_geopackage_is_read_where_it_stands(tmp_path: Path) -> None:
    path = geopackage(tmp_path)
    source = open_file(file_ref(str(path)))
    assert isinstance(source, GeoPackageSource)
    assert source.schema.crs == "EPSG:4529"
    points = source.read_points()
    assert points is not None
    assert points.xy == pytest.approx(np.array([[123.4, 41.8], [121.6, 38.9]]), abs=1e-6)
    source.close()
    with pytest.raises(DataError, match=r"has no layer 'town'; did you mean 'towns'"):
        open_file(file_ref(str(path), "town"))


def test_a_locked_geopackage_in_a_folder_to_be_read_only_stays_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = geopackage(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.create_function("ST_IsEmpty", 1, lambda _: False)  # for its index, which GDAL keeps
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            other.create_function(name, 1, lambda _: 0.0)
        other.execute("UPDATE towns SET name = 'in the log' WHERE fid = 1")
        other.execute("BEGIN EXCLUSIVE")
        folder.chmod(0o555)
        before = state(folder)
        in_place = open_file(file_ref(str(path)))
        (in_memory,) = open_layers(path, "", ReadOptions(crs="EPSG:4529"))
        for source in (in_place, in_memory):
            assert source.rows([1, 2], ["name"]) == [("in the log",), ("大连",)]
            source.close()
        assert state(folder) == before
        folder.chmod(0o755)
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("a,b\n1,2\n", {}, "no geometry, and no columns that look like coordinates; say which of"),
        ("x,y\n41535000,4628649\n", {}, "it may be EPSG:4529"),
        ("x,y\n41535000,4628649\n", {"crs": "EPSG:1"}, "reference system 'EPSG:1' is not known"),
        ("x,y\n1,2\n", {"datum": "mars"}, "There is no datum 'mars'"),
        ("x,y\n999,2\n", {"crs": "EPSG:4326"}, "No row lies on Earth"),
    ],
)
def test_what_cannot_be_placed_is_refused(
    tmp_path: Path, content: str, options: dict[str, str], said: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content)
    with pytest.raises(DataError, match=said):
        open_file(file_ref(str(path), "", options))


def test_a_row_without_a_place_is_a_feature_without_a_geometry(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("lon,lat\n123.4,41.8\n,\n")
    source = open_file(file_ref(str(path)))
    assert [each and each.geom_type for each in source.read().geometries] == ["Point", None]
    assert source.keys(Query(placed=True)).tolist() == [1]
    assert source.feature(2).geometry is None


def test_metres_with_a_system_that_is_said_are_placed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n41533259.6,4629024.1\n")
    source = open_file(file_ref(str(path), "", {"crs": "EPSG:4529"}))
    points = source.read_points()
    assert points is not None
    assert points.xy[0] == pytest.approx((123.4, 41.8), abs=1e-2)
    assert source.schema.crs == "EPSG:4529"
    assert source.ref == SourceRef("file", str(path), "", (("crs", "EPSG:4529"),))
