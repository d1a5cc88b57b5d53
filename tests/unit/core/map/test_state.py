import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import Criteria, LayerFilter
from mapapp.core.geo.extent import LIAONING
from mapapp.core.layer.groups import grouped
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.map.state import FeatureRef, MapState, ViewState


@pytest.fixture
def state() -> MapState:
    return MapState(load_layer_specs(asset("layers")), "en", "light")


def test_hiding_a_layer_is_told_once(state: MapState) -> None:
    told: list[str] = []
    state.visibility_changed.connect(told.append)
    state.set_visible("port", False)
    state.set_visible("port", False)
    assert told == ["port"]
    assert "port" not in [spec.id for spec in state.visible_specs()]


def test_a_selection_is_told_when_it_changes(state: MapState) -> None:
    told: list[tuple[FeatureRef, ...]] = []
    state.selection_changed.connect(told.append)
    state.select([FeatureRef("port", 1)])
    state.select([FeatureRef("port", 1)])
    state.select([])
    assert told == [(FeatureRef("port", 1),), ()]


def test_a_listener_can_leave(state: MapState) -> None:
    told: list[str] = []
    leave = state.visibility_changed.connect(told.append)
    leave()
    state.set_visible("port", False)
    assert told == []


def test_language_and_theme_are_told(state: MapState) -> None:
    told: list[str] = []
    state.language_changed.connect(told.append)
    state.theme_changed.connect(told.append)
    state.set_language("zh")
    state.set_theme("dark")
    assert told == ["zh", "dark"]


def test_the_fitting_view_shows_the_whole_extent() -> None:
    seen = ViewState.fitting(LIAONING, 800, 600).extent
    assert seen.west <= LIAONING.west + 1e-9
    assert seen.east >= LIAONING.east - 1e-9
    assert seen.south <= LIAONING.south + 1e-9
    assert seen.north >= LIAONING.north - 1e-9


@given(
    lon=st.floats(-900, 900), lat=st.floats(-85, 85), zoom=st.floats(0, 19),
    width=st.integers(1, 4000), height=st.integers(1, 3000),
)  # fmt: skip
def test_every_view_has_an_extent(
    lon: float, lat: float, zoom: float, width: int, height: int
) -> None:
    extent = ViewState(lon, lat, zoom, width, height).extent
    assert extent.contains(lon, min(max(lat, extent.south), extent.north))


def test_groups_and_layers_are_listed_from_above(state: MapState) -> None:
    groups = grouped(state.specs)
    assert list(groups)[:3] == ["zones", "transport", "friendship"]
    orders = [spec.order for spec in groups["transport"]]
    assert orders == sorted(orders, reverse=True)


def test_opacity_and_order_are_told(state: MapState) -> None:
    told: list[object] = []
    state.opacity_changed.connect(told.append)
    state.order_changed.connect(told.append)
    state.set_opacity("port", 0.5)
    state.set_opacity("port", 0.5)
    upside_down = state.order[::-1]
    state.set_order(upside_down)
    state.set_order(upside_down)
    assert told == ["port", upside_down]
    assert state.specs[-1].id == upside_down[-1]


def test_a_solo_layer_is_shown_alone_and_ticks_stay(state: MapState) -> None:
    ticked = [spec.id for spec in state.visible_specs()]
    told: list[str] = []
    state.visibility_changed.connect(told.append)
    state.set_solo("venue")
    assert [spec.id for spec in state.visible_specs()] == ["venue"]
    assert sorted(told) == sorted(["venue", *ticked])
    assert state.is_visible("port")
    state.set_solo(None)
    assert [spec.id for spec in state.visible_specs()] == ticked


def test_showing_a_layer_ends_the_solo_of_another(state: MapState) -> None:
    state.set_solo("port")
    state.show("venue")
    assert state.solo is None
    assert state.is_shown("venue")


def test_a_filter_is_told_with_its_layer(state: MapState) -> None:
    told: list[str] = []
    state.filter_changed.connect(told.append)
    state.set_filter("port", LayerFilter(text="dalian"))
    state.set_filter("port", LayerFilter(text="dalian"))
    assert told == ["port"]
    assert state.criteria("port") == Criteria(text="dalian")
    assert not state.criteria("rail_hub")


def test_a_filter_by_the_view_follows_the_view(state: MapState) -> None:
    state.set_filter("port", LayerFilter(in_view=True))
    told: list[str] = []
    state.filter_changed.connect(told.append)
    state.set_view(ViewState(121.6, 38.9, 10, 800, 600))
    assert told == ["port"]
    assert state.criteria("port").extent == state.view.extent


def test_a_filter_that_is_not_by_the_view_is_not_asked_again_when_the_map_moves(
    state: MapState,
) -> None:
    state.set_filter("port", LayerFilter(text="dalian"))
    told: list[str] = []
    state.filter_changed.connect(told.append)
    state.set_view(ViewState(121.6, 38.9, 10, 800, 600))
    assert told == []


def test_the_year_is_part_of_all_criteria(state: MapState) -> None:
    told: list[int | None] = []
    state.as_of_changed.connect(told.append)
    state.set_as_of_year(1990)
    state.set_as_of_year(1990)
    assert told == [1990]
    assert state.criteria("port") == Criteria(year=1990)


def test_of_what_was_found_one_after_the_other_is_selected(state: MapState) -> None:
    one, two, three = found = [FeatureRef("port", 1), FeatureRef("venue", 1), FeatureRef("port", 2)]
    state.select([one], found)
    state.turn_to(two)
    assert (state.selection, state.found) == ((two,), (one, two, three))
    state.select(found)
    state.turn_to(three)
    assert (state.selection, state.found) == ((three, one, two), (one, two, three))
    state.select([one], found)
    state.remove_layer("venue")
    assert (state.selection, state.found) == ((one,), (one, three))
    state.remove_layer("port")
    assert state.selection == state.found == ()
