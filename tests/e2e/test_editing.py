"""Copies of layers that are edited in the window: points that move, come and go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QMessageBox

from mapapp.core.map.state import FeatureRef
from mapapp.qt.editing.new_point_dialog import NewPointDialog
from mapapp.qt.map.go_to_dialog import GoToDialog
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_adding import added, alone, colour
from tests.unit.store.editing.copies import POINTS, TABLE, asked, made_copy

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]

PLACE = (123.0, 41.0)
XY = f"SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = '{TABLE}'"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return made_copy(tmp_path / "wells.gpkg")


@pytest.fixture
def wells(window: Driver, copy: Path) -> str:
    """The id of a layer that is a copy, which alone is shown, near by."""
    layer = added(window, copy)
    alone(window, layer)
    window.go_to(*PLACE, 7.5)
    window.window.built_in.history.begin_anew()
    return layer


def run(window: Driver, command: str) -> None:
    window.window.commands.refresh()
    action = window.window.commands[command]
    assert action.isEnabled()
    action.trigger()


def written(window: Driver, act: Callable[[], object]) -> None:
    """Do something that writes, until the map shows it."""
    with window.qtbot.waitSignal(window.window.built_in.editing.edits.written, timeout=TIMEOUT_MS):
        act()
    window.settle()


def undone(window: Driver) -> None:
    history = window.window.built_in.history
    with window.qtbot.waitSignal(history.told, timeout=TIMEOUT_MS):
        history.undo()
    window.settle()


def click_for_place(window: Driver, lon: float, lat: float) -> None:
    window.settle()  # until the page knows what clicks are for
    with window.qtbot.waitSignal(window.view.measure_clicked, timeout=TIMEOUT_MS):
        QTest.mouseClick(
            window.view.focusProxy(), Qt.MouseButton.LeftButton, pos=window.point(lon, lat)
        )


def expect_symbol(window: Driver, layer: str, place: tuple[float, float], *, there: bool) -> None:
    least, most = (20, 999) if there else (0, 5)
    window.expect_pixels(
        colour(window, layer), window.point(*place), 10, at_least=least, at_most=most
    )


def card_text(window: Driver) -> str:
    return "\n".join(card.toPlainText() for card in window.window.built_in.details.cards)


def test_a_cell_that_is_written_shows_on_card_and_in_search(
    window: Driver, wells: str, copy: Path
) -> None:
    built_in = window.window.built_in
    window.state.select([FeatureRef(wells, 1)])
    assert "Old well" in card_text(window)
    said: list[object] = []
    built_in.following.failed.connect(said.append)
    written(window, lambda: built_in.editing.write_cell(wells, 1, "name", "Old well", "Deep well"))
    assert "Deep well" in card_text(window)
    assert built_in.problems.bar.isHidden()
    assert not said
    shown = built_in.following.files[copy]
    assert not shown.watch._soon.isActive()  # it is not read a second time
    undone(window)
    assert "Old well" in card_text(window)


def test_a_point_is_moved_by_a_click_and_undone(window: Driver, wells: str, copy: Path) -> None:
    before = asked(copy, XY)
    window.state.select([FeatureRef(wells, 1)])
    expect_symbol(window, wells, PLACE, there=False)
    run(window, "map.feature-move")
    picker = window.window.built_in.picker
    assert "click its new place" in " ".join(
        label.text() for label in picker._bar.findChildren(QLabel)
    )
    written(window, lambda: click_for_place(window, *PLACE))
    assert not picker.is_active
    assert window.state.selection == (FeatureRef(wells, 1),)
    expect_symbol(window, wells, PLACE, there=True)
    expect_symbol(window, wells, POINTS[0], there=False)
    window.click(*PLACE)
    assert window.state.selection == (FeatureRef(wells, 1),)
    undone(window)
    expect_symbol(window, wells, POINTS[0], there=True)
    assert asked(copy, XY) == before


def test_esc_leaves_a_point_where_it_is_and_gives_the_clicks_back(
    window: Driver, wells: str, copy: Path
) -> None:
    window.state.select([FeatureRef(wells, 1)])
    run(window, "map.feature-move")
    picker = window.window.built_in.picker
    window.press(Qt.Key.Key_Escape)
    assert not picker.is_active
    assert picker._bar.isHidden()
    window.click(*POINTS[1])
    assert window.state.selection == (FeatureRef(wells, 2),)
    assert asked(copy, XY) == [(122.0, 40.0, 124.0, 42.0)]


def test_measuring_takes_the_clicks_over(window: Driver, wells: str) -> None:
    window.state.select([FeatureRef(wells, 1)])
    run(window, "map.feature-move")
    built_in = window.window.built_in
    run(window, "map.measure_distance")
    assert (built_in.picker.is_active, built_in.measuring.is_active) == (False, True)
    run(window, "map.feature-move")
    assert (built_in.picker.is_active, built_in.measuring.is_active) == (True, False)
    built_in.picker.stop()


def test_a_place_can_be_typed(window: Driver, wells: str) -> None:
    window.state.select([FeatureRef(wells, 1)])
    run(window, "map.feature-move")
    window.press(Qt.Key.Key_Return)
    [dialog] = window.window.findChildren(GoToDialog)
    dialog.line.setText("41 N 123 E")
    written(window, dialog.accept)
    expect_symbol(window, wells, PLACE, there=True)


def test_a_feature_is_deleted_and_brought_back(window: Driver, wells: str, copy: Path) -> None:
    window.state.select([FeatureRef(wells, 2)])
    with window.qtbot.capture_exceptions() as told:
        written(window, lambda: run(window, "map.feature-delete"))
    assert not told
    assert not window.state.selection
    assert asked(copy, f"SELECT fid FROM {TABLE}") == [(1,), (3,)]
    assert "Undo brings it back" in window.window.status.currentMessage()
    expect_symbol(window, wells, POINTS[1], there=False)
    undone(window)
    expect_symbol(window, wells, POINTS[1], there=True)


def test_what_another_program_deleted_is_told_and_not_shown(
    window: Driver, wells: str, copy: Path
) -> None:
    window.state.select([FeatureRef(wells, 2)])
    run(window, "map.feature-move")
    asked(copy, f"DELETE FROM {TABLE} WHERE fid = 2")
    with window.qtbot.capture_exceptions() as told:
        written(window, lambda: click_for_place(window, *PLACE))
    assert not told
    assert not window.state.selection
    [box] = window.window.findChildren(QMessageBox)
    assert "moved or deleted the feature 2 meanwhile" in box.text()


def test_a_new_point_is_clicked_filled_in_and_undone(
    window: Driver, wells: str, copy: Path
) -> None:
    built_in = window.window.built_in
    built_in.layers.choose(wells)
    run(window, "layers.new-point")
    click_for_place(window, *PLACE)
    window.qtbot.waitUntil(lambda: bool(window.window.findChildren(NewPointDialog)))
    [dialog] = window.window.findChildren(NewPointDialog)
    dialog.lines["name"].setText("新井")
    dialog.lines["depth"].setText("deep")
    assert "which holds a number" in dialog.problem.text()
    assert not dialog.add.isEnabled()
    dialog.lines["depth"].setText("4.5")
    dialog.place.setText("41 N 123 E")
    assert dialog.add.isEnabled()
    written(window, dialog.accept)
    assert asked(copy, f"SELECT name, depth, number FROM {TABLE} WHERE fid = 4") == [
        ("新井", 4.5, None)
    ]
    assert window.state.selection == (FeatureRef(wells, 4),)
    assert "新井" in card_text(window)
    assert built_in.history.undo_text == "new point in wells"
    undone(window)
    assert not window.state.selection
    assert asked(copy, f"SELECT count(*) FROM {TABLE}") == [(3,)]


def test_only_copies_offer_it(window: Driver, wells: str, tmp_path: Path) -> None:
    own = added(window, made_copy(tmp_path / "own.gpkg", marked=False))
    built_in, commands = window.window.built_in, window.window.commands

    def offers() -> list[str]:
        menu: QMenu = built_in.details.cards[0].menu()
        return [entry.text() for entry in menu.actions() if entry.text() in ("Move…", "Delete")]

    window.state.select([FeatureRef(wells, 1)])
    built_in.layers.choose(wells)
    assert offers() == ["Move…", "Delete"]
    assert commands["layers.new-point"].isEnabled()
    window.state.select([FeatureRef(own, 1)])
    built_in.layers.choose(own)
    assert offers() == []
    commands.refresh()
    for command in ("map.feature-move", "map.feature-delete", "layers.new-point"):
        assert not commands[command].isEnabled()
