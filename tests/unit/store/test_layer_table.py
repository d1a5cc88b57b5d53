"""Tables of sources that are no table of the atlas: with other columns, roles and no facts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing

import numpy as np
import pyarrow as pa
import pytest
import shapely
from shapely import Point

from mapapp.core.errors import DataError
from mapapp.core.expression.parser import parse
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.fact.figures import Attribute, Fact
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.source.answers import Keys
from mapapp.core.source.query import Sort
from mapapp.core.text import NO_TEXT, Text
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.layer_table import LayerTable, make_layer_table
from mapapp.store.sources.memory import MemorySource, of_arrow

ROLES = Roles(id="code", entity="code", name_en="title", aliases="also", status="state")
DEPTH = Attribute("depth", Text("Depth", "水深"), "", "number", "none", "stock")
FACT = Fact("f", "q", "depth", 12.0, "", "", "", "", "", "", "s", None, "current")
KNOWN = Knowledge([FACT], {"depth": DEPTH})


@pytest.fixture
def source() -> MemorySource:
    columns = {
        "code": ["p", "q", "r"],
        "title": ["Pier", "Quay", None],
        "also": ["Mole; Jetty;Stairs", None, None],
        "state": ["open", "Open", "shut"],
        "length": [30, 7, None],
    }
    points = [shapely.to_wkb(Point(120 + i, 40)) for i in range(3)]
    return of_arrow(pa.table({**columns, "geometry": points}), "mine")


@pytest.fixture
def make(source: MemorySource) -> Callable[[Roles], LayerTable]:
    return lambda roles: make_layer_table(source, roles, KNOWN, {"depth": DEPTH}, {})


def keys(fids: Keys) -> set[int]:
    assert (np.diff(fids) > 0).all()
    return set(fids.tolist())


def found(table: LayerTable, text: str) -> set[int]:
    return keys(table.matching(parse(text, table.fields)))


def test_without_roles_a_file_lists_its_fields(make: Callable[[Roles], LayerTable]) -> None:
    table = make(NO_ROLES)
    assert [field.id for field in table.fields] == ["code", "title", "also", "state", "length"]
    assert table.known == ()
    assert table.rows([2]) == [("q", "Quay", None, "Open", 7)]
    assert found(table, 'state = "open" and length > 10') == {1}
    assert keys(table.with_text("QUAY")) == {2}
    assert keys(table.with_text("stairs")) == {1}
    assert keys(table.of_entities(["q"])) == set()
    with pytest.raises(ExpressionError, match="no such field"):
        found(table, 'name = "Quay"')


def test_roles_name_the_columns(make: Callable[[Roles], LayerTable]) -> None:
    table = make(ROLES)
    assert [field.id for field in table.known] == ["depth"]
    assert found(table, 'name = "stairs"') == {1}  # one of several names
    assert found(table, 'name = "tairs"') == set()
    assert found(table, 'name contains "a"') == {1, 2}
    assert found(table, "name is empty") == {3}
    assert found(table, "depth > 3") == {2}
    assert keys(table.of_entities(["q", "x"])) == {2}
    assert table.rows([2, 1]) == [
        ("q", "Quay", None, "Open", 7, (FACT,)),
        ("p", "Pier", "Mole; Jetty;Stairs", "open", 30, ()),
    ]


def test_a_text_is_looked_for_in_the_columns_of_roles(make: Callable[[Roles], LayerTable]) -> None:
    assert keys(make(ROLES).with_text("ＳＨＵＴ")) == {3}
    assert keys(make(Roles(name_en="title")).with_text("shut")) == set()


@pytest.mark.parametrize(
    ("text", "place"),
    [("Новосибирск", "Novosibirsk"), ("новосибирск", "Novosibirsk"), ("Уфа", "Ufa"),
     ("УФА", "Ufa"), ("dusseldorf", "Düsseldorf"), ("DÜSSELDORF", "Düsseldorf"), ("ＵＦＡ", "Ufa")],
)  # fmt: skip
def test_find_folds_case_width_and_accents(atlas: Atlas, text: str, place: str) -> None:
    with LayerCatalogue(atlas) as catalogue:
        [key] = catalogue.table("friendship_city").with_text(text)
        assert catalogue.feature("friendship_city", int(key)).name.en.startswith(place)


def test_few_values_of_a_status_are_offered(make: Callable[[Roles], LayerTable]) -> None:
    (status,) = (field for field in make(ROLES).own if field.id == "state")
    assert status.values == ("Open", "open", "shut")


def test_columns_of_the_atlas_have_titles(atlas: Atlas) -> None:
    tables = LayerCatalogue(atlas)
    labels = {field.id: field.label for field in tables.table("port").own}
    assert labels["status"] == Text("Status", "状态")
    assert "coord_datum" not in labels
    (length,) = (each for each in tables.table("friendship_link").own if each.id == "length_km")
    assert (length.label.en, length.unit) == ("Length", Text("km", "公里"))


def test_columns_of_others_keep_their_names() -> None:
    columns = {"status": ["a"], "length_km": [1.0], "coord_datum": ["x"]}
    table = pa.table({**columns, "geometry": [shapely.to_wkb(Point(1, 2))]})
    own = make_layer_table(of_arrow(table, "it"), NO_ROLES, KNOWN, {}, {}).own
    assert [(field.label.en, field.unit) for field in own] == [(name, NO_TEXT) for name in columns]


def test_a_role_without_its_column_is_refused(make: Callable[[Roles], LayerTable]) -> None:
    with pytest.raises(DataError, match="mine has no column 'titel' for name_en; did you mean"):
        make(Roles(name_en="titel"))


def test_a_column_called_name_is_itself() -> None:
    data = {"name": ["x"], "title": ["y"], "geometry": [shapely.to_wkb(Point(1, 2))]}
    roles = Roles(name_en="title")
    table = make_layer_table(of_arrow(pa.table(data), "mine"), roles, KNOWN, {}, {})
    assert [field.id for field in table.fields] == ["name", "title"]
    assert found(table, 'name = "y"') == set()


def test_chinese_names_go_by_their_sound_where_it_is_known(source: MemorySource) -> None:
    roles = Roles(name_zh="title", pinyin="code")
    table = make_layer_table(source, roles, KNOWN, {}, {})
    assert table.fids(Sort("title", descending=True)).tolist() == [3, 2, 1]
    assert "code" not in [field.id for field in table.own]


def test_another_thread_has_its_own(make: Callable[[Roles], LayerTable]) -> None:
    orders = []

    def read() -> None:
        with closing(make(ROLES).again()) as other:
            orders.append(other.fids(Sort("depth")).tolist())

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert orders == [[2, 1, 3]]
