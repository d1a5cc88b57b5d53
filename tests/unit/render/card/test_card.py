from __future__ import annotations

import csv
import io

import pytest

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.render.card.card import Card, make_card
from mapapp.render.card.text import card_as_csv, card_as_markdown, card_as_text
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue


@pytest.fixture
def card(atlas: Atlas, specs: tuple[LayerSpec, ...]) -> Card:
    [spec] = [spec for spec in specs if spec.id == "industrial_park"]
    feature = atlas.entity("cgip")
    assert feature is not None
    return make_card(atlas, spec, feature, "en")


def test_the_other_title_is_the_name_in_the_other_language(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    [spec] = [spec for spec in specs if spec.id == "port"]
    feature = atlas.entity("port-dalian")
    assert feature is not None
    english, chinese = (make_card(atlas, spec, feature, language) for language in ("en", "zh"))
    assert (english.title, english.other_title) == ("Port of Dalian", "大连港")
    assert (chinese.title, chinese.other_title) == ("大连港", "Port of Dalian")


@pytest.mark.parametrize(
    ("layer", "id_", "facets"),
    [
        ("airport", "airport-dlc-jinzhouwan",
         ("Airports", "exact position", "under construction")),
        ("enterprise", "bridgestone",
         ("Companies", "position known to the district", "closed")),
        ("enterprise", "alibaba", ("Companies", "no place of its own")),
        ("friendship_link", "link-belfast", ("Friendship links",)),
    ],
)  # fmt: skip
def test_facets_say_how_exact_the_place_is_and_what_is_not_in_operation(
    atlas: Atlas, specs: tuple[LayerSpec, ...], layer: str, id_: str, facets: tuple[str, ...]
) -> None:
    [spec] = [spec for spec in specs if spec.id == layer]
    [feature] = [each for each in atlas.features(layer) if each.id == id_]
    assert make_card(atlas, spec, feature, "en").facets == facets


def test_the_key_figure_comes_first_with_its_rivals_beside_it(card: Card) -> None:
    output = card.entries[0]
    assert output.label == "Gross industrial output"
    values = {figure.value: figure for figure in output.figures}
    assert values["481.5 bn CNY"].doubtful
    assert not values["about 48.15 bn CNY"].doubtful
    assert values["481.5 bn CNY"].source != values["about 48.15 bn CNY"].source


def test_the_years_of_the_output_make_a_series_without_the_misprint(card: Card) -> None:
    chart = card.entries[0].chart
    assert chart is not None
    assert chart.years == (2014, 2021, 2022)
    assert 481.5 not in chart.values


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_chart_says_its_values_as_the_figures_do(atlas: Atlas, language: Language) -> None:
    spec = atlas.spec("industrial_park")
    card = make_card(atlas, spec, atlas.need_entity("cgip"), language)
    charts = [(entry.chart, entry.figures) for entry in card.entries if entry.chart]
    assert charts
    for chart, figures in charts:
        assert {*chart.labels} <= {figure.value for figure in figures}


@pytest.mark.parametrize(
    ("year", "old"), [(2018, False), (2022, False), (2023, True), (None, True)]
)
def test_a_figure_is_old_as_seen_from_the_year_looked_at(
    atlas: Atlas, specs: tuple[LayerSpec, ...], year: int | None, old: bool
) -> None:
    [spec] = [spec for spec in specs if spec.id == "industrial_park"]
    feature = atlas.entity("cgip")
    assert feature is not None
    card = make_card(atlas, spec, feature, "en", year)
    [factories] = [
        figure
        for entry in card.entries
        for figure in entry.figures
        if figure.period == "as of 2017-09"
    ]
    assert factories.is_old == old


def test_every_figure_cites_a_source_of_the_card(card: Card) -> None:
    cited = {figure.source for entry in card.entries for figure in entry.figures}
    assert cited == set(range(1, len(card.sources) + 1))


def test_the_tenants_are_ties_of_the_park(card: Card) -> None:
    assert {"bmw-brilliance", "zf", "mubea"} <= {relation.other for relation in card.relations}


def test_plain_text_has_figures_ties_and_numbered_sources(card: Card) -> None:
    text = card_as_text(card, "en")
    assert text.startswith("China-Germany (Shenyang)")
    assert "Gross industrial output: 481.5 bn CNY (2023-01 to 2023-06; Misprint; " in text
    assert "Tenants: BMW Brilliance" in text
    assert "] e-works, " in text


def test_markdown_escapes_what_it_would_read_as_markup(card: Card) -> None:
    text = card_as_markdown(card, "en")
    assert "## China-Germany (Shenyang)" in text
    assert "\\> 420 companies" in text
    assert "### Sources" in text


def test_csv_has_a_row_a_figure(card: Card) -> None:
    rows = list(csv.DictReader(io.StringIO(card_as_csv(card, "en"))))
    assert len(rows) == sum(len(entry.figures) for entry in card.entries)
    assert {"481.5 bn CNY", "about 48.15 bn CNY"} <= {row["value"] for row in rows}
    assert all(row["source"] for row in rows)


def card_of(atlas: Atlas, specs: tuple[LayerSpec, ...], layer: str, id_: str) -> Card:
    [spec] = [spec for spec in specs if spec.id == layer]
    [feature] = [each for each in atlas.features(layer) if each.id == id_]
    fields = LayerCatalogue(atlas).open(spec.source).schema.fields
    return make_card(atlas, spec, feature, "en", fields=fields)


def test_a_link_tells_its_length_when_it_was_agreed_and_both_its_ends(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    card = card_of(atlas, specs, "friendship_link", "link-chicago")
    assert [(field.label, field.value) for field in card.fields] == [("Length", "10,230.2 km")]
    [entry] = card.entries
    assert (entry.label, entry.figures[0].value) == ("Agreement signed", "1985-09-05")
    assert card.sources[entry.figures[0].source - 1].id == "shenyang-gov-chicago"
    assert [tie.other for tie in card.relations] == ["shenyang", "friendship-chicago"]
    assert {tie.label.en for tie in card.relations} == {"Joins"}


def test_a_friendship_city_leads_back_to_shenyang_and_to_the_line(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    card = card_of(atlas, specs, "friendship_city", "friendship-chicago")
    ties = {(tie.label.en, tie.other) for tie in card.relations}
    assert {("Friendship city of", "shenyang"), ("Friendship links", "link-chicago")} <= ties
    assert card.fields == ()


def test_every_tie_leads_back(atlas: Atlas) -> None:
    entities = {entry.id for entry in atlas.search_entries()}
    entities |= {feature.id for feature in atlas.features("friendship_link")}
    ties = {
        (entity, tie.predicate, tie.outgoing, tie.other)
        for entity in entities
        for tie in atlas.relations(entity)
    }
    assert ties == {(other, what, not outgoing, one) for one, what, outgoing, other in ties}
    assert (
        len({other for one, what, _, other in ties if (one, what) == ("shenyang", "joins")}) == 18
    )
