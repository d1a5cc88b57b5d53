from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from mapapp.core.fact.figures import FACT_STATUSES, Fact
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.render.sheet.figures import FigureReader, KeyFigures, SheetFigure, numbered_sources
from mapapp.store.atlas import Atlas

_MISPRINT = FACT_STATUSES["misprint"].en


@pytest.fixture
def layers(specs: tuple[LayerSpec, ...]) -> dict[str, LayerSpec]:
    return {spec.id: spec for spec in specs}


@pytest.fixture
def park(layers: dict[str, LayerSpec]) -> LayerSpec:
    return layers["industrial_park"]


def key_figures(
    atlas: Atlas,
    seen: Iterable[tuple[LayerSpec, str]],
    language: Language,
    year: int | None = None,
    *,
    believed_only: bool = True,
) -> KeyFigures:
    return FigureReader(atlas, language, year, believed_only=believed_only).figures(seen)


def output(figures: tuple[SheetFigure, ...]) -> SheetFigure:
    return next(figure for figure in figures if figure.label == "Gross industrial output")


def labels(figures: tuple[SheetFigure, ...]) -> list[str]:
    return [figure.label for figure in figures]


def test_only_what_is_believed_is_told_and_how_many_values_are_not(
    atlas: Atlas, park: LayerSpec, layers: dict[str, LayerSpec]
) -> None:
    told = key_figures(atlas, [(park, "cgip")], "en")
    assert output(told.figures).texts == ("about 48.15 bn CNY (2023-01 to 2023-06)",)
    assert told.left_out > 0
    exports = "Countries and regions exported to"
    company = key_figures(atlas, [(layers["enterprise"], "siasun")], "en")
    assert exports not in labels(company.figures), "neither count is confirmed"
    assert company.left_out == 2


def test_rivals_stand_beside_a_value_where_they_are_asked_for(
    atlas: Atlas, layers: dict[str, LayerSpec]
) -> None:
    seen = [(layers["enterprise"], "siasun")]
    told = key_figures(atlas, seen, "en", believed_only=False)
    rivals = next(f for f in told.figures if f.label == "Countries and regions exported to")
    assert len(rivals.texts) == len(rivals.sources) == 2
    assert told.left_out == 0


@pytest.mark.parametrize("believed_only", [True, False])
def test_a_misprint_is_never_told(
    atlas: Atlas, specs: tuple[LayerSpec, ...], believed_only: bool
) -> None:
    seen = [(spec, f.id) for spec in specs if spec.roles.entity for f in atlas.features(spec.id)]
    told = key_figures(atlas, seen, "en", believed_only=believed_only)
    assert told.figures
    assert not [f for f in told.figures if any(_MISPRINT in text for text in f.texts)]


def test_with_a_year_later_values_are_neither_told_nor_rivals(
    atlas: Atlas, park: LayerSpec
) -> None:
    told = key_figures(atlas, [(park, "cgip")], "en", 2021)
    assert output(told.figures).texts == ("94.61 bn CNY (2021)",)


def test_each_feature_has_its_first_figure_before_any_has_its_second(
    atlas: Atlas, park: LayerSpec, layers: dict[str, LayerSpec]
) -> None:
    zone = layers["ftz_area"]
    alone = [
        key_figures(atlas, [seen], "en").figures for seen in ((park, "cgip"), (zone, "ftz-dalian"))
    ]
    both = key_figures(atlas, [(park, "cgip"), (zone, "ftz-dalian")], "en").figures
    assert both[:2] == (alone[0][0], alone[1][0])
    assert len(both) == sum(map(len, alone))
    assert max(map(len, alone)) == 3


def test_layers_come_as_they_are_seen_and_their_features_by_name(
    atlas: Atlas, park: LayerSpec, layers: dict[str, LayerSpec]
) -> None:
    zones = [(layers["ftz_area"], f"ftz-{name}") for name in ("yingkou", "shenyang", "dalian")]
    told = key_figures(atlas, [*zones, (park, "cgip")], "en").figures
    entities = list(dict.fromkeys(figure.entity for figure in told))
    assert entities == [*sorted(entities[:3]), entities[3]]
    assert entities[3].startswith("China-Germany")


def test_amounts_come_before_counts_and_places_in_an_order_are_not_told(
    atlas: Atlas, layers: dict[str, LayerSpec]
) -> None:
    city = layers["friendship_city"]
    assert "ordinal" in city.key_figures
    seen = [(city, "friendship-chicago")]
    assert labels(key_figures(atlas, seen, "en").figures) == ["Agreement signed"]
    ranked = replace(city, key_figures=("ordinal",))
    assert key_figures(atlas, [(ranked, "friendship-chicago")], "en").figures == ()
    zone = [(layers["high_tech_zone"], "shenyang-high-tech-zone")]
    kinds = {a.label.en: a.kind for a in atlas.attributes().values()}
    unnamed = [(replace(zone[0][0], key_figures=()), zone[0][1])]
    told = [kinds[label] for label in labels(key_figures(atlas, unnamed, "en").figures)]
    assert told == sorted(told, key=["flow", "stock"].index)


def test_one_date_of_all_becomes_a_table_in_its_order(
    atlas: Atlas, layers: dict[str, LayerSpec]
) -> None:
    city = layers["friendship_city"]
    seen = [(city, feature.id) for feature in atlas.features("friendship_city")]
    told = key_figures(atlas, seen, "en").figures
    assert {figure.entity for figure in told} == {"Agreement signed"}
    dates = [figure.texts[0] for figure in told]
    assert dates == sorted(dates)
    assert (told[0].label, dates[0]) == ("Sapporo, Japan", "1980-11-18")
    few = key_figures(atlas, seen[1:4], "en").figures
    assert {figure.label for figure in few} == {"Agreement signed"}


def test_what_is_not_there_has_no_figures(atlas: Atlas, park: LayerSpec) -> None:
    assert key_figures(atlas, [(park, "no-such-thing")], "en").figures == ()


def test_sources_are_numbered_by_first_mention() -> None:
    figures = [SheetFigure("a", "", (), ("x", "y")), SheetFigure("b", "", (), ("y", "z"))]
    assert numbered_sources(figures) == {"x": 1, "y": 2, "z": 3}


def test_an_entity_is_looked_up_once_however_often_it_is_seen(
    atlas: Atlas, park: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    facts = Atlas.facts

    def counted(self: Atlas, entity: str, first: Sequence[str] = ()) -> tuple[Fact, ...]:
        asked.append(entity)
        return facts(self, entity, first)

    monkeypatch.setattr(Atlas, "facts", counted)
    reader = FigureReader(atlas, "en")
    once = reader.figures([(park, "cgip")])
    assert reader.figures([(park, "cgip"), (park, "no-such-thing")]) == once
    assert asked == ["cgip"]
