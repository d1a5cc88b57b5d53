"""Layers of a workspace that cannot be opened: in the tree with the reason, saved as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from mapapp.core.layer.definition import definition_of
from mapapp.core.map.arrangement import Arrangement
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.qt.layers.layer_model import COUNT, UNOPENED, LayerModel
from mapapp.qt.parts.actions import plain
from tests.e2e.driver import TIMEOUT_MS, Driver

pytestmark = pytest.mark.e2e

TIDES = {"id": "tides", "title": {"en": "Tide <b>gauges</b>", "zh": "验潮站"}, "blend": "multiply"}
LIGHTS = {"id": "lighthouse"}


def model_of(driver: Driver) -> LayerModel:
    model = driver.window.built_in.layers.model()
    assert isinstance(model, LayerModel)
    return model


def unopened_rows(driver: Driver) -> list[QModelIndex]:
    model = model_of(driver)
    groups = dict(model.groups())
    top = groups.get(UNOPENED, QModelIndex())
    return [model.index(row, 0, top) for row in range(model.rowCount(top))] if top.isValid() else []


def write(driver: Driver, path: Path, *entries: dict[str, Any]) -> None:
    """A workspace as the window is, with more layers on top."""
    driver.window.built_in.workspaces.save_to(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["layers"] = [*entries, *document["layers"]]
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def open_workspace(driver: Driver, path: Path) -> str:
    """Open a workspace and wait for the files of its layers; the answer is what is told of it."""
    driver.window.built_in.workspaces.open(path)
    when_read(driver)
    boxes = driver.window.findChildren(QMessageBox)
    told = "\n".join(box.text() for box in boxes)
    for box in boxes:
        box.close()
    driver.settle()
    return told


def when_read(driver: Driver) -> None:
    """Wait until no layer is being read any more."""
    state = driver.state
    driver.qtbot.waitUntil(
        lambda: not any(layer.is_being_read for layer in state.unopened), timeout=TIMEOUT_MS
    )


def test_they_are_told_once_and_shown_pale_with_the_reason(window: Driver, tmp_path: Path) -> None:
    path = tmp_path / "mine.mapapp.json"
    write(window, path, TIDES, LIGHTS)
    told = open_workspace(window, path)
    assert "cannot be opened now, and are kept: lighthouse, Tide <b>gauges</b>." in told
    first, second = unopened_rows(window)
    assert [first.data(), second.data()] == ["Tide <b>gauges</b>", "lighthouse"]
    model, role = model_of(window), Qt.ItemDataRole
    assert first.parent().data() == "Cannot be opened"
    assert "'blend' is not known" in first.data(role.ToolTipRole)
    assert "no layer 'lighthouse'" in second.data(role.ToolTipRole)
    assert second.data(role.AccessibleTextRole).startswith("lighthouse, cannot be opened: There")
    assert first.data(role.ForegroundRole) is not None
    assert first.data(role.CheckStateRole) is None
    assert not model.flags(first) & (
        Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled
    )
    assert not model.setData(first, Qt.CheckState.Checked.value, role.CheckStateRole)
    assert not model.setData(first.parent(), Qt.CheckState.Checked.value, role.CheckStateRole)
    assert model.sibling(0, COUNT, first).data() is None
    assert model.rowCount(first) == 0


def test_they_are_saved_as_they_were(window: Driver, tmp_path: Path) -> None:
    path, other = tmp_path / "mine.mapapp.json", tmp_path / "other.mapapp.json"
    write(window, path, TIDES, LIGHTS)
    open_workspace(window, path)
    assert not window.window.isWindowModified()
    window.window.built_in.workspaces.save_to(other)
    assert other.read_bytes() == path.read_bytes()
    window.state.set_opacity("port", 0.5)
    window.window.built_in.history.take()
    assert window.window.isWindowModified()
    window.window.built_in.workspaces.save()
    layers = json.loads(path.read_text(encoding="utf-8"))["layers"]
    assert layers[:2] == [TIDES, LIGHTS]


def test_they_go_with_their_workspace_and_come_back_with_the_session(
    window: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "mine.mapapp.json"
    write(window, path, TIDES)
    open_workspace(window, path)
    session = window.window.built_in.workspaces._files.workspace()
    window.window.commands["file.new"].trigger()
    assert unopened_rows(window) == []
    assert UNOPENED not in dict(model_of(window).groups())
    assert session.layers.entries[-1] == TIDES


def test_trying_again_opens_what_is_there_by_now(window: Driver) -> None:
    state, main = window.state, window.window
    spec = state.spec("port")
    entry = {"id": "second", "opacity": 0.5} | definition_of(spec)
    state.set_unopened((
        UnopenedLayer(LIGHTS, "There is none."),
        UnopenedLayer(entry, "ports.gpkg was not there.", "rail_hub"),
    ))  # fmt: skip
    main.built_in.history.begin_anew()
    before = Arrangement.of(state)
    window.window.built_in.layers.setCurrentIndex(unopened_rows(window)[0])
    main.commands.refresh()
    assert main.commands["layers.reopen"].isEnabled()
    main.commands["layers.reopen"].trigger()
    [box] = main.findChildren(QMessageBox)
    assert box.text() == "These layers cannot be opened now, and are kept: lighthouse."
    box.close()
    assert state.order.index("second") == state.order.index("rail_hub") + 1
    assert state.opacity("second") == 0.5
    assert [layer.id for layer in state.unopened] == ["lighthouse"]
    main.built_in.history.take()
    assert main.built_in.history.undo_text == "add Sea ports"
    main.built_in.history.undo()
    assert Arrangement.of(state) == before
    assert [row.data() for row in unopened_rows(window)] == ["Sea ports", "lighthouse"]


def test_the_menu_of_one_offers_to_try_again_and_nothing_else(window: Driver) -> None:
    window.state.set_unopened((UnopenedLayer(LIGHTS, "There is none."),))
    tree = window.window.built_in.layers
    [row] = unopened_rows(window)
    tree.scrollTo(row)
    tree.customContextMenuRequested.emit(tree.visualRect(row).center())
    menu = tree.findChild(QMenu)
    assert menu is not None
    assert [plain(a.text()) for a in menu.actions() if a.text()] == ["Try again to open layers"]
    assert menu.actions()[-1].isEnabled()
    menu.close()
    assert not window.window.built_in.layer_panel.opacity.isEnabled()


def test_layers_are_moved_and_groups_dropped_beside_them(window: Driver) -> None:
    window.state.set_unopened((UnopenedLayer(LIGHTS, "There is none."),))
    tree, model = window.window.built_in.layers, model_of(window)
    [row] = unopened_rows(window)
    tree.setCurrentIndex(row)
    data = model.mimeData([model.index_of("port")])
    move = Qt.DropAction.MoveAction
    for parent in (row, row.parent()):
        assert not model.canDropMimeData(data, move, 0, 0, parent)
    before = window.state.order
    window.state.set_order(before[::-1])
    assert tree.currentIndex().data() == "lighthouse"
    window.state.set_order(before)
    tree.fold([UNOPENED])
    assert UNOPENED in tree.folded_groups()


def test_the_reason_is_no_markup_and_the_group_is_named_in_chinese(window: Driver) -> None:
    entry = {"id": "x", "title": {"en": "<img src=x>", "zh": "<b>"}}
    window.state.set_unopened((UnopenedLayer(entry, "There is none."),))
    [row] = unopened_rows(window)
    assert "&lt;img" in row.data(Qt.ItemDataRole.ToolTipRole)
    window.state.set_language("zh")
    assert unopened_rows(window)[0].parent().data() == "无法打开"
