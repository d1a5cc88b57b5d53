"""``mapapp count``: areas with how many points lie in each, every point told of."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import shapely

from mapapp.cli import main

Capture = pytest.CaptureFixture[str]
POINTS = """lon,lat,kind,depth
0.5,0.5,a,1
1,0.5,a,2
1,1,b,4
2,0.5,b,
5,5,b,7
,,c,9
179.5,0.5,c,3
-179.5,0.5,c,5
"""
AREAS = {
    "east": shapely.box(1, 0, 2, 1),
    "west": shapely.box(0, 0, 1, 1),
    "pacific": shapely.box(179, 0, 181, 1),
    "empty": shapely.box(30, 0, 31, 1),
}


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text(POINTS)
    return path


def areas_file(path: Path, areas: dict[str, shapely.Geometry]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": shapely.geometry.mapping(area),
        }
        for name, area in areas.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    return areas_file(tmp_path / "areas.geojson", AREAS)


def count(*typed: object) -> int:
    return main(["count", *map(str, typed)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_areas_keep_their_rows_and_get_count_sum_and_mean(
    capsys: Capture, points: Path, areas: Path
) -> None:
    out = points.with_name("out.csv")
    assert count(points, "--by", areas, "-o", out, "--sum", "depth", "--mean", "DEPTH") == 0
    found = [tuple(row.values())[:4] for row in rows_of(out)]
    assert list(rows_of(out)[0])[:4] == ["name", "count", "sum_depth", "mean_depth"]
    assert found == [
        ("east", "3", "6", "3.0"),  # two on the border with the west; one has no number
        ("west", "1", "1", "1.0"),
        ("pacific", "2", "8", "4.0"),  # on both sides of 180°
        ("empty", "0", "", ""),
    ]
    assert "in an area: 6 of 8; outside of all areas: 1; without a place: 1." in (
        capsys.readouterr().err
    )


def test_json_tells_of_every_point(capsys: Capture, points: Path, areas: Path) -> None:
    assert count(points, "--by", areas, "-o", points.with_name("o.gpkg"), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "areas": 4, "points": 8, "inside": 6, "outside": 1, "unplaced": 1,
    }  # fmt: skip


def test_only_points_of_a_condition_count(points: Path, areas: Path) -> None:
    out = points.with_name("out.csv")
    assert count(points, "--by", areas, "-o", out, "--where", 'kind = "a"') == 0
    assert [row["count"] for row in rows_of(out)] == ["1", "1", "0", "0"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--sum", "kind"], "'kind' has no numbers"),
        (["--mean", "dept"], "no column 'dept'"),
    ],
)
def test_what_is_no_column_of_numbers_is_refused(
    capsys: Capture, points: Path, areas: Path, typed: list[str], said: str
) -> None:
    out = points.with_name("out.csv")
    assert count(points, "--by", areas, "-o", out, *typed) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_points_and_areas_are_asked_for(capsys: Capture, points: Path, areas: Path) -> None:
    out = points.with_name("out.csv")
    assert count(areas, "--by", areas, "-o", out) == 1
    assert "Row 1 of areas is no single point" in capsys.readouterr().err
    assert count(points, "--by", points, "-o", out) == 1
    assert "other features than areas" in capsys.readouterr().err
    assert not out.exists()


def test_a_point_of_several_is_known_by_its_row_in_the_file(
    capsys: Capture, points: Path, areas: Path, tmp_path: Path
) -> None:
    mixed = json.loads(areas.read_text())["features"]
    mixed[0]["geometry"] = {"type": "Point", "coordinates": [0.5, 0.5]}
    areas.write_text(json.dumps({"type": "FeatureCollection", "features": mixed}))
    where = 'name = "empty" or name = "east"'
    assert count(areas, "--by", points, "-o", tmp_path / "out.csv", "--where", where) == 1
    assert "Row 4 of areas is no single point" in capsys.readouterr().err


def test_a_converted_row_is_known_by_its_number_in_the_file(
    capsys: Capture, points: Path, tmp_path: Path
) -> None:
    points.write_text("lon,lat,kind\n1,1,a\n1,1,a\n33,0,b\n")
    asked = ["convert", str(points), "--where", 'kind = "b"', "--to-crs", "EPSG:32651"]
    assert main([*asked, "-o", str(tmp_path / "out.gpkg")]) == 1
    assert "Row 3 lies where EPSG:32651 has no meaning" in capsys.readouterr().err


def test_a_file_without_areas_is_refused_as_that(
    capsys: Capture, points: Path, tmp_path: Path
) -> None:
    none = areas_file(tmp_path / "none.geojson", {})
    assert count(points, "--by", none, "-o", tmp_path / "out.csv") == 1
    assert "none has no areas to count by" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_areas_without_columns_get_theirs(points: Path, areas: Path, tmp_path: Path) -> None:
    bare = json.loads(areas.read_text())
    for feature in bare["features"]:
        feature["properties"] = {}
    areas.write_text(json.dumps(bare))
    assert count(points, "--by", areas, "-o", tmp_path / "out.geojson") == 0
    made = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert [feature["properties"]["count"] for feature in made] == [3, 1, 2, 0]


def test_an_area_that_goes_the_long_way_round_is_refused(capsys: Capture, points: Path) -> None:
    areas = areas_file(
        points.with_name("round.geojson"),
        {"world": shapely.box(-180, -90, 180, 90), "fiji": shapely.box(-179, -20, 179, -10)},
    )
    assert count(points, "--by", areas, "-o", points.with_name("out.csv")) == 1
    assert "Row 2 of round has an edge" in capsys.readouterr().err
