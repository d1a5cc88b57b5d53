"""What the search finds of a layer goes by the roles it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.search import SearchIndex
from mapapp.store.atlas import Atlas

Found = Callable[[Roles, str], list[str]]


@pytest.fixture
def found(atlas: Atlas, specs: tuple[LayerSpec, ...]) -> Found:
    """Ids of what a query finds among the ports, shown with some roles."""
    port = next(spec for spec in specs if spec.id == "port")

    def search(roles: Roles, query: str) -> list[str]:
        with Atlas(atlas.path, (replace(port, roles=roles),)) as opened:
            return [result.id for result in SearchIndex(opened.search_entries()).search(query)]

    return search


def test_a_feature_without_names_is_not_found(found: Found) -> None:
    names = Roles(id="id", name_en="name_en", name_zh="name_zh")
    assert found(names, "Port of Dalian")[0] == "port-dalian"
    assert found(NO_ROLES, "Port of Dalian") == []
    assert found(Roles(id="id", status="status"), "operating") == []


def test_pinyin_finds_only_where_a_role_says_what_it_is(found: Found) -> None:
    names = Roles(id="id", name_en="name_en", name_zh="name_zh")
    assert found(replace(names, initials="initials"), "dlg")[0] == "port-dalian"
    assert found(names, "dlg") == []


def test_links_are_not_found_by_the_names_of_their_ends(atlas: Atlas) -> None:
    layers = {entry.layer for entry in atlas.search_entries()}
    assert "friendship_city" in layers
    assert "friendship_link" not in layers
