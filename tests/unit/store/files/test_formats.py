"""Each format that is written is read again, with its places, values and reference system."""

from __future__ import annotations

import json
import sqlite3
import struct
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely
from pyogrio import raw

from mapapp.core.errors import ExportError, UsageError
from mapapp.store.files.inspecting import inspect_file
from mapapp.store.files.placing import placed
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.report import LayerReport
from mapapp.store.files.shapefile_limits import short_names
from mapapp.store.files.targets import TARGETS, Target
from mapapp.store.files.writing import WrittenLayer, write_layers

WORKER = [sys.executable, "-X", "importtime", "-m", "mapapp.store.files.gdal_worker"]
POINTS = np.array([shapely.Point(123.4, 41.8), shapely.Point(121.6, 38.9)], dtype=object)
EXTENT = (121.6, 38.9, 123.4, 41.8)
DRAWING = (".dxf",)


def layer(shapes: np.ndarray = POINTS, name: str = "wells") -> WrittenLayer:
    table = pa.table({"名称": ["沈阳", "大连"], "depth": [1.5, None], "count": [7, 8]})
    return WrittenLayer(name, table.slice(0, len(shapes)), shapes)


def report(path: Path) -> LayerReport:
    (only,) = inspect_file(path)
    return only


@pytest.mark.parametrize("suffix", TARGETS)
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"井{suffix}"
    assert write_layers([layer()], Target(path)) == ()
    found = report(path)
    assert (found.geometry, found.crs, found.features) == ("point", "EPSG:4326", 2)
    assert found.extent == pytest.approx(EXTENT, abs=1e-6)
    if suffix not in DRAWING:
        assert any(row and "沈阳" in row for row in found.sample)
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_modules_in_the_folder_of_the_data_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.geojson"
    write_layers([layer()], Target(path))
    for name in ("pyogrio", "numpy", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('it was run')")
    monkeypatch.chdir(tmp_path)
    assert report(path).features == 2


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb", ".geojson", ".parquet", ".kml"])
def test_shapes_of_several_parts_alone_are_written(tmp_path: Path, suffix: str) -> None:
    triangle = shapely.Polygon([(123, 41), (124, 41), (124, 42)])
    parts = np.array([shapely.MultiPolygon([triangle])], dtype=object)
    path = tmp_path / f"a{suffix}"
    write_layers([layer(parts)], Target(path))
    assert (report(path).kinds, report(path).features) == (("polygon",), 1)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson", ".parquet", ".csv"])
def test_a_layer_of_places_alone_is_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_layers([WrittenLayer("a", pa.table({}), POINTS)], Target(path))
    assert report(path).features == 2


def test_a_database_that_is_being_written_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_layers([layer()], Target(path))
    old = path.read_bytes()
    journal = tmp_path / "a.gpkg-wal"
    journal.touch()
    with pytest.raises(ExportError, match=r"a\.gpkg is open in another program"):
        write_layers([layer()], Target(path))
    assert path.read_bytes() == old
    journal.unlink()
    write_layers([layer()], Target(path))


@pytest.mark.parametrize("content", [b"", b"\0" * 512])
def test_a_journal_at_rest_keeps_nobody_from_writing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gpkg"
    (tmp_path / "a.gpkg-journal").write_bytes(content)
    write_layers([layer()], Target(path))
    (tmp_path / "a.gpkg-journal").write_bytes(b"\xd9\xd5\x05\xf9 of a change")
    with pytest.raises(ExportError, match="is open in another program"):
        write_layers([layer()], Target(path))


def test_kml_takes_any_name_of_a_layer(tmp_path: Path) -> None:
    write_layers([layer(name='wells (2014/a:b*?"<>|.csv)')], Target(tmp_path / "a.kml"))
    assert report(tmp_path / "a.kml").features == 2


@pytest.mark.parametrize("name", ["name", "id", "description", "snippet"])
def test_a_column_of_bytes_is_no_fault_of_kml(tmp_path: Path, name: str) -> None:
    table = pa.table({name: [b"\xff\xfe", b"b"], "kind": ["a", "b"]})
    write_layers([WrittenLayer("a", table, POINTS)], Target(tmp_path / "a.kml"))
    assert report(tmp_path / "a.kml").features == 2


def test_reading_leaves_no_log_beside_a_database(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_layers([layer()], Target(path))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")  # as QGIS leaves files
    before = tmp_path.stat().st_mtime_ns, path.stat().st_mtime_ns
    assert report(path).features == 2
    assert (tmp_path.stat().st_mtime_ns, path.stat().st_mtime_ns) == before


def test_half_a_change_of_a_program_that_died_is_not_read(tmp_path: Path) -> None:
    path, dead = tmp_path / "a.gpkg", tmp_path / "dead"
    dead.mkdir()
    write_layers([layer()], Target(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("CREATE TABLE more (value)")
        db.execute("PRAGMA cache_size = 2")
        db.execute("BEGIN")
        db.executemany("INSERT INTO more VALUES (zeroblob(?))", [(5000,)] * 20)
        for name in ("a.gpkg", "a.gpkg-journal"):
            (dead / name).write_bytes((tmp_path / name).read_bytes())
    assert inspect_file(dead / "a.gpkg")[0].features == 2


def test_an_index_of_the_rows_that_were_there_goes(tmp_path: Path) -> None:
    index, other = tmp_path / "a.qix", tmp_path / "b.qix"
    for each in (index, other):
        each.write_text("of old rows")
    write_layers([layer()], Target(tmp_path / "a.shp"))
    assert (index.exists(), other.exists()) == (False, True)


def test_degrees_of_another_datum_are_no_metres(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    here = np.array([shapely.Point(123.456789, 41.8)], dtype=object)
    write_layers([layer(here)], Target(path, crs="EPSG:4610"))
    titles, row = path.read_text("utf-8-sig").splitlines()
    assert titles.endswith("lon,lat")
    assert "123.456789" in row


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb", ".parquet", ".gml"])
def test_a_reference_system_is_written_and_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_layers([layer()], Target(path, crs="EPSG:2365"))  # Xian 1980, zone 41
    found = report(path)
    assert found.crs == "EPSG:2365"
    assert found.extent == pytest.approx(EXTENT, abs=1e-6)


@pytest.mark.parametrize("suffix", [".gpkg", ".kml", ".fgb"])
def test_areas_with_several_parts_are_kept(tmp_path: Path, suffix: str) -> None:
    box = shapely.box(123, 41, 124, 42)
    shapes = np.array([box, shapely.MultiPolygon([box, shapely.box(121, 38, 122, 39)])])
    write_layers([layer(shapes)], Target(tmp_path / f"a{suffix}"))
    (raw,) = raw_layers(tmp_path / f"a{suffix}", ReadOptions())
    found = placed(raw, ReadOptions()).shapes
    assert found is not None
    assert shapely.area(found) == pytest.approx(shapely.area(shapes))


def test_several_layers_are_kept_apart(tmp_path: Path) -> None:
    lines = np.array([shapely.LineString([(121, 41), (122, 42)])], dtype=object)
    both = [layer(), layer(lines, "pipes")]
    write_layers(both, Target(tmp_path / "a.gpkg"))
    assert [(each.name, each.geometry) for each in inspect_file(tmp_path / "a.gpkg")] == [
        ("wells", "point"),
        ("pipes", "line"),
    ]
    with pytest.raises(UsageError, match=r"A \.geojson file holds one layer; choose .* pipes"):
        write_layers(both, Target(tmp_path / "a.geojson"))


def test_names_are_where_phones_look_for_them(tmp_path: Path) -> None:
    write_layers([layer()], Target(tmp_path / "a.gpx"))
    assert "<name>沈阳</name>" in (tmp_path / "a.gpx").read_text("utf-8")
    write_layers([layer()], Target(tmp_path / "a.kml"))
    assert "<name>沈阳</name>" in (tmp_path / "a.kml").read_text("utf-8")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target(Path("a.doc")), "no file that mapapp can write features to"),
        (Target(Path("a.kml"), crs="EPSG:4529"), "has degrees of WGS84; leave --to-crs out"),
        (Target(Path("a.gpkg"), crs="EPSG:4529", datum="gcj02"), "is a datum of degrees"),
    ],
)
def test_what_cannot_be_written_is_said(target: Target, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        write_layers([layer()], target)


def test_kinds_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    mixed = np.array([POINTS[0], shapely.box(123, 41, 124, 42)], dtype=object)
    with pytest.raises(UsageError, match=r"one kind of geometry, and wells has several"):
        write_layers([layer(mixed)], Target(tmp_path / "a.shp"))
    with pytest.raises(UsageError, match=r"points and lines, no areas"):
        write_layers([layer(mixed[1:])], Target(tmp_path / "a.gpx"))
    assert not list(tmp_path.iterdir())


def test_a_failed_writing_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"mine")
    broken = WrittenLayer("x", layer().table, POINTS[:1])
    with pytest.raises(ValueError, match="length 1"):  # once the first layer is in the file
        write_layers([layer(), broken], Target(path))
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [path]


NAMES_OF_OTHERS = (
    "FID", "Geom", "geometry", "wkb_geometry", "OGC_FID", "id", "begin", "icon"
)  # fmt: skip

KEEPING = [".gpkg", ".geojson", ".shp", ".kml", ".fgb", ".parquet", ".ods"]


@pytest.mark.parametrize("values", [["a", "b"], [7, 7]], ids=["texts", "numbers"])
@pytest.mark.parametrize("suffix", KEEPING)
def test_no_column_is_lost_for_its_name(
    tmp_path: Path, suffix: str, values: list[str] | list[int]
) -> None:
    path = tmp_path / f"a{suffix}"
    table = pa.table(dict.fromkeys(NAMES_OF_OTHERS, values))
    write_layers([WrittenLayer("a", table, POINTS)], Target(path))
    (found,) = raw_layers(path, ReadOptions())
    own = {name.rstrip("_").casefold(): each for name, each in found.table.to_pydict().items()}
    names = short_names(NAMES_OF_OTHERS, "utf-8") if suffix == ".shp" else NAMES_OF_OTHERS
    for name in names:
        assert list(map(str, own[name.casefold()])) == list(map(str, values))


def test_a_zipped_shapefile_is_read_and_named_by_its_own_name(tmp_path: Path) -> None:
    write_layers([layer()], Target(tmp_path / "井.shp"))
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for part in tmp_path.glob("井.*"):
            file.write(part, f"folder/{part.name}")
    found = report(archive)
    assert (found.name, found.features, found.encoding) == ("井", 2, "UTF-8")
    assert found.extent == EXTENT


def test_curves_become_lines_and_that_is_said(tmp_path: Path) -> None:
    arc = struct.pack("<BII6d", 1, 8, 3, 121, 41, 122, 42, 123, 41)  # a CircularString
    path = tmp_path / "a.gpkg"
    columns = [np.array([1])]
    raw.write(
        path,
        np.array([arc], dtype=object),
        columns,
        ["n"],
        geometry_type="Unknown",
        crs="EPSG:4326",
    )
    found = report(path)
    assert found.geometry == "line"
    assert found.extent == pytest.approx((121, 41, 123, 42), abs=0.01)
    assert found.problems == ("Its curves are drawn as lines of many short pieces.",)


def test_names_that_mean_something_to_gdal_are_only_names(tmp_path: Path) -> None:
    path = tmp_path / "CSV:http ?x=1 100% 井.geojson"
    write_layers([layer()], Target(path))
    assert report(path).features == 2


def test_what_reads_a_file_imports_no_tables_of_python() -> None:
    request = json.dumps({"environment": {}, "path": "/none.gpkg"})
    done = subprocess.run(WORKER, input=request, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "pyogrio.raw" in imported
    assert not imported & {"geopandas.geodataframe", "pandas.core.frame", "shapely.lib"}
