"""The attribute table while layers come, go and cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.table.table_panel import TablePanel
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

pytestmark = pytest.mark.qt


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "en", "light")


@pytest.fixture
def panel(qtbot: QtBot, state: MapState, atlas: Atlas) -> Iterator[TablePanel]:
    """A panel whose catalogue follows the layers before it does, as in the window."""
    with Atlas(atlas.path, state.specs) as own, LayerCatalogue(own) as catalogue:
        state.layers_changed.connect(lambda _: catalogue.show(state.specs))
        panel = TablePanel(state, catalogue)
        qtbot.addWidget(panel)
        yield panel


@pytest.fixture
def gone(state: MapState, tmp_path: Path) -> LayerSpec:
    """A layer whose file is not there."""
    source = SourceRef("geopackage", str(tmp_path / "gone.gpkg"), "wells")
    return replace(state.spec("port"), id="gone", source=source)


def test_the_next_layer_is_shown_though_one_between_cannot_be_read(
    qtbot: QtBot, state: MapState, panel: TablePanel, gone: LayerSpec
) -> None:
    top = state.order[-1]
    state.set_layers((*state.specs, gone, replace(state.spec("port"), id="second")))
    panel.show_layer("second")
    with qtbot.capture_exceptions() as told:
        state.remove_layer("second")
    assert ["gone.gpkg does not exist" in str(error) for _, error, _ in told] == [True]
    assert panel.layer == panel.layers.currentData() == top
    assert panel.model.rowCount() > 0
    assert panel.isEnabled()


def test_a_table_of_nothing_comes_back_with_a_layer_that_can_be_read(
    qtbot: QtBot, state: MapState, panel: TablePanel, gone: LayerSpec
) -> None:
    port = state.spec("port")
    with qtbot.capture_exceptions() as told:
        state.set_layers((gone,))
    assert len(told) == 1
    assert (panel.isEnabled(), panel.model.rowCount()) == (False, 0)
    with qtbot.capture_exceptions():
        state.set_layers((port, gone))
    assert (panel.layer, panel.isEnabled()) == ("port", True)
    assert panel.model.rowCount() > 0


def test_a_choice_that_cannot_be_read_leaves_the_table_as_it_was(
    qtbot: QtBot, state: MapState, panel: TablePanel, gone: LayerSpec
) -> None:
    panel.show_layer("port")
    state.add_layer(gone)
    with qtbot.capture_exceptions() as told:
        panel.layers.setCurrentIndex(0)
        panel.layers.activated.emit(0)
    assert len(told) == 1
    assert panel.layer == panel.layers.currentData() == "port"
