"""Copies of layers hold what the layers show, near to near, and are there whole or not at all."""

from __future__ import annotations

import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
import shapely

from mapapp.core.errors import ExportError
from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.core.source.query import Query
from mapapp.store.files.copies import is_copy
from mapapp.store.sources.copying import keep_copy
from mapapp.store.sources.opening import open_source

_TABLE = (
    "name,lon,lat,fid,geom,code,founded,long,big,Note\n"
    "井一,123.40,41.80,7,a,007,2020-01-02,9007199254740993,1,\n"
    'two,121.60,38.90,8,b,010,2021-03-04,2,2.5,"x, ""y"""\n'
    "three,123.41,41.81,9,c,100,0001-01-01,3,,z\n"
    "nowhere,,,10,d,1,2022-05-06,4,1e31,z\n"
)
_SHAPES = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"n": 1}, "geometry": {"type": "Polygon",
  "coordinates": [[[123, 41], [124, 41], [124, 42], [123, 41]]]}},
 {"type": "Feature", "properties": {"n": 2}, "geometry": {"type": "Point",
  "coordinates": [122, 40]}},
 {"type": "Feature", "properties": {"n": 3}, "geometry": {"type": "MultiPolygon",
  "coordinates": [[[[121, 41], [122, 41], [122, 42], [121, 41]]]]}}]}"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with what is hard to keep: numbers, dates and names beyond what cells may hold."""
    path = tmp_path / "wells.csv"
    path.write_text(_TABLE, encoding="gb18030")
    return path


def _shown(ref: SourceRef) -> dict[int, tuple[object, ...]]:
    """What a source shows of each feature, by its key."""
    with closing(open_source(ref)) as source:
        found = source.read(Query(source.schema.names))
    shapes = [shapely.normalize(each) if each else None for each in found.geometries]
    parts = [list(shapely.get_parts([each])) if each else [] for each in shapes]
    rows = zip(found.fids.tolist(), parts, zip(*found.columns.values(), strict=True), strict=True)
    return {key: (shape, *values) for key, shape, values in rows}


@pytest.mark.parametrize(
    "options", [{}, {"datum": "gcj02"}, {"crs": "EPSG:4490", "lon": "lon", "lat": "lat"}]
)
def test_a_copy_shows_what_the_layer_shows(
    table: Path, tmp_path: Path, options: dict[str, str]
) -> None:
    ref = file_ref(str(table), options={**options, "encoding": "gb18030"})
    copy = keep_copy(ref, tmp_path / "map.data", "Wells 井")
    assert copy.ref == file_ref(str(tmp_path / "map.data" / "Wells 井.gpkg"), "Wells 井")
    assert is_copy(Path(copy.ref.uri))
    before, after = _shown(ref), _shown(copy.ref)
    assert [before[key] for key in copy.keys.tolist()] != list(before.values())
    for now, key in enumerate(copy.keys.tolist(), 1):
        shape, *values = after[now]
        assert shape == before[key][0]
        assert list(map(str, values)) == list(map(str, before[key][1:]))


def test_fields_stay_what_they_are_where_cells_may_hold_them(table: Path, tmp_path: Path) -> None:
    plain = table.with_name("plain.csv")
    plain.write_text("lon,lat,n,r,t,d\n123,41,1,1.5,x,2020-01-02\n122,41,,2,,2021-03-04\n")
    with closing(open_source(file_ref(str(plain)))) as source:
        before = source.schema
    with closing(open_source(keep_copy(source.ref, tmp_path / "kept", "plain").ref)) as copy:
        assert copy.schema.fields == before.fields
        assert (copy.schema.geometry, copy.schema.crs) == (before.geometry, "EPSG:4326")


@pytest.mark.parametrize("geometry", ["polygon", "point"])
def test_of_several_kinds_of_geometry_the_copy_has_the_one_of_the_layer(
    tmp_path: Path, geometry: str
) -> None:
    path = tmp_path / "mixed.geojson"
    path.write_text(_SHAPES)
    ref = file_ref(str(path), options={"geometry": geometry})
    copy = keep_copy(ref, tmp_path / "kept", "gpkg_mixed")
    before, after = _shown(ref), _shown(copy.ref)
    assert [after[now] for now in sorted(after)] == [before[key] for key in copy.keys.tolist()]


def test_rows_that_are_near_are_near_in_the_copy_and_found_by_an_index(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    xy = np.column_stack((rng.uniform(120, 125, 2_000), rng.uniform(39, 43, 2_000)))
    path = tmp_path / "many.csv"
    path.write_text("lon,lat\n" + "\n".join(f"{x:.6f},{y:.6f}" for x, y in xy))
    copy = keep_copy(file_ref(str(path)), tmp_path, "many")
    steps = [np.hypot(*np.diff(each, axis=0).T).mean() for each in (xy, xy[copy.keys - 1])]
    assert steps[1] < steps[0] / 10
    with closing(sqlite3.connect(copy.ref.uri)) as db:
        assert db.execute('SELECT count(*) FROM "rtree_many_geom"').fetchone() == (2_000,)
        triggers = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert {("rtree_many_geom_insert",), ("rtree_many_geom_delete",)} <= set(triggers)


def test_a_copy_of_the_same_name_takes_no_others_place(table: Path, tmp_path: Path) -> None:
    ref, folder = file_ref(str(table), options={"encoding": "gb18030"}), tmp_path / "kept"
    first = Path(keep_copy(ref, folder, "wells").ref.uri)
    kept = first.read_bytes()
    second = Path(keep_copy(ref, folder, "wells").ref.uri)
    assert first.read_bytes() == kept
    assert {each.name for each in folder.iterdir()} == {first.name, second.name}
    assert _shown(file_ref(str(first))) == _shown(file_ref(str(second)))


def test_a_copy_of_a_copy_and_of_a_geopackage_shows_the_same(table: Path, tmp_path: Path) -> None:
    first = keep_copy(file_ref(str(table), options={"encoding": "gb18030"}), tmp_path, "wells").ref
    assert _shown(keep_copy(first, tmp_path, "again").ref) == _shown(first)


def test_nothing_is_left_of_a_copy_that_cannot_be_written(table: Path, tmp_path: Path) -> None:
    ref = file_ref(str(table), options={"encoding": "gb18030"})
    before = table.read_bytes(), table.stat().st_mtime_ns
    folder = tmp_path / "kept"
    folder.mkdir()
    with _files_of_at_most(20_000), pytest.raises(ExportError, match="No copy can be kept in"):
        keep_copy(ref, folder, "wells")
    assert not list(folder.iterdir())
    with pytest.raises(ExportError, match=r"a part of its path is no folder|is there already"):
        keep_copy(ref, table, "wells")
    assert (table.read_bytes(), table.stat().st_mtime_ns) == before


@contextmanager
def _files_of_at_most(size_bytes: int) -> Iterator[None]:
    """A disk that is full soon, as far as one file can find out."""
    old, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, heard)
