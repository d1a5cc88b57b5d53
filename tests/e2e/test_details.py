"""The details panel with real events: ties are links, cards are copied, positions are written."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from mapapp.core.geo.crs import System
from mapapp.qt.details.feature_card import FeatureCard
from tests.e2e.driver import Driver

CGIP = (123.18446, 41.69765)


def link_spot(card: FeatureCard, text: str) -> QPoint:
    """Where a link stands in its card, in pixels."""
    found = card.document().find(text)
    while not found.charFormat().isAnchor():
        found = card.document().find(text, found)
        assert not found.isNull()
    found.setPosition(found.selectionStart() + 2)
    return card.cursorRect(found).center()


def follow(driver: Driver, text: str) -> None:
    """Click a link of the first card with the mouse."""
    card = driver.window.built_in.details.cards[0]
    driver.window.built_in.details.ensureVisible(0, card.pos().y() + link_spot(card, text).y())
    QTest.mouseClick(card.viewport(), Qt.MouseButton.LeftButton, pos=link_spot(card, text))


def choose(driver: Driver, text: str) -> None:
    """Choose an entry of the first card's menu."""
    menu = driver.window.built_in.details.cards[0].menu()
    [action] = [action for action in menu.actions() if action.text() == text]
    action.trigger()


def shown(driver: Driver) -> list[str]:
    """The ids of the features whose cards are shown."""
    return [card.card.feature.id for card in driver.window.built_in.details.cards]


def open_park(driver: Driver) -> None:
    """Click the China-Germany park from so close that nothing else is near."""
    driver.go_to(*CGIP, 13)
    driver.click(*CGIP)


def test_a_tenant_of_the_park_is_a_click_away_and_leads_back(window: Driver) -> None:
    open_park(window)
    follow(window, "BMW Brilliance Automotive")
    assert shown(window) == ["bmw-brilliance"]
    assert window.state.is_visible("enterprise")
    follow(window, "China-Germany")
    assert shown(window) == ["cgip"]


def test_links_are_followed_by_key(window: Driver) -> None:
    open_park(window)
    card = window.window.built_in.details.cards[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Tab)
    QTest.keyClick(card, Qt.Key.Key_Return)
    [followed] = shown(window)
    assert followed in {relation.other for relation in card.card.relations}


def test_a_card_is_copied_as_markdown(window: Driver) -> None:
    open_park(window)
    choose(window, "Copy as Markdown")
    assert QGuiApplication.clipboard().text().startswith("## China-Germany")


def test_zoom_to_goes_close(window: Driver) -> None:
    window.click(124.16, 39.82)
    zoom = window.state.view.zoom
    choose(window, "Zoom to")
    window.settle()
    assert window.state.view.zoom > zoom + 2


def test_the_position_follows_the_chosen_system(window: Driver) -> None:
    open_park(window)
    assert (
        "123.18446° E  41.69765° N  WGS84" in window.window.built_in.details.cards[0].toPlainText()
    )
    window.window.status.readout.choose(System.GCJ02, "dd")
    text = window.window.built_in.details.cards[0].toPlainText()
    assert "GCJ-02" in text
    assert "123.19031° E" in text


def test_the_output_of_the_park_is_charted(window: Driver) -> None:
    open_park(window)
    document = window.window.built_in.details.cards[0].document()
    told = [chars.toImageFormat().toolTip() for chars in document.allFormats()]
    assert "2014  48 bn CNY\n2021  94.61 bn CNY\n2022  86.4 bn CNY" in told


def test_a_friendship_line_leads_to_its_city_and_from_there_to_shenyang(window: Driver) -> None:
    window.window.built_in.navigation.reveal("link-chicago")
    follow(window, "Chicago, United States")
    assert shown(window) == ["friendship-chicago"]
    follow(window, "Shenyang – Chicago")
    assert shown(window) == ["link-chicago"]
    follow(window, "Shenyang")
    assert shown(window) == ["shenyang"]
