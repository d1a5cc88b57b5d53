"""The layer tree and undo in the real window, with real mouse and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from mapapp.core.layer.order import moved_above
from mapapp.core.style.symbology import Tone
from mapapp.core.text import Text
from mapapp.qt.layers.layer_model import LayerModel
from mapapp.qt.parts.actions import plain
from tests.e2e.driver import Driver

pytestmark = pytest.mark.e2e

PORT = "#3A4EC8"
INSIDE = "#FFFFFF"
ZONE = "#7A5A03"
DANDONG = (124.16, 39.83)
DALIAN = (121.65472, 38.92889)
CHICAGO = (-87.65005, 41.85003)
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def spot_of(driver: Driver, layer: str) -> QPoint:
    """Where a layer's row is, in the window."""
    tree = driver.window.built_in.layers
    model = tree.model()
    assert isinstance(model, LayerModel)
    middle = tree.visualRect(model.index_of(layer)).center()
    return tree.viewport().mapTo(driver.window, middle)


def drag(driver: Driver, layer: str, end: QPoint) -> None:
    """Drag a layer's row to a point of the window; offscreen has no drags of its own."""
    tree = driver.window.built_in.layers
    model = tree.model()
    assert isinstance(model, LayerModel)
    data = model.mimeData([model.index_of(layer)])
    at = tree.viewport().mapFrom(driver.window, end)
    move = Qt.DropAction.MoveAction
    QApplication.sendEvent(tree.viewport(), QDragEnterEvent(at, move, data, LEFT, NO_KEY))
    over = QDragMoveEvent(at, move, data, LEFT, NO_KEY)
    QApplication.sendEvent(tree.viewport(), over)
    assert over.isAccepted()
    QApplication.sendEvent(tree.viewport(), QDropEvent(QPointF(at), move, data, LEFT, NO_KEY))
    driver.settle()


def test_dragging_a_layer_changes_what_is_on_top(window: Driver) -> None:
    before = window.state.order
    assert before.index("port") > before.index("rail_hub")
    drag(window, "port", spot_of(window, "rail_hub") + QPoint(0, 14))
    after = window.state.order
    assert after.index("port") < after.index("rail_hub")
    QTest.keyClick(window.window, Qt.Key.Key_Z, CTRL)
    assert window.state.order == before


def test_keys_move_a_layer_and_undo_it(window: Driver) -> None:
    before = window.state.order
    window.window.built_in.layers.choose("port")
    QTest.keyClick(window.window.built_in.layers, Qt.Key.Key_Down, ALT)
    assert window.state.order.index("port") < window.state.order.index("rail_hub")
    window.settle()
    QTest.keyClick(window.window, Qt.Key.Key_Z, CTRL)
    assert window.state.order == before
    QTest.keyClick(window.window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.state.order != before


def test_undo_says_what_it_takes_back(window: Driver) -> None:
    undo = window.window.commands["edit.undo"]
    assert not undo.isEnabled()
    with window.qtbot.waitSignal(window.window.built_in.history.changed):
        window.state.set_visible("port", False)
    assert plain(undo.text()) == "Undo hide Sea ports"
    spot = window.point(*DANDONG)
    window.settle()
    window.expect_pixels(PORT, spot, 40, at_most=0)
    QTest.keyClick(window.window, Qt.Key.Key_Z, CTRL)
    window.settle()
    window.expect_pixels(PORT, spot, 40, at_least=41)
    assert plain(window.window.commands["edit.redo"].text()) == "Redo hide Sea ports"


def test_what_was_undone_and_done_again_is_said(window: Driver) -> None:
    with window.qtbot.waitSignal(window.window.built_in.history.changed):
        window.state.set_visible("port", False)
    QTest.keyClick(window.window, Qt.Key.Key_Z, CTRL)
    assert window.window.status.currentMessage() == "Undone: hide Sea ports"
    QTest.keyClick(window.window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.window.status.currentMessage() == "Done again: hide Sea ports"


def test_why_a_layer_cannot_go_to_another_group_is_said(window: Driver) -> None:
    tree = window.window.built_in.layers
    model = tree.model()
    assert isinstance(model, LayerModel)
    data = model.mimeData([model.index_of("port")])
    at = tree.visualRect(model.index_of("venue")).center()
    move = Qt.DropAction.MoveAction
    QApplication.sendEvent(tree.viewport(), QDragEnterEvent(at, move, data, LEFT, NO_KEY))
    over = QDragMoveEvent(at, move, data, LEFT, NO_KEY)
    QApplication.sendEvent(tree.viewport(), over)
    assert not over.isAccepted()
    assert window.window.status.currentMessage().startswith("A layer stays in its group")


def test_a_faint_layer_is_faint_on_the_map(window: Driver) -> None:
    spot = window.point(*DANDONG)
    window.expect_pixels(PORT, spot, 40, at_least=41)
    window.window.built_in.layers.choose("port")
    QTest.keyClick(window.window.built_in.layer_panel.opacity.slider, Qt.Key.Key_Home)
    assert window.state.opacity("port") == 0.1
    window.settle()
    window.expect_pixels(PORT, spot, 40, at_most=0)


def test_the_uppermost_layer_covers_the_others(window: Driver) -> None:
    state, city, link = window.state, "friendship_city", "friendship_link"
    for layer in state.order:
        state.set_visible(layer, layer in (city, link))
    state.restyle(link, replace(state.spec(link).symbol, colour=Tone(ZONE, ZONE), width_px=9))
    window.go_to(*CHICAGO, 5)
    spot = window.point(*CHICAGO)
    state.set_order(moved_above(state.order, [city], link))
    window.settle()
    window.expect_pixels(INSIDE, spot, 6, at_least=90)  # of the hollow symbol of a city
    state.set_order(moved_above(state.order, [link], city))
    window.settle()
    window.expect_pixels(INSIDE, spot, 6, at_most=75)


def test_showing_one_layer_alone_and_all_again(window: Driver) -> None:
    spot = window.point(*DANDONG)
    window.window.built_in.layers.choose("rail_hub")
    window.window.commands["layers.solo"].trigger()
    window.settle()
    window.expect_pixels(PORT, spot, 40, at_most=0)
    back = window.window.built_in.layer_panel.solo.back
    assert back.isVisible()
    QTest.mouseClick(back, LEFT)
    window.settle()
    window.expect_pixels(PORT, spot, 40, at_least=41)


def test_the_menu_of_a_layer_has_the_commands_of_all(window: Driver) -> None:
    tree = window.window.built_in.layers
    at = tree.viewport().mapFrom(window.window, spot_of(window, "port"))
    tree.customContextMenuRequested.emit(at)
    menu = tree.findChild(QMenu)
    assert menu is not None
    offered = {plain(action.text()) for action in menu.actions()}
    assert {"Show only this", "Zoom to layer", "Opacity", "Move down", "Filter…", "Open table",
            "About this layer…"} <= offered  # fmt: skip
    menu.close()


def group_menu(window: Driver, group: str) -> dict[str, QAction]:
    """What a right click on a group offers, by name."""
    tree = window.window.built_in.layers
    model = tree.model()
    assert isinstance(model, LayerModel)
    tree.customContextMenuRequested.emit(tree.visualRect(dict(model.groups())[group]).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return {plain(action.text()): action for action in menu.actions() if action.text()}


def test_the_menu_of_a_group_is_about_the_group(window: Driver) -> None:
    state, tree = window.state, window.window.built_in.layers
    transport = {spec.id for spec in state.specs if spec.group == "transport"}
    offered = group_menu(window, "transport")
    offered["Show only this group"].trigger()
    assert {spec.id for spec in state.visible_specs()} == transport
    offered["Hide all of the group"].trigger()
    assert not state.visible_specs()
    offered["Show all of the group"].trigger()
    assert {spec.id for spec in state.visible_specs()} == transport
    offered["Expand or collapse"].trigger()
    assert tree.folded_groups() == ("transport",)
    offered["Expand or collapse"].trigger()
    assert not tree.folded_groups()
    window.go_to(0, 0, 5)
    offered["Zoom to group"].trigger()
    window.settle()
    assert state.view.extent.contains(*DANDONG)


def test_a_layer_is_renamed_in_the_language_of_the_window(window: Driver) -> None:
    window.window.built_in.layers.choose("port")
    before = window.state.spec("port").title
    assert not window.window.commands["layers.remove"].isEnabled()
    window.window.commands["layers.rename"].trigger()
    dialog = window.window.findChild(QInputDialog)
    assert dialog.textValue() == before.en
    dialog.setTextValue("  Harbours ")
    dialog.accept()
    assert window.state.spec("port").title == Text("Harbours", before.zh)
    window.window.built_in.history.undo()
    assert window.state.spec("port").title == before


def test_about_a_layer_says_where_it_is_from(window: Driver) -> None:
    window.window.built_in.layers.choose("friendship_city")
    box = window.window.built_in.layering.about()
    assert box.text() == "Friendship cities"
    text = box.informativeText()
    assert "could be confirmed from open sources" in text
    assert "Figures from:" in text
    assert "CC BY 4.0" in text
    box.close()
