from __future__ import annotations

import math
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError
from mapapp.core.geo.mercator import ground_m_per_px
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.search import SearchIndex
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

ATLAS = asset("data", "atlas.gpkg")
SPECS = load_layer_specs(asset("layers"))


@pytest.fixture(scope="module")
def atlas() -> Iterator[Atlas]:
    with Atlas(ATLAS, SPECS) as opened:
        yield opened


def test_every_layer_has_features(atlas: Atlas) -> None:
    catalogue = LayerCatalogue(atlas)
    assert min(catalogue.count(spec.id) for spec in SPECS) > 0


def test_an_entity_is_found_in_whichever_layer_it_is(atlas: Atlas) -> None:
    park = atlas.entity("cgip")
    assert park is not None
    assert park.layer == "industrial_park"
    assert atlas.entity("no-such-thing") is None


def test_facts_are_those_of_the_file_newest_first_within_an_attribute(atlas: Atlas) -> None:
    facts = atlas.facts("cgip")
    with closing(sqlite3.connect(f"{ATLAS.as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT id FROM fact WHERE entity_id = 'cgip'").fetchall()
    assert sorted(fact.id for fact in facts) == sorted(id_ for (id_,) in rows)
    output = [fact for fact in facts if fact.attribute == "gross_industrial_output"]
    assert [fact.recency for fact in output] == sorted(
        (fact.recency for fact in output), reverse=True
    )
    order = list(atlas.attributes())
    places = [order.index(fact.attribute) for fact in facts]
    assert places == sorted(places)


def test_of_equally_new_facts_the_doubtful_one_comes_last(atlas: Atlas) -> None:
    output = [f for f in atlas.facts("cgip") if f.attribute == "gross_industrial_output"]
    assert [fact.status for fact in output[:2]] == ["current", "misprint"]
    assert output[0].recency == output[1].recency
    assert output[1].recency > output[2].recency


def test_key_figures_come_first(atlas: Atlas) -> None:
    facts = atlas.facts("cgip", first=("companies", "area"))
    attributes = list(dict.fromkeys(fact.attribute for fact in facts))
    assert attributes[:2] == ["companies", "area"]


def test_every_fact_has_its_source_attribute_and_unit(atlas: Atlas) -> None:
    for fact in atlas.all_facts():
        assert fact.source in atlas.sources()
        assert fact.attribute in atlas.attributes()
        assert not fact.unit or fact.unit in atlas.units()


def test_relations_lead_both_ways_and_gather_their_sources(atlas: Atlas) -> None:
    tenant = next(r for r in atlas.relations("cgip") if r.other == "bmw-brilliance")
    assert (tenant.outgoing, tenant.layer, tenant.label.en) == (False, "enterprise", "Tenants")
    assert set(tenant.sources) >= {"source-001", "source-002"}
    back = next(r for r in atlas.relations("bmw-brilliance") if r.other == "cgip")
    assert back.outgoing
    assert "China" in back.name.en


def test_identify_finds_the_port_of_dalian(atlas: Atlas) -> None:
    hits = LayerCatalogue(atlas).identify(121.65, 38.93, zoom=8)
    assert hits[0].feature.id == "port-dalian"


def test_identify_lists_all_that_share_a_point(atlas: Atlas) -> None:
    park = atlas.entity("cgip")
    assert park is not None
    hits = LayerCatalogue(atlas).identify(park.geometry.x, park.geometry.y, zoom=12)
    shared = [hit.feature.id for hit in hits if hit.distance_m == 0]
    assert {"cgip", "zf", "mubea"} <= set(shared)


def test_identify_keeps_to_the_layers_asked_for(atlas: Atlas) -> None:
    hits = LayerCatalogue(atlas).identify(-87.65, 41.85, zoom=5, layers=["friendship_link"])
    assert [hit.feature.id for hit in hits] == ["link-chicago"]


@pytest.mark.parametrize(("distance_px", "found"), [(0, True), (4.5, True), (5.5, False)])
def test_a_line_is_hit_within_five_pixels(atlas: Atlas, distance_px: float, found: bool) -> None:
    link = atlas.file.by_id("friendship_link", "link-chicago")
    assert link is not None
    start, end = shapely.get_coordinates(link.geometry)[:2]
    along = math.atan2(*reversed((end - start) * (math.cos(math.radians(start[1])), 1.0)))
    middle, zoom = (start + end) / 2, 12
    away_deg = distance_px * ground_m_per_px(middle[1], zoom) / 111_320
    lon = middle[0] - away_deg * math.sin(along) / math.cos(math.radians(middle[1]))
    hits = LayerCatalogue(atlas).identify(
        lon, middle[1] + away_deg * math.cos(along), zoom, ["friendship_link"]
    )
    assert ("link-chicago" in [hit.feature.id for hit in hits]) == found


@pytest.mark.parametrize(("distance_px", "found"), [(0, True), (13, True), (15, False)])
def test_a_symbol_is_hit_within_fourteen_pixels(
    atlas: Atlas, distance_px: float, found: bool
) -> None:
    port = atlas.entity("port-dalian")
    assert port is not None
    lat = port.geometry.y + distance_px * ground_m_per_px(port.geometry.y, 12) / 111_000
    assert bool(LayerCatalogue(atlas).identify(port.geometry.x, lat, 12, ["port"])) == found


def test_the_rivals_of_the_notes_are_found(atlas: Atlas) -> None:
    found = {(c.entity, c.attribute): c for c in atlas.conflicts()}
    output = found["cgip", "gross_industrial_output"]
    assert [fact.value for fact in output.facts] == [48.15, 481.5]
    assert {fact.value for fact in found["cre-shenyang-hub", "area"].facts} >= {2, 0.092}
    assert {fact.value for fact in found["siasun", "export_countries"].facts} == {13, 40}
    assert found["siasun", "export_countries"].preferred is None
    assert ("shenyang", "gdp") not in found


def test_conflicts_of_one_entity_are_only_its_own(atlas: Atlas) -> None:
    assert {conflict.entity for conflict in atlas.conflicts("siasun")} == {"siasun"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("沈阳", "shenyang"), ("瀋陽", "shenyang"), ("shenyang", "shenyang"), ("sy", "shenyang"),
        ("Mukden", "shenyang"), ("shen yang", "shenyang"), ("shenynag", "shenyang"),
        ("bmw", "bmw-brilliance"), ("华晨宝马", "bmw-brilliance"), ("hcbm", "bmw-brilliance"),
        ("dusseldorf", "friendship-dusseldorf"),
    ],
)  # fmt: skip
def test_search_finds_what_was_promised(atlas: Atlas, query: str, found: str) -> None:
    assert SearchIndex(atlas.search_entries()).search(query)[0].id == found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DROP TABLE fact", "no table 'fact'"),
        ("ALTER TABLE source RENAME COLUMN publisher TO printer", "no column 'publisher'"),
        ("ALTER TABLE port RENAME COLUMN name_zh TO name", "no column 'name_zh'"),
    ],
)
def test_another_schema_is_refused_in_one_sentence(tmp_path: Path, change: str, said: str) -> None:
    path = Path(shutil.copy(ATLAS, tmp_path / "other.gpkg"))
    with closing(sqlite3.connect(path)) as db:
        db.execute(change)
        db.commit()
    with pytest.raises(DataError, match=said):
        Atlas(path, SPECS)
