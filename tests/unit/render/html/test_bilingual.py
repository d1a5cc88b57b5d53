"""A standalone map in both languages tells all that it tells in each."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.html.bilingual import told_in_both
from mapapp.render.html.file import WebMap
from mapapp.render.labels.words import Wording
from tests.web_maps import html_document

_DATA = re.compile(r'<script type="application/json" id="mapapp-map">(.*?)</script>')
_PARK = "中德（沈阳）高端装备制造产业园"


def told(specs: tuple[LayerSpec, ...], language: Wording) -> Any:
    wanted = WebMap(("industrial_park", "friendship_city"), language=language)
    atlas, basemap = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
    found = _DATA.search(html_document(wanted, atlas, basemap, specs))
    assert found
    return json.loads(found[1])


@pytest.fixture(scope="module")
def both(specs: tuple[LayerSpec, ...]) -> Any:
    return told(specs, "both")


def park_of(map_: Any) -> Any:
    return next(each for each in map_["layers"][0]["features"] if each["id"] == "cgip")


def test_panel_and_cards_are_in_both_languages(both: Any) -> None:
    """What is the same in both is told once, and what has both names already stays."""
    assert both["title"] == "Shenyang and Liaoning 沈阳与辽宁"
    assert (both["language"], both["words"]["legend"]) == ("en", "Legend 图例")
    cities = both["layers"][1]
    assert cities["title"] == "Friendship cities 友好城市"
    assert re.search("[a-z].*[一-鿿]", cities["note"])
    card = park_of(both)["card"]
    assert card["called"].isascii()
    assert card["also_called"] == _PARK
    assert card["key"][0]["label"] == "Gross industrial output 工业总产值"
    assert card["key"][0]["dispute"]["figures"][1]["value"] == "481.5 bn CNY 4,815亿元"


def test_names_on_the_map_have_the_other_one_below(both: Any) -> None:
    lines = [line["text"] for line in park_of(both)["label"]["lines"]]
    assert lines[0].isascii()
    assert lines[-1] == _PARK


def test_what_is_no_text_is_told_once(specs: tuple[LayerSpec, ...], both: Any) -> None:
    english = told(specs, "en")
    for layer, same in zip(both["layers"], english["layers"], strict=True):
        for key in ("id", "points", "shapes", "symbology"):
            assert layer[key] == same[key]
        keys = [[each["keys"] for each in one["features"]] for one in (layer, same)]
        assert keys[0] == keys[1]


def test_lists_of_two_lengths_follow_one_another() -> None:
    assert told_in_both({"facets": ["a", "b"]}, {"facets": ["甲"]}) == {"facets": ["a", "b", "甲"]}
