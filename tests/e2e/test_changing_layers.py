"""Layers that come, go and change while everything that shows them is open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from shiboken6 import isValid

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import ATLAS, LayerSpec
from mapapp.core.map.arrangement import Arrangement
from mapapp.core.map.state import FeatureRef
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.qt.layers.layer_model import LayerModel
from tests.e2e.driver import TIMEOUT_MS, Driver

pytestmark = pytest.mark.e2e

PORT, RED, GREEN = "#3A4EC8", "#E00010", "#00A030"
DALIAN_PORT, DANDONG = (121.65472, 38.92889), (124.16, 39.83)


def symbol(colour: str) -> SymbolSpec:
    return SymbolSpec(Tone(colour, colour), "square", 30.0)


def second(driver: Driver, **changes: object) -> LayerSpec:
    """Another layer on the table of ports, in red squares."""
    spec = driver.state.spec("port")
    title = Text("Harbours", "港湾")
    usual = replace(spec, id="second", title=title, symbol=symbol(RED), classes=None)
    return replace(usual, **changes)  # type: ignore[arg-type]


def tree_titles(driver: Driver) -> list[str]:
    model = driver.window.built_in.layers.model()
    assert isinstance(model, LayerModel)
    return [index.data() for _, index in model.layer_indexes()]


def only_ports(driver: Driver) -> None:
    for layer in driver.state.order:
        driver.state.set_visible(layer, layer in ("port", "second"))


def test_a_layer_is_added_restyled_filtered_and_all_of_it_undone(window: Driver) -> None:
    state, history, spot = window.state, window.window.built_in.history, window.point(*DANDONG)
    only_ports(window)
    history.take()
    first = Arrangement.of(state)
    window.settle()

    def add() -> None:
        state.add_layer(second(window))

    def restyle() -> None:
        state.restyle("second", symbol(GREEN))

    def hide_dandong() -> None:
        state.set_filter("second", LayerFilter(text="yingkou"))

    seen = [(PORT, first)]
    for act, colour in ((add, RED), (restyle, GREEN), (hide_dandong, PORT)):
        act()
        history.take()
        window.settle()
        window.expect_pixels(colour, spot, 12, at_least=60)
        seen.append((colour, Arrangement.of(state)))
    window.expect_pixels(GREEN, spot, 12, at_most=0)
    for colour, arrangement in reversed(seen[:-1]):
        history.undo()
        assert Arrangement.of(state) == arrangement
        window.settle()
        window.expect_pixels(colour, spot, 12, at_least=60)
    for colour, arrangement in seen[1:]:
        history.redo()
        assert Arrangement.of(state) == arrangement
        window.settle()
        window.expect_pixels(colour, spot, 12, at_least=60)


def test_steps_are_named_by_the_title_of_the_layer(window: Driver) -> None:
    state, history = window.state, window.window.built_in.history
    state.add_layer(second(window))
    history.take()
    assert history.undo_text == "add Harbours"
    state.restyle("second", symbol(GREEN))
    history.take()
    assert history.undo_text == "style of Harbours"
    state.remove_layer("second")
    history.take()
    assert history.undo_text == "remove Harbours"


def test_the_tree_shows_a_new_layer_and_stays_as_it_was(window: Driver) -> None:
    tree, model = window.window.built_in.layers, window.window.built_in.layers.model()
    assert isinstance(model, LayerModel)
    tree.fold(["zones"])
    tree.choose("rail_hub")
    tree.collapse(model.index_of("port"))
    window.state.add_layer(second(window), above="port")
    titles = tree_titles(window)
    assert titles.index("Harbours") == titles.index("Sea ports") - 1
    assert tree.current_layer() == "rail_hub"
    assert tree.folded_groups() == ("zones",)
    assert model.index_of("second").parent().isValid()
    assert model.index_of("second", 1).data() == model.index_of("port", 1).data()


def test_what_shows_a_layer_that_is_removed_lets_it_go(window: Driver) -> None:
    state, main = window.state, window.window
    state.add_layer(second(window))
    main.built_in.open_table("second")
    main.commands["view.features"].trigger()
    main.built_in.layers.choose("second")
    dialog = main.built_in.filtering.filter("second")
    dialog.advanced.click()
    QTest.keyClicks(dialog.line.edit, 'status = "operating"')
    state.set_solo("second")
    state.select([FeatureRef("second", 1)])
    window.settle()
    assert [card.card.feature.layer for card in main.built_in.details.cards] == ["second"]
    state.remove_layer("second")
    window.settle()
    window.qtbot.waitUntil(
        lambda: main.built_in.features.tree.model().rowCount() > 1, timeout=TIMEOUT_MS
    )
    assert main.built_in.details.cards == ()
    assert not isValid(dialog)
    assert main.built_in.table.layer == state.order[-1]
    assert main.built_in.table.layers.findData("second") == -1
    assert main.built_in.table.layers.currentData() == main.built_in.table.layer
    assert "Harbours" not in tree_titles(window)
    assert main.built_in.layers.current_layer() is None
    assert not main.built_in.layer_panel.opacity.isEnabled()
    assert main.built_in.layer_panel.solo.isHidden()
    main.built_in.history.undo()
    window.settle()
    assert state.solo == "second"
    assert state.filter("second").expression == 'status = "operating"'
    assert not main.built_in.layer_panel.solo.isHidden()


def test_a_table_that_opens_is_of_the_layer_chosen_in_the_tree(window: Driver) -> None:
    built_in, toggle = window.window.built_in, window.window.commands["view.table"]
    built_in.layers.choose("rail_hub")
    toggle.trigger()
    assert built_in.table.layer == "rail_hub"
    built_in.layers.choose("port")
    assert built_in.table.layer == "rail_hub", "a table in sight stays"
    toggle.trigger()
    toggle.trigger()
    assert built_in.table.layer == "rail_hub", "it was chosen while the table was in sight"
    toggle.trigger()
    built_in.layers.choose("sister_city")
    built_in.open_table("airport")
    assert built_in.table.layer == "airport", "a layer asked for by name"


def test_the_table_shows_the_other_features_of_a_replaced_layer(window: Driver) -> None:
    window.window.built_in.open_table("port")
    window.state.set_filter("port", LayerFilter(expression="not listed_as_port is empty"))
    window.settle()
    window.state.replace_layer(
        replace(window.state.spec("port"), source=SourceRef(ATLAS, table="venue"))
    )
    window.settle()
    table = window.window.built_in.table
    assert table.layer == "port"
    assert table.model.total == table._catalogue.atlas.file.count("venue")
    assert table.model.rowCount() == table.model.total
    assert table.filter.edit.text() == ""


def test_a_click_that_comes_after_a_layer_has_gone_finds_what_is_left(window: Driver) -> None:
    """The page may not yet know; the answer is about the layers there are."""
    state = window.state
    state.add_layer(second(window))
    window.settle()
    window.window.view.blockSignals(True)
    state.remove_layer("second")
    window.window.view.blockSignals(False)
    window.click(*DANDONG)
    assert {ref.layer for ref in state.selection} == {"port"}


def test_a_click_on_two_layers_of_one_table_finds_a_feature_once(window: Driver) -> None:
    state = window.state
    only_ports(window)
    state.add_layer(second(window))
    window.settle()
    window.click(*DANDONG)
    assert {ref.layer for ref in state.selection} == {"second"}
    state.set_visible("second", False)
    window.settle()
    window.click(119.5, 39.0)
    window.click(*DANDONG)
    assert {ref.layer for ref in state.selection} == {"port"}


def test_search_finds_what_there_is(window: Driver) -> None:
    box, state = window.window.built_in.searching.box, window.state
    box.setFocus()
    QTest.keyClicks(box, "dandong port")
    window.qtbot.waitUntil(box.popup.isVisible, timeout=TIMEOUT_MS)
    state.remove_layer("port")
    assert not box.popup.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Space)
    layers = {row.found.layer for row in box.popup.model.rows if row.found}
    assert "port" not in layers


def test_all_layers_can_be_removed_and_come_back(window: Driver) -> None:
    state, main = window.state, window.window
    main.built_in.open_table("port")
    before = Arrangement.of(state)
    state.select([FeatureRef("port", 1)])
    state.set_layers(())
    main.built_in.history.take()
    window.settle()
    assert main.built_in.table.model.rowCount() == 0
    assert not main.built_in.table.isEnabled()
    main.commands.refresh()
    assert not main.commands["layers.filter"].isEnabled()
    window.click(state.view.lon, state.view.lat)
    main.built_in.history.undo()
    window.settle()
    assert Arrangement.of(state) == before
    assert main.built_in.table.isEnabled()
    assert main.built_in.table.model.rowCount() > 0


def test_a_page_that_starts_anew_shows_the_layers_there_are(window: Driver) -> None:
    only_ports(window)
    window.state.add_layer(second(window))
    window.settle()
    with window.qtbot.waitSignal(window.view.page_ready, timeout=TIMEOUT_MS):
        window.view.start()
    window.settle()
    window.expect_pixels(RED, window.point(*DANDONG), 12, at_least=60)


def test_a_layer_that_comes_again_is_not_filtered_as_before(window: Driver) -> None:
    state, spot = window.state, window.point(*DANDONG)
    only_ports(window)
    state.add_layer(second(window))
    state.set_filter("second", LayerFilter(text="yingkou"))
    window.settle()
    window.expect_pixels(RED, spot, 12, at_most=0)
    state.remove_layer("second")
    window.settle()
    state.add_layer(second(window))
    window.settle()
    window.expect_pixels(RED, spot, 12, at_least=60)


def picture_of(window: Driver, target: Path) -> QImage:
    """The picture that another process makes of what the window shows."""
    exporting = window.window.built_in.exporting
    job = exporting.start(replace(exporting.base(), path=target))
    with window.qtbot.waitSignal(job.finished, timeout=TIMEOUT_MS):
        pass
    return QImage(str(target))


def test_added_and_restyled_layers_are_printed_and_come_back_with_the_picture(
    window: Driver, tmp_path: Path
) -> None:
    window.enlarge()
    state = window.state
    only_ports(window)
    state.restyle("port", symbol(GREEN))
    state.add_layer(second(window, title=Text("Harbours", "港湾")))
    state.set_filter("second", LayerFilter(text="yingkou"))
    window.go_to(122.8, 40.2, 7)
    dandong, yingkou = window.point(*DANDONG), window.point(122.1, 40.29)
    picture = picture_of(window, tmp_path / "map.png")
    assert picture.pixelColor(2 * dandong.x(), 2 * dandong.y()).name().upper() == GREEN
    state.set_layers(state.shipped.values())
    state.set_visible("port", False)
    state.set_visible("venue", True)
    window.window.built_in.pictures.open(tmp_path / "map.png")
    window.settle()
    assert [spec.id for spec in state.visible_specs()] == ["port", "second"]
    assert state.spec("port").symbol == symbol(GREEN)
    assert state.spec("second").title == Text("Harbours", "港湾")
    assert state.filter("second") == LayerFilter(text="yingkou")
    window.expect_pixels(GREEN, window.point(*DANDONG), 12, at_least=60)
    window.expect_pixels(RED, yingkou, 60, at_least=60)
