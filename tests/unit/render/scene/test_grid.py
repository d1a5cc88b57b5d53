"""The nearest of many points, as looking at each of them would find it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.render.scene.grid import PointGrid

COORDINATES = st.floats(-1, 2, allow_nan=False, width=32)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), max_size=60)


@given(POINTS, COORDINATES, COORDINATES, st.floats(0.001, 3))
def test_it_finds_what_looking_at_each_finds(
    points: list[tuple[float, float]], x: float, y: float, within: float
) -> None:
    xs, ys = np.array(points, dtype=float).reshape(-1, 2).T
    away = np.hypot(xs - x, ys - y)
    found = PointGrid(xs, ys).nearest(x, y, within)
    if not len(points) or away.min() > within:
        assert found is None
    else:
        assert found == (int(np.argmin(away)), float(away.min()))


def test_it_finds_among_many_that_lie_close_together() -> None:
    rng = np.random.default_rng(1)
    xs, ys = np.concatenate([rng.normal(0.5, 1e-4, (2, 50_000)), [[0.9], [0.9]]], axis=1)
    grid = PointGrid(xs, ys)
    for x, y in rng.normal(0.5, 3e-4, (50, 2)):
        away = np.hypot(xs - x, ys - y)
        assert grid.nearest(x, y, 0.1) == (int(np.argmin(away)), float(away.min()))
    assert grid.nearest(0.9001, 0.9, 0.01) == (50_000, pytest.approx(1e-4))
    assert grid.nearest(0.7, 0.7, 0.05) is None


@pytest.mark.parametrize("points", [[], [(0.25, 0.5)], [(0.25, 0.5)] * 3])
def test_few_points_and_none_are_no_special_case(points: list[tuple[float, float]]) -> None:
    xs, ys = np.array(points, dtype=float).reshape(-1, 2).T
    found = PointGrid(xs, ys).nearest(0.25, 0.4, 0.2)
    assert found == ((0, pytest.approx(0.1)) if points else None)
