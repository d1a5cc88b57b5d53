"""The request of a workspace, as ``mapapp snapshot --workspace`` makes it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mapapp.cli import main
from mapapp.cli.workspace_request import workspace_document, workspace_table
from mapapp.core.disk.assets import asset
from mapapp.core.errors import WorkspaceError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import Workspace, write_workspace
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.store.share import digest_of, write_share

RED = SymbolSpec(Tone("#C00000", "#FF5050"), "star")
ATLAS = asset("data", "atlas.gpkg")
KEPT = Path(__file__).parents[1] / "core" / "map" / "workspaces"


def table_of(path: Path, specs: tuple[LayerSpec, ...]) -> dict[str, Any]:
    """The request of the workspace of a file."""
    return workspace_table(workspace_document(path, specs, ATLAS), specs, ATLAS)


def test_added_and_restyled_layers_go_into_the_request(
    tmp_path: Path, specs: tuple[LayerSpec, ...]
) -> None:
    state = MapState(specs, "en", "light")
    state.add_layer(replace(state.spec("port"), id="second"))
    state.restyle("rail_hub", RED)
    state.remove_layer("ftz_area")
    path = tmp_path / "mine.mapapp.json"
    write_workspace(path, Workspace.of(state, (), ""))
    layers = {layer["id"]: layer for layer in table_of(path, specs)["layers"]}
    assert list(layers) == [spec.id for spec in reversed(state.visible_specs())]
    assert layers["rail_hub"]["symbol"]["shape"] == "star"
    assert layers["second"]["source"] == {"kind": "atlas", "table": "port"}
    assert set(layers["port"]) == {"id", "opacity"}


def test_a_layer_that_is_not_known_is_left_out_and_said(
    specs: tuple[LayerSpec, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    table = table_of(KEPT / "v1-part.mapapp.json", specs)
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
    table = table_of(path, specs)
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
    layers = {layer["id"]: layer for layer in table_of(path, specs)["layers"]}
    assert "filter" not in layers["port"]
    assert layers["rail_hub"]["filter"] == 'status = "operating"'
    said = capsys.readouterr().err
    assert said.startswith("mapapp: The filter of 'port' in mine.mapapp.json is left out. ")
    assert "no such field" in said
    assert said.count("\n") == 1


def test_a_share_is_a_workspace_with_its_own_atlas(
    tmp_path: Path,
    specs: tuple[LayerSpec, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MAPAPP_CONFIG", str(tmp_path / "config"))
    share = tmp_path / "mine.mapapp"
    state = MapState(specs, "en", "light")
    write_share(share, Workspace.of(state, (), digest_of(ATLAS)), ATLAS)
    target = tmp_path / "map.png"
    typed = ["snapshot", "--workspace", share.as_uri(), "-o", str(target), "--print-request"]
    assert main(typed) == 0
    assert json.loads(capsys.readouterr().out)["layers"]
    assert workspace_document(share, specs, ATLAS).is_shared


def test_a_geopackage_is_no_workspace(tmp_path: Path, specs: tuple[LayerSpec, ...]) -> None:
    path = tmp_path / "mine.mapapp"
    path.write_bytes(b"SQLite format 3\0")
    with pytest.raises(WorkspaceError, match="is a GeoPackage, no workspace"):
        workspace_document(path, specs, ATLAS)


def test_a_picture_tells_all_that_it_was_made_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its texts, layers and area, but not its place; options go before."""
    picture, target = tmp_path / "map.html", tmp_path / "new.pdf"
    choices = ["--layers", "port", "--title", "Ports", "--subtitle", "all", "--year", "2020"]
    assert main(["snapshot", "-o", str(picture), "--extent", "121,38,122,39", *choices]) == 0
    typed = ["snapshot", "--workspace", str(picture), "--subtitle", "two", "--print-request"]
    assert main([*typed, "-o", str(target)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [layer["id"] for layer in told["layers"]] == ["port"]
    assert told["area"] == {"extent": [121, 38, 122, 39]}
    assert (told["title"], told["subtitle"], told["as_of_year"]) == ("Ports", "two", 2020)
    assert (told["file"], told["format"]) == (str(target), "pdf")
    assert main(typed) == 2
    assert "There is no file to write" in capsys.readouterr().err


def test_a_picture_that_tells_nothing_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "foreign.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert main(["snapshot", "--workspace", str(tmp_path / "foreign.png"), "-o", "x.png"]) == 1
    assert "carries no description by mapapp" in capsys.readouterr().err
