"""The list of features and the card of a layer of which no role says what its columns are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QApplication

from mapapp.core.layer.roles import NO_ROLES
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.details.feature_card import FeatureCard
from mapapp.qt.details.in_view import read_in_view
from mapapp.render.card.card import Card, CardField, make_card
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

WEB = "https://example.org/well?a=1"


class Browser(QObject):
    """Stands for the browser of the user; ``opened`` is what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        QDesktopServices.setUrlHandler("https", self, "take")

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[Browser]:
    yield Browser()
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def bare(specs: tuple[LayerSpec, ...]) -> LayerSpec:
    port = next(spec for spec in specs if spec.id == "port")
    return replace(port, roles=NO_ROLES, key_figures=())


@pytest.fixture
def card(atlas: Atlas, bare: LayerSpec) -> Card:
    catalogue = LayerCatalogue(atlas)
    feature = replace(catalogue.feature("port", 1), roles=NO_ROLES, layer_title=bare.title)
    shown = make_card(atlas, bare, feature, "en", fields=catalogue.source("port").schema.fields)
    return replace(shown, fields=(*shown.fields, CardField("web", WEB, WEB)))


def anchor_of(shown: FeatureCard, text: str) -> str:
    found = shown.document().find(text, QTextCursor(shown.document()))
    return found.charFormat().anchorHref()


def test_features_are_listed_by_layer_and_number(atlas: Atlas, bare: LayerSpec) -> None:
    state = MapState((bare,), "en", "light")
    with Atlas(atlas.path, (bare,)) as opened:
        layers = [(bare, None)]
        [found] = read_in_view(LayerCatalogue(opened), None, state.view.extent, layers)
        titles = [feature.title("en") for feature in found.features]
        keys = [feature.fid for feature in opened.features("port")]
    assert titles
    assert set(titles) <= {f"Sea ports {key}" for key in keys}


def test_a_card_shows_fields_and_their_links(card: Card, bare: LayerSpec, browser: Browser) -> None:
    shown = FeatureCard(card, bare, "light", "en", "")
    lines = shown.toPlainText().splitlines()
    assert lines[lines.index("Status") + 1] == "operating"
    assert anchor_of(shown, WEB) == WEB
    assert anchor_of(shown, "operating") == ""
    followed: list[str] = []
    shown.entity_followed.connect(followed.append)
    shown.anchorClicked.emit(QUrl(WEB))
    assert (browser.opened, followed) == ([WEB], [])
    shown.anchorClicked.emit(QUrl("entity:shenyang"))
    assert (browser.opened, followed) == ([WEB], ["shenyang"])


def test_a_long_field_is_shortened(qapp: QApplication, card: Card, bare: LayerSpec) -> None:
    long = replace(card, fields=tuple(CardField("x", "y" * 5000, "") for _ in range(100)))
    text = FeatureCard(long, bare, "light", "en", "").toPlainText()
    assert len(text) < 25_000
    assert "Long texts are shortened here" in text
