from __future__ import annotations

import pytest
from shapely import Point

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError, LayerSpecError, WorkspaceError
from mapapp.core.layer.roles import NO_ROLES, Roles, read_roles
from mapapp.core.layer.source_ref import SourceRef, read_source_ref
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.source.answers import Record
from mapapp.core.text import Text
from mapapp.core.texts.strict import StrictTable

MINE = Roles(id="code", name_en="title", aliases="also", status="state")


def test_a_layer_says_which_column_is_what() -> None:
    said = {"code": "x7", "title": "Pier", "also": "Quay", "state": None, "length": 3}
    feature = Record(5, Point(1, 2), said).feature("mine", MINE)
    assert (feature.layer, feature.fid, feature.id) == ("mine", 5, "x7")
    assert feature.name == Text("Pier", "")
    assert feature.properties == {"also": "Quay", "state": None, "length": 3}
    assert MINE.names == ("title", "also")
    assert MINE.searched == ("title", "also", "state")


def test_without_roles_a_feature_is_named_by_its_key() -> None:
    feature = Record(5, None, {"id": "x", "name_en": "Pier"}).feature("mine", NO_ROLES)
    assert (feature.id, feature.title("en")) == ("5", "5")
    assert feature.properties == {"id": "x", "name_en": "Pier"}
    assert NO_ROLES.names == NO_ROLES.searched == ()


def test_an_unknown_role_is_refused_with_the_nearest() -> None:
    reader = StrictTable({"name_eng": "title"}, "mine.toml [roles]", LayerSpecError)
    with pytest.raises(LayerSpecError, match="'name_eng' is not known; did you mean 'name_en'"):
        read_roles(reader)


def test_a_role_of_a_column_that_is_not_there_is_refused() -> None:
    MINE.check(("code", "title", "also", "state", "length"), "my file")
    with pytest.raises(DataError, match="my file has no column 'state' for status; did you mean"):
        MINE.check(("code", "title", "also", "stated"), "my file")


def test_our_layers_say_their_roles_and_source() -> None:
    specs = {spec.id: spec for spec in load_layer_specs(asset("layers"))}
    assert all(spec.roles.id == "id" and spec.roles.name_zh == "name_zh" for spec in specs.values())
    assert specs["friendship_link"].roles.entity == "to_id"
    assert specs["friendship_link"].roles.status is None
    assert specs["port"].roles.entity == "id"
    assert specs["port"].source == SourceRef("atlas", table="port")


@pytest.mark.parametrize(
    "ref",
    [SourceRef("atlas", table="port"), SourceRef("geopackage", "/a/b.gpkg", "t"), SourceRef("x")],
)
def test_a_reference_is_read_as_it_was_written(ref: SourceRef) -> None:
    assert read_source_ref(StrictTable(ref.mapping(), "it", WorkspaceError)) == ref


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({}, "'kind' is missing"),
        ({"kind": "Geo Package"}, "must match"),
        ({"kind": "x", "urn": ""}, "did you mean 'uri'"),
        ({"kind": "x", "table": 5}, "must be a text"),
    ],
)
def test_a_reference_that_is_wrong_is_refused(mapping: dict[str, object], said: str) -> None:
    with pytest.raises(WorkspaceError, match=said):
        read_source_ref(StrictTable(mapping, "it", WorkspaceError))
