from dataclasses import replace

import pytest

from mapapp.core.fact.figures import Attribute, Fact
from mapapp.core.fact.series import yearly_series
from mapapp.core.text import Text

FLOW = Attribute("output", Text("Output", "产值"), "billion_cny", "number", "period", "flow")
STOCK = replace(FLOW, kind="stock", temporal="point")


def fact(number: float | None, start: str = "", end: str = "", **more: str) -> Fact:
    """A fact with what matters here."""
    blank = Fact("f", "cgip", "output", number, "", "", "billion_cny", start, end, "", "s", None,
                 "current")  # fmt: skip
    return replace(blank, **more)  # type: ignore[arg-type]


def points(facts: list[Fact], attribute: Attribute) -> list[tuple[int, float]]:
    series = yearly_series(facts, attribute)
    assert series is not None
    return list(zip(series.years, series.values, strict=True))


def test_whole_years_of_a_flow_make_a_series() -> None:
    facts = [fact(3, "2022"), fact(1, "2014", "2014"), fact(2, "2021-01-01", "2021-12-31")]
    assert points(facts, FLOW) == [(2014, 1), (2021, 2), (2022, 3)]


@pytest.mark.parametrize(
    "left_out",
    [
        fact(9, "2023-01-01", "2023-06-30"),
        fact(9, "2023", status="misprint"),
        fact(9, "2023", status="disputed"),
        fact(9, status="undated"),
        fact(None, "2023"),
    ],
)
def test_what_cannot_be_compared_is_left_out(left_out: Fact) -> None:
    facts = [fact(1, "2014"), fact(2, "2021"), fact(3, "2022"), left_out]
    assert points(facts, FLOW) == [(2014, 1), (2021, 2), (2022, 3)]


def test_two_values_are_no_series() -> None:
    assert yearly_series([fact(1, "2014"), fact(2, "2021")], FLOW) is None


def test_two_units_are_no_series() -> None:
    facts = [fact(1, "2014"), fact(2, "2021"), fact(3, "2022", unit="percent")]
    assert yearly_series(facts, FLOW) is None


def test_a_stock_stands_at_the_year_it_was_stated_the_last_one_counts() -> None:
    facts = [
        fact(3, as_of="2023-05-19"), fact(1, as_of="2017-09"), fact(2, as_of="2022"),
        fact(9, as_of="2023-03-01"),
    ]  # fmt: skip
    assert points(facts, STOCK) == [(2017, 1), (2022, 2), (2023, 3)]


def test_texts_are_never_a_series() -> None:
    facts = [fact(1, "2014"), fact(2, "2021"), fact(3, "2022")]
    assert yearly_series(facts, replace(FLOW, kind="text")) is None
    assert yearly_series(facts, None) is None
