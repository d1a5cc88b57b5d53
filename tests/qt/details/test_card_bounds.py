"""A card lays out a bounded text, whatever the atlas holds; what is copied is whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.qt.details.feature_card import FeatureCard
from mapapp.render.card.card import Card, make_card
from mapapp.render.card.entries import CardEntry, CardGroup
from mapapp.render.card.text import card_as_text
from mapapp.store.atlas import Atlas

LONG = "Harbour " * 125_000
MOST = 25_000
SAID = "Long texts are shortened here"


@pytest.fixture
def spec(specs: tuple[LayerSpec, ...]) -> LayerSpec:
    [found] = [spec for spec in specs if spec.id == "industrial_park"]
    return found


@pytest.fixture
def card(atlas: Atlas, spec: LayerSpec) -> Card:
    feature = atlas.entity("cgip")
    assert feature is not None
    return make_card(atlas, spec, feature, "en")


def shown(card: Card, spec: LayerSpec) -> str:
    return FeatureCard(card, spec, "light", "en", "").toPlainText()


def test_a_usual_card_is_whole(qapp: QApplication, card: Card, spec: LayerSpec) -> None:
    text = shown(card, spec)
    assert SAID not in text
    for source in card.sources:
        assert source.citation("en") in text


@pytest.mark.parametrize("part", ["title", "other_title", "note"])
def test_a_long_text_is_shortened_and_the_rest_is_there(
    qapp: QApplication, card: Card, spec: LayerSpec, part: str
) -> None:
    card = replace(card, **{part: LONG})
    text = shown(card, spec)
    assert len(text) < MOST
    assert "…" in text
    assert SAID in text
    assert card.sources[-1].citation("en") in text
    assert LONG.strip() in card_as_text(card, "en")


@pytest.mark.parametrize("part", ["value", "period", "remark"])
def test_a_long_figure_keeps_the_number_of_its_source(
    qapp: QApplication, card: Card, spec: LayerSpec, part: str
) -> None:
    figure = replace(card.entries[0].figures[0], **{part: LONG, "source": 7})
    group = CardGroup("Figures", (CardEntry("output", "Output", (figure,)),))
    text = shown(replace(card, groups=(group,)), spec)
    assert len(text) < MOST
    assert "⁷" in text
    assert SAID in text


def test_a_long_citation_keeps_that_it_is_paid(
    qapp: QApplication, card: Card, spec: LayerSpec
) -> None:
    paid = replace(card.sources[0], title=Text(LONG, LONG), kind="sponsored")
    assert "… (sponsored)" in shown(replace(card, sources=(paid,)), spec)


@pytest.mark.parametrize("part", ["key", "groups", "relations", "sources"])
def test_a_card_of_very_many_parts_ends(
    qapp: QApplication, card: Card, spec: LayerSpec, part: str
) -> None:
    many = getattr(card, part) * 20_000
    text = shown(replace(card, **{part: many[:20_000]}), spec)
    assert len(text) < MOST
    assert SAID in text
