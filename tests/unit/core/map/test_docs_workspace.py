"""``docs/workspace.md`` says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from mapapp.core.layer.definition import KEYS
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import parse_workspace

TEXT = (Path(__file__).resolve().parents[4] / "docs" / "workspace.md").read_text(encoding="utf-8")


def test_the_example_can_be_opened(specs: tuple[LayerSpec, ...]) -> None:
    [example] = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    workspace = parse_workspace(example.encode(), "docs/workspace.md")
    state = MapState(specs, "en", "light")
    arrangement = workspace.layers.arrangement(state, lambda style: style)
    assert arrangement.unopened == ()
    arrangement.apply(state)
    named = [layer for layer in state.order if layer in ("venue", "industrial_park", "port")]
    assert named == ["venue", "industrial_park", "port"]
    assert state.order[-1] == "big_ports"
    assert not state.has("airport")
    assert state.spec("port").label is None
    assert state.as_of_year == 2020


def test_all_keys_of_a_definition_are_named() -> None:
    assert all(f"`{key}`" in TEXT for key in KEYS)
