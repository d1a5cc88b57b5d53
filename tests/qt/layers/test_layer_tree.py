from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from mapapp.core.layer.order import moved_above
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.map.state import MapState
from mapapp.qt.layers.layer_drop import MIME_TYPE
from mapapp.qt.layers.layer_model import COUNT, MARK, TITLE, LayerModel
from mapapp.qt.layers.layer_panel import LayerPanel
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from tests.unit.symbology_layers import ZONES

pytestmark = pytest.mark.qt

MOVE = Qt.DropAction.MoveAction
CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "en", "light")


@pytest.fixture
def model(qapp: object, state: MapState, atlas: Atlas) -> Iterator[LayerModel]:
    """The model, watched by Qt's own test for models."""
    model = LayerModel(state, LayerCatalogue(atlas))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield model
    tester.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, state: MapState, model: LayerModel) -> LayerPanel:
    panel = LayerPanel(state, LayerTree(model))
    qtbot.addWidget(panel)
    panel.resize(264, 700)
    panel.show()
    return panel


def titles(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[str]:
    parent = parent or QModelIndex()
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def group(model: LayerModel, name: str) -> QModelIndex:
    return dict(model.groups())[name]


def drop(model: LayerModel, dragged: QModelIndex, row: int, parent: QModelIndex) -> bool:
    data = model.mimeData([dragged])
    if not model.canDropMimeData(data, MOVE, row, 0, parent):
        return False
    return model.dropMimeData(data, MOVE, row, 0, parent)


def test_the_tree_is_listed_from_above(model: LayerModel) -> None:
    assert titles(model) == [
        "Zones", "Transport", "Friendship cities", "Companies and institutes", "Context",
    ]  # fmt: skip
    assert titles(model, group(model, "transport")) == ["Sea ports", "Rail hubs", "Airports"]


def test_a_candidate_is_no_friendship_city(model: LayerModel, state: MapState) -> None:
    index = model.index_of("friendship_city", COUNT)
    assert index.data() == "18 of 23"
    assert "could be confirmed from open sources" in model.index_of("friendship_city", MARK).data(
        Qt.ItemDataRole.ToolTipRole
    )
    state.set_language("zh")
    assert index.data() == "18 / 23"


def test_a_layer_dropped_below_its_neighbour_is_drawn_below_it(
    model: LayerModel, state: MapState
) -> None:
    assert drop(model, model.index_of("port"), 2, group(model, "transport"))
    assert titles(model, group(model, "transport")) == ["Rail hubs", "Sea ports", "Airports"]
    assert state.order.index("port") == state.order.index("rail_hub") - 1


def test_a_layer_dropped_at_the_end_of_its_group_is_its_lowest(
    model: LayerModel, state: MapState
) -> None:
    assert drop(model, model.index_of("port"), 3, group(model, "transport"))
    assert titles(model, group(model, "transport"))[-1] == "Sea ports"


def test_a_layer_dropped_on_another_stands_before_it(model: LayerModel) -> None:
    assert drop(model, model.index_of("airport"), -1, model.index_of("port"))
    assert titles(model, group(model, "transport"))[0] == "Airports"


def test_a_layer_stays_in_its_group(model: LayerModel, state: MapState) -> None:
    before = state.order
    assert not drop(model, model.index_of("port"), 0, group(model, "zones"))
    assert not drop(model, model.index_of("port"), 0, QModelIndex())
    assert state.order == before


def test_a_group_is_moved_with_all_its_layers(model: LayerModel, state: MapState) -> None:
    assert drop(model, group(model, "people"), 0, QModelIndex())
    assert titles(model)[0] == "Companies and institutes"
    assert state.order[-3:] == ("venue", "institution", "enterprise")
    assert drop(model, group(model, "people"), -1, QModelIndex())
    assert titles(model)[-1] == "Companies and institutes"


@pytest.mark.parametrize("content", [b"", b"port", b"\nvolcano", b"zones\nport", b"\xff\n"])
def test_a_foreign_drag_is_refused(model: LayerModel, content: bytes) -> None:
    data = QMimeData()
    data.setData(MIME_TYPE, QByteArray(content))
    assert not model.canDropMimeData(data, MOVE, 0, 0, QModelIndex())


def test_what_qt_remembers_moves_along(model: LayerModel, state: MapState) -> None:
    ports = QPersistentModelIndex(model.index_of("port"))
    zones = QPersistentModelIndex(group(model, "zones"))
    state.set_order(moved_above(state.order, ["airport", "rail_hub", "port"], "industrial_park"))
    state.set_order(moved_above(state.order, ["airport"], "port"))
    assert (ports.data(), ports.row()) == ("Sea ports", 1)
    assert (zones.data(), zones.row()) == ("Zones", 1)


def test_ticking_another_layer_ends_a_solo(model: LayerModel, state: MapState) -> None:
    state.set_solo("port")
    model.setData(model.index_of("rail_hub"), Qt.CheckState.Unchecked.value, CHECK)
    assert state.solo is None
    assert state.is_shown("rail_hub")
    assert state.is_shown("port")


def test_a_layer_that_is_not_shown_is_pale(model: LayerModel, state: MapState) -> None:
    ink = Qt.ItemDataRole.ForegroundRole
    assert model.index_of("rail_hub").data(ink) is None
    state.set_solo("port")
    assert model.index_of("rail_hub").data(ink) is not None
    assert model.index_of("port").data(ink) is None


def test_alt_click_shows_a_layer_alone_and_all_again(
    panel: LayerPanel, model: LayerModel, state: MapState
) -> None:
    tree = panel.tree
    spot = tree.visualRect(model.index_of("rail_hub")).center()
    alt, left = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton
    QTest.mouseClick(tree.viewport(), left, alt, spot)
    assert [spec.id for spec in state.visible_specs()] == ["rail_hub"]
    assert panel.solo.isVisible()
    QTest.mouseClick(tree.viewport(), left, alt, spot)
    assert state.solo is None
    assert not panel.solo.isVisible()


def test_the_slider_is_that_of_the_chosen_layer(panel: LayerPanel, state: MapState) -> None:
    slider = panel.opacity.slider
    assert not slider.isEnabled()
    state.set_opacity("rail_hub", 0.5)
    panel.tree.choose("rail_hub")
    assert slider.isEnabled()
    assert slider.value() == 50
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert state.opacity("rail_hub") == 0.55
    panel.tree.choose("port")
    assert slider.value() == 100
    assert state.opacity("port") == 1.0


def test_closed_groups_are_told_and_put_back(panel: LayerPanel, qtbot: QtBot) -> None:
    tree = panel.tree
    with qtbot.waitSignal(tree.folded) as told:
        tree.fold(["people"])
    assert told.args == [("people",)]
    tree.fold([])
    assert tree.folded_groups() == ()
    assert tree.isExpanded(tree.model().index(3, TITLE))


@pytest.fixture
def classed(qapp: object, specs: tuple[LayerSpec, ...], atlas: Atlas) -> Iterator[LayerModel]:
    """A model with a layer of classes by facts, watched by Qt's own test for models."""
    zone = parse_layer_spec(ZONES, "ftz_area.toml")
    changed = tuple(zone if spec.id == zone.id else spec for spec in specs)
    model = LayerModel(MapState(changed, "en", "light"), LayerCatalogue(atlas))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield model
    tester.deleteLater()


def test_classes_stand_below_their_layer(classed: LayerModel) -> None:
    layer = classed.index_of("ftz_area")
    assert titles(classed, layer) == ["< 10", "10–40", "≥ 40", "No figure"]
    first, second = (classed.index(row, TITLE, layer) for row in (0, 1))
    assert classed.parent(second) == layer
    assert classed.rowCount(second) == 0
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Free-trade zone: < 10"
    icons = [i.data(Qt.ItemDataRole.DecorationRole).pixmap(24).toImage() for i in (first, second)]
    assert icons[0] != icons[1]
    beside = [classed.index(row, COUNT, layer).data() for row in (0, 1)]
    assert beside == ["Area, km²", None]
    assert titles(classed, classed.index_of("port")) == []


def test_a_class_means_its_layer_and_is_neither_ticked_nor_moved(classed: LayerModel) -> None:
    told = classed.index(2, TITLE, classed.index_of("ftz_area"))
    assert classed.layers(told) == ("ftz_area",)
    assert classed.group(told) is None
    assert told.data(CHECK) is None
    flags = classed.flags(told)
    for flag in (Qt.ItemFlag.ItemIsUserCheckable, Qt.ItemFlag.ItemIsDragEnabled,
                 Qt.ItemFlag.ItemIsDropEnabled):  # fmt: skip
        assert not flags & flag


def test_a_class_is_kept_when_its_layer_moves(qtbot: QtBot, classed: LayerModel) -> None:
    told = QPersistentModelIndex(classed.index(1, TITLE, classed.index_of("ftz_area")))
    before = classed.index_of("ftz_area").row()
    dragged = classed.index_of("industrial_park")
    assert drop(classed, classed.index_of("ftz_area"), 0, dragged.parent())
    assert classed.index_of("ftz_area").row() != before
    assert told.data() == "10–40"
    assert classed.spec(told) == classed.spec(classed.index_of("ftz_area"))
