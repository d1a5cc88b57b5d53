"""How many features the tree tells of, and of which classes: of large layers read beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.text import Text
from mapapp.qt.layers import layer_contents
from mapapp.qt.layers.layer_model import COUNT, LayerModel
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

pytestmark = pytest.mark.qt


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background("test")
    yield background
    background.stop()


@pytest.fixture
def reader(atlas: Atlas, specs: tuple[LayerSpec, ...], background: Background) -> LayerReader:
    """Reads in a thread of its own, out of files that are opened there."""
    opened: list[LayerCatalogue] = []

    def catalogue() -> LayerCatalogue:
        if not opened:
            opened.append(
                LayerCatalogue(background.closing.enter_context(Atlas(atlas.path, specs)))
            )
        return opened[0]

    return LayerReader(catalogue, background)


def count_of(model: LayerModel, layer: str) -> str:
    return str(model.index_of(layer, COUNT).data())


def test_a_large_layer_is_counted_beside_the_window(
    qtbot: QtBot,
    atlas: Atlas,
    specs: tuple[LayerSpec, ...],
    reader: LayerReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once = LayerModel(MapState(specs, "en", "light"), LayerCatalogue(atlas))
    monkeypatch.setattr(layer_contents, "READ_AT_ONCE", 10)
    model = LayerModel(MapState(specs, "en", "light"), LayerCatalogue(atlas), None, reader)
    assert count_of(model, "friendship_city") == "–"
    assert count_of(model, "ftz_area") == count_of(at_once, "ftz_area") == "4"
    wanted = count_of(at_once, "friendship_city")
    qtbot.waitUntil(lambda: count_of(model, "friendship_city") == wanted)
    cities = model.index_of("friendship_city"), at_once.index_of("friendship_city")
    assert model.rowCount(cities[0]) == at_once.rowCount(cities[1]) > 0, "so are the classes"


def test_what_is_known_is_not_read_again(
    atlas: Atlas, specs: tuple[LayerSpec, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    state = MapState(specs, "en", "light")
    catalogue = LayerCatalogue(atlas)
    model = LayerModel(state, catalogue)
    opened: list[SourceRef] = []
    monkeypatch.setattr(catalogue, "open", lambda ref: opened.append(ref) or 1 / 0)
    state.remove_layer("port")
    assert opened == []
    assert count_of(model, "ftz_area") == "4"


def test_what_could_not_be_read_is_tried_again(
    atlas: Atlas, specs: tuple[LayerSpec, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    state, catalogue = MapState(specs, "en", "light"), LayerCatalogue(atlas)

    def refuse(_ref: SourceRef) -> FeatureSource:
        raise DataError("atlas.gpkg cannot be read; restore it.")

    with monkeypatch.context() as broken:
        broken.setattr(catalogue, "open", refuse)
        model = LayerModel(state, catalogue)
        assert count_of(model, "port") == "–"
    state.replace_layer(replace(state.spec("venue"), title=Text("Halls", "场馆")))
    assert count_of(model, "port") not in ("–", "None")
