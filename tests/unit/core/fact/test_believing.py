from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.core.fact.believing import judge, key_attributes
from mapapp.core.fact.figures import Attribute, Fact, Source
from mapapp.core.text import NO_TEXT, Text

COUNT = Attribute("count", Text("Count", ""), "companies", "number", "point", "stock")
ATTRIBUTES = {
    id_: replace(COUNT, id=id_, kind=kind, format=format_)
    for id_, kind, format_ in (
        ("count", "stock", "number"), ("output", "flow", "number"), ("rank", "rank", "number"),
        ("opened", "date", "date"), ("words", "text", "text"), ("part", "stock", "share"),
    )
}  # fmt: skip
SOURCES = {
    name: Source(name, NO_TEXT, NO_TEXT, "", "news", reliability, "", NO_TEXT)
    for name, reliability in (("primary", "primary"), ("weak", "weak"))
}


def fact(number: float | None, as_of: str = "2024", status: str = "current", **told: str) -> Fact:
    source, attribute = told.get("source", "primary"), told.get("attribute", "count")
    id_, text = f"{number}-{as_of}-{source}", told.get("text", "")
    return Fact(id_, "e", attribute, number, text, "", "companies", "", "", as_of, source, None,
                status)  # fmt: skip


def test_the_newest_value_is_believed_and_the_older_ones_are_sound() -> None:
    old, new = fact(1, "2020"), fact(2, "2024")
    judged = judge([old, new], COUNT, SOURCES)
    assert (judged.believed, judged.sound, judged.disputed) == (new, (new, old), ())


def test_of_rivals_the_better_source_is_believed() -> None:
    weak, primary = fact(9, source="weak"), fact(2)
    judged = judge([weak, primary], COUNT, SOURCES)
    assert (judged.believed, judged.sound) == (primary, (primary,))
    assert (judged.disputed, judged.preferred) == ((primary, weak), primary)
    assert judged.dissenters == {"weak"}


@pytest.mark.parametrize("status", ["misprint", "disputed"])
def test_what_is_doubted_alone_is_never_believed(status: str) -> None:
    doubted = fact(9, status=status)
    judged = judge([doubted], COUNT, SOURCES)
    assert (judged.believed, judged.sound, judged.disputed) == (None, (), (doubted,))
    assert judged.preferred is None
    assert judged.dissenters == {"primary"}


@pytest.mark.parametrize(
    ("better", "worse"), [("current", "undated"), ("undated", "plan"), ("undated", "capacity")]
)
def test_plans_and_undated_values_stand_in(better: str, worse: str) -> None:
    good, bad = fact(1, "2018", better), fact(2, "2024", worse)
    assert judge([bad, good], COUNT, SOURCES).believed == good
    assert judge([bad], COUNT, SOURCES).believed == bad


def test_what_is_superseded_was_believed_then() -> None:
    past = fact(1, "2020", "superseded")
    assert judge([past], COUNT, SOURCES).believed is None
    assert judge([past], COUNT, SOURCES, 2020).believed == past


def key(*facts: Fact, named: tuple[str, ...] = ()) -> tuple[str, ...]:
    judged = {each.attribute: judge([each], ATTRIBUTES[each.attribute], SOURCES) for each in facts}
    return key_attributes(judged, named, ATTRIBUTES, 2026)


def test_the_layer_says_what_is_key_but_places_in_an_order_come_last() -> None:
    facts = [fact(1, attribute=id_) for id_ in ("rank", "count", "output")]
    assert key(*facts, named=("rank", "count", "output")) == ("count", "output", "rank")


def test_where_the_layer_says_nothing_amounts_are_key_the_flows_first() -> None:
    facts = [fact(1, attribute=id_) for id_ in ("rank", "count", "output")]
    assert key(*facts) == ("output", "count")


def test_old_or_undated_amounts_are_key_only_where_they_are_named() -> None:
    old, undated = fact(1, "2012"), fact(1, "", "undated", attribute="output")
    assert key(old, undated) == ()
    assert key(old, undated, named=("count", "output")) == ("count", "output")


def test_only_numbers_shares_and_dates_are_key() -> None:
    words = fact(None, attribute="words", text="in words")
    date = fact(None, attribute="opened", text="2015-12")
    share = fact(None, attribute="part", text="1/7")
    assert key(words, date, share, named=("words", "opened", "part")) == ("opened", "part")


def test_what_is_doubted_is_not_key() -> None:
    assert key(fact(9, status="misprint"), named=("count",)) == ()


@pytest.mark.parametrize(
    ("number", "text", "amount"),
    [(3.5, "", 3.5), (None, "1/7", 1 / 7), (None, "1/0", None), (None, "2015-12", None)],
)
def test_an_amount_is_a_number_or_a_fraction(
    number: float | None, text: str, amount: float | None
) -> None:
    assert fact(number, text=text).amount == amount
