"""``mapapp.count``: frames and files, in any reference system."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pytest
import shapely

import mapapp

POINTS = geopandas.GeoDataFrame(
    {"kind": ["a", "b", "c"], "depth": [1, 2, 4]},
    geometry=[shapely.Point(0.5, 0.5), shapely.Point(0.6, 0.5), None],
    crs=4326,
)
AREAS = geopandas.GeoDataFrame(
    {"count": ["mine"]}, geometry=[shapely.box(0, 0, 1, 1)], index=["x"], crs=4326
)


def test_frames_in_different_systems_meet_and_columns_of_the_name_stay() -> None:
    found = mapapp.count(POINTS.to_crs(3857), by=AREAS, sum="depth", mean="depth")
    assert found.loc["x", ["count", "count_2", "sum_depth", "mean_depth"]].tolist() == [
        "mine", 2, 3, 1.5,
    ]  # fmt: skip
    assert found.attrs == {"points": 3, "inside": 2, "outside": 0, "unplaced": 1}


def test_files_are_taken(tmp_path: Path) -> None:
    points, areas = tmp_path / "points.csv", tmp_path / "areas.geojson"
    points.write_text("lon,lat\n0.5,0.5\n")
    AREAS.rename(columns={"count": "name"}).to_file(areas)
    assert mapapp.count(points, by=areas)["count"].tolist() == [1]


@pytest.mark.parametrize(
    ("points", "options", "said"),
    [
        (3, {}, "must be a GeoDataFrame"),
        (POINTS.set_crs(None, allow_override=True), {}, "no reference system"),
        (POINTS, {"sum": "kind"}, "no numbers"),
    ],
)
def test_what_cannot_be_counted_is_one_sentence(
    points: object, options: dict[str, str], said: str
) -> None:
    with pytest.raises(mapapp.MapappError, match=said):
        mapapp.count(points, by=AREAS, **options)
