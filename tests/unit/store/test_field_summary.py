"""What there is to pick of a field."""

from __future__ import annotations

import pyarrow as pa
import pytest
import shapely
from shapely import Point

from mapapp.core.expression.parser import parse
from mapapp.core.fact.figures import Attribute, Fact
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.layer.roles import Roles
from mapapp.core.source.answers import FEW
from mapapp.core.text import Text
from mapapp.store import field_summary
from mapapp.store.field_summary import FieldSummary, summarise
from mapapp.store.layer_table import LayerTable, make_layer_table
from mapapp.store.sources.memory import of_arrow

COUNT = FEW + 2
DEPTH = Attribute("depth", Text("Depth", "水深"), "", "number", "none", "stock")
FACTS = [
    Fact(f"f{at}", f"c{at}", "depth", number, "", "", "", "", "", "", "s", None, "current")
    for at, number in enumerate((12.0, 5.0, 12.0))
]


@pytest.fixture
def table() -> LayerTable:
    columns = {
        "code": [f"c{at}" for at in range(COUNT)],
        "state": ["open", "Open", "shut", None] + ["shut"] * (COUNT - 4),
        "length": [float(at) for at in range(COUNT - 1)] + [None],
    }
    points = [shapely.to_wkb(Point(120, 40))] * COUNT
    source = of_arrow(pa.table({**columns, "geometry": points}), "mine")
    known = Knowledge(FACTS, {"depth": DEPTH})
    roles = Roles(id="code", entity="code", name_en="code")
    return make_layer_table(source, roles, known, {"depth": DEPTH}, {})


def summary(table: LayerTable, name: str) -> FieldSummary:
    return summarise(table, next(field for field in table.fields if field.id == name))


def test_a_value_counts_as_often_as_its_filter_leaves_features(table: LayerTable) -> None:
    found = summary(table, "state")
    assert found.known == COUNT - 1
    for value, count in found.counts:
        assert count == len(table.matching(parse(f'state = "{value}"', table.fields)))
    assert found.counts == (("Open", 2), ("shut", COUNT - 3))  # a filter minds no case


def test_many_numbers_have_a_range_and_no_counts(table: LayerTable) -> None:
    found = summary(table, "length")
    assert (found.known, found.total) == (COUNT - 1, COUNT)
    assert (found.least, found.most, found.counts) == (0.0, COUNT - 2.0, ())


def test_figures_have_values_and_counts(table: LayerTable) -> None:
    found = summary(table, "depth")
    assert (found.known, found.least, found.most) == (3, 5.0, 12.0)
    assert found.counts == ((5.0, 1), (12.0, 2))


def test_a_name_is_looked_for_in_all_of_them(table: LayerTable) -> None:
    found = summary(table, "name")
    assert (found.known, found.total, found.different) == (None, COUNT, COUNT)


def test_of_many_texts_those_with_a_part_are_found(table: LayerTable) -> None:
    found = summary(table, "code")
    assert found.different == len(found.counts) == COUNT
    found = summarise(table, next(f for f in table.fields if f.id == "code"), None, "C1")
    assert found.counts[0] == ("c1", 1)
    assert [value for value, _ in found.counts] == ["c1", *(f"c1{at}" for at in range(10))]
    assert found.different == 11
    assert (found.known, found.total) == (COUNT, COUNT)


def test_no_more_texts_are_offered_than_can_be_read(
    table: LayerTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_summary, "MOST_OFFERED", 2)
    found = summary(table, "code")
    assert (len(found.counts), found.different) == (2, COUNT)
    monkeypatch.setattr(field_summary, "MOST_COUNTED", COUNT - 1)
    assert (summary(table, "code").counts, summary(table, "code").different) == ((), 0)


def test_a_text_of_both_languages_counts_as_often_as_its_filter_finds_it() -> None:
    many = [f"Pier {at}" for at in range(COUNT - 2)]
    columns = {"en": ["Quay", "Mole", *many], "zh": ["码头", "Quay", *many]}
    points = [shapely.to_wkb(Point(120, 40))] * COUNT
    source = of_arrow(pa.table({**columns, "geometry": points}), "mine")
    table = make_layer_table(source, Roles(name_en="en", name_zh="zh"), Knowledge([], {}), {}, {})
    [field] = [field for field in table.fields if field.id == "en"]
    assert dict(summarise(table, field, None, "quay").counts) == {"Quay": 2}
    assert len(table.matching(parse('en = "quay"', table.fields))) == 2
    assert len(table.matching(parse('en = "码头"', table.fields))) == 1
    assert len(table.matching(parse("en is empty", table.fields))) == 0
