from __future__ import annotations

import subprocess
import sys

import pytest

from mapapp.core.folding import search_key
from mapapp.core.search import SearchEntry, SearchIndex
from mapapp.core.text import Text


def entry(id_: str, en: str, zh: str, aliases: str = "", pinyin: str = "", initials: str = "",
          lon: float | None = 123.4) -> SearchEntry:  # fmt: skip
    return SearchEntry(id_, "context", Text(en, zh), aliases, pinyin, initials, lon, 41.8)


INDEX = SearchIndex(
    [
        entry(
            "shenyang",
            "Shenyang",
            "沈阳市",
            "沈阳;瀋陽;Mukden",
            "shen yang shi;shen yang",
            "sys;sy",
        ),
        entry("station", "Shenyang Station", "沈阳站", "", "shen yang zhan", "syz"),
        entry("port", "Port of Dalian", "大连港", "", "da lian gang", "dlg"),
        entry("dusseldorf", "Düsseldorf, Germany", "杜塞尔多夫", "Dusseldorf"),
        entry("nowhere", "Haidou-1", "海斗一号", lon=None),
    ]
)


def first(query: str) -> str | None:
    found = INDEX.search(query)
    return found[0].id if found else None


@pytest.mark.parametrize(
    "query",
    ["沈阳", "瀋陽", "shenyang", "SHENYANG", "sy", "Mukden", "shen yang", "shenynag", "shenyan"],
)
def test_the_city_is_found_by_all_its_names(query: str) -> None:
    assert first(query) == "shenyang"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dusseldorf", "dusseldorf"),
        ("DÜSSELDORF", "dusseldorf"),
        ("dalian port", "port"),
        ("dlg", "port"),
        ("haidou 1", "nowhere"),
        ("连港", "port"),
    ],
)
def test_accents_word_order_and_initials_do_not_matter(query: str, found: str) -> None:
    assert first(query) == found


@pytest.mark.parametrize("query", ["", "  ", "?!-", "xyzzy", "\0", "x" * 10_000, "🚢"])
def test_nonsense_finds_nothing(query: str) -> None:
    assert INDEX.search(query) == []


def test_an_exact_name_scores_100_and_others_less() -> None:
    best, second, *_ = INDEX.search("shenyang")
    assert best.score == 100
    assert second.score < 100


def test_a_name_goes_before_an_alias_then_pinyin_then_initials() -> None:
    same = SearchIndex(
        [
            entry("initials", "A", "甲", initials="anshan"),
            entry("pinyin", "B", "乙", pinyin="anshan"),
            entry("alias", "C", "丙", "Anshan"),
            entry("name", "Anshan", "丁"),
        ]
    )
    found = same.search("anshan")
    assert [result.id for result in found] == ["name", "alias", "pinyin", "initials"]
    assert [result.score for result in found] == [100, 99, 98, 97]


def test_each_feature_is_found_once_and_the_limit_holds() -> None:
    many = SearchIndex(entry(f"e{n}", f"Place {n}", "地方", f"Place {n};place") for n in range(50))
    ids = [result.id for result in many.search("place", limit=7)]
    assert len(ids) == len(set(ids)) == 7


def test_a_feature_without_a_place_has_no_coordinates() -> None:
    assert INDEX.search("Haidou")[0].lon is None


def test_keys_are_letters_and_digits() -> None:
    assert search_key("  Thessaloníki (Σ) 5G!") == "thessalonikiσ5g"


def test_the_run_time_needs_no_pinyin_dictionary() -> None:
    code = """
import sys
from mapapp.core.search import SearchIndex
assert not SearchIndex([]).search("shenyang")
assert "pypinyin" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "query", ["ludao", "lüdao", "lyudao", "lvdao", "LÜ DAO", "lv dao", "绿岛", "綠島", "ld"]
)
def test_lv_is_found_however_it_is_typed(query: str) -> None:
    index = SearchIndex([entry("green", "Green Isle", "绿岛", pinyin="lv dao", initials="ld")])
    assert [found.id for found in index.search(query)] == ["green"]


@pytest.mark.parametrize("query", ["dalian 港", "大连 port", "大连port", "port 大连", "大連 PORT"])
def test_a_query_may_be_in_two_languages(query: str) -> None:
    assert first(query) == "port"


def test_all_words_of_two_languages_must_be_there() -> None:
    assert INDEX.search("大连 airport") == []


def test_what_stands_behind_comes_after_what_is_found_as_well() -> None:
    index = SearchIndex(
        [
            SearchEntry("a", "@place", Text("Jinzhou", "金州"), "", "", "", 0, 0, behind=4),
            entry("b", "Chinchow", "锦州", pinyin="jin zhou", initials="jz"),
        ]
    )
    assert [found.id for found in index.search("jinzhou")] == ["b", "a"]
