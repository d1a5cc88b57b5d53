"""A ground file of the user's own: its borders are drawn in place of the basemap's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.store.basemap import Basemap
from mapapp.store.feature_file import FeatureRows, write_geopackage
from mapapp.store.grounds import OpenGrounds, open_basemap

BASEMAP = asset("data", "basemap.gpkg")
WEST, EAST = shapely.box(118, 44, 120, 46), shapely.box(120, 44, 122, 46)
DASH = shapely.LineString([(125, 30.5), (126, 31.5)])


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(*shapes: Any) -> Path:
        path = tmp_path / "standard.csv"  # which is read without a process of GDAL
        path.write_text("\n".join(["wkt", *(f'"{shapely.to_wkt(each, 12)}"' for each in shapes)]))
        return path

    return write


@pytest.fixture(scope="module")
def plain() -> Iterator[Basemap]:
    with Basemap(BASEMAP) as opened:
        yield opened


def length(shapes: Any) -> float:
    return float(shapely.length(shapes).sum())


@pytest.mark.parametrize("prefix", ["world", "region"])
def test_its_lines_are_drawn_and_none_of_the_basemaps(written: Any, prefix: str) -> None:
    with open_basemap(BASEMAP, written(WEST, EAST, DASH)) as ground:
        border = ground.shapes(f"{prefix}_border")
        assert length(border) == pytest.approx(4 * 2 + 2 * 2 + length(DASH))
        assert length(ground.shapes(f"{prefix}_province")) == pytest.approx(2), "drawn once"
        assert len(ground.shapes(f"{prefix}_demarcation")) == 0


def test_an_edge_along_a_coast_is_that_coast(written: Any, plain: Basemap) -> None:
    inside, island = shapely.Point(109.7, 19.1), shapely.box(108.4, 18.0, 111.3, 20.15)
    (outline,) = [
        land for land in shapely.get_parts(plain.shapes("world_land")) if land.contains(inside)
    ]
    moved = shapely.transform(outline, lambda xy: xy + 0.01)
    with open_basemap(BASEMAP, written(moved)) as ground:
        assert length(ground.shapes("world_border")) == 0
        drawn = shapely.intersection(ground.shapes("world_coast"), island)
        assert length(drawn) == pytest.approx(moved.length, rel=0.001), "one coast, not two"


def test_its_land_is_land(written: Any, plain: Basemap) -> None:
    in_the_sea = shapely.box(150, 20, 151, 21)
    with open_basemap(BASEMAP, written(in_the_sea)) as ground:
        land = shapely.get_parts(ground.shapes("world_land"))
        assert len(land) == len(shapely.get_parts(plain.shapes("world_land"))) + 1
        turns = shapely.is_ccw(shapely.get_exterior_ring(land))
        assert not turns.any(), "overlapping land is filled as one only if all rings run one way"


def test_detailed_tables_stay_within_their_region(written: Any) -> None:
    across = shapely.box(90, 40, 110, 42)
    with open_basemap(BASEMAP, written(across)) as ground:
        assert shapely.total_bounds(ground.shapes("region_border")).tolist()[0] == 105
        assert shapely.total_bounds(ground.shapes("world_border")).tolist()[0] == 90


def test_rivers_and_places_stay(written: Any, plain: Basemap) -> None:
    with open_basemap(BASEMAP, written(WEST)) as ground:
        assert len(ground.shapes("river")) == len(plain.shapes("river"))
        assert ground.borders_extent == Extent(118, 44, 120, 46)
        assert ground.ground_file == "standard.csv"
    assert (plain.borders_extent, plain.ground_file) == (None, "")


def test_a_geopackage_is_read_with_all_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "standard.gpkg"
    tables = [
        FeatureRows(name, "polygon", ("id",), [(shape, ("a",))])
        for name, shape in (("west", WEST), ("east", EAST))
    ]
    write_geopackage(path, tables)
    with open_basemap(BASEMAP, path) as ground:
        assert length(ground.shapes("world_province")) == pytest.approx(2)


@pytest.mark.parametrize("driver", ["ESRI Shapefile", "KML", "FlatGeobuf"])
def test_a_file_of_another_kind_will_do(tmp_path: Path, driver: str) -> None:
    path = tmp_path / {"ESRI Shapefile": "a.shp", "KML": "a.kml", "FlatGeobuf": "a.fgb"}[driver]
    frame = geopandas.GeoDataFrame(geometry=[WEST, EAST], crs="EPSG:4490")
    frame.to_crs("EPSG:4326" if driver == "KML" else "EPSG:4490").to_file(path, driver=driver)
    with open_basemap(BASEMAP, path) as ground:
        assert length(ground.shapes("world_province")) == pytest.approx(2)


def test_a_reference_system_that_is_a_guess_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "standard.shp"
    frame = geopandas.GeoDataFrame(geometry=[WEST, EAST], crs="EPSG:4326")
    frame.to_crs("EPSG:4510").to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(DataError, match="does not say its reference system"):
        open_basemap(BASEMAP, path)


def test_a_reference_system_that_the_file_names_is_reprojected(tmp_path: Path) -> None:
    path = tmp_path / "standard.geojson"
    metres = [(13135699.9, 5465442.2), (13358338.9, 5465442.2)]
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    line = {"type": "LineString", "coordinates": metres}
    feature = {"type": "Feature", "properties": {}, "geometry": line}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature], "crs": named}))
    with open_basemap(BASEMAP, path) as ground:
        extent = ground.borders_extent
        assert extent is not None
        assert np.allclose(extent.bounds, (118, 44, 120, 44), atol=0.01)


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "standard.geojson"
    path.write_text("nothing")
    with pytest.raises(DataError, match=r"standard\.geojson is no GeoJSON"):
        open_basemap(BASEMAP, path)


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ([shapely.Point(120, 40)], "has no areas or lines"),
        ([], "has no areas or lines"),
        ([shapely.box(500_000, 4_000_000, 600_000, 4_100_000)], "EPSG:4326"),
        ([WEST, shapely.box(120, 80, 122, 100)], "Row 2 of .*standard.csv has no place"),
        ([shapely.Point(120, 40), shapely.Point()], "Row 2 of .*standard.csv has no place"),
        ([WEST, shapely.Polygon()], "Row 2 of .*standard.csv has no place"),
    ],
)
def test_shapes_that_are_no_ground_are_one_sentence(
    written: Any, shapes: list[Any], reason: str
) -> None:
    with pytest.raises(DataError, match=reason):
        open_basemap(BASEMAP, written(*shapes))


def test_a_file_of_too_many_vertices_is_refused(
    written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.store.ground_file.MOST_VERTICES", 4)
    with pytest.raises(DataError, match="has 5 vertices; simplify it to 4"):
        open_basemap(BASEMAP, written(WEST))


def test_a_file_stays_open_while_it_is_the_same(written: Any) -> None:
    path = written(WEST)
    with OpenGrounds(BASEMAP) as grounds:
        assert grounds.basemap().ground_file == ""
        first = grounds.basemap(path)
        assert grounds.basemap(path) is first
        written(WEST, EAST)
        again = grounds.basemap(path)
        assert again is not first
        assert again.borders_extent == Extent(118, 44, 122, 46)
        path.unlink()
        with pytest.raises(DataError, match="does not exist"):
            grounds.basemap(path)
