"""What an archive holds, wherever in its folders it lies."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from pyogrio import raw
from shapely import to_wkb

from mapapp.core.errors import DataError
from mapapp.store.files.inspecting import inspect_file
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.targets import Target
from mapapp.store.files.writing import write_layers
from tests.unit.store.files.test_formats import POINTS, layer

ONE = "name,lon,lat\na,123.4,41.8\n"
TWO = f"{ONE}b,121.6,38.9\n"


def zipped(folder: Path, members: Mapping[str, str]) -> Path:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("members", "names"),
    [
        (
            {"2014/wells.csv": ONE, "2015/wells.csv": TWO},
            ["wells (2014/wells.csv)", "wells (2015/wells.csv)"],
        ),
        ({"Wells.csv": ONE, "wells.csv": TWO}, ["Wells (Wells.csv)", "wells (wells.csv)"]),
        ({"x/wells.csv": ONE, "y/pipes.csv": TWO}, ["wells", "pipes"]),
        ({f"{'n' * 120}1.csv": ONE, f"{'n' * 120}2.csv": TWO}, ["n" * 120 + "1", "n" * 120 + "2"]),
        ({f"{'名' * 120}.csv": ONE}, ["名" * 120]),
    ],
)
def test_no_file_takes_the_place_of_another(
    tmp_path: Path, members: Mapping[str, str], names: list[str]
) -> None:
    found = inspect_file(zipped(tmp_path, members))
    assert [(each.name, each.features) for each in found] == list(zip(names, (1, 2), strict=False))


def test_layers_of_several_databases_can_be_chosen_by_their_names(tmp_path: Path) -> None:
    write_layers([layer()], Target(tmp_path / "a.gpkg"))
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for year in ("2014", "2015"):
            archive.write(tmp_path / "a.gpkg", f"{year}/a.gpkg")
    (chosen,) = raw_layers(path, ReadOptions(), "wells (2015/a.gpkg)")
    assert chosen.table.num_rows == 2


@pytest.mark.parametrize("content", ["", "neither { nor ["])
def test_a_bad_file_is_called_by_its_place_in_the_archive(tmp_path: Path, content: str) -> None:
    path = zipped(tmp_path, {"x/a.csv": ONE, "y/b.geojson": content})
    with pytest.raises(DataError, match=r"all\.zip/y/b\.geojson is ") as caught:
        inspect_file(path)
    assert str(caught.value).startswith(str(path))


def test_a_folder_that_is_a_database_stays_together(tmp_path: Path) -> None:
    raw.write(
        tmp_path / "a.gdb", to_wkb(POINTS), [np.array([7.5, 8.5])], ["depth"],
        geometry_type="Point", crs="EPSG:4326", driver="OpenFileGDB", layer="wells",
    )  # fmt: skip
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in (tmp_path / "a.gdb").iterdir():
            archive.write(part, f"x/y/a.gdb/{part.name}")
    assert [(each.name, each.features) for each in inspect_file(path)] == [("wells", 2)]


def test_the_parts_of_a_shapefile_may_be_written_in_another_case(tmp_path: Path) -> None:
    write_layers([layer()], Target(tmp_path / "a.shp"))
    names = {"a.shp": "WELLS.SHP", "a.dbf": "wells.dbf", "a.prj": "Wells.prj", "a.shx": "WELLS.SHX"}
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for old, new in names.items():
            archive.write(tmp_path / old, new)
    (found,) = inspect_file(tmp_path / "all.zip")
    assert (found.name, found.crs) == ("WELLS", "EPSG:4326")
    assert "depth" in {field.name for field in found.fields}


def test_what_is_no_data_is_not_unpacked(tmp_path: Path) -> None:
    (found,) = inspect_file(zipped(tmp_path, {"a.csv": ONE, f"x.{'y' * 300}": "of no use"}))
    assert found.features == 1


def test_a_file_where_a_folder_must_be_is_one_sentence(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"x.gdb": "no folder", "x.gdb/a.gdbtable": "in one"})
    with pytest.raises(DataError, match=r"all\.zip: x.* cannot be unpacked"):
        inspect_file(path)


def test_a_change_in_the_log_of_a_database_is_read_in_an_archive_too(tmp_path: Path) -> None:
    write_layers([layer()], Target(tmp_path / "a.gpkg"))
    with closing(sqlite3.connect(tmp_path / "a.gpkg", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE more AS SELECT 7 AS seven")
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('more', 'attributes', 'more')"
        )
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for name in ("a.gpkg", "a.gpkg-wal"):
                archive.write(tmp_path / name, name)
    assert [each.name for each in inspect_file(tmp_path / "all.zip")] == ["wells", "more"]
