"""Cards and tables of a layer of which no role says what its columns are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest
import shapely
from shapely import Point

from mapapp.core.expression.tree import Field
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language, Text
from mapapp.render.card.card import Card, CardField, make_card
from mapapp.render.card.table_cells import CellWriter, first_columns
from mapapp.render.card.text import card_as_csv, card_as_markdown, card_as_text
from mapapp.store.atlas import Atlas
from mapapp.store.layer_table import LayerTable, make_layer_table
from mapapp.store.sources.memory import MemorySource, of_arrow

COLUMNS = {
    "id": ["cgip"],
    "status": ["operating"],
    "precision": ["city"],
    "depth": [1250.5],
    "web": ["https://example.org/well?a=1"],
    "trap": ["javascript:alert(1)"],
    "note": ["first\nsecond *line*"],
    "empty": [""],
    "nothing": pa.array([None], pa.string()),
}
FIELDS_SHOWN = ("id", "status", "precision", "depth", "web", "trap", "note")


@pytest.fixture
def source() -> MemorySource:
    return of_arrow(pa.table({**COLUMNS, "geometry": [shapely.to_wkb(Point(121, 40))]}), "wells")


@pytest.fixture
def spec(specs: tuple[LayerSpec, ...]) -> LayerSpec:
    port = next(spec for spec in specs if spec.id == "port")
    return replace(port, id="well", title=Text("Wells", "水井"), roles=NO_ROLES, key_figures=())


@pytest.fixture
def card(atlas: Atlas, spec: LayerSpec, source: MemorySource) -> Card:
    return card_of(atlas, spec, source, "en")


def card_of(atlas: Atlas, spec: LayerSpec, source: MemorySource, language: Language) -> Card:
    (key,) = source.keys().tolist()
    feature = source.feature(key).feature(spec.id, spec.roles, spec.title)
    return make_card(atlas, spec, feature, language, fields=source.schema.fields)


def table_of(source: MemorySource, roles: Roles) -> LayerTable:
    return make_layer_table(source, roles, Knowledge([], {}), {}, {})


def test_a_card_lists_the_fields_that_say_something(card: Card) -> None:
    assert tuple(field.label for field in card.fields) == FIELDS_SHOWN
    shown = {field.label: field.value for field in card.fields}
    assert shown["depth"] == "1250.5"
    assert shown["status"] == "operating"


def test_a_card_knows_no_names_status_or_facts(
    atlas: Atlas, spec: LayerSpec, source: MemorySource, card: Card
) -> None:
    (key,) = source.keys().tolist()
    assert (card.title, card.other_title) == (f"Wells {key}", "")
    assert card.facets == ("Wells",)
    assert card.note == "", "it is one of the fields"
    assert card_of(atlas, spec, source, "zh").title == f"水井 {key}"


def test_a_slug_that_an_entity_has_too_brings_none_of_its_facts(
    atlas: Atlas, spec: LayerSpec, source: MemorySource
) -> None:
    named = replace(spec, roles=Roles(id="id"))
    card = card_of(atlas, named, source, "en")
    assert atlas.facts("cgip")
    assert card.feature.id == "cgip"
    assert card.entries == card.undated == card.relations == card.sources == ()
    assert "id" not in [field.label for field in card.fields], "the title says it"


def test_only_addresses_that_may_be_followed_are_links(card: Card) -> None:
    links = {field.label: field.link for field in card.fields if field.link}
    assert links == {"web": "https://example.org/well?a=1"}


def test_titles_and_units_are_those_of_the_fields(
    atlas: Atlas, spec: LayerSpec, source: MemorySource
) -> None:
    feature = source.feature(source.keys().tolist()[0]).feature(spec.id, NO_ROLES, spec.title)
    feature = replace(feature, properties={"depth": 1250.5, "zero": 0.0, "gap": "", "none": None})
    depth = Field("depth", "number", Text("Depth", "深度"), Text("m", "米"))
    others = [Field(name, "text", Text(name, name)) for name in ("zero", "gap", "none", "absent")]
    card = make_card(atlas, spec, feature, "zh", fields=[depth, *others])
    assert card.fields == (CardField("深度", "1,250.5米", ""), CardField("zero", "0", ""))


@pytest.mark.parametrize(("language", "said"), [("en", ("yes", "no")), ("zh", ("是", "否"))])
def test_truth_values_and_moments_are_read_by_people(
    atlas: Atlas, spec: LayerSpec, language: Language, said: tuple[str, str]
) -> None:
    moment = datetime(2023, 5, 19, 8, 30, tzinfo=UTC)
    columns = {"open": [True], "dry": [False], "one": [1], "seen": [moment], "day": [moment.date()]}
    table = pa.table({**columns, "geometry": [shapely.to_wkb(Point(121, 40))]})
    card = card_of(atlas, spec, of_arrow(table, "wells"), language)
    shown = {field.label: field.value for field in card.fields}
    assert shown == {
        "open": said[0], "dry": said[1], "one": "1",
        "seen": "2023-05-19 08:30 UTC", "day": "2023-05-19",
    }  # fmt: skip


def test_copied_cards_have_the_fields(card: Card) -> None:
    assert "depth: 1250.5" in card_as_text(card, "en").splitlines()
    markdown = card_as_markdown(card, "en").splitlines()
    assert "- **web**: <https://example.org/well?a=1>" in markdown
    assert "- **trap**: javascript:alert(1)" in markdown
    assert r"- **note**: first second \*line\*" in markdown
    assert "### Sources" not in markdown
    assert f"{card.title},depth,1250.5,,,,," in card_as_csv(card, "zh")


def test_a_table_shows_its_columns(source: MemorySource, spec: LayerSpec) -> None:
    for roles in (NO_ROLES, Roles(name_en="trap")):
        assert first_columns(table_of(source, roles), spec) == tuple(COLUMNS)
    roles = Roles(name_en="trap", status="status")
    assert first_columns(table_of(source, roles), spec) == ("status", "depth", "trap")


def test_words_are_translated_in_the_columns_of_roles_only(source: MemorySource) -> None:
    roles = Roles(status="status", precision="note")
    fields = {field.id: field for field in table_of(source, roles).fields}
    writer = CellWriter({}, {}, {}, "zh")
    assert writer.shown("planned", fields["status"]) == "规划中"
    assert writer.shown("mine", fields["status"]) == "mine"
    assert writer.shown("city", fields["note"]) == "城市"
    without = {field.id: field for field in table_of(source, NO_ROLES).fields}
    assert writer.shown("planned", without["status"]) == "planned"
