"""A layer of somebody's own that says in a column of its own whose facts its features have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.card.card import Card, make_card
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.layer import read_layer
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.composition import compose
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import MemorySource, of_arrow

AT = [(123.2, 41.7), (121.6, 38.9), (120.0, 40.0)]
SYMBOL = SymbolSpec(Tone("#E00010", "#E00010"), "square", 20.0)
ROLES = Roles(id="code", entity="about", name_en="called")


@pytest.fixture
def source() -> MemorySource:
    columns = {
        "code": ["port-dalian", "b", "c"],
        "about": ["cgip", "port-dalian", None],
        "called": ["Park", "Port", "Neither"],
        "geometry": [shapely.to_wkb(shapely.Point(*xy)) for xy in AT],
    }
    return of_arrow(pa.table(columns), "mine")


@pytest.fixture
def spec(source: MemorySource) -> LayerSpec:
    return LayerSpec(
        "mine", Text("Mine", "我的"), "mine", source.ref, "point", 999, SYMBOL, roles=ROLES
    )


@pytest.fixture
def catalogue(atlas: Atlas, source: MemorySource, spec: LayerSpec) -> Iterator[LayerCatalogue]:
    with atlas.again() as own, LayerCatalogue(own) as made:
        made.hold(source)
        made.show([*atlas.specs, spec])
        yield made


def card_of(catalogue: LayerCatalogue, spec: LayerSpec, id_: str) -> Card:
    feature = catalogue.find(spec, id_)
    assert feature is not None
    fields = catalogue.open(spec.source).schema.fields
    return make_card(catalogue.atlas, spec, feature, "en", fields=fields)


def figures_of(catalogue: LayerCatalogue, spec: LayerSpec, *others: str) -> str:
    """The figures of a sheet that shows this layer over some others."""
    catalogue.show([*(each for each in catalogue.specs if each.id != spec.id), spec])
    request = ExportRequest(
        Path("out.pdf"), "pdf", page=PageSize.named("A2"), layers=(*others, spec.id),
        area=Extent(118, 38, 126, 44),
    )  # fmt: skip
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        blocks = compose(request, catalogue, basemap).sheet.blocks
    figures = [item for block in blocks if block.name == "figures" for item in block.items]
    return "\n".join(item.text for item in figures if isinstance(item, Run))


def test_a_card_tells_the_facts_and_ties_of_the_entity(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    card = card_of(catalogue, spec, "port-dalian")
    assert (card.title, card.fields) == ("Park", ())
    assert "Gross industrial output" in [entry.label for entry in card.entries]
    assert "bmw-brilliance" in {relation.other for relation in card.relations}
    port = card_of(catalogue, spec, "b")
    assert "Gross industrial output" not in [entry.label for entry in port.entries]


def test_a_card_of_what_has_no_entity_lists_the_fields(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    without = replace(spec, roles=replace(ROLES, name_en=None))
    card = card_of(catalogue, without, "c")
    assert [(field.label, field.value) for field in card.fields] == [("called", "Neither")]
    assert card.entries == card.relations == ()


@pytest.mark.parametrize("column", ["code", "called"])
def test_the_entity_may_be_in_the_column_of_the_id_or_of_a_name(
    catalogue: LayerCatalogue, spec: LayerSpec, column: str
) -> None:
    feature = catalogue.find(replace(spec, roles=replace(ROLES, entity=column)), "b")
    assert feature is not None
    assert feature.entity == {"code": "b", "called": "Port"}[column]


def test_a_link_tells_no_more_of_its_far_end_than_its_key_figures(
    catalogue: LayerCatalogue,
) -> None:
    links = catalogue.spec("friendship_link")
    assert links.roles.entity == "to_id"
    card = card_of(catalogue, links, "link-chicago")
    far = {fact.attribute for fact in catalogue.atlas.facts("friendship-chicago")}
    assert far > set(links.key_figures) == {"signed_on"}
    assert [entry.label for entry in card.entries] == ["Agreement signed"]
    unnamed = card_of(catalogue, replace(links, key_figures=()), "link-chicago")
    assert unnamed.entries == ()
    assert card.facets == ("Friendship links",)


def test_a_sheet_tells_the_figures_of_the_entity(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    told = figures_of(catalogue, spec)
    assert told.splitlines()[1].startswith("China-Germany (Shenyang)")
    assert "Area: 48 km² (as of 2025-07-15, plan)" in told


def test_a_sheet_tells_figures_once_though_two_layers_show_the_thing(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    once, both = figures_of(catalogue, spec), figures_of(catalogue, spec, "industrial_park")
    assert once.count("Area: 48") == 1
    assert both.count("Area: 48") == 1


def test_without_the_role_a_sheet_tells_no_figures(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    assert figures_of(catalogue, replace(spec, roles=Roles(id="about"))) == ""
    assert figures_of(catalogue, replace(spec, roles=NO_ROLES)) == ""


@pytest.mark.parametrize("id_", ["code", None])
def test_the_areas_that_are_stated_of_the_entity_are_drawn(
    catalogue: LayerCatalogue, spec: LayerSpec, id_: str | None
) -> None:
    own = replace(spec, roles=replace(ROLES, id=id_))
    (area,) = read_layer(catalogue, own).shapes
    assert (area.style.kind, area.fids.tolist()) == ("schematic", [1])
    west, _, east, north = area.geometries[0].bounds
    edge = Extent(west, north - 0.001, east, north + 1)
    (area,) = read_layer(catalogue, own, edge).shapes
    assert area.fids.tolist() == [1]
    assert read_layer(catalogue, replace(spec, roles=Roles(id="about"))).shapes == ()


def test_each_feature_of_an_entity_has_its_stated_area(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    twice = of_arrow(
        pa.table(
            {
                "about": ["cgip", "cgip", "cgip"],
                "geometry": [shapely.to_wkb(shapely.Point(*xy)) for xy in AT],
            }
        ),
        "twice",
    )
    catalogue.hold(twice)
    spec = replace(spec, source=twice.ref, roles=Roles(entity="about"))
    (area,) = read_layer(catalogue, spec).only({2, 3}).shapes
    assert area.fids.tolist() == [2, 3]
