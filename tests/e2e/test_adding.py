"""Data of somebody's own, brought in by window: dropped or chosen, and then a layer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.roles import Roles
from mapapp.core.map.state import FeatureRef
from mapapp.qt.adding.add_dialog import AddDialog
from mapapp.qt.layers.layer_commands import FIND_FILE
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_picture_opening import drop
from tests.e2e.test_unopened_layers import open_workspace, unopened_rows, when_read
from tests.e2e.watchdog import Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]

AT, OTHER = (122.35, 40.65), (122.75, 40.85)
HEAD = "name,kind,depth,year,lon,lat"
ROWS = ("Old well,spring,12.5,1999,122.35,40.65", "New well,bore,40,2020,122.75,40.85")


@pytest.fixture
def wells(tmp_path: Path) -> Path:
    """A table of two wells."""
    return written(tmp_path / "wells.csv", HEAD, *ROWS)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((*lines, "")), encoding="utf-8")
    return path


def dialog_of(driver: Driver) -> AddDialog:
    """The dialog that is open, once it has read its files."""
    [dialog] = driver.window.findChildren(AddDialog)
    driver.qtbot.waitUntil(lambda: not dialog.is_reading, timeout=TIMEOUT_MS)
    return dialog


def press_enter(driver: Driver, dialog: AddDialog) -> list[str]:
    """Press Enter where the keyboard is in a dialog; the ids of the layers that are added."""
    before = driver.state.order
    with driver.qtbot.waitSignal(dialog.added, timeout=TIMEOUT_MS):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    QApplication.sendPostedEvents(None, 0)
    driver.settle()
    return [id_ for id_ in driver.state.order if id_ not in before]


def added(driver: Driver, *paths: Path) -> str:
    """Files brought in as they are; the id of the topmost of their layers."""
    driver.window.built_in.adding.look_into(paths)
    return press_enter(driver, dialog_of(driver))[-1]


def colour(driver: Driver, layer: str) -> str:
    return driver.state.spec(layer).symbol.colour.light


def alone(driver: Driver, layer: str) -> None:
    """Show nothing but a layer."""
    for other in driver.state.order:
        driver.state.set_visible(other, other == layer)
    driver.settle()


def test_a_dropped_table_is_added_by_enter_in_one_step(window: Driver, wells: Path) -> None:
    state, built_in = window.state, window.window.built_in
    state.set_solo("port")
    built_in.history.begin_anew()
    order = state.order
    assert drop(window, wells)
    dialog = dialog_of(window)
    assert dialog.title.text() == "wells.csv"
    assert dialog.form.roles.name_en == "name"
    assert not dialog.form.hint.isHidden()
    [layer] = press_enter(window, dialog)
    spec = state.spec(layer)
    assert (spec.title.en, spec.group, spec.roles.name_en) == ("wells", "own", "name")
    assert state.order[-1] == layer
    assert built_in.layers.current_layer() == layer
    assert next(built_in.layers.model().groups())[0] == "own"
    assert state.solo is None
    assert all(state.view.extent.contains(*place) for place in (AT, OTHER))
    assert built_in.history.undo_text == "add wells"
    alone(window, layer)
    window.expect_pixels(colour(window, layer), window.point(*AT), 12, at_least=20)
    built_in.history.begin_anew()
    state.remove_layer(layer)
    built_in.history.undo()
    when_read(window)
    assert state.order == (*order, layer)
    window.settle()
    window.expect_pixels(colour(window, layer), window.point(*AT), 12, at_least=20)


def test_cancel_leaves_nothing_and_esc_is_cancel(window: Driver, wells: Path) -> None:
    order = window.state.order
    window.window.built_in.adding.look_into([wells])
    dialog = dialog_of(window)
    with window.qtbot.waitSignal(dialog.rejected, timeout=TIMEOUT_MS):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.state.order == order
    assert not window.window.built_in.history.undo_text


def test_each_setting_is_live_and_its_errors_are_sentences(window: Driver, tmp_path: Path) -> None:
    path = written(tmp_path / "metres.csv", "id,x,y", "1,41445095,4502000")
    window.window.built_in.adding.look_into([path])
    dialog = dialog_of(window)
    assert not dialog.add.isEnabled()
    assert "it may be EPSG:4529" in dialog.problems.text()
    line = dialog.form.crs.lineEdit()
    line.selectAll()
    QTest.keyClicks(line, "EPSG:nonsense")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not dialog.isHidden()
    window.qtbot.waitUntil(lambda: "nonsense" in dialog.problems.text(), timeout=TIMEOUT_MS)
    assert not dialog.add.isEnabled()
    dialog.form.crs.setCurrentIndex(dialog.form.crs.findData("EPSG:4529"))
    dialog.form.crs.activated.emit(dialog.form.crs.currentIndex())
    window.qtbot.waitUntil(dialog.add.isEnabled, timeout=TIMEOUT_MS)
    assert "122.3" in dialog.summary.text()
    [layer] = press_enter(window, dialog)
    assert dict(window.state.spec(layer).source.options) == {"crs": "EPSG:4529"}


def test_a_datum_moves_the_points(window: Driver, wells: Path) -> None:
    window.window.built_in.adding.look_into([wells])
    dialog = dialog_of(window)
    before = dialog.layers.wanted[0].report.extent
    dialog.form.datum.setCurrentIndex(1)
    dialog.form.datum.activated.emit(1)
    window.qtbot.waitUntil(lambda: not dialog.is_reading, timeout=TIMEOUT_MS)
    after = dialog.layers.wanted[0].report.extent
    assert before is not None
    assert after is not None
    assert 0.0005 < abs(before[0] - after[0]) < 0.02
    assert dialog.form.hint.isHidden()
    [layer] = press_enter(window, dialog)
    assert dict(window.state.spec(layer).source.options) == {"datum": "gcj02"}


def test_of_several_files_the_layers_with_ticks_are_added(
    window: Driver, wells: Path, tmp_path: Path
) -> None:
    area = {"type": "Polygon", "coordinates": [[[122, 40], [123, 40], [123, 41], [122, 40]]]}
    park = tmp_path / "park.geojson"
    park.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": area}))
    broken = written(tmp_path / "broken.geojson", '{"type": "FeatureCollection", "features": [{')
    other = written(tmp_path / "other.csv", "lon,lat", "123,41")
    window.window.built_in.opening.open([wells, broken, park, other])
    dialog = dialog_of(window)
    assert dialog.layers.count() == 4
    dialog.layers.setCurrentRow(1)
    assert "broken.geojson cannot be read" in dialog.problems.text()
    dialog.layers.item(3).setCheckState(Qt.CheckState.Unchecked)
    layers = press_enter(window, dialog)
    assert [window.state.spec(id_).title.en for id_ in layers] == ["park", "wells"]
    colours = {colour(window, id_) for id_ in window.state.order}
    assert len({colour(window, id_) for id_ in layers}) == 2
    assert len(colours) >= 2


def test_where_nothing_can_be_added_that_is_said(window: Driver, tmp_path: Path) -> None:
    broken = written(tmp_path / "broken.geojson", '{"type": "FeatureCollection", "features": [{')
    window.window.built_in.adding.look_into([broken])
    dialog = dialog_of(window)
    assert not dialog.add.isEnabled()
    assert "check the file" in dialog.problems.text()
    assert dialog.state_text.text() == "There is nothing to add yet."
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_details_table_search_filter_and_year_work(window: Driver, wells: Path) -> None:
    layer = added(window, wells)
    alone(window, layer)
    window.click(*AT)
    assert [ref.layer for ref in window.state.selection] == [layer]
    [card] = window.window.built_in.details.cards
    lines = card.toPlainText().splitlines()
    assert lines[0].endswith("Old well")
    assert lines[lines.index("depth") + 1] == "12.5"
    window.window.built_in.open_table(layer)
    table = window.window.built_in.table.model
    window.qtbot.waitUntil(lambda: table.rowCount() == 2)
    window.state.set_filter(layer, LayerFilter("depth > 20"))
    window.settle()
    assert table.rowCount() == 1
    window.go_to(*AT, 9)
    window.expect_pixels(colour(window, layer), window.point(*AT), 12, at_most=0)


def test_it_is_renamed_duplicated_and_removed(window: Driver, wells: Path) -> None:
    layer = added(window, wells)
    window.state.set_opacity(layer, 0.5)
    window.window.commands["layers.duplicate"].trigger()
    second = window.window.built_in.layers.current_layer()
    assert second not in (None, layer)
    assert window.state.order[-2:] == (layer, second)
    assert window.state.spec(str(second)).title.zh == "wells（2）"
    assert window.state.spec(str(second)).source == window.state.spec(layer).source
    assert window.state.opacity(str(second)) == 0.5
    window.window.commands["layers.remove"].trigger()
    assert window.state.order[-1] == layer


def test_a_workspace_brings_it_back_and_a_lost_file_can_be_found(
    window: Driver, wells: Path, tmp_path: Path
) -> None:
    layer, path = added(window, wells), tmp_path / "mine.mapapp.json"
    spec = window.state.spec(layer)
    window.window.built_in.workspaces.save_to(path)
    window.state.remove_layer(layer)
    window.window.built_in.history.begin_anew()
    assert open_workspace(window, path) == ""
    assert window.state.spec(layer) == spec
    moved = wells.rename(tmp_path / "moved.csv")
    window.window.built_in.history.begin_anew()
    window.state.remove_layer(layer)
    window.window.built_in.history.begin_anew()
    assert "cannot be opened now" in open_workspace(window, path)
    [row] = unopened_rows(window)
    assert "does not exist" in row.data(Qt.ItemDataRole.ToolTipRole)
    window.window.built_in.layers.setCurrentIndex(row)
    window.window.commands.refresh()
    assert FIND_FILE in offered(window)
    dialog = window.window.built_in.workspaces.ask_where_it_is()
    assert dialog is not None
    dialog.fileSelected.emit(str(moved))
    dialog.close()
    when_read(window)
    assert unopened_rows(window) == []
    assert window.state.spec(layer).source.uri == str(moved)


def offered(driver: Driver) -> set[str]:
    """The ids of the commands in the menu of the row that is current in the tree."""
    tree, commands = driver.window.built_in.layers, driver.window.commands
    driver.window.built_in.layering.show_menu(tree.visualRect(tree.currentIndex()).center())
    [menu] = [each for each in tree.findChildren(QMenu) if each.isVisible()]
    ids = {id_ for id_ in commands.commands if commands[id_] in menu.actions()}
    menu.close()
    return ids


def test_a_file_that_changes_is_read_anew_with_view_and_selection(
    window: Driver, wells: Path
) -> None:
    layer = added(window, wells)
    alone(window, layer)
    window.state.select([FeatureRef(layer, 1)])
    view, spec = window.state.view, window.state.spec(layer)
    window.window.built_in.history.begin_anew()
    replaced(wells, HEAD, "Deep well,bore,99,2001,122.35,40.65", ROWS[1], ROWS[1])
    count = window.window.catalogue.count
    window.qtbot.waitUntil(lambda: count(layer) == 3, timeout=TIMEOUT_MS)
    window.settle()
    assert (window.state.view, window.state.spec(layer)) == (view, spec)
    assert window.state.selection == (FeatureRef(layer, 1),)
    [card] = window.window.built_in.details.cards
    assert card.toPlainText().splitlines()[0].endswith("Deep well")
    index = window.window.built_in.layers.model().index_of(layer, 1)
    assert index.data() == "3"
    assert not window.window.built_in.history.undo_text


def replaced(path: Path, *lines: str) -> None:
    """Put another file in the place of one, as editors do."""
    written(path.with_suffix(".new"), *lines).replace(path)


def test_a_file_that_vanishes_leaves_the_last_picture_and_a_sentence(
    window: Driver, wells: Path
) -> None:
    layer = added(window, wells)
    alone(window, layer)
    kept = wells.rename(wells.with_suffix(".kept"))
    bar = window.window.built_in.problems.bar
    window.qtbot.waitUntil(bar.isVisible, timeout=TIMEOUT_MS)
    assert "wells.csv does not exist" in bar.sentence.text()
    window.settle()
    free = window.point(*OTHER)  # the bar lies over the other one
    window.expect_pixels(colour(window, layer), free, 12, at_least=20)
    kept.rename(wells)
    window.qtbot.waitUntil(bar.isHidden, timeout=TIMEOUT_MS)


def test_adding_and_showing_changes_neither_file_nor_folder(window: Driver, wells: Path) -> None:
    before = state_of(wells)
    layer = added(window, wells)
    window.click(*AT)
    window.window.built_in.open_table(layer)
    window.settle()
    assert state_of(wells) == before


def state_of(path: Path) -> tuple[bytes, int, int, list[str]]:
    folder = path.parent
    return (
        path.read_bytes(), path.stat().st_mtime_ns, folder.stat().st_mtime_ns,
        sorted(each.name for each in folder.iterdir()),
    )  # fmt: skip


@pytest.mark.timed
def test_the_window_goes_on_while_a_large_file_is_read(window: Driver, tmp_path: Path) -> None:
    rows = (f"n{at},{120 + at / 50_000},{40 + at % 1000 / 1000}" for at in range(100_000))
    path = written(tmp_path / "many.csv", "name,lon,lat", *rows)
    dialog = window.window.built_in.adding.look_into([path])
    with Watchdog() as watchdog:
        window.qtbot.waitUntil(lambda: not dialog.is_reading, timeout=TIMEOUT_MS)
        watchdog.expect_answers()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_text_of_the_dialog_is_of_the_language(
    window: Driver, wells: Path, language: str
) -> None:
    window.state.set_language("zh" if language == "zh" else "en")
    window.window.built_in.adding.look_into([wells])
    dialog = dialog_of(window)
    assert dialog.windowTitle() == {"en": "Add data", "zh": "添加数据"}[language]
    assert dialog.problems.text().startswith({"en": "No reference", "zh": "没有说明"}[language])


def test_undo_takes_the_layer_and_its_names_away(window: Driver, wells: Path) -> None:
    window.window.built_in.history.begin_anew()
    layer = added(window, wells)
    window.qtbot.waitUntil(lambda: layer in named(window), timeout=TIMEOUT_MS)
    ink = colour(window, layer)
    window.window.commands["edit.undo"].trigger()
    assert not window.state.has(layer)
    window.settle()
    window.qtbot.waitUntil(lambda: layer not in named(window), timeout=TIMEOUT_MS)
    window.expect_pixels(ink, window.point(*AT), 12, at_most=0)


def named(driver: Driver) -> set[str]:
    """The ids of the layers whose features have names on the map."""
    scene = driver.window.controller.names._live.scene
    return {each.id for each in scene.at(driver.state.view.zoom).layers}


def test_names_and_years_that_are_chosen_while_a_datum_is_tried_stay(
    window: Driver, wells: Path
) -> None:
    window.window.built_in.adding.look_into([wells])
    dialog = dialog_of(window)
    form = dialog.form
    form.datum.setCurrentIndex(1)
    form.datum.activated.emit(1)
    assert dialog.is_reading
    form.names.setCurrentIndex(form.names.findData("kind"))
    form.names.activated.emit(form.names.currentIndex())
    form.since.setCurrentIndex(form.since.findData("depth"))
    form.since.activated.emit(form.since.currentIndex())
    window.qtbot.waitUntil(lambda: not dialog.is_reading, timeout=TIMEOUT_MS)
    roles = Roles(name_en="kind", since="depth")
    assert (form.options.datum, form.roles) == ("gcj02", roles)
    [layer] = press_enter(window, dialog)
    assert window.state.spec(layer).roles == roles
