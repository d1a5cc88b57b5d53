import itertools
import math

import numpy as np
import pytest

from mapapp.render.scene.fanout import fan_out, place_keys, ring


def test_a_symbol_that_is_alone_stays() -> None:
    assert fan_out(np.array([1, 2]), np.array([20.0, 20.0])).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("count", range(2, 12))
def test_neighbours_of_a_ring_stand_a_step_apart(count: int) -> None:
    places = ring(count, 20)
    for one, other in itertools.pairwise(places):
        assert math.dist(one, other) == pytest.approx(20)


@pytest.mark.parametrize("count", range(2, 12))
def test_a_ring_is_centred(count: int) -> None:
    places = ring(count, 20)
    assert sum(x for x, _ in places) == pytest.approx(0, abs=1e-9)
    assert sum(y for _, y in places) == pytest.approx(0, abs=1e-9)


def test_two_stand_side_by_side_in_their_order() -> None:
    moved = fan_out(np.array([7, 3, 7]), np.array([10.0, 90.0, 20.0]))
    assert moved == pytest.approx(np.array([(-10, 0), (0, 0), (10, 0)]), abs=1e-9)


def test_places_are_the_same_within_a_tenth_of_a_metre() -> None:
    lons, lats = np.array([120.0, 120.0000004, 120.000001, -120.0]), np.array([41.0] * 4)
    keys = place_keys(lons, lats)
    assert keys[0] == keys[1]
    assert len(set(keys.tolist())) == 3
    assert place_keys(np.array([1.0]), np.array([2.0])) != place_keys(
        np.array([2.0]), np.array([1.0])
    )


def test_nothing_is_moved_of_nothing() -> None:
    assert fan_out(np.empty(0, np.int64), np.empty(0)).shape == (0, 2)
