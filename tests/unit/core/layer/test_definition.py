from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.disk.assets import asset
from mapapp.core.errors import WorkspaceError
from mapapp.core.layer.definition import KEYS, defined_layer, definition_of
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LabelSpec, LayerSpec, load_layer_specs
from mapapp.core.style.symbology import SHAPES, Classes, SymbolClass, SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.core.texts.parsing import json_table

SPECS = load_layer_specs(asset("layers"))
KNOWN = {spec.id: spec for spec in SPECS}

sizes = st.floats(1, 96)
tones = st.builds(Tone, *(st.from_regex(r"#[0-9A-F]{6}", fullmatch=True) for _ in range(2)))
texts = st.builds(Text, *(st.text(st.characters(categories=["L", "N"]), max_size=9),) * 2)
symbols = st.builds(
    SymbolSpec, tones, st.sampled_from(SHAPES), sizes, sizes,
    st.lists(sizes, max_size=3).map(tuple), st.none() | tones, st.floats(0, 1), st.just(()),
    st.none() | tones, st.just(1.5) | st.floats(0, 12),
)  # fmt: skip


labels = st.builds(
    LabelSpec, st.integers(-9, 99), st.floats(0, 12), st.floats(12, 24),
    st.sampled_from(["", "name_en", "人口 (万)"]), st.booleans(),
)  # fmt: skip


@st.composite
def classes(draw: st.DrawFn, symbol: SymbolSpec) -> Classes:
    fallback = SymbolClass(draw(texts), draw(symbols))
    if draw(st.booleans()):
        values = draw(st.lists(st.text(max_size=5).filter(str.isprintable), unique=True))
        steps = [SymbolClass(draw(texts), draw(symbols), value) for value in values]
        return Classes("categorised", "status", draw(st.none() | texts), tuple(steps), fallback)
    table = {
        "id": "a", "group": "a", "geometry": "point", "title": {"en": "A", "zh": "A"},
        "symbol": {
            "kind": "graduated", "field": "area",
            "breaks": sorted(draw(st.sets(sizes, min_size=1))),
            "light": symbol.colour.light, "dark": symbol.colour.dark,
        },
    }  # fmt: skip
    count = len(table["symbol"]["breaks"]) + 1  # type: ignore[index]
    ramp = draw(st.lists(sizes, min_size=count, max_size=count))
    table["symbol"]["sizes_px"] = ramp  # type: ignore[index]
    read = defined_layer("a", table, {}, "x", WorkspaceError).classes
    assert read
    steps = [
        replace(step, symbol=replace(draw(symbols), size_px=size))
        for step, size in zip(read.steps, ramp, strict=True)
    ]
    return Classes("graduated", "area", None, tuple(steps), fallback)


@st.composite
def layers(draw: st.DrawFn) -> LayerSpec:
    symbol = draw(symbols)
    return LayerSpec(
        id="mine", title=draw(texts), group="zones", geometry="point", order=0,
        source=SourceRef("atlas", "", "port"),
        symbol=symbol, classes=draw(st.none() | classes(symbol)), note=draw(st.none() | texts),
        label=draw(st.none() | labels),
        total=draw(st.none() | st.integers(1, 99)), key_figures=("area",),
        roles=draw(st.builds(Roles, id=st.none() | st.just("id"), name_en=st.just("name"))),
    )  # fmt: skip


def again(spec: LayerSpec, base: LayerSpec | None) -> LayerSpec:
    text = json.dumps(definition_of(spec, base), allow_nan=False)
    return defined_layer(
        spec.id, json_table(text), {spec.id: base} if base else {}, "x", WorkspaceError
    )


def test_a_layer_of_which_nothing_is_known_names_the_nearest() -> None:
    with pytest.raises(WorkspaceError, match="no layer 'prot'; did you mean 'port'"):
        defined_layer("prot", {}, KNOWN, "x", WorkspaceError)


@given(layers(), st.none() | st.sampled_from(SPECS))
def test_what_is_written_is_read_again(spec: LayerSpec, base: LayerSpec | None) -> None:
    order, visible = (base.order, base.visible) if base else (0, True)
    assert again(spec, base) == replace(spec, order=order, visible=visible)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_a_layer_as_shipped_says_nothing(spec: LayerSpec) -> None:
    assert definition_of(spec, spec) == {}
    assert again(spec, None) == replace(spec, order=0, visible=True)
    assert set(definition_of(spec)) <= set(KEYS)


def test_what_a_layer_lacks_is_said_with_null() -> None:
    spec = next(spec for spec in SPECS if spec.label)
    assert definition_of(replace(spec, label=None), spec) == {"label": None}
    assert again(replace(spec, label=None), spec).label is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"sorce": "port"}, "'sorce' is not known; did you mean 'source'"),
        ({"source": {"table": "port"}}, "the key 'kind' is missing"),
        ({"roles": {"nam_en": "name"}}, "did you mean 'name_en'"),
        ({"title": {"en": "A"}}, "'zh' is missing"),
        ({"title": {"en": "A" * 1001, "zh": ""}}, "shorten it to 1,000"),
        ({"geometry": "blob"}, "choose one of point, line, polygon"),
        ({"symbol": {"light": "red", "dark": "#000000"}}, "'light' is 'red'"),
        ({"symbol": {"light": "#000000", "dark": "#000000", "size_px": 1e9}}, "from 1 to 96"),
        ({"symbol": {"light": "#000000", "dark": "#000000", "dash_px": [1e9]}}, "up to 96"),
        (
            {"symbol": {"kind": "graduated", "field": "area", "light": "#000000",
                        "dark": "#000000", "breaks": [1], "sizes_px": [1, 1e9]}},
            "none may be over 96",
        ),
        (
            {"symbol": {"kind": "graduated", "field": "area", "light": "#000000",
                        "dark": "#000000", "breaks": list(range(1000)), "sizes_px": [1]}},
            "have at most 99",
        ),
        (
            {"symbol": {"kind": "categorised", "field": "area", "light": "#000000",
                        "dark": "#000000", "categories": {str(i): {} for i in range(101)}}},
            "have at most 100",
        ),
        ({"label": {"min_zoom": -1}}, "from 0 to 24"),
        ({"total": -3}, "from 0 to"),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_be_is_refused_in_a_sentence(
    said: dict[str, object], words: str
) -> None:
    with pytest.raises(WorkspaceError, match=words) as refused:
        defined_layer("port", said, KNOWN, "mine.json", WorkspaceError)
    assert "mine.json" in str(refused.value)
    assert len(str(refused.value)) < 300


def test_a_title_has_no_control_characters() -> None:
    said = {"title": {"en": "A\x1b[2J", "zh": "甲"}}
    assert defined_layer("port", said, KNOWN, "x", WorkspaceError).title.en == "A[2J"
