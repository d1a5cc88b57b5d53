import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from mapapp.render.scene.fanout import MOST_APART, fan_out, place_keys


def test_a_symbol_that_is_alone_stays() -> None:
    assert fan_out(np.array([1, 2]), np.array([20.0, 20.0])).tolist() == [[0, 0], [0, 0]]


def stack(count: int, step_px: float = 20.0) -> NDArray[np.float64]:
    return fan_out(np.full(count, 7), np.full(count, step_px))


@pytest.mark.parametrize("count", range(2, 12))
def test_neighbours_of_a_ring_stand_a_step_apart(count: int) -> None:
    for one, other in itertools.pairwise(stack(count)):
        assert math.dist(one, other) == pytest.approx(20)


@pytest.mark.parametrize("count", range(2, 12))
def test_a_ring_is_centred(count: int) -> None:
    assert stack(count).sum(axis=0) == pytest.approx((0, 0), abs=1e-9)


def test_a_ring_begins_at_the_top_and_goes_clockwise() -> None:
    assert stack(4, 10.0) == pytest.approx(
        np.array([(0, -1), (1, 0), (0, 1), (-1, 0)]) * math.sqrt(50), abs=1e-9
    )


def test_a_stack_is_as_wide_as_its_largest_asks_and_stacks_do_not_mind_each_other() -> None:
    moved = fan_out(np.array([3, 9, 3, 5, 9, 9]), np.array([10.0, 1, 30, 99, 1, 8]))
    assert moved[[0, 2]] == pytest.approx(stack(2, 30.0))
    assert moved[[1, 4, 5]] == pytest.approx(stack(3, 8.0))
    assert moved[3].tolist() == [0, 0]


def test_a_stack_too_large_for_a_ring_stays_where_it_is() -> None:
    assert stack(MOST_APART).any(axis=1).all()
    assert not stack(MOST_APART + 1).any()
    beside = np.array([1] * (MOST_APART + 1) + [2, 2])
    moved = fan_out(beside, np.full(len(beside), 20.0))
    assert np.flatnonzero(moved.any(axis=1)).tolist() == [MOST_APART + 1, MOST_APART + 2]


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
