"""Layers of workspaces: what is saved of them, and what becomes of those that cannot be opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import (
    Workspace,
    format_workspace,
    parse_workspace,
    read_workspace,
)
from mapapp.core.map.workspace_layers import SavedLayers
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text

KEPT = Path(__file__).with_name("workspaces")
RED = SymbolSpec(Tone("#C00000", "#FF5050"), "star")
HOSTILE: dict[str, dict[str, Any]] = {
    "an unknown layer": {"id": "lighthouse", "opacity": 0.5},
    "an id that is none": {"id": "../../etc/passwd", "title": {"en": "A", "zh": "A"}},
    "an unknown key": {"id": "port", "blend": "multiply"},
    "a wrong style": {"id": "port", "symbol": {"light": "red", "dark": "red"}},
    "a wrong opacity": {"id": "port", "opacity": 7, "title": {"en": "Harbours", "zh": "港"}},
    "a title that is none": {"id": "mine", "title": ["<b>x</b>"]},
    "half of a layer": {"id": "mine", "title": {"en": "Mine", "zh": "我的"}, "group": "zones"},
    "an endless nesting": {"id": "mine", "symbol": {"a": {"b": {"c": [1.5, None, True]}}}},
}


@pytest.fixture
def new_state(specs: tuple[LayerSpec, ...]) -> Callable[[], MapState]:
    return lambda: MapState(specs, "en", "light")


@pytest.fixture
def state(new_state: Callable[[], MapState]) -> MapState:
    return new_state()


def anything(style: LayerStyle) -> LayerStyle:
    return style


def saved(state: MapState) -> str:
    return format_workspace(Workspace.of(state, (), ""))


def layers_of(text: str) -> list[dict[str, Any]]:
    return list(json.loads(text)["layers"])


def opened(
    state: MapState, text: str, check: Callable[[LayerStyle], LayerStyle] = anything
) -> None:
    parse_workspace(text.encode(), "x").layers.arrangement(state, check).apply(state)


def with_layer(state: MapState, entry: dict[str, Any], at: int = 3) -> str:
    """The workspace of a map with one entry more, in the place of one of its id."""
    document = json.loads(saved(state))
    document["layers"] = [each for each in document["layers"] if each["id"] != entry["id"]]
    document["layers"].insert(at, entry)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def test_layers_as_shipped_are_saved_by_id_only(state: MapState) -> None:
    ids = [{"id": spec.id} for spec in reversed(state.specs)]
    without_ticks = [{"id": entry["id"]} for entry in layers_of(saved(state))]
    assert without_ticks == ids
    assert {key for entry in layers_of(saved(state)) for key in entry} == {"id", "visible"}


def test_what_differs_of_a_layer_is_saved(state: MapState) -> None:
    state.restyle("port", RED)
    state.set_opacity("port", 0.5)
    [entry] = [entry for entry in layers_of(saved(state)) if entry["id"] == "port"]
    assert set(entry) == {"id", "opacity", "symbol"}


def test_all_of_the_layers_comes_back(state: MapState, new_state: Callable[[], MapState]) -> None:
    second = replace(state.spec("port"), id="second", title=Text("Second", "第二"), order=0)
    state.restyle("rail_hub", RED)
    state.replace_layer(replace(state.spec("venue"), label=None, note=Text("A", "B")))
    state.add_layer(second, above="rail_hub")
    state.set_filter("second", LayerFilter('status = "operating"', "大连", in_view=True))
    state.set_opacity("second", 0.3)
    state.set_visible("second", False)
    state.remove_layer("airport")
    state.set_order(reversed(state.order))
    state.set_solo("second")
    state.set_as_of_year(2020)
    again = new_state()
    opened(again, saved(state))
    assert Arrangement.of(again) == Arrangement.of(state)
    assert saved(again) == saved(state)


def test_layers_of_the_workspace_before_do_not_stay(
    state: MapState, new_state: Callable[[], MapState]
) -> None:
    other = saved(new_state())
    state.add_layer(replace(state.spec("port"), id="second"))
    state.restyle("port", RED)
    state.remove_layer("venue")
    opened(state, other)
    assert set(state.order) == set(state.shipped)
    assert state.spec("port") == state.shipped["port"]


def test_a_layer_that_came_with_a_newer_mapapp_is_there(state: MapState) -> None:
    document = json.loads(saved(state))
    document["layers"] = [each for each in document["layers"] if each["id"] != "venue"]
    opened(state, json.dumps(document))
    assert state.order == tuple(state.shipped)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_layer_that_cannot_be_opened_is_kept_as_it_is(
    state: MapState, new_state: Callable[[], MapState], name: str
) -> None:
    text = with_layer(state, HOSTILE[name])
    opened(state, text)
    [layer] = state.unopened
    assert layer.reason.endswith((".", "?"))
    assert "\n" not in layer.reason
    assert layer.title.get("en").strip()
    assert saved(state) == text
    again = new_state()
    opened(again, saved(state))
    assert saved(again) == text


def test_it_stays_in_its_place_when_others_move(state: MapState) -> None:
    opened(state, with_layer(state, {"id": "lighthouse", "source": {"kind": "tides"}}))
    below = layers_of(saved(state))[4]["id"]
    state.set_order([below])
    ids = [entry["id"] for entry in layers_of(saved(state))]
    assert ids.index("lighthouse") == ids.index(below) - 1


def test_a_layer_whose_features_cannot_be_read_is_kept_and_opens_later(state: MapState) -> None:
    def gone(style: LayerStyle) -> LayerStyle:
        if style.id == "port":
            raise DataError("/mnt/stick/ports.gpkg is not there; plug it in.")
        return style

    state.set_opacity("port", 0.5)
    before, text = Arrangement.of(state), saved(state)
    opened(state, text, gone)
    assert not state.has("port")
    assert [layer.reason for layer in state.unopened] == [
        "/mnt/stick/ports.gpkg is not there; plug it in."
    ]
    assert saved(state) == text
    SavedLayers.of(state).arrangement(state, anything).apply(state)
    assert Arrangement.of(state) == before


def test_what_cannot_be_opened_is_taken_along_by_undo(state: MapState) -> None:
    entry = {"id": "second", "title": {"en": "A", "zh": "A"}}
    opened(state, with_layer(state, entry))
    before = Arrangement.of(state)
    state.set_unopened(())
    state.add_layer(replace(state.spec("port"), id="second"))
    before.apply(state)
    assert Arrangement.of(state) == before
    assert [layer.id for layer in state.unopened] == ["second"]


def test_a_layer_added_by_the_id_of_one_that_cannot_be_opened_counts(state: MapState) -> None:
    opened(state, with_layer(state, {"id": "second", "blend": "multiply"}))
    state.add_layer(replace(state.spec("port"), id="second"))
    ids = [entry["id"] for entry in layers_of(saved(state))]
    assert ids.count("second") == 1


def test_a_solo_layer_that_cannot_be_opened_hides_nothing(state: MapState) -> None:
    document = json.loads(with_layer(state, {"id": "lighthouse"})) | {"solo": "lighthouse"}
    layers = parse_workspace(json.dumps(document).encode(), "x").layers
    arrangement = layers.arrangement(state, anything)
    arrangement.apply(state)
    assert state.solo is None
    assert Arrangement.of(state) == arrangement


def test_a_whole_workspace_of_version_1_opens_as_it_was(state: MapState) -> None:
    workspace = read_workspace(KEPT / "v1-whole.mapapp.json")
    arrangement = workspace.layers.arrangement(state, anything)
    arrangement.apply(state)
    assert arrangement.unopened == ()
    assert state.opacity("port") == 0.6
    assert state.filter("industrial_park") == LayerFilter(
        'status = "operating"', "沈阳", in_view=True
    )
    assert (state.solo, state.as_of_year) == ("port", 2020)
    assert state.order.index("port") < state.order.index("industrial_park")
    assert [entry["id"] for entry in workspace.layers.entries] == list(state.order)
    assert workspace.bookmarks[0].name == "大连"
    assert json.loads(saved(state))["mapapp_workspace"] == 2
    again = parse_workspace(format_workspace(workspace).encode(), "x")
    assert again == workspace


def test_part_of_the_layers_in_version_1_leaves_the_others_alone(state: MapState) -> None:
    state.set_opacity("rail_hub", 0.4)
    workspace = read_workspace(KEPT / "v1-part.mapapp.json")
    workspace.layers.arrangement(state, anything).apply(state)
    assert state.opacity("rail_hub") == 0.4
    assert state.opacity("port") == 0.6
    assert not state.is_visible("venue")
    assert [layer.id for layer in state.unopened] == ["lighthouse"]
    assert "no layer 'lighthouse'" in state.unopened[0].reason
    assert {"id": "lighthouse", "opacity": 0.5} in layers_of(saved(state))
