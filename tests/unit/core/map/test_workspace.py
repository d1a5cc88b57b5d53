from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.errors import WorkspaceError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.bookmarks import Bookmark
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.map.workspace import (
    Place,
    Workspace,
    format_workspace,
    parse_workspace,
    read_workspace,
    write_workspace,
)
from mapapp.core.map.workspace_layers import SavedLayers

texts = st.text(max_size=20)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
entries = st.builds(
    lambda id_, said: {"id": id_} | {k: v for k, v in said.items() if k != "id"},
    ids,
    st.dictionaries(
        st.sampled_from(["opacity", "filter", "source", "symbol"]) | texts, json_values, max_size=3
    ),
)
saved_layers = st.builds(
    SavedLayers,
    st.lists(entries, max_size=6, unique_by=lambda entry: str(entry["id"])).map(tuple),
    st.lists(ids, max_size=3).map(tuple),
    st.none() | ids,
    st.none() | st.integers(1, 9999),
)
lons, lats, zooms = st.floats(-3600, 3600), st.floats(-85, 85), st.floats(0, 24)
bookmarks = st.builds(Bookmark, texts.filter(lambda name: name.strip() != ""), lons, lats, zooms)
workspaces = st.builds(
    Workspace,
    saved_layers,
    st.builds(Place, lons, lats, zooms),
    st.sampled_from(["en", "zh"]),
    st.lists(st.builds(FeatureRef, ids, st.integers(0, 2**53)), max_size=4).map(tuple),
    st.lists(bookmarks, max_size=4).map(tuple),
    st.just("") | st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
)


@given(workspaces)
def test_a_workspace_comes_back_as_it_was(workspace: Workspace) -> None:
    assert parse_workspace(format_workspace(workspace).encode(), "x") == workspace


def document(**changes: Any) -> bytes:
    """A small workspace with some keys changed, or left out where they are ``...``."""
    keys: dict[str, Any] = {
        "mapapp_workspace": 1,
        "language": "en",
        "view": {"lon": 123.4, "lat": 41.8, "zoom": 9},
        "layers": [{"id": "port", "filter": {"text": "dalian"}}, {"id": "rail_hub"}],
    } | changes
    return json.dumps({key: value for key, value in keys.items() if value is not ...}).encode()


MANY = [{"id": f"a{number}"} for number in range(1001)]
HEAD = document(mapapp_workspace=2, layers=...)[:-1] + b', "layers": '


def test_the_layer_on_top_comes_first_in_the_file() -> None:
    workspace = parse_workspace(document(), "x")
    assert [entry["id"] for entry in workspace.layers.entries] == ["rail_hub", "port"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no workspace"),
        (b"\xff\xfe", "no workspace"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "holds no table"),
        (b'{"mapapp_workspace": NaN}', "NaN is no number"),
        (b"{}", "no workspace of mapapp"),
        (b" " * 4_000_001, "too large"),
        (document(mapapp_workspace="1"), "'mapapp_workspace' is '1'"),
        (document(mapapp_workspace=3), "newer mapapp (workspace version 3, this one reads 2)"),
        (document(mapapp_workspace=2, layers=[{"id": 1}]), "[layers 1]: 'id' is 1"),
        (document(mapapp_workspace=2, layers=[{}]), "[layers 1]: the key 'id' is missing"),
        (document(mapapp_workspace=2, layers=[{"id": "a"}] * 2), "name each layer once"),
        (document(mapapp_workspace=2, layers=MANY), "at most 1,000"),
        (document(mapapp_workspace=2, removed="port"), "'removed' is 'port'"),
        (document(removed=["port"]), "'removed' is not known"),
        (HEAD + b'[{"id": "a", "size": 1e999}]}', "[layers 1] cannot be kept"),
        (HEAD + b'[{"id": "a", "title": "\\ud800"}]}', "[layers 1] cannot be kept"),
        (document(language="de"), "choose one of en, zh"),
        (document(view=...), "[view] is missing"),
        (document(view={"lon": 1, "lat": 91, "zoom": 3}), "[view]: 'lat' is 91.0"),
        (document(view={"lon": 10**400, "lat": 1, "zoom": 3}), "whole number that is too large"),
        (b'{"mapapp_workspace": 1, "language": "en", "view": {"lon": 1e999}}', "'lon' is inf"),
        (document(layers=[{"id": "port", "visble": True}]), "did you mean 'visible'"),
        (document(layers=[{"id": "port", "opacity": 2}]), "[layers 1]: 'opacity' is 2.0"),
        (document(layers=[{"id": "port"}, {"id": "port"}]), "name each layer once"),
        (document(layers=["port"]), "list of tables"),
        (document(layers=[{"id": "port", "filter": {"txt": "x"}}]), "did you mean 'text'"),
        (document(selection=[{"layer": "port", "fid": -1}]), "[selection 1]: 'fid' is -1"),
        (document(bookmarks=[{"name": " ", "lon": 1, "lat": 2, "zoom": 3}]), "needs a name"),
        (document(as_of_year=0), "'as_of_year' is 0"),
        (document(atlas="../../etc/passwd"), "'atlas' is"),
        (document(lauguage="en"), "did you mean 'language'"),
    ],
)  # fmt: skip
def test_a_wrong_workspace_is_refused_by_name(content: bytes, said: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        parse_workspace(content, "mine.mapapp.json")
    message = str(caught.value)
    assert said in message
    assert message.startswith("mine.mapapp.json")
    assert "\n" not in message


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="does not exist"):
        read_workspace(tmp_path / "none.mapapp.json")


def test_a_written_workspace_is_read_again(tmp_path: Path, specs: tuple[LayerSpec, ...]) -> None:
    state = MapState(specs, "zh", "light")
    state.set_opacity("port", 0.5)
    state.set_filter("port", LayerFilter(text="大连"))
    workspace = Workspace.of(state, (), "")
    path = tmp_path / "mine.mapapp.json"
    write_workspace(path, workspace)
    assert "大连" in path.read_text(encoding="utf-8")
    assert read_workspace(path) == workspace
