"""Places are found by what people write of them, in the atlas and in the gazetteer built."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.layer.spec import load_layer_specs
from mapapp.store.atlas import Atlas
from mapapp.store.gazetteer import about_km
from mapapp.store.geocoding.geocoder import Geocoder, PlaceQuery
from mapapp.store.geocoding.place_names import PlaceNames
from mapapp.store.geocoding.scoring import MATCHED, SURE, PlaceCandidate
from mapapp.store.geopackage import GeoPackage

SHENYANG, DALIAN, ZHUANGHE = (123.43, 41.79), (121.60, 38.91), (122.99, 39.70)
XINMIN, JILIN_CITY, JILIN, BEIJING = (122.83, 41.99), (126.56, 43.85), (126.2, 43.6), (116.4, 39.9)
CHANGHAI, OSAKA, CHICAGO = (122.59, 39.27), (135.5, 34.69), (-87.65, 41.85)


@pytest.fixture(scope="module")
def names() -> Iterator[PlaceNames]:
    with (
        Atlas(asset("data", "atlas.gpkg"), load_layer_specs(asset("layers"))) as atlas,
        GeoPackage(asset("data", "basemap.gpkg")) as basemap,
        PlaceNames(asset("gazetteer", "places.sqlite"), atlas, basemap) as found,
    ):
        yield found


@pytest.fixture
def geocoder(names: PlaceNames) -> Geocoder:
    return Geocoder(names)


def best(geocoder: Geocoder, text: str, *within: str, is_area: bool = False) -> PlaceCandidate:
    (found,) = geocoder.find([PlaceQuery(text, within, is_area)])
    return found[0]


def is_at(found: PlaceCandidate, place: tuple[float, float]) -> bool:
    return about_km(found.place.lon, found.place.lat, *place) < 20.0


def test_names_of_all_kinds_are_sure(geocoder: Geocoder) -> None:
    places = {
        SHENYANG: ("沈阳", "沈阳市", "瀋陽", "Shenyang", "shen yang", "Shenyang City", "Mukden"),
        DALIAN: ("大连市", "Dalian, China", "Dalian China", "辽宁大连"),
        ZHUANGHE: ("庄河市", "大连庄河", "Zhuanghe", "辽宁省大连市庄河市"),
        XINMIN: ("新民", "Xinmin, Liaoning", "辽宁省新民市"),
        BEIJING: ("北京", "Beijing", "北京市"),
        OSAKA: ("大阪", "Osaka", "Osaka, Japan"),
        CHICAGO: ("Chicago", "芝加哥"),
        CHANGHAI: ("长海县", "Changhai County"),
    }  # fmt: skip
    texts = [(text, place) for place, texts in places.items() for text in texts]
    found = geocoder.find([PlaceQuery(text) for text, _ in texts])
    wrong = [text for (text, place), each in zip(texts, found, strict=True)
             if not (each and is_at(each[0], place) and each[0].score >= SURE)]  # fmt: skip
    assert not wrong


@pytest.mark.parametrize(
    ("text", "place"),
    [("Dalain", DALIAN), ("Shenyng", SHENYANG), ("Zhuanhe", ZHUANGHE), ("Chicaog", CHICAGO)],
)
def test_a_typing_fault_is_found_and_doubtful(
    geocoder: Geocoder, text: str, place: tuple[float, float]
) -> None:
    found = best(geocoder, text)
    assert is_at(found, place)
    assert MATCHED <= found.score < SURE


def test_a_chinese_name_that_sounds_alike_is_found(geocoder: Geocoder) -> None:
    found = best(geocoder, "沈杨")
    assert is_at(found, SHENYANG)
    assert MATCHED <= found.score < 0.95


def test_the_place_of_the_atlas_is_the_one_that_is_found(geocoder: Geocoder) -> None:
    assert best(geocoder, "Shenyang").place.is_ours
    assert best(geocoder, "桃仙机场").place.is_ours


def test_the_word_for_its_kind_and_the_column_tell_a_city_from_its_province(
    geocoder: Geocoder,
) -> None:
    assert is_at(best(geocoder, "吉林"), JILIN_CITY)
    assert is_at(best(geocoder, "吉林市"), JILIN_CITY)
    assert is_at(best(geocoder, "吉林省"), JILIN)
    assert is_at(best(geocoder, "吉林", is_area=True), JILIN)


def test_what_a_place_lies_in_decides_between_places_of_a_name(geocoder: Geocoder) -> None:
    assert best(geocoder, "Xinmin").place.area == "CN.19"
    assert best(geocoder, "Xinmin", "重庆").place.area == "CN.33"
    assert best(geocoder, "Springfield").score < SURE
    illinois = best(geocoder, "Springfield", "Illinois")
    assert illinois.place.area == "US.IL"
    assert illinois.score >= SURE
    assert best(geocoder, "Chicago", "辽宁").score < MATCHED
    assert best(geocoder, "Chicago", "no such place").score >= SURE


def test_what_is_not_known_is_offered_the_larger_place_that_it_names(geocoder: Geocoder) -> None:
    found = best(geocoder, "沈阳市无此区无此街")
    assert is_at(found, SHENYANG)
    assert found.score < MATCHED
    assert is_at(best(geocoder, "无此街", "沈阳"), SHENYANG)


@pytest.mark.parametrize("text", ["", " ", "?!", "xyzzyqqq", "123", "x" * 100_000, "'; DROP", "中"])
def test_what_is_no_name_has_no_place(geocoder: Geocoder, text: str) -> None:
    assert geocoder.find([PlaceQuery(text)]) == [()]


def test_only_places_within_are_found(names: PlaceNames) -> None:
    liaoning = Geocoder(names, "辽宁")
    assert best(liaoning, "Xinmin").score == 1.0, "no other of the name is left"
    assert liaoning.find([PlaceQuery("Osaka")]) == [()]
    assert is_at(best(Geocoder(names, "Dalian"), "庄河"), ZHUANGHE)
    with pytest.raises(UsageError, match="'Nowhereland'"):
        Geocoder(names, "Nowhereland")


def test_a_label_says_where_a_place_lies_in_the_language_of_the_cell(geocoder: Geocoder) -> None:
    def label(text: str) -> str:
        return geocoder.label(best(geocoder, text).place, text)

    assert label("新民") == "辽宁省新民"
    assert label("Xinmin") == "Xinmin, Liaoning"
    assert label("北京") == "北京"
    assert label("Osaka") == "Osaka, Japan"
    assert label("日本") == "日本"
