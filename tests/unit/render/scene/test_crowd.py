"""Symbols of a picture that are too many to be drawn each."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.scene import scene as scene_module
from mapapp.render.scene.crowd import Crowd, covering
from mapapp.render.scene.layer import SceneLayer, make_layer
from mapapp.render.scene.scene import make_scene
from mapapp.render.scene.symbols import Symbol
from mapapp.render.sheet.cautions import is_drawn
from mapapp.render.view.viewport import Viewport

RED = Symbol("circle", "#E00010", "#FFFFFF", 10.0)
BLUE = Symbol("circle", "#1000E0", "#FFFFFF", 10.0)
VIEW = Viewport.fitted(Extent(120, 40, 124, 42), 400, 300)


@pytest.fixture
def layer() -> SceneLayer:
    """Thirty points in sight and ten that are not."""
    places = [(121 + number / 20, 41) for number in range(30)] + [(10.0, 50.0)] * 10
    symbol = SymbolSpec(Tone("#E00010", "#E00010"))
    source = SourceRef("memory", "", "wells")
    spec = LayerSpec("wells", Text("Wells", "水井"), "mine", source, "point", 1, symbol)
    geometries = shapely.points(places)
    return make_layer(spec, FeatureSet("wells", np.arange(40), geometries, {}), ())


def test_as_many_as_can_be_seen_are_symbols(
    layer: SceneLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene_module, "MOST_SYMBOLS", 30)
    [placed] = make_scene([layer], (), VIEW, "light").layers
    assert placed.crowd is None
    assert len(placed.marks) == 30


def test_more_are_dots_and_only_what_is_selected_a_symbol(
    layer: SceneLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene_module, "MOST_SYMBOLS", 29)
    [placed] = make_scene([layer.selecting([3])], (), VIEW, "light").layers
    assert placed.crowd is not None
    assert len(placed.crowd.xs) == 30
    assert [mark.selected for mark in placed.marks] == [True]
    assert [symbol.colour for symbol in placed.crowd.in_use()] == ["#E00010"]
    assert is_drawn(placed)


def test_dots_stand_at_their_pixels_and_cover_more_where_there_are_more() -> None:
    xs, ys = np.array([10.0, 50.0, 50.0, 50.0, 399.9]), np.array([20.0, 30.0, 30.0, 30.0, 299.9])
    crowd = Crowd(xs, ys, np.array([0, 1, 1, 1, 0], np.int32), (RED, BLUE))
    for scale in (1.0, 2.5):
        pixels = crowd.picture(400, 300, scale)
        assert pixels.shape == (300 * scale, 400 * scale)
        one, three = (
            pixels[int(20 * scale), int(10 * scale)],
            pixels[int(30 * scale), int(50 * scale)],
        )
        assert (hex(one & 0xFFFFFF), hex(three & 0xFFFFFF)) == ("0xe00010", "0x1000e0")
        assert 0 < one >> 24 < three >> 24
        side = round(2 * scale)
        assert (
            np.count_nonzero(pixels >> 24) == 2 * side**2 + 1
        )  # of the last dot a corner is in sight


def test_what_is_hit_most_covers_wholly_and_what_is_not_hit_nothing() -> None:
    assert covering(np.array([0, 1, 10, 1000])).tolist()[::3] == [0, 255]
    assert np.all(np.diff(covering(np.array([1, 2, 4, 8, 900])).astype(int)) > 0)
    assert covering(np.array([0, 1])).tolist()[1] > 100
    assert not covering(np.zeros(3)).any()
