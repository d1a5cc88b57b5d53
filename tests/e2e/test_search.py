"""The search box with real keys: everything without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.crs import System
from mapapp.core.geo.mercator import world_px, world_x, world_y
from tests.e2e.driver import Driver
from tests.e2e.test_window import details, position

pytestmark = pytest.mark.e2e


def write(text: str) -> None:
    """Write where the keyboard is: by keys, or as an input method does."""
    if text.isascii():
        QTest.keyClicks(QApplication.focusWidget(), text)
        return
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), commit)


def search(driver: Driver, text: str) -> list[str]:
    """Type into the search box, reached by its key; the answer is the list as it is read."""
    driver.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is driver.window.built_in.searching.box
    write(text)
    return [row.text for row in driver.window.built_in.searching.box.popup.model.rows]


def expect_middle(driver: Driver, lon: float, lat: float) -> None:
    """Expect a position in the middle of the map, give or take a pixel."""
    view, side = driver.state.view, world_px(driver.state.view.zoom)
    assert float(world_x(lon) - world_x(view.lon)) * side == pytest.approx(0, abs=1)
    assert float(world_y(lat) - world_y(view.lat)) * side == pytest.approx(0, abs=1)


def test_a_port_is_found_by_initials_and_gone_to(window: Driver) -> None:
    rows = search(window, "dlg")
    assert rows[0].startswith("Port of Dalian, 大连港")
    window.press(Qt.Key.Key_Return)
    assert "大连港" in details(window)
    expect_middle(window, *position("port", "port-dalian"))
    assert window.state.view.zoom >= 9
    assert not window.window.built_in.searching.box.popup.isVisible()


def test_the_arrow_keys_choose(window: Driver) -> None:
    rows = search(window, "沈阳")
    window.press(Qt.Key.Key_Down)
    window.press(Qt.Key.Key_Down)
    window.press(Qt.Key.Key_Up)
    window.press(Qt.Key.Key_Return)
    assert window.window.built_in.details.cards[0].card.title == rows[1].split(",")[0]


def test_a_hidden_layer_is_shown_and_that_is_said(window: Driver) -> None:
    assert not window.state.is_visible("enterprise")
    search(window, "bridgestone")
    window.press(Qt.Key.Key_Return)
    assert window.state.is_visible("enterprise")
    assert "Companies" in window.window.status.currentMessage()


def test_a_place_of_the_gazetteer_is_gone_to(window: Driver) -> None:
    search(window, "北京")
    window.press(Qt.Key.Key_Return)
    assert window.state.view.extent.contains(116.4, 39.9)
    assert not window.state.selection


def test_a_position_is_gone_to(window: Driver) -> None:
    search(window, "41.5 N 123.25 E")
    window.press(Qt.Key.Key_Return)
    expect_middle(window, 123.25, 41.5)


def test_an_attribute_opens_what_has_it(window: Driver) -> None:
    search(window, "gross industrial output")
    window.press(Qt.Key.Key_Return)
    box = window.window.built_in.searching.box
    assert box.text() == "Gross industrial output: "
    assert any("CNY" in row.note for row in box.popup.model.rows)
    window.press(Qt.Key.Key_Return)
    assert window.state.selection


def test_a_command_is_run_by_name(window: Driver) -> None:
    before = window.state.theme
    rows = search(window, ">dark")
    assert rows[0].startswith("Dark theme")
    window.press(Qt.Key.Key_Return)
    assert window.state.theme != before


def test_a_layer_is_found_by_its_title_and_shown(window: Driver) -> None:
    assert not window.state.is_visible("airport")
    rows = search(window, "airports")
    assert "Airports, 机场, Layer" in rows
    choose(window, rows.index("Airports, 机场, Layer"))
    assert window.state.is_visible("airport")


def choose(driver: Driver, row: int) -> None:
    """Choose a row by the arrow key."""
    for _ in range(row):
        driver.press(Qt.Key.Key_Down)
    driver.press(Qt.Key.Key_Return)


def test_entries_of_menus_that_are_filled_are_found(window: Driver) -> None:
    rows = search(window, "> MGRS")
    assert rows[0].startswith("MGRS, squares of the military grid, Write coordinates as")
    window.press(Qt.Key.Key_Return)
    assert window.window.status.readout.system is System.MGRS


def test_what_cannot_be_done_now_is_found_and_says_so(window: Driver) -> None:
    window.window.commands.refresh()
    assert not window.window.commands["map.unmark"].isEnabled()
    rows = search(window, "> remove the pin")
    assert rows[0] == "Remove the pin, Not possible now"
    window.press(Qt.Key.Key_Return)
    assert window.window.built_in.searching.box.popup.isVisible()


def test_a_long_link_of_a_map_service_is_gone_to(window: Driver) -> None:
    link = f"https://uri.amap.com/marker?position=123.44113,41.81075&name={'x' * 300}"
    rows = search(window, link)
    assert rows[0].endswith("GCJ-02")
    window.press(Qt.Key.Key_Return)
    expect_middle(window, 123.435, 41.80833)


def test_commands_come_after_places(window: Driver) -> None:
    search(window, "whole")
    kinds = [bool(row.doable) for row in window.window.built_in.searching.box.popup.model.rows]
    assert True in kinds
    assert kinds == sorted(kinds)


def test_empty_and_no_result_say_what_to_do(window: Driver) -> None:
    popup = window.window.built_in.searching.box.popup
    search(window, "")
    assert "pinyin" in popup.hint.text()
    search(window, "qqqqqq")
    assert "Nothing found" in popup.hint.text()
    assert not popup.list.isVisible()


def test_escape_closes_clears_and_gives_the_keyboard_back(window: Driver) -> None:
    box = window.window.built_in.searching.box
    search(window, "dalian")
    window.press(Qt.Key.Key_Escape)
    assert not box.popup.isVisible()
    assert box.text() == "dalian"
    window.press(Qt.Key.Key_Escape)
    assert box.text() == ""
    assert QApplication.focusWidget() is window.view.focusProxy()


def test_names_are_shown_in_the_language_of_the_map(window: Driver) -> None:
    window.state.set_language("zh")
    assert search(window, "port of dalian")[0].startswith("大连港, Port of Dalian, 海港")


def test_a_click_chooses(window: Driver) -> None:
    search(window, "port of dandong")
    popup = window.window.built_in.searching.box.popup
    QTest.mouseClick(
        popup.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=popup.list.visualRect(popup.model.index(0)).center(),
    )
    assert "丹东港" in details(window)


def test_what_a_filter_leaves_out_is_said(window: Driver) -> None:
    window.state.set_filter("port", LayerFilter(expression='name = "nothing"'))
    search(window, "port of dandong")
    window.press(Qt.Key.Key_Return)
    assert "filter" in window.window.status.currentMessage()
    assert "丹东港" in details(window)
