"""What was there at the end of a year, and of what that is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.core.fact.figures import Fact
from mapapp.core.fact.presence import Standing, presence_at

DATE = Fact(
    id="1", entity="park", attribute="opened", number=None, text="2015-12", qualifier="", unit="",
    period_start="", period_end="", as_of="", source="s", paragraph=None, status="current",
)  # fmt: skip
APPROVED = replace(DATE, id="2", attribute="approved", text="2013")
CLOSED = replace(DATE, id="3", attribute="closed", text="2020-02")
FIGURE = replace(DATE, id="4", attribute="area", number=5.0, text="", as_of="2010")


def told(year: int, *facts: Fact, standing: Standing | None = None) -> str:
    presence = presence_at(year, facts, {"park": standing} if standing else {})
    assert not presence.there & presence.absent
    return "there" if presence.there else "absent" if presence.absent else "unknown"


@pytest.mark.parametrize(
    ("year", "is_there"), [(2012, "absent"), (2013, "there"), (2019, "there"), (2020, "absent")]
)
def test_a_thing_is_there_from_its_earliest_beginning_to_its_end(year: int, is_there: str) -> None:
    assert told(year, DATE, APPROVED, CLOSED) == is_there


def test_without_a_beginning_a_dated_fact_proves_it_there_and_before_nothing_is_known() -> None:
    assert told(2010, FIGURE) == "there"
    assert told(2009, FIGURE) == "unknown"


@pytest.mark.parametrize("status", ["plan", "misprint", "disputed"])
def test_what_is_doubted_or_only_intended_proves_nothing(status: str) -> None:
    assert told(2010, replace(FIGURE, status=status)) == "unknown"
    assert told(2015, replace(DATE, status=status)) == "unknown"


def test_a_dated_status_proves_it_there_from_its_date() -> None:
    operating = Standing("operating", "2022-10-11")
    assert told(2022, standing=operating) == "there"
    assert told(2021, standing=operating) == "unknown"
    assert told(2026, standing=Standing("operating")) == "unknown"


def test_what_is_planned_is_there_as_such_only_from_when_that_is_known() -> None:
    planned = Standing("under_construction", "2022")
    assert told(2022, standing=planned) == "there"
    assert told(2000, standing=planned) == "unknown"
    assert told(2018, DATE, standing=Standing("planned", "2018")) == "there"


def test_a_status_of_closed_ends_a_thing_at_its_date() -> None:
    closed = Standing("closed", "2024-02-28")
    assert told(2023, FIGURE, standing=closed) == "there"
    assert told(2024, FIGURE, standing=closed) == "absent"
    assert presence_at(2023, [FIGURE], {"park": closed}).closed_later == {"park"}
    assert presence_at(2024, [FIGURE], {"park": closed}).closed_later == frozenset()


def test_what_has_no_status_such_as_a_city_is_there_always() -> None:
    assert told(1900, standing=Standing("")) == "there"
