"""The details panel with real events: ties are links, cards are copied, positions are written."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from mapapp.core.geo.crs import System
from mapapp.qt.details.card_document import ENTITY
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
    while not card.textCursor().charFormat().anchorHref().startswith(ENTITY):
        assert card.hasFocus()
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
    choose(window, "Zoom to it")
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


OPEN, MISPRINT = "▼ 2 sources disagree", "481.5 bn CNY"


def text_of(driver: Driver) -> str:
    return driver.window.built_in.details.cards[0].toPlainText()


def test_rivals_are_unfolded_by_a_click_and_stay_so_while_the_card_is_shown(
    window: Driver,
) -> None:
    open_park(window)
    assert MISPRINT not in text_of(window)
    follow(window, "2 sources disagree")
    assert OPEN in text_of(window)
    assert MISPRINT in text_of(window)
    window.state.set_theme("dark")
    assert MISPRINT in text_of(window)
    window.state.set_language("zh")
    assert "4,815亿元" in text_of(window)
    window.state.set_language("en")
    follow(window, "2 sources disagree")
    assert MISPRINT not in text_of(window)
    follow(window, "2 sources disagree")
    window.state.select(())
    open_park(window)
    assert MISPRINT not in text_of(window), "another time it opens with the answer"


def test_rivals_are_unfolded_by_key_again_and_again(window: Driver) -> None:
    open_park(window)
    card = window.window.built_in.details.cards[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Tab)
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert MISPRINT in card.toPlainText()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert MISPRINT not in card.toPlainText()
    QTest.keyClick(card, Qt.Key.Key_Tab)
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert "▼ 3 sources disagree" in card.toPlainText()


def test_a_copied_card_says_so_and_where_it_is(window: Driver) -> None:
    open_park(window)
    choose(window, "Copy as text")
    sign = window.window.built_in.details.cards[0].findChild(QLabel, "copied")
    assert sign.isVisible()
    assert sign.text() == "Copied"
    assert window.window.status.currentMessage() == "Copied"
    assert "123.18446° E  41.69765° N  WGS84" in QGuiApplication.clipboard().text()


def test_sources_are_links_that_say_where_they_lead(window: Driver) -> None:
    open_park(window)
    card = window.window.built_in.details.cards[0]
    linked = {source.citation("en"): source.link for source in card.card.sources if source.link}
    assert linked
    for citation, link in linked.items():
        chars = card.document().find(citation).charFormat()
        assert (chars.anchorHref(), chars.toolTip()) == (link, link)
    for source in card.card.sources:
        if not source.link:
            assert not card.document().find(source.citation("en")).charFormat().isAnchor()


def test_charts_are_told_in_words(window: Driver) -> None:
    open_park(window)
    told = window.window.built_in.details.cards[0].accessibleDescription()
    assert told.startswith("Gross industrial output\n2014  48 bn CNY\n2021  94.61 bn CNY")
