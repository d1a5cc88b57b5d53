"""The score of a candidate is made as its docstring says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.core.text import Text
from mapapp.store.geocoding.place_names import Called, NamedPlace
from mapapp.store.geocoding.scoring import (
    OTHER_KIND,
    Region,
    agreement,
    likeness,
    misspelt,
    ranked,
    weight,
)
from mapapp.store.geocoding.written import written_name

TOWN = NamedPlace(Text("Xinmin", "新民"), "place", 107.4, 30.4, 28_000, "CN.33", "town")
FAR = replace(TOWN, lon=110.2, lat=21.5, people=2_000, area="CN.30")
CITY = NamedPlace(Text("Shenyang", "沈阳"), "place", 123.4, 41.8, 7_000_000, "CN.19", "city")
OURS = replace(CITY, lon=123.41, is_ours=True)
PROVINCE = NamedPlace(Text("Liaoning", "辽宁省"), "province", 122.6, 41.0, 40_000_000, "CN.19", "")


def called_as(text: str, place: NamedPlace, *, bare: bool = False, alias: bool = False) -> float:
    return likeness(written_name(text), Called(place, bare, alias), by_bare_key=bare)


def test_a_name_as_it_is_written_is_best_and_another_kind_is_doubtful() -> None:
    exact, bare = called_as("新民镇", TOWN), called_as("新民镇", TOWN, bare=True)
    unknown = called_as("新民镇", replace(TOWN, words=""), bare=True)
    other = called_as("新民市", TOWN, bare=True)
    assert 1.0 == exact > bare > unknown > other == OTHER_KIND
    assert called_as("新民", TOWN, alias=True) < 1.0
    assert misspelt(0.8) < misspelt(0.9) < other / OTHER_KIND


def test_the_only_place_of_a_name_keeps_its_score() -> None:
    (only,) = ranked([(TOWN, 0.95)])
    assert only.score == 0.95


def test_others_of_the_name_lower_the_score_by_their_weight() -> None:
    first, second = ranked([(FAR, 1.0), (TOWN, 1.0)])
    assert first.place is TOWN
    assert first.score == pytest.approx(0.5 + 0.5 * 28 / 30, abs=0.001)
    assert second.score == pytest.approx(0.5 + 0.5 * 2 / 30, abs=0.001)
    many = [(replace(FAR, lon=70.0 + n), 1.0) for n in range(50)]
    assert ranked(many)[0].score < 0.6, "one of many villages is no match"


def test_a_worse_match_is_no_rival() -> None:
    first, second = ranked([(FAR, 1.0), (TOWN, 0.8)])
    assert first.place is FAR
    assert first.score == 1.0
    assert second.score < 0.8


def test_a_place_counts_once_and_stays_that_of_the_atlas() -> None:
    (only,) = ranked([(CITY, 1.0), (OURS, 0.9)])
    assert only.place is OURS
    assert only.score == 1.0


def test_home_and_atlas_weigh_more_and_a_province_less_than_its_city() -> None:
    assert weight(replace(TOWN, area="CN.19")) == 10 * weight(TOWN)
    assert weight(replace(TOWN, is_ours=True)) > weight(CITY) / 10
    assert weight(PROVINCE) < weight(CITY)
    assert weight(replace(PROVINCE, kind="country")) > weight(CITY)


def test_where_a_place_is_said_to_lie_decides() -> None:
    liaoning, china, japan = (Region(frozenset((area,))) for area in ("CN.19", "CN", "JP"))
    around = Region(cities=(CITY,))
    assert agreement(CITY, [liaoning, china]) == 1.0
    assert agreement(CITY, [liaoning, japan]) < 0.6
    assert agreement(replace(TOWN, lon=124.0, lat=41.5), [around]) == 1.0
    assert agreement(TOWN, [around]) < 0.6
    assert agreement(PROVINCE, [around]) == 1.0, "a province has the city"
    assert agreement(replace(CITY, area="CN.190"), [liaoning]) < 0.6
