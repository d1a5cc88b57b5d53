"""Copies of layers in the workspace: kept, undone, cancelled, and moved along with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.map.state import FeatureRef
from mapapp.qt.adding.add_dialog import AddDialog
from mapapp.qt.workspace.keep_job import KeepJob
from mapapp.qt.workspace.keep_progress import KeepProgress
from mapapp.store.adding.keeping import CopyAnswer, CopyOrder
from mapapp.store.files.copies import is_copy
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_adding import HEAD, ROWS, added, dialog_of, press_enter, written
from tests.e2e.test_unopened_layers import when_read
from tests.e2e.watchdog import Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]


@pytest.fixture
def wells(tmp_path: Path) -> Path:
    """A table of two wells, of which the second is first in a copy."""
    return written(tmp_path / "wells.csv", HEAD, *ROWS)


@pytest.fixture
def workspace(window: Driver, tmp_path: Path) -> Path:
    """A workspace that has a file."""
    path = tmp_path / "map.mapapp.json"
    window.window.built_in.workspaces.save_to(path)
    return path


def kept(driver: Driver, layer: str) -> Path:
    """Keep a copy of a layer by its command; the file it is in then."""
    driver.window.built_in.layers.choose(layer)
    driver.window.commands["layers.keep"].trigger()
    return when_kept(driver, layer)


def when_kept(driver: Driver, layer: str) -> Path:
    keeping = driver.window.built_in.keeping
    driver.qtbot.waitUntil(lambda: keeping.job is None, timeout=TIMEOUT_MS)
    driver.settle()
    return Path(driver.state.spec(layer).source.uri)


def test_a_copy_takes_the_place_of_the_file_and_nothing_else_changes(
    window: Driver, wells: Path, workspace: Path
) -> None:
    state, history = window.state, window.window.built_in.history
    layer = added(window, wells)
    before = state.spec(layer)
    state.set_filter(layer, LayerFilter("depth > 12"))
    state.select([FeatureRef(layer, 1)])
    history.take()
    path = kept(window, layer)
    assert path == workspace.with_name("map.data") / "wells.gpkg"
    assert is_copy(path)
    assert state.spec(layer).source == file_ref(str(path), "wells")
    assert (state.spec(layer).title, state.spec(layer).symbol, state.spec(layer).roles) == (
        before.title, before.symbol, before.roles,
    )  # fmt: skip
    assert state.filter(layer) == LayerFilter("depth > 12")
    [ref] = state.selection
    feature = window.window.catalogue.feature(layer, ref.fid)
    assert feature.value("name") == "Old well"
    assert history.undo_text == "keep a copy of wells"
    history.undo()
    when_read(window)
    assert (state.spec(layer), state.filter(layer)) == (before, LayerFilter("depth > 12"))
    window.settle()
    assert history.redo_text == "keep a copy of wells"
    history.redo()
    when_read(window)
    window.settle()
    assert Path(state.spec(layer).source.uri) == path
    assert (history.undo_text, history.redo_text) == ("keep a copy of wells", "")
    assert not window.window.commands["layers.keep"].isEnabled()


def test_workspace_and_copy_move_together(
    window: Driver, wells: Path, workspace: Path, tmp_path: Path
) -> None:
    layer = added(window, wells)
    kept(window, layer)
    window.window.built_in.workspaces.save()
    wells.unlink()
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for each in ("map.mapapp.json", "map.data"):
        (tmp_path / each).rename(moved / each)
    window.window.built_in.workspaces.open(moved / "map.mapapp.json")
    window.qtbot.waitUntil(
        lambda: (
            window.state.has(layer)
            and window.state.spec(layer).source.uri == str(moved / "map.data" / "wells.gpkg")
        ),
        timeout=TIMEOUT_MS,
    )
    assert not window.state.unopened


def test_copies_stay_where_they_are_until_they_are_kept_once_more(
    window: Driver, wells: Path, tmp_path: Path
) -> None:
    layer, workspaces = added(window, wells), window.window.built_in.workspaces
    first = kept(window, layer)
    path = tmp_path / "other" / "map.mapapp.json"
    path.parent.mkdir()
    workspaces.save_to(path)
    assert Path(window.state.spec(layer).source.uri) == first
    assert "The copies of wells stay in their folder" in window.window.status.currentMessage()
    second = kept(window, layer)
    assert second == path.with_name("map.data") / "wells.gpkg"
    assert first.exists()
    window.window.status.clearMessage()
    workspaces.save_to(tmp_path / "other" / "map.mapapp.json")
    assert not window.window.status.currentMessage()


def test_a_tick_in_the_dialog_keeps_copies_of_what_is_added(window: Driver, wells: Path) -> None:
    window.window.built_in.adding.look_into([wells])
    dialog: AddDialog = dialog_of(window)
    dialog.keep.setChecked(True)
    [layer] = press_enter(window, dialog)
    path = when_kept(window, layer)
    assert is_copy(path)
    assert path.parent == window.window.built_in.keeping.folder  # of a workspace without a file


def test_cancelling_leaves_the_layer_and_no_file(
    window: Driver, wells: Path, workspace: Path
) -> None:
    layer = added(window, wells)
    window.window.built_in.keeping.keep([layer])
    [progress] = window.window.findChildren(KeepProgress)
    progress.cancel.click()
    assert when_kept(window, layer) == wells
    assert {each.name for each in workspace.parent.iterdir()} == {wells.name, workspace.name}
    assert "cancelled" in progress.label.text()


def test_a_copy_that_is_finished_as_it_is_cancelled_is_removed(
    window: Driver, tmp_path: Path
) -> None:
    made = tmp_path / "made.gpkg"
    made.touch()
    job = KeepJob("own_1", CopyOrder(file_ref("a.csv"), tmp_path, "made"), window.window)
    job._worker.output = CopyAnswer(file_ref(str(made))).to_json().encode  # type: ignore[method-assign]
    with window.qtbot.waitSignal(job.cancelled, timeout=TIMEOUT_MS):
        job._worker.stopped.emit()
    assert not made.exists()


def test_a_file_that_is_gone_is_told_in_a_sentence(
    window: Driver, wells: Path, workspace: Path
) -> None:
    layer = added(window, wells)
    wells.unlink()
    assert kept(window, layer) == wells
    [box] = window.window.findChildren(QMessageBox)
    assert "wells.csv does not exist" in box.text()
    assert not workspace.with_name("map.data").exists()


def test_a_layer_that_went_meanwhile_leaves_no_copy(
    window: Driver, wells: Path, workspace: Path
) -> None:
    layer = added(window, wells)
    keeping = window.window.built_in.keeping
    keeping.keep([layer])
    window.state.remove_layer(layer)
    window.qtbot.waitUntil(lambda: keeping.job is None, timeout=TIMEOUT_MS)
    assert not list(workspace.with_name("map.data").glob("*.gpkg"))


@pytest.mark.timed
def test_the_window_goes_on_while_a_copy_is_made(
    window: Driver, tmp_path: Path, workspace: Path
) -> None:
    rows = [f"n{i},x,{i},2000,{120 + i % 500 / 100},{39 + i % 400 / 100}" for i in range(5_000)]
    layer = added(window, written(tmp_path / "many.csv", HEAD, *rows))
    with Watchdog() as watchdog:
        path = kept(window, layer)
    assert is_copy(path)
    watchdog.expect_answers(what="while a copy is made")
