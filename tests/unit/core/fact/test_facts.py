from __future__ import annotations

from typing import Any

import pytest

from mapapp.core.fact.conflicts import find_conflicts
from mapapp.core.fact.figures import (
    Attribute,
    Fact,
    Relation,
    Source,
    Unit,
    format_value,
    period_text,
)
from mapapp.core.text import NO_TEXT, Text

UNITS = {
    "bn": Unit("billion_cny", Text("billion yuan", "十亿元"), Text("bn CNY", "十亿元")),
    "companies": Unit("companies", Text("companies", "家企业"), NO_TEXT),
    "percent": Unit("percent", Text("per cent", "百分比"), Text("%", "%")),
    "ordinal": Unit("ordinal", Text("place in order", "序号"), NO_TEXT),
}
STOCK = Attribute("companies", Text("Companies", "企业"), "companies", "number", "point", "stock")
LISTED = Attribute("designation", Text("Designation", "称号"), "", "text", "none", "text")


def fact(id_: str = "f1", **values: Any) -> Fact:
    texts = dict.fromkeys(("text", "qualifier", "unit", "period_start", "period_end", "as_of"), "")
    known: dict[str, Any] = {
        "id": id_, "entity": "cgip", "attribute": "companies", "number": None,
        "source": "s", "paragraph": None, "status": "current",
    }  # fmt: skip
    return Fact(**(texts | known | values))


def source(
    id_: str, kind: str = "news", reliability: str = "secondary", published: str = "2023-05-19"
) -> Source:
    return Source(
        id_, Text("Publisher", "发布者"), Text("Title", "标题"), published, kind, reliability, "",
        NO_TEXT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "qualifier", "unit", "english", "chinese"),
    [
        (420, ">", "companies", "> 420 companies", "超过420家企业"),
        (481.5, "", "bn", "481.5 bn CNY", "4,815亿元"),
        (48.15, "~", "bn", "about 48.15 bn CNY", "约481.5亿元"),
        (-2.5, "", "percent", "-2.5%", "-2.5%"),
        (14, "", "ordinal", "no. 14", "第14"),
        (1300, ">", None, "> 1,300", "超过1,300"),
    ],
)
def test_a_figure_is_written_in_both_languages(
    number: float, qualifier: str, unit: str | None, english: str, chinese: str
) -> None:
    figure = fact(number=float(number), qualifier=qualifier)
    chosen = UNITS[unit] if unit else None
    assert format_value(figure, STOCK, chosen, "en") == english
    assert format_value(figure, STOCK, chosen, "zh") == chinese


def test_a_year_has_no_thousands_mark() -> None:
    year = Attribute("founded", Text("Founded", "成立"), "", "year", "none", "date")
    assert format_value(fact(number=1949.0), year, None, "en") == "1949"


def test_a_text_stays_as_it_is_but_yes_is_translated() -> None:
    yes = Attribute("incubator", Text("Incubator", "孵化器"), "", "yes", "none", "membership")
    assert format_value(fact(text="1095 (as printed)"), None, None, "zh") == "1095 (as printed)"
    assert format_value(fact(text="yes"), yes, None, "zh") == "是"


@pytest.mark.parametrize(
    ("dates", "iso", "text"),
    [
        ({"period_start": "2023-01", "period_end": "2023-06"},
         "2023-01-01/2023-06-30", "2023-01 to 2023-06"),
        ({"period_start": "2022", "period_end": "2022"}, "2022-01-01/2022-12-31", "2022"),
        ({"period_start": "2021"}, "2021-01-01/..", "2021 to …"),
        ({"as_of": "2023-05-19"}, "2023-05-19", "as of 2023-05-19"),
        ({}, None, ""),
    ],
)  # fmt: skip
def test_a_period_is_written_out(dates: dict[str, str], iso: str | None, text: str) -> None:
    assert fact(**dates).period == iso
    assert period_text(fact(**dates), "en") == text


def test_whole_numbers_are_integers_in_json() -> None:
    assert repr(fact(number=420.0).value) == "420"
    assert repr(fact(number=481.5).value) == "481.5"
    assert fact(text="yes").value == "yes"


@pytest.mark.parametrize(
    ("predicate", "from_subject", "from_object"),
    [
        ("located_in", "Located in", "Contains"),
        ("tenant_of", "Tenant of", "Tenants"),
        ("member_of", "Part of", "Parts"),
        ("led_by", "Led by", "Leads"),
        ("shareholder_of", "Shareholder of", "Shareholders"),
        ("twinned_with", "twinned_with", "twinned_with"),
    ],
)
def test_each_relation_reads_differently_from_its_two_ends(
    predicate: str, from_subject: str, from_object: str
) -> None:
    ends = [Relation(predicate, outgoing, "x", Text("X", ""), "context", ()).label.en
            for outgoing in (True, False)]  # fmt: skip
    assert ends == [from_subject, from_object]


SOURCES = {
    "s": source("s"),
    "gov": source("gov", "government", "primary"),
    "paid": source("paid", "sponsored", "secondary"),
    "late": source("late", published="2024"),
}
ATTRIBUTES = {"companies": STOCK, "designation": LISTED}


def judged(*facts: Fact) -> tuple[list[str], str | None] | None:
    """The ids of the one conflict among facts, best first, and of the preferred one."""
    found = find_conflicts(facts, ATTRIBUTES, SOURCES)
    if not found:
        return None
    (conflict,) = found
    preferred = conflict.preferred.id if conflict.preferred else None
    return [fact.id for fact in conflict.facts], preferred


def test_different_values_of_one_period_are_rivals() -> None:
    half = {"period_start": "2023-01", "period_end": "2023-06"}
    printed = fact("a", number=481.5, status="misprint", **half)
    believed = fact("b", number=48.15, **half)
    assert judged(printed, believed) == (["b", "a"], "b")


def test_half_a_year_does_not_contradict_the_year() -> None:
    year = fact("a", number=86.4, period_start="2022", period_end="2022")
    part = fact("b", number=50.8, period_start="2022-01", period_end="2022-08")
    assert judged(year, part) is None


def test_an_unknown_period_overlaps_any() -> None:
    dated = fact("a", number=48.0, as_of="2023")
    undated = fact("b", number=55.0, status="undated")
    assert judged(undated, dated) == (["a", "b"], "a")


def test_a_value_stated_within_a_period_contradicts_that_of_the_period() -> None:
    year = fact("a", number=86.4, period_start="2022", period_end="2022")
    stated = fact("b", number=90.0, as_of="2022-10-18")
    before = fact("c", number=70.0, as_of="2021-12-31")
    assert judged(year, stated) == (["a", "b"], "a")
    assert judged(year, before) is None


@pytest.mark.parametrize(("printed", "rivals"), [("2023-07-02", True), ("2023-07-03", False)])
def test_counts_printed_within_183_days_are_rivals(printed: str, rivals: bool) -> None:
    first, second = (
        fact("a", number=22.0, as_of="2022-12-31"),
        fact("b", number=23.0, as_of=printed),
    )
    assert (judged(first, second) is not None) == rivals


def test_counts_of_the_same_half_year_are_rivals_but_growth_is_not() -> None:
    old = fact("a", number=22.0, as_of="2021-10-25")
    new = fact("b", number=23.0, as_of="2023-05-19")
    other = fact("c", number=24.0, as_of="2023-03-28")
    assert judged(old, new) is None
    assert judged(new, other) == (["b", "c"], "b")


def test_equal_values_are_no_conflict() -> None:
    assert judged(fact("a", number=84.0), fact("b", number=84.0)) is None


def test_a_month_agrees_with_a_day_in_it() -> None:
    month, day = fact("a", text="2017-03"), fact("b", text="2017-03-15")
    assert judged(month, day) is None
    assert judged(month, day, fact("c", text="2017-04", status="disputed")) == (
        ["a", "b", "c"], "a",
    )  # fmt: skip


def test_primary_goes_before_dated_and_dated_before_undated() -> None:
    undated = fact("a", number=1.0)
    dated = fact("b", number=2.0, as_of="2023-05")
    primary = fact("c", number=3.0, source="gov")
    assert judged(undated, dated, primary) == (["c", "b", "a"], "c")


def test_later_goes_before_earlier_and_for_one_period_by_publication() -> None:
    early = fact("a", number=1.0, as_of="2023-03")
    late = fact("b", number=2.0, as_of="2023-05")
    reprinted = fact("c", number=3.0, as_of="2023-05", source="late")
    assert judged(early, late, reprinted) == (["c", "b", "a"], "c")


def test_nothing_is_preferred_where_all_are_disputed() -> None:
    facts = [fact(i, number=n, status="disputed") for i, n in (("a", 13.0), ("b", 40.0))]
    assert judged(*facts) == (["a", "b"], None)


def test_a_lone_misprint_is_a_conflict_of_its_own() -> None:
    assert judged(fact("a", text="Uft", attribute="designation", status="misprint")) == (
        ["a"], None,
    )  # fmt: skip


def test_listed_texts_stand_side_by_side() -> None:
    listed = [fact(i, text=i, attribute="designation") for i in ("a", "b")]
    assert judged(*listed) is None


def test_a_citation_is_one_line_and_paid_content_is_known() -> None:
    assert source("s").citation("en") == "Publisher, Title, 2023-05-19"
    assert source("s").citation("zh") == "发布者，标题，2023-05-19"
    assert SOURCES["paid"].is_sponsored
    assert not SOURCES["s"].is_sponsored
