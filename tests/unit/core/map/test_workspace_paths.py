"""Where the data of a workspace is found, and how that is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import Workspace, read_workspace, write_workspace


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "en", "light")


def saved(state: MapState, path: Path, source: SourceRef) -> Any:
    """What a file says of the source of a layer of one's own."""
    state.add_layer(replace(state.spec("port"), id="mine", source=source))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workspace(path, Workspace.of(state, (), ""))
    return entry_of(path)["source"]


def entry_of(path: Path) -> dict[str, Any]:
    layers = json.loads(path.read_text(encoding="utf-8"))["layers"]
    [entry] = [each for each in layers if each["id"] == "mine"]
    return dict(entry)


def source_of(path: Path) -> Any:
    [entry] = [each for each in read_workspace(path).layers.entries if each["id"] == "mine"]
    return entry["source"]


def wells(uri: object) -> dict[str, object]:
    return {"kind": "geopackage", "uri": uri, "table": "wells"}


@pytest.mark.parametrize("inner", ["wells.gpkg", "data/水井.gpkg"])
def test_what_lies_beside_or_below_moves_with_the_workspace(
    state: MapState, tmp_path: Path, inner: str
) -> None:
    path = tmp_path / "here" / "mine.mapapp.json"
    said = saved(state, path, SourceRef("geopackage", str(path.parent / inner), "wells"))
    assert said == wells(inner)
    moved = path.parent.rename(tmp_path / "there") / path.name
    assert source_of(moved) == wells(str(moved.parent / inner))


def test_a_table_that_was_added_moves_with_the_workspace_too(
    state: MapState, tmp_path: Path
) -> None:
    path = tmp_path / "here" / "mine.mapapp.json"
    said = saved(state, path, file_ref(str(path.parent / "data" / "wells.csv")))
    assert said["uri"] == "data/wells.csv"
    moved = path.parent.rename(tmp_path / "there") / path.name
    assert source_of(moved)["uri"] == str(moved.parent / "data" / "wells.csv")


def test_what_lies_elsewhere_is_written_whole(state: MapState, tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "here" / "mine.mapapp.json", str(tmp_path / "here-not" / "x.gpkg")
    assert saved(state, path, SourceRef("geopackage", elsewhere, "wells")) == wells(elsewhere)
    assert source_of(path) == wells(elsewhere)


def test_a_path_goes_from_the_file_and_not_from_where_mapapp_was_started(
    state: MapState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "here" / "mine.mapapp.json"
    saved(state, path, SourceRef("atlas", table="port"))
    document = json.loads(path.read_text(encoding="utf-8"))
    for layer in document["layers"]:
        if layer["id"] == "mine":
            layer["source"] = wells("../data/x.gpkg")
    path.write_text(json.dumps(document), encoding="utf-8")
    monkeypatch.chdir(path.parent)
    for named in (path, Path(path.name)):
        assert source_of(named) == wells(str(tmp_path / "data" / "x.gpkg"))


def test_a_path_of_this_process_is_no_path_from_the_workspace(
    state: MapState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "here" / "mine.mapapp.json"
    said = saved(state, path, SourceRef("geopackage", "x.gpkg", "wells"))
    assert said == wells(str(tmp_path / "x.gpkg"))


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "tides", "uri": "x", "table": "y"},
        wells(7),
        wells(""),
        wells("x\0y"),
        {"kind": "geopackage"},
        "port",
        None,
    ],
    ids=repr,
)
def test_what_is_no_path_stays_as_it_is(state: MapState, tmp_path: Path, source: object) -> None:
    path = tmp_path / "mine.mapapp.json"
    saved(state, path, SourceRef("atlas", table="port"))
    document = json.loads(path.read_text(encoding="utf-8"))
    for layer in document["layers"]:
        if layer["id"] == "mine":
            layer["source"] = source
    path.write_text(json.dumps(document), encoding="utf-8")
    assert source_of(path) == source
    write_workspace(path, read_workspace(path))
    assert entry_of(path)["source"] == source
