from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.order import completed_order
from mapapp.core.layer.spec import LayerSpec, load_layer_specs
from mapapp.core.map.arrangement import Arrangement, Aspect, Change, LayerStyle
from mapapp.core.map.state import MapState

SPECS = load_layer_specs(asset("layers"))
IDS = [spec.id for spec in SPECS]

styles = st.builds(
    LayerStyle, st.sampled_from([*IDS, "unknown"]), st.booleans(), st.floats(0, 1),
    st.builds(LayerFilter, text=st.text(max_size=3)),
)  # fmt: skip
arrangements = st.builds(
    Arrangement,
    st.lists(styles, unique_by=lambda style: style.id).map(tuple),
    st.none() | st.sampled_from(IDS),
    st.none() | st.integers(1900, 2030),
)


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "en", "light")


@given(arrangements, arrangements)
def test_going_back_leads_to_where_it_was(first: Arrangement, second: Arrangement) -> None:
    state = MapState(SPECS, "en", "light")
    first.apply(state)
    before = Arrangement.of(state)
    second.apply(state)
    before.apply(state)
    assert Arrangement.of(state) == before


def test_layers_that_are_not_there_are_reported(state: MapState) -> None:
    arrangement = Arrangement((LayerStyle("rivers"), LayerStyle("port", visible=False)), "rivers")
    assert arrangement.apply(state) == ("rivers",)
    assert not state.is_visible("port")
    assert state.solo is None


@given(st.lists(st.sampled_from("abcdefx"), unique=True))
def test_a_completed_order_has_every_layer_once(layers: list[str]) -> None:
    order = completed_order(layers, tuple("abcdef"))
    assert sorted(order) == list("abcdef")
    assert [layer for layer in order if layer in layers] == [x for x in layers if x != "x"]


def test_a_layer_that_is_not_named_stays_above_its_neighbour() -> None:
    assert completed_order("cb", tuple("abcd")) == ("a", "c", "d", "b")


@pytest.mark.parametrize(
    ("act", "aspect", "layers"),
    [
        (lambda s: s.set_visible("port", False), "visible", ("port",)),
        (lambda s: s.set_opacity("port", 0.4), "opacity", ("port",)),
        (lambda s: s.set_filter("port", LayerFilter("x = 1")), "filter", ("port",)),
        (lambda s: s.set_order(["port", "venue"]), "order", ()),
        (lambda s: s.set_solo("port"), "solo", ("port",)),
        (lambda s: s.set_as_of_year(1990), "year", ()),
        (lambda s: (s.set_opacity("port", 0), s.set_visible("venue", True)), None,
         ("port", "venue")),
    ],
)  # fmt: skip
def test_a_change_knows_what_it_is_about(
    state: MapState, act: Callable[[MapState], object], aspect: Aspect, layers: tuple[str, ...]
) -> None:
    before = Arrangement.of(state)
    act(state)
    change = Change.between(before, Arrangement.of(state))
    assert change is not None
    assert change.aspect == aspect
    assert sorted(change.layers) == sorted(layers)


def test_a_tick_that_ends_a_solo_is_a_tick(state: MapState) -> None:
    state.set_visible("venue", False)
    state.set_solo("port")
    before = Arrangement.of(state)
    state.show("venue")
    change = Change.between(before, Arrangement.of(state))
    assert change is not None
    assert (change.aspect, change.layers) == ("visible", ("venue",))


def test_nothing_changed_is_no_change(state: MapState) -> None:
    assert Change.between(Arrangement.of(state), Arrangement.of(state)) is None


def step(state: MapState, act: Callable[[], None]) -> Change:
    before = Arrangement.of(state)
    act()
    change = Change.between(before, Arrangement.of(state))
    assert change is not None
    return change


def test_a_drag_is_one_change(state: MapState) -> None:
    first = step(state, lambda: state.set_opacity("port", 0.7))
    second = step(state, lambda: state.set_opacity("port", 0.3))
    both = first.followed_by(second)
    assert both is not None
    assert (both.before, both.after) == (first.before, second.after)


def test_changes_of_two_layers_stay_two(state: MapState) -> None:
    first = step(state, lambda: state.set_opacity("port", 0.7))
    second = step(state, lambda: state.set_opacity("venue", 0.3))
    assert first.followed_by(second) is None


def test_two_ticks_stay_two(state: MapState) -> None:
    first = step(state, lambda: state.set_visible("port", False))
    second = step(state, lambda: state.set_visible("port", True))
    assert first.followed_by(second) is None
