"""The details panel with real events: ties are links, cards are copied, positions are written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from mapapp.core.crs import System
from mapapp.qt.card_parts import Link
from mapapp.qt.small_chart import SmallChart
from tests.e2e.driver import Driver

CGIP = (123.18446, 41.69765)


def links(driver: Driver) -> dict[str, Link]:
    """The links of the panel by their text."""
    return {link.text(): link for link in driver.window.details.findChildren(Link)}


def shown(driver: Driver) -> list[str]:
    """The ids of the features whose cards are shown."""
    return [card.card.feature.id for card in driver.window.details.cards]


def open_park(driver: Driver) -> None:
    """Click the China-Germany park from so close that nothing else is near."""
    driver.go_to(*CGIP, 13)
    driver.click(*CGIP)


def test_a_tenant_of_the_park_is_a_click_away_and_leads_back(window: Driver) -> None:
    open_park(window)
    QTest.mouseClick(links(window)["BMW Brilliance Automotive"], Qt.MouseButton.LeftButton)
    assert shown(window) == ["bmw-brilliance"]
    assert window.state.is_visible("enterprise")
    [back] = [link for text, link in links(window).items() if "China-Germany" in text]
    back.setFocus()
    QTest.keyClick(back, Qt.Key.Key_Return)
    assert shown(window) == ["cgip"]


def test_a_card_is_copied_as_markdown(window: Driver) -> None:
    open_park(window)
    [button] = window.window.details.findChildren(QToolButton, "card-menu")
    [copy] = [action for action in button.menu().actions() if action.text() == "Copy as Markdown"]
    copy.trigger()
    assert QGuiApplication.clipboard().text().startswith("## China-Germany")


def test_zoom_to_goes_close(window: Driver) -> None:
    window.click(124.16, 39.82)
    zoom = window.state.view.zoom
    [button] = window.window.details.findChildren(QToolButton, "card-menu")
    [action] = [action for action in button.menu().actions() if action.text() == "Zoom to"]
    action.trigger()
    window.settle()
    assert window.state.view.zoom > zoom + 2


def test_the_position_follows_the_chosen_system(window: Driver) -> None:
    open_park(window)
    [card] = window.window.details.cards
    assert "WGS84" in card.position.text()
    window.window.status.readout.choose(System.GCJ02, "dd")
    assert "GCJ-02" in card.position.text()
    assert "123.19" in card.position.text()


def test_the_output_of_the_park_is_charted(window: Driver) -> None:
    open_park(window)
    charts = window.window.details.findChildren(SmallChart)
    assert any("2021: 94.61" in chart.accessibleDescription() for chart in charts)
