"""Styles and classes as the table [symbol] of a layer says them."""

from __future__ import annotations

import json

import pytest

from mapapp.core.errors import LayerSpecError
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.style.sizes import legend_sizes
from mapapp.core.style.symbol_table import read_symbology, symbology_table
from mapapp.core.style.symbology import Classes, SizeRule, SymbolSpec, Tone
from mapapp.core.texts.strict import StrictTable
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
        (AIRPORTS, 'field = "status"', 'field = "the\\u0007status"', "must match"),
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


def read(**symbol: object) -> Classes:
    table = {"field": "人口 (万)", "light": "#112233", "dark": "#AABBCC", **symbol}
    classes = read_symbology(StrictTable(table, "a.toml", LayerSpecError), "point")[1]
    assert classes is not None
    return classes


def again(classes: Classes) -> Classes | None:
    table = symbology_table(SymbolSpec(Tone("#112233", "#AABBCC")), classes)
    written = json.loads(json.dumps(table))
    return read_symbology(StrictTable(written, "a.toml", LayerSpecError), "point")[1]


def test_sizes_are_kept_as_their_rule() -> None:
    classes = read(kind="sized", most=400, most_px=40)
    assert classes.field == "人口 (万)"
    assert classes.of(100).symbol.size_px == 20
    assert classes.sizes == SizeRule(400, 40)
    assert again(classes) == classes


def test_a_legend_of_sizes_tells_round_numbers_by_their_exact_symbols() -> None:
    rule = SizeRule(470, 40)
    told = legend_sizes(rule, SymbolSpec(Tone("#112233", "#AABBCC")))
    assert [each.title.en for each in told] == ["200", "100", "20"]
    areas = [each.symbol.size_px**2 for each in told]
    assert areas == pytest.approx([1600 * value / 470 for value in (200, 100, 20)])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"most": 0}, "'most' is 0"),
        ({"most_px": 49}, "must be from 3 to 48"),
        ({"breaks": [1]}, "'breaks' is not known|the key breaks is not known"),
    ],
)
def test_a_mistake_in_sizes_is_named(changed: dict[str, object], said: str) -> None:
    with pytest.raises(LayerSpecError, match=said):
        read(kind="sized", **{"most": 400, "most_px": 40, **changed})


def test_titles_of_steps_and_outlines_are_kept() -> None:
    edge = {"edge_light": "#000000", "edge_dark": "#FFFFFF", "edge_px": 3}
    titles = [{"en": "few", "zh": "少"}, {"en": "many", "zh": "多"}]
    classes = read(kind="graduated", breaks=[5], sizes_px=[5, 9], titles=titles, **edge)
    assert [each.title.zh for each in classes] == ["少", "多", "无数据"]
    assert classes.steps[0].symbol.edge == Tone("#000000", "#FFFFFF")
    table = symbology_table(classes.fallback.symbol, classes)
    assert read_symbology(StrictTable(table, "a.toml", LayerSpecError), "point")[1] == classes


def test_a_class_may_say_one_half_of_an_outline_that_its_layer_has() -> None:
    edge = {"edge_light": "#000000", "edge_dark": "#FFFFFF"}
    title = {"en": "a", "zh": "a"}
    categories = {"a": {"title": title, "edge_dark": "#AAAAAA"}}
    classes = read(kind="categorised", categories=categories, **edge)
    assert classes.steps[0].symbol.edge == Tone("#000000", "#AAAAAA")
    with pytest.raises(LayerSpecError, match="'edge_light' is missing"):
        read(kind="categorised", categories=categories)


def test_only_points_have_sizes() -> None:
    text = LINKS.replace('kind = "graduated"', 'kind = "sized"\nmost = 9\nmost_px = 9')
    kept = [
        line
        for line in text.splitlines()
        if not line.startswith(("breaks", "lights", "darks", "widths_px"))
    ]
    with pytest.raises(LayerSpecError, match="only points have sizes"):
        parse_layer_spec("\n".join(kept), "test.toml")


def test_a_legend_of_sizes_leaves_out_what_is_too_small_to_differ() -> None:
    told = legend_sizes(SizeRule(100, 6), SymbolSpec(Tone("#112233", "#AABBCC")))
    assert [each.title.en for each in told] == ["100"]
