"""The nearest of many points, as looking at each of them would find it."""

from __future__ import annotations

import statistics
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.render.scene.nearest import PointIndex
from tests.timing import expect_within

COORDINATES = st.floats(-1, 2, allow_nan=False, width=32)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), max_size=60)


@given(POINTS, COORDINATES, COORDINATES, st.floats(0.001, 3))
def test_it_finds_what_looking_at_each_finds(
    points: list[tuple[float, float]], x: float, y: float, within: float
) -> None:
    xs, ys = np.array(points, dtype=float).reshape(-1, 2).T
    away = np.hypot(xs - x, ys - y)
    found = PointIndex(xs, ys).nearest(x, y, within)
    if not len(points) or away.min() > within:
        assert found is None
    else:
        assert found == (int(np.argmin(away)), float(away.min()))


def test_it_finds_among_many_that_lie_close_together() -> None:
    rng = np.random.default_rng(1)
    xs, ys = np.concatenate([rng.normal(0.5, 1e-4, (2, 50_000)), [[0.9], [0.9]]], axis=1)
    index = PointIndex(xs, ys)
    for x, y in rng.normal(0.5, 3e-4, (50, 2)):
        away = np.hypot(xs - x, ys - y)
        assert index.nearest(x, y, 0.1) == (int(np.argmin(away)), float(away.min()))
    assert index.nearest(0.9001, 0.9, 0.01) == (50_000, pytest.approx(1e-4))
    assert index.nearest(0.7, 0.7, 0.05) is None


@pytest.mark.parametrize("points", [[], [(0.25, 0.5)], [(0.25, 0.5)] * 3])
def test_few_points_and_none_are_no_special_case(points: list[tuple[float, float]]) -> None:
    xs, ys = np.array(points, dtype=float).reshape(-1, 2).T
    found = PointIndex(xs, ys).nearest(0.25, 0.4, 0.2)
    assert found == ((0, pytest.approx(0.1)) if points else None)


def test_beyond_reach_there_is_none_and_at_its_end_there_is_one() -> None:
    index = PointIndex(np.array([0.0, 3.0]), np.array([0.0, 4.0]))
    assert index.nearest(6, 8, 5) == (1, 5.0)
    assert index.nearest(6, 8, 4.999) is None


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5]), min_size=300, max_size=600))
def test_of_equally_near_points_the_first_is_meant(values: list[float]) -> None:
    xs, ys = np.array(values[::2]), np.array(values[1::2][: len(values[::2])])
    xs = xs[: len(ys)]
    away = np.hypot(xs - 0.25, ys - 0.25)
    found = PointIndex(xs, ys).nearest(0.25, 0.25, 9)
    assert found == (int(np.argmin(away)), float(away.min()))


_CROWDS = {
    "a town and a far one": lambda rng, n: np.append(rng.normal(0.5, 1e-5, (2, n)), [[0.9]] * 2, 1),
    "one place": lambda _, n: np.full((2, n), 0.5),
    "pairs": lambda rng, n: np.repeat(rng.random((2, n // 2)), 2, axis=1),
    "a line": lambda rng, n: np.vstack([rng.random(n), np.full(n, 0.5)]),
}


@pytest.mark.timed
@pytest.mark.parametrize("crowd", _CROWDS)
def test_it_answers_at_once_however_many_crowd_together(crowd: str) -> None:
    """What is asked with each movement of the mouse takes at most 5 ms."""
    rng = np.random.default_rng(3)
    index = PointIndex(*_CROWDS[crowd](rng, 400_000))
    for within in (1e-6, 1e-3, 0.5):
        took_ms = []
        for x, y in 0.5 + rng.normal(0, within / 4, (15, 2)):
            started_s = time.thread_time()
            index.nearest(x, y, within)
            took_ms.append(1000 * (time.thread_time() - started_s))
        expect_within(statistics.median(took_ms), 5, f"a look within {within}, in ms,")
