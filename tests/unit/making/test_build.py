"""What a build writes: content, validity, sameness; and that the committed files are fresh."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from mapapp.core.errors import DataError
from mapapp.core.geo.geodesy import area_m2, distance_m
from mapapp.making import ATLAS, BASEMAP, RIVERS, build_all, check_built
from mapapp.store.basemap import Basemap
from mapapp.store.checking import check_atlas
from tests.tools import needed

if TYPE_CHECKING:
    from tests.unit.conftest import Tiny


ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "data"
GROUND = (BASEMAP, RIVERS)
ARTICLES = ROOT.parent / "shared" / "articles"


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def geometries(path: Path, table: str, order: str = "fid") -> list[shapely.Geometry]:
    blobs = query(path, f"SELECT geom FROM {table} WHERE geom IS NOT NULL ORDER BY {order}")
    return [shapely.from_wkb(blob[40 if blob[3] & 2 else 8 :]) for (blob,) in blobs]


@pytest.fixture
def built(tiny: Tiny) -> Path:
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    return tiny.out / "atlas.gpkg"


def test_place_is_written_with_pinyin_of_all_its_chinese_names(built: Path) -> None:
    (row,) = query(built, "SELECT * FROM port WHERE id = 'port-dalian'")
    assert row[2:] == (
        "port-dalian", "Port of Dalian", "大连港", None, None, "大連港;Dairen", "da lian gang",
        "dlg",
        "operating", "2023-05", "campus", "Chart", "海图", "WGS84", "WGS84",
        "Dalian", "大连市", None, None,
    )  # fmt: skip


def test_entity_without_place_has_no_geometry(built: Path) -> None:
    assert query(built, "SELECT geom FROM port WHERE id = 'province'") == [(None,)]


def test_facts_of_an_attribute_are_numbered(built: Path) -> None:
    rows = query(built, "SELECT id, value_num, source_id FROM fact ORDER BY fid")
    assert rows == [
        ("port-dalian/throughput/1", 1300.0, "paper"),
        ("port-dalian/throughput/2", 1250.0, "office"),
    ]


def test_mapping_table_ties_features_to_their_facts(built: Path) -> None:
    rows = query(
        built,
        "SELECT p.id, f.id FROM port_fact AS m JOIN port AS p ON p.fid = m.base_id "
        "JOIN fact AS f ON f.fid = m.related_id ORDER BY m.id",
    )
    assert rows == [("port-dalian", f"port-dalian/throughput/{n}") for n in (1, 2)]


def test_relation_is_written(built: Path) -> None:
    (row,) = query(built, "SELECT subject_id, predicate, object_id, source_id FROM relation")
    assert row == ("port-dalian", "located_in", "province", "office")


def test_extent_is_a_circle_of_the_stated_area(built: Path) -> None:
    (circle,) = geometries(built, "extent")
    assert area_m2(shapely.get_coordinates(circle)) == pytest.approx(10e6, rel=1e-4)
    assert distance_m(circle.centroid.x, circle.centroid.y, 121.65, 38.93)[0] < 1
    assert query(built, "SELECT id, entity_id, kind FROM extent") == [
        ("extent-port-dalian", "port-dalian", "schematic")
    ]


def test_link_is_cut_at_the_antimeridian(built: Path) -> None:
    (link,) = geometries(built, "friendship_link")
    west, east = shapely.get_parts(link)
    assert west.coords[-1] == (180.0, east.coords[0][1])
    assert east.coords[0][0] == -180.0
    ((names, length_km),) = query(
        built, "SELECT name_en || '|' || name_zh, length_km FROM friendship_link"
    )
    assert names == "Port of Dalian – Chicago|大连港—芝加哥"
    assert length_km == pytest.approx(10565, abs=30)


def test_rtree_holds_the_box_of_each_geometry(built: Path) -> None:
    ((_, *box),) = query(
        built, "SELECT r.* FROM rtree_port_geom AS r JOIN port AS p ON p.fid = r.id "
        "WHERE p.id = 'port-dalian'"
    )  # fmt: skip
    assert box == pytest.approx([121.65, 121.65, 38.93, 38.93], abs=1e-4)
    assert query(built, "SELECT count(*) FROM rtree_port_geom") == [(2,)]


def test_columns_have_titles(built: Path) -> None:
    sql = "SELECT title FROM gpkg_data_columns WHERE table_name='port' AND column_name='name_zh'"
    assert query(built, sql) == [("Name (Chinese) 名称",)]


def test_style_has_our_colour_shape_and_aliases(built: Path) -> None:
    ((qml,),) = query(built, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'port'")
    root = ET.fromstring(qml.partition("\n")[2])  # noqa: S314 - made by us
    options = {o.get("name"): o.get("value") for o in root.iter("Option")}
    assert options["outline_color"] == "58,78,200,255"
    assert options["name"] == "pentagon"
    aliases = {alias.get("field"): alias.get("name") for alias in root.iter("alias")}
    assert aliases["name_zh"] == "Name (Chinese) 名称"


def test_border_is_what_two_countries_share(built: Path) -> None:
    (border,) = geometries(built.with_name("basemap.gpkg"), "world_border")
    assert sorted(border.coords) == [(124.0, 38.0), (124.0, 42.0)]


def test_the_demarcation_is_no_border_and_the_limits_of_its_zone_are_not_drawn() -> None:
    """In the committed file, which is a fresh build."""
    zone = shapely.box(127, 37.9, 128.2, 38.5)
    with Basemap(DATA / BASEMAP) as basemap:
        for name in ("world", "region"):
            borders = basemap.shapes(f"{name}_border")
            assert len(borders)
            assert not shapely.intersects(borders, zone).any()
            assert len(basemap.shapes(f"{name}_demarcation")) == 1


def test_two_builds_have_equal_bytes(tiny: Tiny, tmp_path: Path) -> None:
    for out in ("one", "two"):
        build_all(tiny.sources, tiny.layers, tmp_path / out, tiny.articles)
    for name in ("atlas.gpkg", "basemap.gpkg", "rivers.gpkg"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_row_order_of_a_table_does_not_matter(tiny: Tiny) -> None:
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    header, *rows = (tiny.sources / "port.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([header, *reversed(rows), ""])
    (tiny.sources / "port.csv").write_text(text, encoding="utf-8")
    assert check_built(tiny.sources, tiny.layers, tiny.out, tiny.articles) == []


def test_build_leaves_nothing_else_behind(built: Path) -> None:
    assert {path.name for path in built.parent.iterdir()} == {ATLAS, BASEMAP, RIVERS}


def test_check_names_what_changed(tiny: Tiny) -> None:
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    tiny.replace("facts.csv", "1250", "1251")
    lines = check_built(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    assert len(lines) == 2
    assert lines[0].startswith("atlas.gpkg: -fact: ")
    assert "value_num=1250.0" in lines[0]
    assert "value_num=1251.0" in lines[1]


def test_check_of_a_missing_file_says_so(tiny: Tiny) -> None:
    with pytest.raises(DataError, match=r"atlas\.gpkg does not exist"):
        check_built(tiny.sources, tiny.layers, tiny.out, tiny.articles)


def test_output_that_is_a_file_is_refused(tiny: Tiny) -> None:
    tiny.out.write_text("")
    with pytest.raises(DataError, match="out cannot be written"):
        build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)


def test_layer_is_added_by_a_table_and_a_declaration(tiny: Tiny) -> None:
    shutil.copy(tiny.sources / "port.csv", tiny.sources / "lighthouse.csv")
    text = (tiny.sources / "lighthouse.csv").read_text(encoding="utf-8").splitlines()[:2]
    lighthouse = "\n".join(text).replace("port-dalian", "light-laotieshan") + "\n"
    (tiny.sources / "lighthouse.csv").write_text(lighthouse, encoding="utf-8")
    declared = (tiny.layers / "port.toml").read_text(encoding="utf-8")
    declared = declared.replace('"port"', '"lighthouse"')
    (tiny.layers / "lighthouse.toml").write_text(declared, encoding="utf-8")
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    atlas = tiny.out / "atlas.gpkg"
    assert query(atlas, "SELECT id FROM lighthouse") == [("light-laotieshan",)]
    assert check_atlas(atlas) == []


@cache
def gpkg_validator() -> list[str] | None:
    """GDAL's validator: from gdal-utils in this environment, or from the system's Python."""
    module = "osgeo_utils.samples.validate_gpkg"
    for python in (sys.executable, shutil.which("python3", path=os.defpath)):
        if python is None:
            continue
        probe = subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False)
        if probe.returncode == 0:
            return [python, "-m", module, "-k", "--extra", "--warning-as-error"]
    return None


@pytest.mark.parametrize("name", ["atlas.gpkg", "basemap.gpkg", "rivers.gpkg"])
def test_validator_is_silent(name: str) -> None:
    validator = gpkg_validator()
    if validator is None:
        needed("gdal_merge.py")  # comes with it
    assert validator
    run = subprocess.run([*validator, DATA / name], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_committed_files_are_a_fresh_build() -> None:
    articles = ARTICLES if ARTICLES.is_dir() else None
    assert check_built(DATA / "sources", ROOT / "layers", DATA, articles) == []


def test_committed_atlas_is_whole() -> None:
    assert check_atlas(DATA / "atlas.gpkg") == []


@pytest.mark.parametrize(("name", "most_bytes"), [(BASEMAP, 4_100_000), (RIVERS, 500_000)])
def test_ground_is_small(name: str, most_bytes: int) -> None:
    assert (DATA / name).stat().st_size < most_bytes


def test_only_the_rivers_are_under_their_licence() -> None:
    texts = {name: query(DATA / name, "SELECT metadata FROM gpkg_metadata") for name in GROUND}
    assert {name: "LGPL" in str(told) for name, told in texts.items()} == {
        BASEMAP: False,
        RIVERS: True,
    }
    tables = [query(DATA / name, "SELECT table_name FROM gpkg_contents") for name in GROUND]
    assert ("river",) not in tables[0]
    assert tables[1] == [("river",)]


def test_check_compares_the_rivers(tiny: Tiny) -> None:
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    tiny.replace("basemap/rivers/wdbii.geojson", "Liao", "Hun")
    lines = check_built(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    assert [line.partition(":")[0] for line in lines] == [RIVERS, RIVERS]


def test_all_names_are_read_as_people_say_them() -> None:
    tables = query(
        DATA / "atlas.gpkg",
        "SELECT table_name FROM gpkg_geometry_columns WHERE geometry_type_name = 'POINT'",
    )
    rows = [
        row
        for (table,) in tables
        for row in query(DATA / "atlas.gpkg", f"SELECT name_zh, pinyin FROM {table}")
    ]
    said = {name: pinyin for name, pinyin in rows if name}
    assert said["沈阳市"].startswith("shen yang shi;shen yang")
    assert said["大连港"] == "da lian gang"
    assert said["都灵"] == "du ling"
    assert said["朝阳机场"] == "chao yang ji chang"
    assert all(re.fullmatch(r"[a-z0-9 ;]+", pinyin) for pinyin in said.values())


@pytest.mark.parametrize("table", ["world_land", "region_land", "region_lake"])
def test_polygons_of_the_basemap_are_valid(table: str) -> None:
    assert shapely.is_valid(geometries(DATA / "basemap.gpkg", table)).all()


def test_world_land_does_not_step_over_the_antimeridian() -> None:
    land = geometries(DATA / "basemap.gpkg", "world_land")
    tree = shapely.STRtree(land)

    def is_land(lon: float, lat: float) -> bool:
        return bool(len(tree.query(shapely.Point(lon, lat), predicate="within")))

    assert is_land(123.4, 41.8)
    assert is_land(-179.0, 68.0)
    assert is_land(179.0, 68.0)
    assert is_land(0.0, -85.0)
    assert not is_land(-30.0, 68.0)
    assert not is_land(50.0, 42.0)


def test_no_coast_runs_along_the_edge_of_the_world() -> None:
    for line in geometries(DATA / "basemap.gpkg", "world_coast"):
        lons = shapely.get_coordinates(line)[:, 0]
        assert not ((np.abs(lons[1:]) == 180) & (np.diff(lons) == 0)).any()


def test_pacific_links_are_cut_and_others_are_whole() -> None:
    ids = [
        row[0] for row in query(DATA / "atlas.gpkg", "SELECT id FROM friendship_link ORDER BY id")
    ]
    links = geometries(DATA / "atlas.gpkg", "friendship_link", "id")
    cut = [name for name, link in zip(ids, links, strict=True) if len(link.geoms) > 1]
    assert cut == ["link-chicago", "link-monterrey"]
