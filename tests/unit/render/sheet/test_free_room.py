from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from mapapp.render.labels.room import BoxPx
from mapapp.render.scene.crowd import Crowd
from mapapp.render.scene.scene import Mark, PlacedLayer, Scene
from mapapp.render.scene.symbols import Symbol
from mapapp.render.sheet.free_room import MapRoom, drawn_boxes, drawn_points

FRAME = (0.0, 0.0, 800.0, 500.0)
NAMES = ((60.0, 60.0, 2.0), (700.0, 90.0, 1.0), (90.0, 420.0, 1.0), (400.0, 250.0, 1.0))
NO_LINES = np.empty((0, 2))


@pytest.mark.parametrize("near", [(400.0, 60.0), (90.0, 450.0), (700.0, 250.0)])
@pytest.mark.parametrize("taken", [(), ((0.0, 0.0, 300.0, 500.0),), ((0.0, 0.0, 800.0, 150.0),)])
def test_no_free_place_costs_less_than_the_least(
    near: tuple[float, float], taken: tuple[BoxPx, ...]
) -> None:
    room = MapRoom(FRAME, taken, NO_LINES, NAMES)
    spot = room.spot(200.0, 150.0, near)
    assert spot is not None
    least = room.least_cost(200.0, 150.0, near)
    assert least <= spot.cost
    assert taken or least == spot.cost


def test_what_is_larger_than_the_map_has_no_place() -> None:
    room = MapRoom(FRAME, (), NO_LINES, NAMES)
    assert room.spot(900.0, 100.0, (0.0, 0.0)) is None
    assert room.least_cost(900.0, 100.0, (0.0, 0.0)) == np.inf


def test_symbols_without_names_are_not_covered_either() -> None:
    symbol = Symbol("circle", "#123456", "#FFFFFF", 10.0)
    crowd = Crowd(np.array([400.0]), np.array([250.0]), np.zeros(1, np.int32), [symbol])
    mark = Mark("many", "1", symbol, 60.0, 60.0)
    layer = PlacedLayer(cast(Any, None), marks=(mark,), crowd=crowd)
    scene = Scene(cast(Any, None), (), (layer,))
    assert not list(drawn_boxes(scene))
    room = MapRoom(FRAME, (), drawn_points(scene), ())
    for place in ((60.0, 60.0), (400.0, 250.0)):
        spot = room.spot(100.0, 100.0, place)
        assert spot is not None
        left, top, right, bottom = spot.box
        assert not (left < place[0] < right and top < place[1] < bottom)
