from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.core.fact.figures import Attribute, Fact, Unit
from mapapp.core.fact.knowledge import Knowledge, attribute_field, comparable
from mapapp.core.text import NO_TEXT, Text

GDP = Attribute("gdp", Text("GDP", "生产总值"), "billion_cny", "number", "period", "flow")
BILLIONS = Text("bn CNY", "十亿元")
TRILLIONS = replace(GDP, unit="trillion_cny")
FACT = Fact(
    "1", "shenyang", "gdp", 769.6, "", "", "billion_cny", "2022", "2022", "", "s", None,
    "current",
)  # fmt: skip
UNDATED = replace(FACT, id="2", number=700.0, period_start="", period_end="")


def test_billions_and_trillions_of_yuan_compare() -> None:
    assert comparable(FACT, GDP) == 769.6
    assert comparable(FACT, TRILLIONS) == pytest.approx(0.7696)
    trillion = replace(FACT, number=0.7696, unit="trillion_cny")
    assert comparable(trillion, GDP) == pytest.approx(769.6)


def test_units_that_have_no_fixed_ratio_do_not_compare() -> None:
    assert comparable(replace(FACT, unit="billion_usd"), GDP) is None


@pytest.mark.parametrize("facts", [(FACT, UNDATED), (UNDATED, FACT)])
@pytest.mark.parametrize("year", [None, 2022])
def test_a_dated_value_goes_before_an_undated_one(
    facts: tuple[Fact, ...], year: int | None
) -> None:
    known = Knowledge(facts, {"gdp": GDP}, year)
    assert known.facts("shenyang", "gdp") == (FACT,)


@pytest.mark.parametrize("facts", [(FACT, UNDATED), (UNDATED, FACT)])
def test_an_undated_value_stands_in_before_the_dated_one_was_known(
    facts: tuple[Fact, ...],
) -> None:
    assert Knowledge(facts, {"gdp": GDP}, 2021).facts("shenyang", "gdp") == (UNDATED,)


def test_the_texts_of_some_things_are_told_once_in_order() -> None:
    product = Attribute("product", Text("Product", "产品"), "", "text", "none", "text")
    told = [
        replace(FACT, id=f"{entity} {text}", entity=entity, attribute="product", number=None,
                text=text, unit="")
        for entity, text in [("a", "robots"), ("b", "lathes"), ("b", "robots"), ("c", "ships")]
    ]  # fmt: skip
    known = Knowledge([*told, FACT], {"product": product, "gdp": GDP})
    assert known.texts(["a", "b"], "product") == ("lathes", "robots")
    assert known.texts(["shenyang"], "gdp") == ()


@pytest.mark.parametrize(
    ("unit", "symbol"),
    [
        (Unit("billion_cny", Text("billion yuan", "十亿元"), BILLIONS), BILLIONS),
        (Unit("companies", Text("companies", "家企业"), NO_TEXT), NO_TEXT),
        (None, NO_TEXT),
    ],
)
def test_a_field_has_the_symbol_of_its_unit_and_a_count_none(
    unit: Unit | None, symbol: Text
) -> None:
    assert attribute_field(GDP, unit, ()).unit == symbol
