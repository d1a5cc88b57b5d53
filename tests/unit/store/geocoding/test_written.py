from __future__ import annotations

import pytest

from mapapp.store.geocoding.written import readings_of, run_together, written_name


@pytest.mark.parametrize(
    ("text", "bare", "kind"),
    [
        ("康平县", "康平", "county"),
        ("Kangping County", "kangping", "county"),
        ("Kangping Xian", "kangping", "county"),
        ("City of Dalian", "dalian", ""),
        ("瀋陽市", "沈阳", "city"),
        ("阜新蒙古族自治县", "阜新", "county"),
        ("延边朝鲜族自治州", "延边", "city"),
        ("广西壮族自治区", "广西", "province"),
        ("沈北新区", "沈北", "district"),
        ("新甸满族镇", "新甸", "town"),
        ("Lüshun", "lushun", ""),
    ],
)
def test_the_word_for_its_kind_is_taken_off_a_name(text: str, bare: str, kind: str) -> None:
    name = written_name(text)
    assert (name.bare_key, name.kind) == (bare, kind)


@pytest.mark.parametrize("text", ["沙市", "市", "District", "赤县", "", "!"])
def test_a_name_keeps_two_letters_of_its_own(text: str) -> None:
    name = written_name(text)
    assert name.bare_key == name.key
    assert name.kind == ""


@pytest.mark.parametrize(
    ("text", "name", "within"),
    [
        ("Xinmin, Liaoning, China", "Xinmin", ["Liaoning", "China"]),
        ("大连（辽宁）", "大连", ["辽宁"]),
        ("辽宁省沈阳市和平区", "和平区", ["沈阳市", "辽宁省"]),
        ("辽宁省沈阳市南京街5号", "南京街5号", ["沈阳市", "辽宁省"]),
        ("辽宁省，沈阳市，和平区", "和平区", ["沈阳市", "辽宁省"]),
        ("和平区，沈阳市，辽宁省", "和平区", ["沈阳市", "辽宁省"]),
        ("2辽宁省沈阳市南京街5号", "南京街5号", ["沈阳市", "辽宁省"]),
    ],
)
def test_an_address_is_a_name_in_others(text: str, name: str, within: list[str]) -> None:
    whole, finest, *larger = readings_of(text)
    assert whole.name.text == text
    assert finest.name.text == name
    assert [each.text for each in finest.within] == within
    assert [each.name.text for each in larger] == within


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("110001辽宁省沈阳市和平区南京街5号", "辽宁省沈阳市和平区南京街5号"),
        ("辽宁省沈阳市和平区南京街5号 110001", "辽宁省沈阳市和平区南京街5号"),
        ("邮编：１１０００１ 大连", "大连"),
        ("（110001）沈阳市", "沈阳市"),
        ("Shenyang 110000, Liaoning", "Shenyang, Liaoning"),
        ("10115 Berlin", "Berlin"),
        ("Chicago, IL 60601-1234", "Chicago, IL"),
        ("〒530-0001 Osaka", "Osaka"),
    ],
)
def test_a_postcode_is_no_part_of_a_name(text: str, same: str) -> None:
    assert keys_of(text) == keys_of(same)


@pytest.mark.parametrize("text", ["798艺术区", "10001号", "Route 66", "A11001", "1234567"])
def test_other_numbers_are(text: str) -> None:
    assert readings_of(text)[0].name.text == text


def keys_of(text: str) -> list[list[str]]:
    return [[each.name.key, *(name.key for name in each.within)] for each in readings_of(text)]


def test_one_name_has_one_reading() -> None:
    assert len(readings_of("沈阳市")) == len(readings_of("Shenyang City")) == 1


def test_names_run_together_are_parted_where_they_may_be() -> None:
    assert ("庄河", "大连") in [(a.text, b.text) for a, b in run_together(written_name("大连庄河"))]
    english = run_together(written_name("Dalian China"))
    assert [(a.text, b.text) for a, b in english] == [("Dalian", "China")]
    assert run_together(written_name("大连")) == ()
