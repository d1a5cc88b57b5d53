"""The request of a workspace, as ``mapapp snapshot --workspace`` makes it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.cli.workspace_request import workspace_table
from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import Workspace, write_workspace
from mapapp.core.style.symbology import SymbolSpec, Tone

RED = SymbolSpec(Tone("#C00000", "#FF5050"), "star")
ATLAS = asset("data", "atlas.gpkg")
KEPT = Path(__file__).parents[1] / "core" / "map" / "workspaces"


def test_added_and_restyled_layers_go_into_the_request(
    tmp_path: Path, specs: tuple[LayerSpec, ...]
) -> None:
    state = MapState(specs, "en", "light")
    state.add_layer(replace(state.spec("port"), id="second"))
    state.restyle("rail_hub", RED)
    state.remove_layer("ftz_area")
    path = tmp_path / "mine.mapapp.json"
    write_workspace(path, Workspace.of(state, (), ""))
    layers = {layer["id"]: layer for layer in workspace_table(path, specs, ATLAS)["layers"]}
    assert list(layers) == [spec.id for spec in reversed(state.visible_specs())]
    assert layers["rail_hub"]["symbol"]["shape"] == "star"
    assert layers["second"]["source"] == {"kind": "atlas", "table": "port"}
    assert set(layers["port"]) == {"id", "opacity"}


def test_a_layer_that_is_not_known_is_left_out_and_said(
    specs: tuple[LayerSpec, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    table = workspace_table(KEPT / "v1-part.mapapp.json", specs, ATLAS)
    ids = [layer["id"] for layer in table["layers"]]
    assert "lighthouse" not in ids
    assert "venue" not in ids
    assert "port" in ids
    said = capsys.readouterr().err
    assert said.startswith(
        "mapapp: The layer 'lighthouse' of v1-part.mapapp.json is left out. There is no layer"
    )
    assert said.count("\n") == 1
    json.dumps(table, allow_nan=False)


def test_a_layer_whose_source_is_gone_is_left_out_and_said(
    tmp_path: Path, specs: tuple[LayerSpec, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    state = MapState(specs, "en", "light")
    gone = SourceRef("geopackage", str(tmp_path / "gone.gpkg"), "wells")
    state.add_layer(replace(state.spec("port"), id="mine", source=gone))
    path = tmp_path / "mine.mapapp.json"
    write_workspace(path, Workspace.of(state, (), ""))
    table = workspace_table(path, specs, ATLAS)
    assert [each["id"] for each in table["layers"]] == [
        spec.id for spec in reversed(state.visible_specs()) if spec.id != "mine"
    ]
    said = capsys.readouterr().err
    assert said.startswith("mapapp: The layer 'mine' of mine.mapapp.json is left out. ")
    assert "gone.gpkg does not exist" in said
    assert said.count("\n") == 1


def test_a_filter_that_a_layer_cannot_answer_is_left_out_and_said(
    tmp_path: Path, specs: tuple[LayerSpec, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    state = MapState(specs, "en", "light")
    state.set_filter("port", LayerFilter("depth_m > 3"))
    state.set_filter("rail_hub", LayerFilter('status = "operating"'))
    path = tmp_path / "mine.mapapp.json"
    write_workspace(path, Workspace.of(state, (), ""))
    layers = {layer["id"]: layer for layer in workspace_table(path, specs, ATLAS)["layers"]}
    assert "filter" not in layers["port"]
    assert layers["rail_hub"]["filter"] == 'status = "operating"'
    said = capsys.readouterr().err
    assert said.startswith("mapapp: The filter of 'port' in mine.mapapp.json is left out. ")
    assert "no such field" in said
    assert said.count("\n") == 1
