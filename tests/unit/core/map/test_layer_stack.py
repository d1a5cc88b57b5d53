"""Layers that come, go and change, and ids that are no layer's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import Criteria, LayerFilter
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import ATLAS, LabelSpec, LayerSpec
from mapapp.core.map.arrangement import Arrangement, Change
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

RED = SymbolSpec(Tone("#C00000", "#FF5050"), "star")


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "en", "light")


@pytest.fixture
def changes(state: MapState) -> list[LayersChange]:
    heard: list[LayersChange] = []
    state.layers_changed.connect(heard.append)
    return heard


@pytest.fixture
def second(state: MapState) -> LayerSpec:
    """Another layer on the table of ports."""
    return replace(state.spec("port"), id="second", title=Text("Second", "第二"), symbol=RED)


_OF_STATE: dict[str, Callable[[MapState], object]] = {
    "spec": lambda state: state.spec("prot"),
    "is_visible": lambda state: state.is_visible("prot"),
    "is_shown": lambda state: state.is_shown("prot"),
    "opacity": lambda state: state.opacity("prot"),
    "filter": lambda state: state.filter("prot"),
    "criteria": lambda state: state.criteria("prot"),
    "map_criteria": lambda state: state.map_criteria("prot"),
    "set_visible": lambda state: state.set_visible("prot", True),
    "show": lambda state: state.show("prot"),
    "set_opacity": lambda state: state.set_opacity("prot", 0.5),
    "set_solo": lambda state: state.set_solo("prot"),
    "set_order": lambda state: state.set_order(["prot"]),
    "set_filter": lambda state: state.set_filter("prot", LayerFilter(text="a")),
    "select": lambda state: state.select([FeatureRef("prot", 1)]),
    "remove_layer": lambda state: state.remove_layer("prot"),
    "replace_layer": lambda state: state.replace_layer(replace(state.specs[0], id="prot")),
    "restyle": lambda state: state.restyle("prot", RED),
    "above": lambda state: state.add_layer(replace(state.specs[0], id="new"), above="prot"),
}
_OF_ATLAS: dict[str, Callable[[Atlas], object]] = {
    "spec": lambda atlas: atlas.spec("prot"),
    "features": lambda atlas: atlas.features("prot"),
    "feature": lambda atlas: LayerCatalogue(atlas).feature("prot", 1),
    "identify": lambda atlas: LayerCatalogue(atlas).identify(121.6, 38.9, 8, ["prot"]),
    "count": lambda atlas: LayerCatalogue(atlas).count("prot"),
    "publishers": lambda atlas: atlas.publishers("prot", "en"),
    "descriptions": lambda atlas: atlas.descriptions("prot", "en"),
    "table": lambda atlas: LayerCatalogue(atlas).table("prot"),
    "visible": lambda atlas: LayerCatalogue(atlas).visible_fids("prot", Criteria()),
}


@pytest.mark.parametrize("name", _OF_STATE)
def test_the_state_names_the_nearest_of_an_unknown_layer(state: MapState, name: str) -> None:
    before = Arrangement.of(state)
    with pytest.raises(UsageError, match="no layer 'prot'; did you mean 'port'"):
        _OF_STATE[name](state)
    assert Arrangement.of(state) == before


@pytest.mark.parametrize("name", _OF_ATLAS)
def test_the_atlas_names_the_nearest_of_an_unknown_layer(atlas: Atlas, name: str) -> None:
    with pytest.raises(UsageError, match="no layer 'prot'; did you mean 'port'"):
        _OF_ATLAS[name](atlas)


def test_an_unknown_layer_like_none_lists_all(state: MapState) -> None:
    with pytest.raises(UsageError, match=r"layers are .*port"):
        state.spec("0" * 5000)


def test_a_layer_is_added_on_top_or_above_another(
    state: MapState, second: LayerSpec, changes: list[LayersChange]
) -> None:
    state.add_layer(second)
    assert state.order[-1] == "second"
    state.remove_layer("second")
    state.add_layer(second, above="port")
    assert state.order.index("second") == state.order.index("port") + 1
    assert [change.added for change in changes] == [("second",), (), ("second",)]
    assert changes[1].removed == ("second",)


def test_no_two_layers_have_one_id(state: MapState, changes: list[LayersChange]) -> None:
    with pytest.raises(UsageError, match="'port' already"):
        state.add_layer(state.spec("port"))
    assert changes == []


def test_an_added_layer_can_be_shown_filtered_and_moved(state: MapState, second: LayerSpec) -> None:
    state.add_layer(replace(second, visible=False))
    assert not state.is_shown("second")
    state.set_visible("second", True)
    state.set_filter("second", LayerFilter(text="dalian"))
    state.set_order(["second"])
    assert state.order[0] != "port"
    assert state.criteria("second") == Criteria(text="dalian")
    assert state.visible_specs()[0] == state.spec(state.visible_specs()[0].id)


def test_what_belongs_to_a_layer_goes_with_it(
    state: MapState, second: LayerSpec, changes: list[LayersChange]
) -> None:
    state.add_layer(second)
    state.set_filter("second", LayerFilter(text="dalian"))
    state.set_opacity("second", 0.5)
    state.set_solo("second")
    state.select([FeatureRef("second", 1), FeatureRef("port", 2)])
    selected: list[tuple[FeatureRef, ...]] = []
    shown: list[str] = []
    state.selection_changed.connect(selected.append)
    state.visibility_changed.connect(shown.append)
    seen_then: list[object] = []
    state.layers_changed.connect(lambda _: seen_then.append((state.solo, state.selection)))
    state.remove_layer("second")
    assert seen_then == [(None, (FeatureRef("port", 2),))]
    assert selected == [(FeatureRef("port", 2),)]
    assert set(shown) == {spec.id for spec in state.visible_specs()}
    state.add_layer(second)
    assert not state.filter("second")
    assert state.opacity("second") == 1.0


def test_a_restyled_layer_keeps_all_but_its_style(
    state: MapState, changes: list[LayersChange]
) -> None:
    state.set_filter("port", LayerFilter(text="dalian"))
    state.select([FeatureRef("port", 2)])
    label = state.spec("port").label
    state.restyle("port", RED)
    assert (state.spec("port").symbol, state.spec("port").label) == (RED, label)
    assert state.filter("port")
    assert state.selection
    assert changes == [LayersChange(restyled=("port",))]


def test_other_labels_are_another_style(state: MapState, changes: list[LayersChange]) -> None:
    state.replace_layer(replace(state.spec("port"), label=LabelSpec(3, 7.0)))
    assert changes == [LayersChange(restyled=("port",))]


def test_a_layer_of_another_title_keeps_filter_and_selection(
    state: MapState, changes: list[LayersChange]
) -> None:
    state.set_filter("port", LayerFilter(text="dalian"))
    state.select([FeatureRef("port", 2)])
    state.replace_layer(replace(state.spec("port"), title=Text("Harbours", "港")))
    assert state.filter("port")
    assert state.selection
    assert changes == [LayersChange(replaced=("port",))]


def test_a_layer_of_other_features_loses_filter_and_selection(
    state: MapState, changes: list[LayersChange]
) -> None:
    state.set_filter("port", LayerFilter(text="dalian"))
    state.select([FeatureRef("port", 2)])
    state.set_opacity("port", 0.5)
    state.replace_layer(replace(state.spec("port"), source=SourceRef(ATLAS, table="venue")))
    assert not state.filter("port")
    assert state.selection == ()
    assert state.opacity("port") == 0.5
    assert changes == [LayersChange(replaced=("port",), moved=("port",))]


def test_the_same_layers_in_another_order_are_only_reordered(
    state: MapState, changes: list[LayersChange]
) -> None:
    told: list[tuple[str, ...]] = []
    state.order_changed.connect(told.append)
    state.set_layers(state.specs[::-1])
    assert changes == []
    assert told == [state.order]


def test_all_layers_can_go(state: MapState, second: LayerSpec) -> None:
    state.set_layers(())
    assert state.visible_specs() == ()
    state.add_layer(second)
    assert state.order == ("second",)


@pytest.mark.parametrize(
    ("aspect", "act"),
    [
        ("added", lambda state, spec: state.add_layer(spec)),
        ("removed", lambda state, _: state.remove_layer("port")),
        ("style", lambda state, _: state.restyle("port", RED)),
        (
            "replaced",
            lambda state, _: state.replace_layer(
                replace(state.spec("port"), source=SourceRef(ATLAS, table="venue"))
            ),
        ),
    ],
)
def test_a_change_of_layers_is_a_step_that_goes_back_and_forth(
    state: MapState,
    second: LayerSpec,
    aspect: str,
    act: Callable[[MapState, LayerSpec], None],
) -> None:
    state.set_filter("port", LayerFilter(text="dalian"))
    state.set_opacity("port", 0.5)
    state.set_solo("port")
    before = Arrangement.of(state)
    act(state, second)
    after = Arrangement.of(state)
    change = Change.between(before, after)
    assert change is not None
    assert change.aspect == aspect
    assert change.layers == ("second" if aspect == "added" else "port",)
    before.apply(state)
    assert Arrangement.of(state) == before
    after.apply(state)
    assert Arrangement.of(state) == after


def test_two_layers_of_one_table_are_both_found_at_a_point(
    atlas: Atlas, state: MapState, second: LayerSpec
) -> None:
    state.add_layer(second)
    with atlas.again() as own, LayerCatalogue(own) as catalogue:
        catalogue.show(state.specs)
        port = own.features("port")[0]
        hits = catalogue.identify(port.geometry.x, port.geometry.y, 12, ["port", "second"])
        found = [hit.feature.layer for hit in hits if hit.feature.id == port.id]
        entity = own.entity(port.id)
    assert found == ["second", "port"]
    assert entity is not None
    assert entity.layer == "port"
