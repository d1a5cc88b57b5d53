from __future__ import annotations

from dataclasses import replace

from mapapp.core.fact.figures import Attribute, Fact
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.fact.timeline import figures_by_year, is_known, is_old, is_undated
from mapapp.core.text import Text

OUTPUT = Attribute("output", Text("Output", "产值"), "billion_cny", "number", "period", "flow")
OPENED = Attribute("opened", Text("Opened", "启用"), "", "date", "none", "date")
PRODUCT = Attribute("product", Text("Product", "产品"), "", "text", "none", "text")
ATTRIBUTES = {each.id: each for each in (OUTPUT, OPENED, PRODUCT)}

FACT = Fact(
    id="1", entity="park", attribute="output", number=48.0, text="", qualifier="",
    unit="billion_cny", period_start="2014", period_end="2014", as_of="", source="s",
    paragraph=None, status="current",
)  # fmt: skip
LATER = replace(FACT, id="2", number=94.6, period_start="2021", period_end="2021")
UNDATED = replace(FACT, id="3", number=7.0, period_start="", period_end="", status="undated")
BEGUN = replace(FACT, id="4", attribute="opened", number=None, text="2015-12", unit="",
                period_start="", period_end="")  # fmt: skip
PRODUCTS = [
    replace(BEGUN, id=text, attribute="product", text=text) for text in ("robots", "lathes")
]


def test_a_figure_is_known_from_the_year_its_period_ends() -> None:
    assert not is_known(FACT, OUTPUT, 2013)
    assert is_known(FACT, OUTPUT, 2014)
    assert is_known(LATER, OUTPUT, None)


def test_an_undated_figure_stays_apart_and_a_text_holds_always() -> None:
    assert is_undated(UNDATED, OUTPUT)
    assert not is_known(UNDATED, OUTPUT, 2026)
    assert not is_undated(PRODUCTS[0], PRODUCT)
    assert is_known(PRODUCTS[0], PRODUCT, 1900)


def test_a_date_is_known_from_its_own_year() -> None:
    assert not is_known(BEGUN, OPENED, 2014)
    assert is_known(BEGUN, OPENED, 2015)


def test_a_figure_is_old_after_more_than_five_years() -> None:
    assert not is_old(FACT, 2019)
    assert is_old(FACT, 2020)


def test_years_are_counted_in_order() -> None:
    facts = [LATER, FACT, BEGUN, UNDATED, *PRODUCTS]
    assert list(figures_by_year(facts, ATTRIBUTES).items()) == [(2014, 1), (2015, 1), (2021, 1)]


def test_the_newest_current_value_counts() -> None:
    misprint = replace(LATER, id="5", number=946.0, period_end="2022", status="misprint")
    known = Knowledge([FACT, LATER, misprint, UNDATED], ATTRIBUTES)
    assert known.values("park", "output") == (94.6,)


def test_an_undated_value_stands_in_only_where_there_is_no_other() -> None:
    assert Knowledge([UNDATED], ATTRIBUTES).values("park", "output") == (7.0,)
    assert Knowledge([UNDATED, LATER], ATTRIBUTES, 2020).values("park", "output") == (7.0,)
    assert Knowledge([UNDATED, LATER], ATTRIBUTES, 2021).values("park", "output") == (94.6,)


def test_looking_back_what_was_superseded_since_counts() -> None:
    old = replace(FACT, status="superseded")
    assert Knowledge([old, LATER], ATTRIBUTES, 2016).values("park", "output") == (48.0,)
    assert Knowledge([old], ATTRIBUTES).values("park", "output") == ()


def test_numbers_are_told_in_the_unit_of_the_attribute() -> None:
    trillions = replace(LATER, number=1.5, unit="trillion_cny")
    euros = replace(LATER, unit="billion_eur")
    assert Knowledge([trillions], ATTRIBUTES).values("park", "output") == (1500.0,)
    assert Knowledge([euros], ATTRIBUTES).values("park", "output") == ()


def test_texts_are_listed() -> None:
    assert Knowledge(PRODUCTS, ATTRIBUTES).values("park", "product") == ("robots", "lathes")
