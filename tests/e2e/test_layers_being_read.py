"""Layers whose files are read beside the window: pale until they come, in their places then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.map.arrangement import Arrangement
from mapapp.core.map.state import FeatureRef
from mapapp.core.map.workspace import read_workspace
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.qt.layers.layer_model import UNOPENED
from mapapp.qt.workspace import source_reading
from mapapp.store.adding.rereading import reread
from mapapp.store.document import Document
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_adding import HEAD, ROWS, added, written
from tests.e2e.test_unopened_layers import model_of, open_workspace, unopened_rows, when_read
from tests.e2e.watchdog import Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]


class Gate:
    """Holds files back until they may be read, by their names."""

    def __init__(self) -> None:
        self.opened: dict[str, Event] = {}

    def let_through(self, *names: str) -> None:
        for name in names:
            self.opened.setdefault(name, Event()).set()

    def read(self, refs: list[SourceRef], cancel: Cancel) -> list[FeatureSource]:
        for ref in refs:
            gate = self.opened.setdefault(Path(ref.uri).name, Event())
            while not gate.wait(0.01):
                if cancel.is_set():
                    raise DataError("Nobody waits for it.")
        return reread(refs, cancel)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """What lets files through, one by one."""
    gate = Gate()
    monkeypatch.setattr(source_reading, "reread", gate.read)
    yield gate
    gate.let_through(*gate.opened)


def being_read(driver: Driver) -> list[str]:
    return [layer.id for layer in driver.state.unopened if layer.is_being_read]


def wait_for(driver: Driver, *layers: str) -> None:
    """Wait until these layers alone are still being read."""
    driver.qtbot.waitUntil(lambda: set(being_read(driver)) == set(layers), timeout=TIMEOUT_MS)


@pytest.fixture
def saved(window: Driver, tmp_path: Path) -> tuple[Path, tuple[str, str], Arrangement]:
    """A workspace with two layers of files below another one, the ids of these, and how it is."""
    state = window.state
    low = added(window, written(tmp_path / "low.csv", HEAD, *ROWS))
    high = added(window, written(tmp_path / "high.csv", HEAD, *ROWS))
    state.set_order([low, high, *(id_ for id_ in state.order if id_ not in (low, high))])
    state.set_opacity(low, 0.5)
    state.set_visible(high, False)
    state.set_filter(low, LayerFilter("depth > 20"))
    state.set_solo(low)
    state.select([FeatureRef(high, 2)])
    path = tmp_path / "map.mapapp.json"
    window.window.built_in.workspaces.save_to(path)
    arrangement = Arrangement.of(state)
    window.settle()
    window.window.commands["file.new"].trigger()
    window.settle()
    return path, (low, high), arrangement


Saved = tuple[Path, tuple[str, str], Arrangement]


def test_they_are_pale_until_they_come_in_any_order_as_they_were(
    window: Driver, saved: Saved, gate: Gate
) -> None:
    path, (low, high), arrangement = saved
    window.window.built_in.workspaces.open(path)
    assert being_read(window) == [low, high]
    assert dict(model_of(window).groups())[UNOPENED].data() == "Being read"
    assert {row.data() for row in unopened_rows(window)} == {"low · reading …", "high · reading …"}
    assert all(row.data(Qt.ItemDataRole.ForegroundRole) for row in unopened_rows(window))
    assert not window.window.commands["layers.reopen"].isEnabled()
    assert window.window.status.currentMessage() == "Reading low, high …"
    gate.let_through("high.csv")
    wait_for(window, low)
    assert window.window.status.currentMessage() == "Reading low …"
    assert window.state.selection == (FeatureRef(high, 2),)
    gate.let_through("low.csv")
    wait_for(window)
    assert not window.window.status.currentMessage()
    assert Arrangement.of(window.state) == arrangement
    assert window.state.selection == (FeatureRef(high, 2),)
    assert not window.window.isWindowModified()
    assert not window.window.built_in.history.undo_text


def test_what_is_saved_or_changed_meanwhile_loses_nothing(
    window: Driver, saved: Saved, gate: Gate, tmp_path: Path
) -> None:
    path, _, arrangement = saved
    window.window.built_in.workspaces.open(path)
    window.state.set_opacity("port", 0.25)
    window.window.built_in.workspaces.save_to(tmp_path / "meanwhile.mapapp.json")
    gate.let_through("low.csv", "high.csv")
    when_read(window)
    history = window.window.built_in.history
    history.undo()
    assert Arrangement.of(window.state).layers == arrangement.layers
    history.redo()
    changed = Arrangement.of(window.state)
    assert changed.layers != arrangement.layers
    assert open_workspace(window, tmp_path / "meanwhile.mapapp.json") == ""
    assert Arrangement.of(window.state).layers == changed.layers


def test_a_session_goes_on_as_it_was_saved(window: Driver, saved: Saved, gate: Gate) -> None:
    path, layers, arrangement = saved
    workspaces = window.window.built_in.workspaces
    session = Document(path, read_workspace(path), workspaces._files.atlas)
    workspaces._files.restore(session, path)
    assert being_read(window) == list(layers)
    assert not window.window.isWindowModified()
    gate.let_through("low.csv", "high.csv")
    wait_for(window)
    assert Arrangement.of(window.state) == arrangement
    assert not window.window.isWindowModified()


def test_a_removal_is_undone_without_reading_in_the_window(
    window: Driver, gate: Gate, tmp_path: Path
) -> None:
    layer = added(window, written(tmp_path / "wells.csv", HEAD, *ROWS))
    history, before = window.window.built_in.history, Arrangement.of(window.state)
    history.take()
    window.state.remove_layer(layer)
    history.undo()
    assert being_read(window) == [layer]
    history.redo()
    assert not window.state.unopened
    history.undo()
    gate.let_through("wells.csv")
    wait_for(window)
    assert Arrangement.of(window.state) == before
    assert history.redo_text == "remove wells"


def test_a_file_that_fails_says_why_and_the_others_come(
    window: Driver, saved: Saved, gate: Gate, tmp_path: Path
) -> None:
    path, (low, high), _ = saved
    (tmp_path / "low.csv").write_text("name,depth\nwell,1\n")
    gate.let_through("low.csv", "high.csv")
    told = open_workspace(window, path)
    assert told == "These layers cannot be opened now, and are kept: low."
    assert window.state.has(high)
    [layer] = window.state.unopened
    assert layer.id == low
    assert "no columns that look like coordinates" in layer.reason
    written(tmp_path / "low.csv", HEAD, *ROWS)
    window.window.built_in.layers.setCurrentIndex(unopened_rows(window)[0])
    window.window.commands["layers.reopen"].trigger()
    when_read(window)
    assert window.state.has(low)
    window.window.built_in.history.take()
    assert window.window.built_in.history.undo_text == "add low"
    window.window.built_in.history.undo()
    assert [each.reason for each in window.state.unopened] == [layer.reason]


def test_another_workspace_meanwhile_gets_none_of_them(
    window: Driver, saved: Saved, gate: Gate
) -> None:
    path, layers, _ = saved
    reading = window.window.built_in.workspaces._files.reading
    window.window.built_in.workspaces.open(path)
    assert len(reading.refs) == 2
    window.window.commands["file.new"].trigger()
    assert not reading.refs
    gate.let_through("low.csv", "high.csv")
    window.settle()
    assert not any(window.state.has(layer) for layer in layers)
    assert not window.state.unopened


@pytest.mark.timed
def test_the_window_goes_on_while_files_are_read(window: Driver, tmp_path: Path) -> None:
    rows = [f"n{i},x,{i},2000,{120 + i % 500 / 100},{39 + i % 400 / 100}" for i in range(100_000)]
    layer = added(window, written(tmp_path / "many.csv", HEAD, *rows))
    path = tmp_path / "map.mapapp.json"
    window.window.built_in.workspaces.save_to(path)
    window.window.commands["file.new"].trigger()
    window.settle()
    with Watchdog() as watchdog:
        window.window.built_in.workspaces.open(path)
        when_read(window)
        window.settle()
    assert window.state.has(layer)
    watchdog.expect_answers(what="while a workspace is opened")
