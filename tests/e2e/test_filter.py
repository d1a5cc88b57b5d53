"""Filter, table and years in the real window."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.map.state import FeatureRef
from mapapp.qt.parts.actions import plain
from mapapp.render.request.choices import Choices
from tests.e2e.driver import TIMEOUT_MS, Driver

pytestmark = pytest.mark.e2e

DALIAN = (121.65472, 38.92889)
CHICAGO = (-87.65005, 41.85003)
PORT = "#3A4EC8"
CITY = "#C3576A"
NO_KEY = Qt.KeyboardModifier.NoModifier


def open_table(driver: Driver, layer: str) -> None:
    driver.window.built_in.open_table(layer)
    driver.settle()


def write_filter(driver: Driver, text: str) -> None:
    """Write into the table's filter line, with completion put away."""
    line = driver.window.built_in.table.filter
    line.edit.clear()
    QTest.keyClicks(line.edit, text)
    if line.popup.isVisible():
        QTest.keyClick(line.popup, Qt.Key.Key_Escape)
    driver.settle()


def count_of(driver: Driver, layer: str) -> str:
    model = driver.window.built_in.layers.model()
    for group_row in range(model.rowCount()):
        group = model.index(group_row, 0)
        for row in range(model.rowCount(group)):
            index = model.index(row, 0, group)
            title = next(s.title.en for s in driver.state.specs if s.id == layer)
            if index.data() == title:
                return str(index.siblingAtColumn(1).data())
    raise AssertionError(f"{layer} is not in the tree")


def test_a_filter_takes_symbols_off_the_map_and_counts_what_is_left(window: Driver) -> None:
    open_table(window, "port")
    window.go_to(*DALIAN, 11)
    window.expect_pixels(PORT, window.point(*DALIAN), at_least=40)
    write_filter(window, 'name contains "yingkou"')
    window.expect_pixels(PORT, window.point(*DALIAN), at_most=3)
    assert count_of(window, "port") == "2 of 8"
    assert window.window.built_in.table.model.rowCount() == 2


def test_what_is_filtered_out_is_not_clicked(window: Driver) -> None:
    window.go_to(*DALIAN, 11)
    window.state.set_filter("port", LayerFilter(text="营口"))
    window.settle()
    window.click(*DALIAN)
    assert "port" not in {ref.layer for ref in window.state.selection}


def test_a_typing_error_is_told_and_the_last_right_filter_stays(window: Driver) -> None:
    open_table(window, "ftz_area")
    write_filter(window, "area_km2 > 29.96")
    write_filter(window, "area_km2 > 29.96 and km3 > 1")
    line = window.window.built_in.table.filter
    assert line.problem.isVisibleTo(line)
    assert line.problem.text() == (
        "Near 'km3' at 22: there is no such field; did you mean area_km2?"
    )
    assert window.state.filter("ftz_area").expression == "area_km2 > 29.96"
    assert window.window.built_in.table.model.rowCount() == 2


def test_completion_writes_the_field(window: Driver) -> None:
    open_table(window, "ftz_area")
    line = window.window.built_in.table.filter
    line.edit.clear()
    QTest.keyClicks(line.edit, "are")
    window.qtbot.waitUntil(line.popup.isVisible)
    QTest.keyClick(line.popup, Qt.Key.Key_Return)
    assert line.edit.text() == "area "


def test_selection_is_in_step_both_ways(window: Driver) -> None:
    open_table(window, "port")
    table = window.window.built_in.table
    window.go_to(*DALIAN, 11)
    window.click(*DALIAN)
    (row,) = {index.row() for index in table.view.selectionModel().selectedRows()}
    assert FeatureRef("port", table.model.fid(row)) in window.state.selection
    other = table.model.index((row + 3) % table.model.rowCount(), 0)
    QTest.mouseClick(
        table.view.viewport(), Qt.MouseButton.LeftButton, NO_KEY,
        table.view.visualRect(other).center(),
    )  # fmt: skip
    assert window.state.selection == (FeatureRef("port", table.model.fid(other.row())),)
    assert len(window.window.built_in.details.cards) == 1


def test_a_double_click_goes_to_the_feature(window: Driver) -> None:
    open_table(window, "port")
    table = window.window.built_in.table
    place = table.view.visualRect(table.model.index(0, 0)).center()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(table.view.viewport(), left, NO_KEY, place)
    QTest.mouseDClick(table.view.viewport(), left, NO_KEY, place)
    window.settle()
    assert window.state.view.lon == pytest.approx(DALIAN[0], abs=0.01)
    assert window.state.view.lat == pytest.approx(DALIAN[1], abs=0.01)


def test_a_click_on_a_head_sorts(window: Driver) -> None:
    open_table(window, "friendship_link")
    table = window.window.built_in.table
    column = [field.id for field in table.model.columns].index("length_km")
    header = table.view.horizontalHeader()
    table.view.scrollTo(table.model.index(0, column))
    place = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NO_KEY, place)
    shown = [table.model.index(row, column).data() for row in range(table.model.rowCount())]
    lengths = [float(text.replace(",", "")) for text in shown]
    assert lengths == sorted(lengths)


def test_rows_are_copied_as_a_table(window: Driver) -> None:
    open_table(window, "port")
    table = window.window.built_in.table
    table.view.selectRow(0)
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, row = QApplication.clipboard().text().splitlines()
    assert head.split("\t")[:2] == ["Name (English)", "Name (Chinese)"]
    assert row.split("\t")[:2] == ["Port of Dalian", "大连港"]


def test_a_year_takes_away_what_was_not_there_yet(window: Driver) -> None:
    window.window.panels.show("time")
    window.go_to(*CHICAGO, 6)
    window.expect_pixels(CITY, window.point(*CHICAGO), at_least=12)
    slider = window.window.built_in.time.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    window.settle()
    assert window.state.as_of_year == slider.minimum()
    window.expect_pixels(CITY, window.point(*CHICAGO), at_most=3)
    QTest.mouseClick(window.window.built_in.time.everything, Qt.MouseButton.LeftButton)
    window.settle()
    window.expect_pixels(CITY, window.point(*CHICAGO), at_least=12)


def test_a_year_says_how_many_features_of_unknown_date_it_leaves_out(window: Driver) -> None:
    window.window.panels.show("time")
    time, state = window.window.built_in.time, window.state

    def told() -> str:
        window.qtbot.waitUntil(lambda: not time._unknown.is_reading)
        return time.left_out.text() if time.left_out.isVisible() else ""

    for layer in state.order:
        state.set_visible(layer, layer == "port")
    assert not told()
    state.set_as_of_year(2000)
    assert told() == "8 of unknown date not shown", "all ports"
    state.set_visible("port", False)
    assert not told()
    state.set_visible("port", True)
    state.set_as_of_year(2026)
    assert told() == "2 of unknown date not shown"
    state.set_as_of_year(None)
    assert not told()


def test_the_card_tells_what_was_known_in_the_year(window: Driver) -> None:
    cgip = window.window.built_in.table
    cgip.show_layer("industrial_park")
    window.state.select([FeatureRef("industrial_park", 1)])
    window.state.set_as_of_year(2021)
    [card] = window.window.built_in.details.cards
    assert "94.61 bn CNY" in card.toPlainText()
    assert "86.4 bn CNY" not in card.toPlainText()
    assert "Undated" in card.toPlainText()


def test_the_layer_menu_opens_the_filter(window: Driver) -> None:
    tree = window.window.built_in.layers
    model = tree.model()
    index = model.index(0, 0, model.index(0, 0, QModelIndex()))
    tree.customContextMenuRequested.emit(tree.visualRect(index).center())
    menu = tree.findChild(QMenu)
    assert menu is not None
    offered = [plain(action.text()) for action in menu.actions()]
    assert {"Open table", "Filter…", "Remove filter"} <= set(offered)
    menu.close()


def test_enter_in_the_filter_dialog_keeps_the_filter(window: Driver) -> None:
    dialog = window.window.built_in.filtering.filter("port")
    dialog.advanced.click()
    QTest.keyClicks(dialog.line.edit, 'name contains "yingkou"')
    QTest.keyClick(dialog.line.edit, Qt.Key.Key_Return)
    QTest.keyClick(dialog.line.edit, Qt.Key.Key_Return)
    assert window.state.filter("port").expression == 'name contains "yingkou"'
    dialog.close()


def test_a_picture_shows_what_the_window_shows(window: Driver, tmp_path: Path) -> None:
    window.go_to(*DALIAN, 9)
    window.state.set_filter("port", LayerFilter('name contains "营口"'))
    window.state.set_as_of_year(2020)
    target = tmp_path / "map.png"
    exporting = window.window.built_in.exporting
    view = window.state.view
    wanted = Choices(format="png", page="px", size_px=(800, 600), dpi=96)
    request = wanted.request(exporting.base(), (view.lon, view.lat))
    job = exporting.start(replace(request, path=target))
    with window.qtbot.waitSignal(job.finished, timeout=TIMEOUT_MS):
        pass
    picture = QImage(str(target))
    seen = {picture.pixelColor(x, y).name() for x in range(385, 415) for y in range(285, 315)}
    assert PORT.lower() not in seen
    told = json.loads(picture.text("Description"))["request"]
    [port] = [layer for layer in told["layers"] if layer["id"] == "port"]
    assert port["filter"] == 'name contains "营口"'
    assert told["as_of_year"] == 2020
