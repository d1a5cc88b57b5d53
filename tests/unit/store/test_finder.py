from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.core.disk.assets import asset
from mapapp.store.atlas import Atlas
from mapapp.store.finder import Finder
from mapapp.store.geopackage import GeoPackage


@pytest.fixture(scope="module")
def finder(atlas: Atlas) -> Iterator[Finder]:
    with GeoPackage(asset("data", "basemap.gpkg")) as basemap:
        yield Finder(atlas, basemap)


@pytest.mark.parametrize(
    "query", ["大连港", "port of dalian", "dlg", "daliangang", "Prot of Dalian"]
)
def test_a_port_is_found_however_it_is_written(finder: Finder, query: str) -> None:
    first = finder.find(query, "en")[0]
    assert (first.kind, first.id, first.layer) == ("feature", "port-dalian", "port")


def test_a_place_that_is_no_feature_comes_from_the_gazetteer(finder: Finder) -> None:
    [first, *_] = finder.find("北京", "zh")
    assert (first.kind, first.name.en, first.detail) == ("place", "Beijing", "城市")
    assert first.lon == pytest.approx(116.4, abs=0.1)
    assert first.zoom is not None


@pytest.mark.parametrize(
    ("name", "kind", "zoom"),
    [
        ("Australia", "Country", 4), ("Atlantic Ocean", "Sea", 5.5), ("Hebei", "Province", 6.5),
        ("Bangkok", "City", 10), ("Beipiao", "Town", 11.5),
    ],
)  # fmt: skip
def test_a_place_is_looked_at_from_as_near_as_its_kind_is_large(
    finder: Finder, name: str, kind: str, zoom: float
) -> None:
    place = next(found for found in finder.find(name, "en") if found.name.en == name)
    assert (place.kind, place.detail, place.zoom) == ("place", kind, zoom)


def test_a_place_that_is_a_feature_is_found_once(finder: Finder) -> None:
    named = [found for found in finder.find("沈阳", "en") if found.name.en == "Shenyang"]
    assert [found.kind for found in named] == ["feature"]


def test_no_feature_has_a_bare_place_of_its_name_beside_it(finder: Finder, atlas: Atlas) -> None:
    for entry in atlas.search_entries():
        name = entry.name.en.partition(",")[0]
        first, *others = finder.find(name, "en")
        assert first.kind == "feature", name
        assert not [o for o in others if o.kind == "place" and o.name.zh == entry.name.zh], name


@pytest.mark.parametrize(
    ("query", "found"),
    [("Chicago", "芝加哥"), ("Sapporo", "札幌"), ("芝加哥", "芝加哥"), ("札幌", "札幌")],
)
def test_a_friendship_city_goes_before_the_place_and_is_found_once(
    finder: Finder, query: str, found: str
) -> None:
    named = [each for each in finder.find(query, "en") if each.name.zh == found]
    assert [each.kind for each in named] == ["feature"]
    assert finder.find(query, "en")[0] == named[0]


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("fs", "place", "抚顺"), ("fushun", "place", "抚顺"), ("撫順", "place", "抚顺"),
        ("fu shun", "place", "抚顺"), ("bj", "place", "北京"), ("beijing", "place", "北京"),
        ("jinzhou", "feature", "锦州市"), ("jz", "feature", "锦州市"),
        ("錦州", "feature", "锦州市"),
        ("lvshun", "place", "旅顺口"), ("lushun", "place", "旅顺口"), ("lüshun", "place", "旅顺口"),
        ("lyushun", "place", "旅顺口"), ("LÜSHUN", "place", "旅顺口"),
        ("dalian 港", "feature", "大连港"), ("大连 port", "feature", "大连港"),
        ("大连port", "feature", "大连港"), ("shenyang 桃仙机场", "feature", "沈阳桃仙国际机场"),
        ("首尔 seoul", "place", "首尔"),
    ],
)  # fmt: skip
def test_places_are_found_as_features_are(finder: Finder, query: str, kind: str, name: str) -> None:
    first = finder.find(query, "zh")[0]
    assert (first.kind, first.name.zh) == (kind, name)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("鐵路", "铁路"), ("大連", "大连"), ("中國", "中国"), ("瀋陽", "沈阳"), ("撫順", "抚顺"),
     ("經濟技術開發區", "经济技术开发区")],
)  # fmt: skip
def test_traditional_characters_find_what_simplified_ones_find(
    finder: Finder, traditional: str, simplified: str
) -> None:
    found = finder.find(simplified, "zh", limit=100)
    assert found
    assert finder.find(traditional, "zh", limit=100) == found


def test_a_long_link_is_read(finder: Finder) -> None:
    link = f"https://uri.amap.com/marker?position=123.44113,41.81075&name={'x' * 400}"
    [found] = finder.find(link, "zh")
    assert (found.kind, found.detail) == ("position", "GCJ-02")


def test_a_place_that_the_gazetteer_names_twice_is_found_once(atlas: Atlas, tmp_path: Path) -> None:
    path = Path(shutil.copy(asset("data", "basemap.gpkg"), tmp_path / "twice.gpkg"))
    with closing(sqlite3.connect(path)) as db:
        for name in ("IsEmpty", "MinX", "MaxX", "MinY", "MaxY"):  # its triggers name them
            db.create_function(f"ST_{name}", 1, lambda _: 0)
        db.execute(
            "INSERT INTO place (geom, name_en, name_zh, kind, rank) "
            "SELECT geom, name_en, name_zh, kind, rank FROM place WHERE name_en = 'Bangkok'"
        )
        db.commit()
    with GeoPackage(path) as basemap:
        found = Finder(atlas, basemap).find("Bangkok", "en")
    assert [place.name.en for place in found].count("Bangkok") == 1


def test_an_attribute_opens_what_has_it_with_its_value(finder: Finder) -> None:
    first = finder.find("area", "en")[0]
    assert (first.kind, first.name.zh) == ("attribute", "面积")
    having = finder.find("Area:", "en")
    values = [float(found.detail.split()[0]) for found in having]
    assert values == sorted(values, reverse=True)
    assert "59.96 km²" in [found.detail for found in having]


def test_an_attribute_can_be_narrowed(finder: Finder) -> None:
    having = finder.find("面积：大连", "zh")
    assert having
    assert all("大连" in found.name.zh for found in having)


@pytest.mark.parametrize("query", ["41.8, 123.43", "北纬41.8 东经123.43", "123.43E 41.8N"])
def test_a_position_is_read(finder: Finder, query: str) -> None:
    first = finder.find(query, "en")[0]
    assert first.kind == "position"
    assert (first.lon, first.lat) == pytest.approx((123.43, 41.8))


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "ozone layer:", "?"])
def test_nothing_is_found_for_nonsense(finder: Finder, query: str) -> None:
    assert finder.find(query, "en") == []


def test_the_most_are_as_many_as_wanted(finder: Finder) -> None:
    assert len(finder.find("s", "en", limit=3)) == 3
