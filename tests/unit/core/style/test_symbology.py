"""Styles and classes as the table [symbol] of a layer says them."""

from __future__ import annotations

import pytest

from mapapp.core.errors import LayerSpecError
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.style.symbology import Classes
from tests.unit.symbology_layers import AIRPORTS, LINKS, ZONES


def classes_of(text: str) -> Classes:
    found = parse_layer_spec(text, "test.toml").classes
    assert found is not None
    return found


def style(spec: LayerSpec, **properties: object) -> tuple[str, float]:
    found = spec.style(properties)
    return found.colour.light, found.size_px


def test_a_category_says_only_what_is_its_own() -> None:
    spec = parse_layer_spec(AIRPORTS, "airport.toml")
    assert style(spec, status="under_construction") == ("#B4451F", 18.0)
    assert style(spec, status="operating") == style(spec) == ("#6B8D0E", 18.0)
    assert [told.title.en for told in classes_of(AIRPORTS)] == [
        "Under construction",
        "In operation",
    ]


@pytest.mark.parametrize(
    ("value", "title", "size_px"),
    [
        (-1.0, "< 10", 11),
        (9.99, "< 10", 11),
        (10, "10–40", 16),
        (39.99, "10–40", 16),
        (40.0, "≥ 40", 22),
        (None, "No figure", 9),
        ("forty", "No figure", 9),
    ],
)
def test_a_break_begins_a_step(value: object, title: str, size_px: float) -> None:
    told = classes_of(ZONES).of(value)
    assert (told.title.en, told.symbol.size_px) == (title, size_px)


def test_large_breaks_are_written_in_groups() -> None:
    assert [told.title.zh for told in classes_of(LINKS)] == [
        "< 2,000", "2,000–8,000", "≥ 8,000", "无数据",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (AIRPORTS, '"categorised"', '"categorized"', "choose one of single, categorised"),
        (AIRPORTS, "[symbol.categories.", "[symbol.categores.", "[categories] is missing"),
        (AIRPORTS, "field =", "feild =", "'field' is missing"),
        (AIRPORTS, 'field = "status"', 'field = "the status"', "must match"),
        (AIRPORTS, 'title = { en = "Under', 'titel = { en = "Under', "[title] is missing"),
        (AIRPORTS, 'zh = "在建" }', 'zh = "在建" }\nsize = 4', "did you mean 'size_px'"),
        (AIRPORTS, "#B4451F", "red", "[categories] [under_construction]: 'light' is 'red'"),
        (AIRPORTS, "size_px = 18", "size_px = -18", "must be from 1 to 96"),
        (AIRPORTS, 'kind = "categorised"\nfield = "status"', "", "'categories' is not known"),
        (ZONES, "[10, 40]", "[40, 10]", "rising numbers"),
        (ZONES, "[10, 40]", "[]", "rising numbers"),
        (ZONES, "[10, 40]", '["10", 40]', "rising numbers"),
        (ZONES, "[10, 40]", "[10, nan]", "rising numbers"),
        (ZONES, "breaks =", "brakes =", "'breaks' is missing"),
        (ZONES, "[11, 16, 22]", "[11, 16]", "must have 3 values"),
        (ZONES, "sizes_px =", "sizespx =", "did you mean 'sizes_px'"),
        (ZONES, '"#9C7A25"', '"9C7A25"', "each must match"),
        (LINKS, 'darks = ["#FFC48A", "#FF9021", "#B9620F"]', "", "both lights and darks"),
    ],
)
def test_a_mistake_is_named(text: str, old: str, new: str, said: str) -> None:
    assert old in text
    with pytest.raises(LayerSpecError, match=r"test\.toml") as caught:
        parse_layer_spec(text.replace(old, new), "test.toml")
    assert said in str(caught.value)


def test_steps_need_something_that_differs() -> None:
    text = "\n".join(line for line in ZONES.splitlines() if not line.startswith(
        ("sizes_px", "lights", "darks")))  # fmt: skip
    with pytest.raises(LayerSpecError, match="add sizes_px, widths_px, or both"):
        parse_layer_spec(text, "test.toml")
