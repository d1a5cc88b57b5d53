from __future__ import annotations

import hashlib
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
import shapely
from shapely import LineString, Point, Polygon, box

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.source.answers import Near
from mapapp.core.source.query import Query
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.geopackage import GeoPackageSource

Tables = dict[str, list[shapely.Geometry | None]]

SCHEMA = """
CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, min_x REAL, min_y REAL, max_x REAL,
  max_y REAL, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT);
"""


def blob(geometry: shapely.Geometry | None) -> bytes | None:
    """A GeoPackage blob; other than points with an envelope, as GDAL writes them."""
    if geometry is None:
        return None
    west, south, east, north = geometry.bounds
    header = b"GP\0\1" + struct.pack("<i", 4326)
    if geometry.geom_type != "Point":
        header = b"GP\0\3" + struct.pack("<i4d", 4326, west, east, south, north)
    return header + bytes(geometry.wkb)


def write(path: Path, tables: Tables, *, indexed: bool = True, srs_id: int = 4326) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA)
        for name, geometries in tables.items():
            db.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES (?, ?, ?)",
                (name, "features", srs_id),
            )
            db.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom')", (name,))
            db.execute(
                f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY, geom BLOB, id TEXT, '
                "name_en TEXT, name_zh TEXT, note TEXT)"
            )
            if indexed:
                db.execute(
                    f'CREATE VIRTUAL TABLE "rtree_{name}_geom" USING rtree(id,minx,maxx,miny,maxy)'
                )
            for fid, geometry in enumerate(geometries, 1):
                row = (fid, blob(geometry), f"{name}-{fid}", f"{name} {fid}", "名", "n")
                db.execute(f'INSERT INTO "{name}" VALUES (?,?,?,?,?,?)', row)
                if indexed and geometry is not None:
                    west, south, east, north = geometry.bounds
                    db.execute(
                        f'INSERT INTO "rtree_{name}_geom" VALUES (?,?,?,?,?)',
                        (fid, west, east, south, north),
                    )
        db.commit()
    return path


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., GeoPackage]]:
    packages = []

    def open_(tables: Tables, *, indexed: bool = True) -> GeoPackage:
        packages.append(GeoPackage(write(tmp_path / "some.gpkg", tables, indexed=indexed)))
        return packages[-1]

    yield open_
    for package in packages:
        package.close()


def read(
    package: GeoPackage, table: str, extent: Extent | None = None, columns: Sequence[str] = ()
) -> FeatureSet:
    query = Query(tuple(columns), extent, placed=True)
    return GeoPackageSource(package, table).read(query)


def extent_of(package: GeoPackage, table: str) -> Extent | None:
    return GeoPackageSource(package, table).extent


PORT, PARK, FAR = Point(121.65, 38.93), Point(123.2, 41.7), Point(-87.65, 41.85)


@pytest.mark.parametrize("indexed", [True, False])
def test_an_extent_selects_features(opened: Callable[..., GeoPackage], indexed: bool) -> None:
    package = opened({"port": [PORT, PARK, FAR, None]}, indexed=indexed)
    found = read(package, "port", Extent(121, 38, 124, 41), columns=("id", "note"))
    assert found.fids.tolist() == [1]
    assert found.geometries[0] == PORT
    assert found.columns == {"id": ["port-1"], "note": ["n"]}


def test_without_an_extent_all_that_have_a_place_are_read(
    opened: Callable[..., GeoPackage],
) -> None:
    found = read(opened({"port": [PORT, None, FAR]}), "port")
    assert found.layer == "port"
    assert found.fids.tolist() == [1, 3]


def test_an_extent_across_the_antimeridian_finds_both_sides(
    opened: Callable[..., GeoPackage],
) -> None:
    package = opened({"port": [Point(179, 0), Point(-179, 0), Point(0, 0), Point(-100, 0)]})
    assert read(package, "port", Extent(170, -10, 200, 10)).fids.tolist() == [1, 2]


def test_an_extent_with_nothing_in_it_gives_empty_columns(
    opened: Callable[..., GeoPackage],
) -> None:
    found = read(opened({"port": [PORT]}), "port", Extent(0, 0, 1, 1), columns=("id",))
    assert len(found) == 0
    assert found.columns == {"id": []}


def test_a_table_tells_its_extent(opened: Callable[..., GeoPackage]) -> None:
    package = opened({"park": [PORT, PARK], "empty": [None], "one": [PORT]})
    assert extent_of(package, "park") == Extent(121.65, 38.93, 123.2, 41.7)
    assert extent_of(package, "empty") is None
    around = extent_of(package, "one")
    assert around is not None
    assert around.contains(PORT.x, PORT.y)


def test_a_feature_holds_its_whole_row(opened: Callable[..., GeoPackage]) -> None:
    package = opened({"port": [PORT, None]})
    feature = package.by_id("port", "port-1")
    assert feature is not None
    assert (feature.layer, feature.id, feature.name.en, feature.name.zh) == (
        "port", "port-1", "port 1", "名",
    )  # fmt: skip
    assert feature.properties == {"note": "n"}
    without = package.by_id("port", "port-2")
    assert without is not None
    assert without.geometry is None
    assert package.by_id("port", "nowhere") is None


def near_of(package: GeoPackage, table: str, lon: float, lat: float, radius_m: float) -> list[Near]:
    return GeoPackageSource(package, table).nearest(lon, lat, radius_m)


def test_all_that_is_near_is_listed_nearest_first(opened: Callable[..., GeoPackage]) -> None:
    near, nearer = Point(123.21, 41.7), Point(123.201, 41.7)
    package = opened({"b": [near, nearer, PARK, PARK]})
    hits = near_of(package, "b", 123.2, 41.7, 1000.0)
    assert [hit.record.key for hit in hits] == [3, 4, 2, 1]
    assert hits[-1].distance_m == pytest.approx(distance_m(123.2, 41.7, 123.21, 41.7)[0])
    assert near_of(package, "b", 123.2, 41.7, 500.0)[-1].record.key == 2


def test_a_line_is_hit_at_its_nearest_point(opened: Callable[..., GeoPackage]) -> None:
    package = opened({"link": [LineString([(120, 60), (130, 60)])]})
    (hit,) = near_of(package, "link", 125.0, 60.01, 2000.0)
    assert hit.distance_m == pytest.approx(distance_m(125, 60.01, 125, 60)[0], abs=0.5)
    assert near_of(package, "link", 125.0, 60.02, 2000.0) == []


def test_inside_a_polygon_the_distance_is_zero(opened: Callable[..., GeoPackage]) -> None:
    holed = Polygon(box(120, 40, 124, 44).exterior, [box(121, 41, 123, 43).exterior])
    package = opened({"area": [holed]})
    assert near_of(package, "area", 120.5, 42.0, 10.0)[0].distance_m == 0.0
    assert near_of(package, "area", 122.0, 42.0, 10.0) == []


@pytest.mark.parametrize("lon", [-87.65, 272.35, -447.65])
def test_a_point_in_a_further_world_is_the_same_point(
    opened: Callable[..., GeoPackage], lon: float
) -> None:
    (hit,) = near_of(opened({"city": [FAR]}), "city", lon, 41.85, 100.0)
    assert hit.distance_m == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("lon", [179.999, -179.999])
def test_what_is_near_is_seen_across_the_antimeridian(
    opened: Callable[..., GeoPackage], lon: float
) -> None:
    crossing = [Point(179.998, 52), Point(-179.998, 52), LineString([(-180, 50), (-180, 54)])]
    hits = near_of(opened({"x": crossing}), "x", lon, 52.0, 1000.0)
    assert {hit.record.key for hit in hits} == {1, 2, 3}
    assert max(hit.distance_m for hit in hits) < 210


@pytest.mark.parametrize("near_copy", [1, -1])
def test_a_feature_on_both_sides_of_the_antimeridian_is_as_far_as_its_nearer_side(
    opened: Callable[..., GeoPackage], near_copy: int
) -> None:
    lon = 179.999
    near, far = lon - 0.0005, lon + 0.003 - 360  # either side of the point, the near one first
    both = shapely.MultiPoint([(near * near_copy, 0), (far * near_copy, 0)])
    (hit,) = near_of(opened({"x": [both]}), "x", lon * near_copy, 0.0, 1000.0)
    assert hit.distance_m == pytest.approx(distance_m(0, 0, 0.0005, 0)[0], abs=0.1)


@pytest.mark.parametrize("lat", [90.0, -90.0])
def test_what_is_near_is_found_at_the_poles(opened: Callable[..., GeoPackage], lat: float) -> None:
    package = opened({"x": [Point(10, lat), Point(-170, lat * 0.9999)]})
    assert len(near_of(package, "x", 123.0, lat, 2000.0)) == 2


def test_names_with_quotes_are_harmless(opened: Callable[..., GeoPackage]) -> None:
    package = opened({"a'; drop table x": [PORT]})
    assert len(read(package, "a'; drop table x")) == 1
    with pytest.raises(DataError, match="no layer"):
        read(package, 'x" UNION SELECT 1; --')


def state(path: Path) -> tuple[str, int, list[str]]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return digest, path.stat().st_mtime_ns, sorted(entry.name for entry in path.parent.iterdir())


def use(path: Path) -> int:
    with GeoPackage(path) as package:
        near_of(package, "port", PORT.x, PORT.y, 1000.0)
        return len(read(package, "port"))


def test_reading_leaves_file_and_folder_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "ports #1 %41?.gpkg", {"port": [PORT]})
    before = state(path)
    assert use(path) == 1
    assert state(path) == before


def test_nothing_can_be_written(opened: Callable[..., GeoPackage]) -> None:
    package = opened({"port": [PORT]})
    with pytest.raises(DataError, match="readonly"):
        package._db.rows("DELETE FROM port")


def test_a_file_in_wal_mode_is_read_with_its_log_and_left_alone(tmp_path: Path) -> None:
    made = write(tmp_path / "made.gpkg", {"port": [PORT]})
    left = tmp_path / "left" / "made.gpkg"
    left.parent.mkdir()
    with closing(sqlite3.connect(made)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO port (fid, geom) VALUES (2, ?)", (blob(PARK),))
        writer.commit()
        for name in ("made.gpkg", "made.gpkg-wal"):  # as a crashed program leaves them
            shutil.copy(tmp_path / name, left.parent)
    before = state(left)
    assert use(left) == 2
    assert state(left) == before


def test_what_another_program_wrote_is_seen(tmp_path: Path) -> None:
    path = write(tmp_path / "shared.gpkg", {"port": [PORT]})
    with GeoPackage(path) as package:
        assert len(read(package, "port")) == 1
        with closing(sqlite3.connect(path)) as writer:
            writer.execute("INSERT INTO port (fid, geom) VALUES (2, ?)", (blob(PARK),))
            writer.commit()
        assert len(read(package, "port")) == 2


def test_a_count_of_pages_that_an_old_writer_left_behind_is_not_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "old.gpkg", {"port": [PORT]})
    content = bytearray(path.read_bytes())
    content[28:32] = (1_000_000).to_bytes(4, "big")  # pages, valid only where 24:28 == 92:96
    with_stale_count = content.copy()
    with_stale_count[92:96] = bytes(byte ^ 0xFF for byte in content[24:28])
    path.write_bytes(with_stale_count)
    assert use(path) == 1
    path.write_bytes(content)
    with pytest.raises(DataError, match="cut short"):
        GeoPackage(path)


def spoil(path: Path, kind: str) -> Path:
    """A file that is wrong in one way."""
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "text":
        path.write_text("lon,lat\n" * 100)
    elif kind == "truncated":
        path.write_bytes(write(path, {"port": [PORT] * 500}).read_bytes()[:8192])
    elif kind == "sqlite":
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE t (x)")
    elif kind == "metric":
        write(path, {"port": [PORT]}, srs_id=3857)
    elif kind == "no table":
        with closing(sqlite3.connect(write(path, {"port": [PORT]}))) as db:
            db.execute("DROP TABLE port")
            db.commit()
    return path


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("missing", "does not exist"),
        ("folder", "is a folder"),
        ("empty", "not an SQLite file"),
        ("text", "not an SQLite file"),
        ("truncated", "cut short"),
        ("sqlite", "not a GeoPackage"),
        ("metric", "3857"),
        ("no table", "has no table 'port'"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, kind: str, said: str) -> None:
    path = spoil(tmp_path / "wrong.gpkg", kind)
    with pytest.raises(DataError, match=said) as caught:
        GeoPackage(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"GP\0\1", b"XX\0\1\0\0\0\0", b"GP\0\1\0\0\0\0\1\1", 7])
def test_a_broken_geometry_is_refused(tmp_path: Path, content: bytes | int) -> None:
    path = write(tmp_path / "broken.gpkg", {"port": [PORT]})
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE port SET geom = ?", (content,))
        db.commit()
    with GeoPackage(path) as package, pytest.raises(DataError, match="geometry"):
        read(package, "port")


def test_pages_overwritten_in_the_middle_are_a_data_error(tmp_path: Path) -> None:
    path = write(tmp_path / "rotten.gpkg", {"port": [PORT] * 2000})
    content = bytearray(path.read_bytes())
    content[40960:] = b"\xff" * (len(content) - 40960)
    path.write_bytes(content)
    with GeoPackage(path) as package, pytest.raises(DataError, match="damaged"):
        read(package, "port")


def test_an_unknown_layer_column_or_row_is_named(opened: Callable[..., GeoPackage]) -> None:
    package = opened({"port": [PORT]})
    with pytest.raises(DataError, match="did you mean 'port'"):
        read(package, "prot")
    with pytest.raises(DataError, match="no column 'depth'"):
        read(package, "port", columns=("depth",))
