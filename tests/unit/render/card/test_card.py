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


def card_of(atlas: Atlas, id_: str, language: Language = "en", year: int | None = None) -> Card:
    feature = atlas.need_entity(id_)
    return make_card(atlas, atlas.spec(feature.layer), feature, language, year)


def test_a_card_opens_with_the_values_to_believe(card: Card) -> None:
    assert [(entry.label, *(figure.value for figure in entry.figures)) for entry in card.key] == [
        ("Gross industrial output", "about 48.15 bn CNY"),
        ("Growth of gross industrial output", "27.8%"),
        ("Companies", "> 470 companies"),
        ("Foreign-funded companies", "127 companies"),
        ("Area", "48 km²"),
    ]


def test_rivals_are_folded_under_a_verdict(card: Card) -> None:
    dispute = card.key[0].dispute
    assert dispute is not None
    assert dispute.title == "2 sources disagree"
    assert dispute.verdict.startswith("The value we believe: ")
    assert dispute.verdict.endswith("27.8%."), "the first sentence alone"
    assert [figure.value for figure in dispute.figures] == ["about 48.15 bn CNY", "481.5 bn CNY"]
    assert [figure.doubtful for figure in dispute.figures] == [False, True]
    assert dispute.figures[0].source != dispute.figures[1].source


@pytest.mark.parametrize(
    ("id_", "label", "title"),
    [
        ("cgip", "Area", "1 of 4 sources disagrees"),
        ("cgip", "Companies", "3 sources disagree"),
        ("cgip", "Gross industrial output in dollars", "Misprint"),
        ("siasun", "Countries and regions exported to", "2 sources disagree, unsettled"),
        ("ftz-dalian", "Approved", "1 of 3 sources disagrees"),
    ],
)
def test_a_fold_says_how_many_disagree(atlas: Atlas, id_: str, label: str, title: str) -> None:
    [dispute] = [each.dispute for each in card_of(atlas, id_).entries if each.label == label]
    assert dispute is not None
    assert dispute.title == title


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_doubtful_value_stands_where_a_glance_takes_it_for_the_value(
    atlas: Atlas, language: Language
) -> None:
    for spec in atlas.specs:
        for feature in atlas.features(spec.id):
            card = make_card(atlas, spec, feature, language)
            rest = [entry for group in card.groups for entry in group.entries]
            for entry in (*card.key, *rest):
                assert not any(figure.doubtful for figure in entry.figures)
                assert entry.figures or entry.dispute


def test_what_is_read_has_all_that_is_told(atlas: Atlas) -> None:
    for spec in atlas.specs:
        for feature in atlas.features(spec.id):
            card = make_card(atlas, spec, feature, "en")
            rest = [entry for group in card.groups for entry in group.entries]
            read = {(e.id, f.value, f.period) for e in (*card.key, *rest) for f in e.told}
            assert read == {(e.id, f.value, f.period) for e in card.entries for f in e.told}


def test_the_rest_is_in_groups(card: Card) -> None:
    titles = [group.title for group in card.groups]
    assert titles == ["Earlier and other values", "Figures", "Dates", "In words"]
    output = card.groups[0].entries[0]
    assert "about 48.15 bn CNY" not in [figure.value for figure in output.figures]
    assert output.chart is not None


def test_sources_that_say_the_same_stand_together(card: Card) -> None:
    [approved] = [e for group in card.groups for e in group.entries if e.label == "Approved"]
    assert [(figure.value, len(figure.also)) for figure in approved.figures] == [
        ("2015-12", 1),
        ("2015-12-17", 0),
    ]


def test_places_in_an_order_come_after_dates(atlas: Atlas) -> None:
    assert [entry.id for entry in card_of(atlas, "friendship-ufa").key] == ["signed_on", "ordinal"]


def test_words_never_stand_large(atlas: Atlas) -> None:
    assert card_of(atlas, "port-dalian").key == ()


def test_looking_back_the_value_of_then_is_believed(atlas: Atlas) -> None:
    key = card_of(atlas, "cgip", year=2022).key
    values = {entry.label: entry.figures[0].value for entry in key}
    assert values["Gross industrial output"] == "86.4 bn CNY"
    assert values["Companies"] == "> 420 companies"


def test_the_years_of_the_output_make_a_series_without_the_misprint(card: Card) -> None:
    chart = card.entries[0].chart
    assert chart is not None
    assert chart.years == (2014, 2021, 2022)
    assert 481.5 not in chart.values


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_chart_says_its_values_as_the_figures_do(atlas: Atlas, language: Language) -> None:
    spec = atlas.spec("industrial_park")
    card = make_card(atlas, spec, atlas.need_entity("cgip"), language)
    charts = [(entry.chart, entry.told) for entry in card.entries if entry.chart]
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
    cited = {figure.source for entry in card.entries for figure in entry.told}
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


def test_copies_say_where_the_feature_is(card: Card) -> None:
    assert "123.18° E" in card_as_text(card, "en", "123.18° E").splitlines()
    assert "123.18° E" in card_as_markdown(card, "en", "123.18° E").splitlines()


def rows_of(card: Card) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(card_as_csv(card, "en"))))


def test_csv_has_a_row_a_figure(card: Card) -> None:
    rows = rows_of(card)
    assert len(rows) == sum(len(entry.told) for entry in card.entries)
    assert {"481.5 bn CNY", "about 48.15 bn CNY"} <= {row["value"] for row in rows}
    assert all(row["source"] for row in rows)
    assert {(row["longitude"], row["latitude"]) for row in rows} == {("123.18446", "41.69765")}


def test_csv_has_number_unit_and_qualifier_in_columns(card: Card) -> None:
    [about] = [row for row in rows_of(card) if row["value"] == "about 48.15 bn CNY"]
    parts = ("number", "unit", "qualifier", "period")
    assert [about[part] for part in parts] == ["48.15", "bn CNY", "about", "2023-01 to 2023-06"]


def test_a_fraction_stands_in_csv_as_a_number_too(atlas: Atlas) -> None:
    """A spreadsheet takes ``1/7`` for a date."""
    [share] = [row for row in rows_of(card_of(atlas, "ftz-dalian")) if row["value"] == "1/7"]
    assert share["number"] == "0.142857"


def layer_card(atlas: Atlas, specs: tuple[LayerSpec, ...], layer: str, id_: str) -> Card:
    [spec] = [spec for spec in specs if spec.id == layer]
    [feature] = [each for each in atlas.features(layer) if each.id == id_]
    fields = LayerCatalogue(atlas).open(spec.source).schema.fields
    return make_card(atlas, spec, feature, "en", fields=fields)


def test_a_link_tells_its_length_when_it_was_agreed_and_both_its_ends(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    card = layer_card(atlas, specs, "friendship_link", "link-chicago")
    assert [(field.label, field.value) for field in card.fields] == [("Length", "10,230.2 km")]
    [entry] = card.entries
    assert (entry.label, entry.figures[0].value) == ("Agreement signed", "1985-09-05")
    assert card.sources[entry.figures[0].source - 1].id == "shenyang-gov-chicago"
    assert [tie.other for tie in card.relations] == ["shenyang", "friendship-chicago"]
    assert {tie.label.en for tie in card.relations} == {"Joins"}


def test_a_friendship_city_leads_back_to_shenyang_and_to_the_line(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    card = layer_card(atlas, specs, "friendship_city", "friendship-chicago")
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
