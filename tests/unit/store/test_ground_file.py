"""A ground file of the user's own: its borders are drawn in place of the basemap's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def collection(*shapes: Any, **more: object) -> dict[str, object]:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape in shapes
    ]
    return {"type": "FeatureCollection", "features": features, **more}


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(document: object) -> Path:
        path = tmp_path / "standard.geojson"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
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
    with open_basemap(BASEMAP, written(collection(WEST, EAST, DASH))) as ground:
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
    with open_basemap(BASEMAP, written(collection(moved))) as ground:
        assert length(ground.shapes("world_border")) == 0
        drawn = shapely.intersection(ground.shapes("world_coast"), island)
        assert length(drawn) == pytest.approx(moved.length, rel=0.001), "one coast, not two"


def test_its_land_is_land(written: Any, plain: Basemap) -> None:
    in_the_sea = shapely.box(150, 20, 151, 21)
    with open_basemap(BASEMAP, written(collection(in_the_sea))) as ground:
        land = shapely.get_parts(ground.shapes("world_land"))
        assert len(land) == len(shapely.get_parts(plain.shapes("world_land"))) + 1
        turns = shapely.is_ccw(shapely.get_exterior_ring(land))
        assert not turns.any(), "overlapping land is filled as one only if all rings run one way"


def test_detailed_tables_stay_within_their_region(written: Any) -> None:
    across = shapely.box(90, 40, 110, 42)
    with open_basemap(BASEMAP, written(collection(across))) as ground:
        assert shapely.total_bounds(ground.shapes("region_border")).tolist()[0] == 105
        assert shapely.total_bounds(ground.shapes("world_border")).tolist()[0] == 90


def test_rivers_and_places_stay(written: Any, plain: Basemap) -> None:
    with open_basemap(BASEMAP, written(collection(WEST))) as ground:
        assert len(ground.shapes("river")) == len(plain.shapes("river"))
        assert ground.borders_extent == Extent(118, 44, 120, 46)
        assert ground.ground_file == "standard.geojson"
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


def test_a_reference_system_that_the_file_names_is_reprojected(written: Any) -> None:
    metres = shapely.LineString([(13135699.9, 5465442.2), (13358338.9, 5465442.2)])
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    with open_basemap(BASEMAP, written(collection(metres, crs=named))) as ground:
        extent = ground.borders_extent
        assert extent is not None
        assert np.allclose(extent.bounds, (118, 44, 120, 44), atol=0.01)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("nothing", "is no ground file"),
        (collection(shapely.Point(120, 40)), "has no areas or lines"),
        (collection(), "has no areas or lines"),
        (collection(shapely.box(500_000, 4_000_000, 600_000, 4_100_000)), "EPSG:4326"),
        ('{"type": "FeatureCollection", "features": [', "is no GeoJSON that can be read"),
        ({"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon"}}]}, "GeoJSON"),
        ({"type": "FeatureCollection", "features": [{"geometry": "x"}]}, "GeoJSON"),
        ({"type": "FeatureCollection", "features": 3}, "has no areas or lines"),
        (collection(WEST, crs={"type": "name", "properties": {"name": "EPSG:none"}}), "not known"),
    ],
)
def test_what_is_no_ground_file_is_one_sentence(written: Any, document: Any, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        open_basemap(BASEMAP, written(document))


def test_a_file_of_too_many_vertices_is_refused(
    written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.store.ground_file.MOST_VERTICES", 4)
    with pytest.raises(DataError, match="has 5 vertices; simplify it to 4"):
        open_basemap(BASEMAP, written(collection(WEST)))


def test_a_file_stays_open_while_it_is_the_same(written: Any) -> None:
    path = written(collection(WEST))
    with OpenGrounds(BASEMAP) as grounds:
        assert grounds.basemap().ground_file == ""
        first = grounds.basemap(path)
        assert grounds.basemap(path) is first
        written(collection(WEST, EAST))
        again = grounds.basemap(path)
        assert again is not first
        assert again.borders_extent == Extent(118, 44, 122, 46)
        path.unlink()
        with pytest.raises(DataError, match="does not exist"):
            grounds.basemap(path)
