"""New points of a copy, and points that move."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import file_ref
from mapapp.store.editing.changing import RowChangedError, write_change
from mapapp.store.editing.points import add_point, move_point
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.opening import open_source
from mapapp.store.tables import FileSchema
from tests.unit.store.editing.copies import POINTS, TABLE, asked, made_copy

SYSTEMS = ("EPSG:4326", "EPSG:32651")
PLACE = (121.25, 41.75)
EXTENT = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents"


def shown(path: Path, key: int) -> shapely.Point:
    """Where the map shows a feature."""
    with GeoPackage(path, FileSchema(in_any_crs=True)) as file:
        _, (geometry,) = file.placed_rows(TABLE, (), "WHERE fid = ?", [key])
    return geometry


def boxes_are_right(path: Path) -> bool:
    """Whether the R-tree has each feature, and the extent is the least around all."""
    sides = ("ST_MinX(geom)", "ST_MaxX(geom)", "ST_MinY(geom)", "ST_MaxY(geom)")
    measured = asked(path, f"SELECT fid, {', '.join(sides)} FROM {TABLE} WHERE geom NOT NULL")
    stored = asked(path, f"SELECT * FROM rtree_{TABLE}_geom ORDER BY id")
    inside = all(
        box[0] == real[0] and box[1] <= real[1] <= real[2] <= box[2] and box[3] <= real[3] <= box[4]
        for box, real in zip(stored, measured, strict=True)
    )
    ends = f"SELECT min({sides[0]}), min({sides[2]}), max({sides[1]}), max({sides[3]}) FROM {TABLE}"
    return inside and asked(path, EXTENT) == asked(path, ends)


@pytest.mark.parametrize("crs", SYSTEMS)
def test_a_point_moves_and_moves_back(tmp_path: Path, crs: str) -> None:
    path = made_copy(tmp_path / "wells.gpkg", crs=crs)
    before = asked(path, f"SELECT * FROM {TABLE}"), asked(path, EXTENT)
    seen = shown(path, 1)
    done = move_point(path, TABLE, 1, (seen.x, seen.y), *PLACE)
    assert shown(path, 1).coords[0] == pytest.approx(PLACE)
    assert boxes_are_right(path)
    write_change(path, TABLE, done.turned())
    assert (asked(path, f"SELECT * FROM {TABLE}"), asked(path, EXTENT)) == before
    assert boxes_are_right(path)


@pytest.mark.parametrize("crs", SYSTEMS)
def test_a_new_point_is_where_it_was_set_and_goes_again(tmp_path: Path, crs: str) -> None:
    path = made_copy(tmp_path / "wells.gpkg", crs=crs)
    done = add_point(path, TABLE, *PLACE, {"name": "Neu", "depth": 4.5})
    assert done.key == 4
    assert shown(path, 4).coords[0] == pytest.approx(PLACE)
    assert asked(path, f"SELECT name, depth, number FROM {TABLE} WHERE fid = 4") == [
        ("Neu", 4.5, None)
    ]
    assert boxes_are_right(path)
    write_change(path, TABLE, done.turned())
    assert asked(path, f"SELECT count(*) FROM {TABLE}") == [(3,)]
    assert boxes_are_right(path)
    write_change(path, TABLE, done)
    assert shown(path, 4).coords[0] == pytest.approx(PLACE)


def test_a_point_that_another_program_moved_stays(tmp_path: Path) -> None:
    path = made_copy(tmp_path / "wells.gpkg")
    move_point(path, TABLE, 1, POINTS[0], 122.5, 40.5)
    with pytest.raises(RowChangedError, match="moved or deleted the feature 1 meanwhile"):
        move_point(path, TABLE, 1, POINTS[0], *PLACE)
    with pytest.raises(RowChangedError, match="moved or deleted the feature 9 meanwhile"):
        move_point(path, TABLE, 9, POINTS[0], *PLACE)
    assert shown(path, 1).coords[0] == (122.5, 40.5)


def stored_as(path: Path, shape: shapely.Geometry, kind: str) -> None:
    """Have the first feature be of another kind."""
    blob = b"GP\0\1" + (4326).to_bytes(4, "little") + shapely.to_wkb(shape, flavor="iso")
    asked(path, f"UPDATE {TABLE} SET geom = ? WHERE fid = 1", blob)
    asked(path, "UPDATE gpkg_geometry_columns SET geometry_type_name = ?", kind)


@pytest.mark.parametrize("kind", ["POINT", "MULTIPOINT", "GEOMETRY"])
def test_height_and_kind_of_a_point_stay(tmp_path: Path, kind: str) -> None:
    path = made_copy(tmp_path / "wells.gpkg")
    point: shapely.Geometry = shapely.Point(*POINTS[0], 87.5)
    stored_as(path, shapely.MultiPoint([point]) if kind == "MULTIPOINT" else point, kind)
    move_point(path, TABLE, 1, POINTS[0], *PLACE)
    moved = shown(path, 1)
    assert moved.geom_type.upper() == ("MULTIPOINT" if kind == "MULTIPOINT" else "POINT")
    assert shapely.get_coordinates(moved, include_z=True).tolist() == [[*PLACE, 87.5]]
    new = add_point(path, TABLE, *PLACE, {})
    assert shown(path, new.key or 0).geom_type == moved.geom_type


def test_several_points_of_one_feature_are_not_moved(tmp_path: Path) -> None:
    path = made_copy(tmp_path / "wells.gpkg")
    both = shapely.MultiPoint([(121.0, 40.0), (123.0, 40.0)])
    stored_as(path, both, "MULTIPOINT")
    with pytest.raises(DataError, match="is no single point"):
        move_point(path, TABLE, 1, (122.0, 40.0), *PLACE)
    assert shown(path, 1) == both


def test_what_no_reference_system_reaches_is_told(tmp_path: Path) -> None:
    path = made_copy(tmp_path / "wells.gpkg", crs="EPSG:32651")
    with pytest.raises(DataError, match="outside of the reference system EPSG:32651"):
        add_point(path, TABLE, 33.0, 0.0, {})
    assert asked(path, f"SELECT count(*) FROM {TABLE}") == [(3,)]


def test_an_open_layer_shows_what_is_written_at_once(tmp_path: Path) -> None:
    path = made_copy(tmp_path / "wells.gpkg")
    source = open_source(file_ref(str(path), TABLE))
    before = source.revision
    add_point(path, TABLE, *PLACE, {"name": "Neu"})
    assert (source.count(), source.revision != before) == (4, True)
    (near,) = source.nearest(*PLACE, 10.0)
    assert near.record.key == 4
    source.close()
