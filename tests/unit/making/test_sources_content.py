"""What the reviewed sources of the atlas say, held against the research and the articles."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
SOURCES = CHECKOUT / "data" / "sources"
SHARED = CHECKOUT.parent / "shared"
PLACE_TABLES = (
    "industrial_park", "port", "ftz_area", "high_tech_zone", "rail_hub", "friendship_city",
    "enterprise", "institution", "venue", "airport", "context",
)  # fmt: skip
PERIOD_HELPER = "restates the period of another fact"
IN_RELATIONS = "stands in relations.csv"
IN_SOURCES = "is a property of the source"
FOLDED = {
    ("source-000", "copyright_year"): IN_SOURCES,
    ("source-001", "press_trip_duration"): IN_SOURCES,
    ("source-001", "press_trip_journalists"): IN_SOURCES,
    ("source-001", "press_trip_media"): IN_SOURCES,
    ("source-002", "published"): IN_SOURCES,
    ("source-003", "updated"): IN_SOURCES,
    ("liaoning", "gdp_period_months"): PERIOD_HELPER,
    ("liaoning", "gdp_growth_year"): PERIOD_HELPER,
    ("liaoning", "high_tech_manufacturing_period"): PERIOD_HELPER,
    ("cgip", "output_period"): PERIOD_HELPER,
    ("shenyang", "paid_in_foreign_investment_year"): PERIOD_HELPER,
    ("shenyang", "friendship_cities_list_heading"): "repeats friendship_cities",
    ("cgip", "fortune_list_size"): "500 is part of the name of a list",
    ("cgip", "top_list_size"): "500 is part of the name of a list",
    ("haidou-1", "name"): "is the name of the entity",
    ("haidou-1", "led_by"): IN_RELATIONS,
    ("syligong-university", "member_of_zone"): IN_RELATIONS,
    ("northeastern-university", "member_of_zone"): IN_RELATIONS,
    ("syjianzhu-university", "member_of_zone"): IN_RELATIONS,
    ("cas-imr", "member_of_zone"): IN_RELATIONS,
    ("cas-sia", "member_of_zone"): IN_RELATIONS,
}
"""Facts of the research that are no row of facts.csv, and why."""

RIVALS = [
    ("cgip", "gross_industrial_output", {"481.5", "48.15", "86.4", "94.61", "50.81"}),
    ("cgip", "area", {"48", "55"}),
    ("cgip", "companies", {"420", "470"}),
    ("cre-shenyang-hub", "area", {"2", "0.092", "0.177"}),
    ("siasun", "export_countries", {"13", "40"}),
    ("ftz-dalian", "approved", {"2017-04", "2017-03-15"}),
    ("shenyang", "friendship_cities", {"20", "22", "23"}),
    ("shenyang", "first_modern_machine_maker_founded", {"1095 (as printed)", "1896"}),
]
MISPRINTS = {"481.5", "66", "1095 (as printed)", "Uft", "Shanyang"}
NUMBER_WORDS = {"1": "No 1", "2": "two", "4": "Four", "5": "five", "6": "six"}

needs_research = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the research in ../shared is not beside this checkout"
)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts() -> list[dict[str, str]]:
    return read(SOURCES / "facts.csv")


def place_ids() -> set[str]:
    return {row["id"] for table in PLACE_TABLES for row in read(SOURCES / f"{table}.csv")}


def value(fact: dict[str, str]) -> str:
    return fact["value_num"] or fact["value_text"]


def articles() -> dict[str, list[str]]:
    """The paragraphs of each article by the id of its source; the first has the index 0."""
    found = {}
    for source in read(SOURCES / "sources.csv"):
        if source["article"]:
            text = (SHARED / "articles" / source["article"]).read_text(encoding="utf-8")
            found[source["id"]] = [line for line in text.splitlines() if line.strip()]
    return found


@needs_research
def test_every_place_of_the_research_has_its_row() -> None:
    researched = {row["id"] for row in read(SHARED / "atlas" / "places.csv")}
    assert {name for name in researched if not name.startswith("source-")} == place_ids()


@needs_research
def test_every_fact_of_the_research_has_its_row() -> None:
    sources = {row["article"]: row["id"] for row in read(SOURCES / "sources.csv")}
    wanted = Counter(
        (row["entity_id"], row["attribute"], sources[row["article"]])
        for row in read(SHARED / "atlas" / "facts.csv")
        if (row["entity_id"], row["attribute"]) not in FOLDED
        and not row["attribute"].startswith("boilerplate_")
    )
    assert not wanted - Counter((row["entity"], row["attribute"], row["source"]) for row in facts())


@needs_research
def test_every_folded_fact_is_one_of_the_research() -> None:
    rows = read(SHARED / "atlas" / "facts.csv")
    assert set(FOLDED) <= {(row["entity_id"], row["attribute"]) for row in rows}


@needs_research
def test_every_figure_stands_in_the_paragraph_that_is_cited() -> None:
    paragraphs = articles()
    cited = [row for row in facts() if row["source"] in paragraphs and row["value_num"]]
    wrong = [
        (row["entity"], row["attribute"], row["value_num"])
        for row in cited
        if not stands_in(row["value_num"], paragraphs[row["source"]][int(row["paragraph"]) - 1])
    ]
    assert len(cited) > 50
    assert not wrong


def stands_in(figure: str, paragraph: str) -> bool:
    number = figure.removeprefix("-")
    written = number if "." in number else rf"(?:{number}|{int(number):,})"
    as_digits = re.search(rf"(?<![\d.,]){written}(?!\d|[.,]\d)", paragraph)
    return bool(as_digits) or NUMBER_WORDS.get(figure, "\0") in paragraph


@needs_research
def test_nine_words_of_an_article_never_follow_one_another_here() -> None:
    ours = [*SOURCES.glob("*.csv"), CHECKOUT / "data" / "README.md"]
    theirs = {run for texts in articles().values() for run in runs_of_nine("\n".join(texts))}
    copied = {run for path in ours for run in runs_of_nine(path.read_text(encoding="utf-8"))}
    assert not copied & theirs


def runs_of_nine(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[start:] for start in range(9)), strict=False)


@pytest.mark.parametrize(("entity", "attribute", "values"), RIVALS)
def test_rival_values_stand_side_by_side(entity: str, attribute: str, values: set[str]) -> None:
    rows = [row for row in facts() if (row["entity"], row["attribute"]) == (entity, attribute)]
    assert values <= {value(row) for row in rows}
    assert len({row["source"] for row in rows}) > 1


def test_misprints_are_marked_as_such() -> None:
    assert {value(row) for row in facts() if row["status"] == "misprint"} == MISPRINTS


def test_a_doubted_value_has_a_verdict() -> None:
    doubted = [row for row in facts() if row["status"] in ("disputed", "misprint", "superseded")]
    assert doubted
    assert all(row["verdict"] for row in doubted)


def test_an_undated_fact_has_no_date() -> None:
    undated = [row for row in facts() if row["status"] == "undated"]
    assert undated
    assert not any(row["period_start"] or row["period_end"] or row["as_of"] for row in undated)


def test_a_current_figure_is_dated() -> None:
    dates = {row["id"] for row in read(SOURCES / "attributes.csv") if row["kind"] == "date"}
    current = [row for row in facts() if row["status"] == "current"]
    assert all(row["period_start"] or row["as_of"] or row["attribute"] in dates for row in current)


def test_expectations_are_no_facts_of_the_day() -> None:
    status = {(row["entity"], row["attribute"]): row["status"] for row in facts()}
    assert status["cre-shenyang-hub", "trains_per_year"] == "capacity"
    assert status["hunnan-science-town", "planned"] == "plan"


def test_eighteen_friendship_cities_are_linked_and_the_candidate_is_not() -> None:
    cities = {row["id"]: row["status"] for row in read(SOURCES / "friendship_city.csv")}
    linked = [row["to_entity"] for row in read(SOURCES / "links.csv")]
    assert len(linked) == 18
    assert set(linked) == set(cities) - {"candidate-jinja"}
    assert cities["candidate-jinja"] == "candidate"


def test_every_linked_city_is_called_a_friendship_city_by_a_source() -> None:
    called = {row["entity"] for row in facts() if row["attribute"] == "friendship_city_of_shenyang"}
    assert {row["to_entity"] for row in read(SOURCES / "links.csv")} == called


def test_what_the_map_writes_for_short_is_found_by_the_search() -> None:
    places = [row for table in PLACE_TABLES for row in read(SOURCES / f"{table}.csv")]
    shorts = [(row, row[name]) for row in places for name in ("short_en", "short_zh") if row[name]]
    assert len(shorts) > 30
    names = ("name_en", "name_zh", "aliases")
    unknown = [
        short
        for row, short in shorts
        if not any(short.casefold() in row[name].casefold() for name in names)
    ]
    assert unknown == []


def test_the_province_has_its_six_ports() -> None:
    listed = {row["entity"] for row in facts() if row["attribute"] == "listed_as_port"}
    towns = ("dalian", "yingkou", "dandong", "jinzhou", "panjin", "huludao")
    assert listed == {f"port-{town}" for town in towns}
