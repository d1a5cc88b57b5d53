"""Several things at one place, with real events: the one clicked first, the others a key away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mapapp.core.map.state import FeatureRef
from mapapp.qt.details.found_header import FoundHeader
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.restoring import settings
from tests.e2e.test_window import position, tick

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def crowd(window: Driver) -> Driver:
    """The shared window, the park that several companies share just clicked."""
    tick(window, "Companies")
    lon, lat = position("industrial_park", "cgip")
    window.go_to(lon, lat, 14)
    window.click(lon, lat)
    return window


def header(driver: Driver) -> FoundHeader:
    return driver.window.built_in.details.header


def shown(driver: Driver) -> list[FeatureRef]:
    """The features whose cards are shown."""
    features = [card.card.feature for card in driver.window.built_in.details.cards]
    return [FeatureRef(feature.layer, feature.fid) for feature in features]


def follows(driver: Driver, place: int) -> bool:
    """Whether the card, the map and the header show the same one of what was found."""
    ref, count = driver.state.found[place - 1], len(driver.state.found)
    current = header(driver).list.currentIndex().row()
    assert header(driver).place.text() == f"{place} of {count}"
    return (shown(driver), driver.state.selection, current) == ([ref], (ref,), place - 1)


def test_one_card_at_a_time_is_stepped_through_by_key(crowd: Driver) -> None:
    count = len(crowd.state.found)
    assert count > 2
    assert follows(crowd, 1)
    crowd.press(Qt.Key.Key_N)
    assert follows(crowd, 2)
    crowd.press(Qt.Key.Key_N, SHIFT)
    crowd.press(Qt.Key.Key_N, SHIFT)
    assert follows(crowd, count)
    crowd.press(Qt.Key.Key_N)
    assert follows(crowd, 1)


def test_buttons_and_list_go_from_one_to_another(crowd: Driver) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(header(crowd).after, left)
    assert follows(crowd, 2)
    QTest.mouseClick(header(crowd).before, left)
    assert follows(crowd, 1)
    rows = header(crowd).list
    third = rows.visualRect(rows.model().index(2, 0)).center()
    QTest.mouseClick(rows.viewport(), left, pos=third)
    assert follows(crowd, 3)
    QTest.keyClick(rows, Qt.Key.Key_Up)
    assert follows(crowd, 2)


def test_nothing_is_listed_of_layers_that_went(crowd: Driver) -> None:
    rows = header(crowd).list.model()
    layers = {ref.layer for ref in crowd.state.found}
    assert rows.rowCount() > 2
    for layer in layers:
        crowd.state.remove_layer(layer)
    assert rows.rowCount() == 0


def test_the_first_row_is_what_the_cursor_was_told(crowd: Driver) -> None:
    point = crowd.point(*position("industrial_park", "cgip"))
    with crowd.qtbot.waitSignal(crowd.view.hovered, timeout=TIMEOUT_MS):
        QTest.mouseMove(crowd.view.focusProxy(), point)
    first = header(crowd).list.model().index(0, 0).data()
    assert crowd.window.controller.names._hint.startswith(first)


def test_all_cards_are_shown_when_wanted_and_that_is_remembered(crowd: Driver) -> None:
    QTest.mouseClick(header(crowd).all, Qt.MouseButton.LeftButton)
    assert shown(crowd) == list(crowd.state.found)
    assert settings(crowd).now.all_cards
    cards, bar = crowd.window.built_in.details.cards, crowd.window.built_in.details
    crowd.press(Qt.Key.Key_N)
    assert bar.cards is cards, "the cards stay, and the next one is brought into sight"
    crowd.qtbot.waitUntil(lambda: bar.verticalScrollBar().value() == cards[1].y())
    QTest.mouseClick(header(crowd).all, Qt.MouseButton.LeftButton)
    assert follows(crowd, 2)
    assert not settings(crowd).now.all_cards


def test_what_is_searched_or_alone_has_no_header(crowd: Driver) -> None:
    assert header(crowd).isVisible()
    crowd.window.built_in.navigation.reveal("port-dalian")
    assert not header(crowd).isVisible()
    assert crowd.window.built_in.details.viewport().y() == 0


def test_rows_of_the_table_stay_selected_while_they_are_leafed_through(window: Driver) -> None:
    refs = [FeatureRef("port", fid) for fid in (1, 2, 3)]
    window.state.select(refs)
    assert header(window).place.text() == "1 of 3"
    window.press(Qt.Key.Key_N)
    assert header(window).place.text() == "2 of 3"
    assert shown(window) == refs[1:2]
    assert sorted(ref.fid for ref in window.state.selection) == [1, 2, 3]


def test_shenyang_comes_before_the_lines_that_end_there(window: Driver) -> None:
    tick(window, "Places in context")
    window.click(*position("context", "shenyang"))
    [first] = window.window.built_in.details.cards
    assert first.card.feature.layer != "friendship_link"
    layers = [ref.layer for ref in window.state.found]
    assert layers.index("friendship_link") == len(layers) - layers.count("friendship_link")


def test_the_list_is_told_in_the_language_of_the_window(crowd: Driver) -> None:
    crowd.state.set_language("zh")
    count = len(crowd.state.found)
    assert header(crowd).place.text() == f"第1个，共{count}个"
    rows = header(crowd).list.model()
    assert {rows.index(row, 1).data() for row in range(count)} == {"产业园区", "企业"}
