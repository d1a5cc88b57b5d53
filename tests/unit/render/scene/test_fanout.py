from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from mapapp.render.scene.fanout import (
    FARTHEST_PX,
    MOST_APART,
    MOST_CROWDED,
    MOST_KINDS,
    Crowding,
    level_of,
    levels,
    uncrowded,
)

BOX = 20.0


def placed(
    points: object,
    kinds: object = None,
    boxes: object = None,
    usual: NDArray[np.bool_] | None = None,
) -> Crowding:
    xy = np.asarray(points, np.float64).reshape(-1, 2)
    of = np.zeros(len(xy), np.intp) if kinds is None else np.asarray(kinds, np.intp)
    px = np.full(len(xy), BOX) if boxes is None else np.asarray(boxes, float)
    return uncrowded(xy, px, of, np.ones(len(xy), np.bool_) if usual is None else usual)


def places(points: object, crowding: Crowding) -> NDArray[np.float64]:
    """Where what is shown stands."""
    xy = np.asarray(points, np.float64).reshape(-1, 2)
    return (xy[crowding.stands] + crowding.offsets)[crowding.counts > 0]


def ring(count: int) -> NDArray[np.float64]:
    return placed([(7, 7)] * count).offsets


def test_what_is_closed_stands_for_others_only_where_all_are() -> None:
    points = [(0, 0)] + [(i, 30) for i in range(MOST_APART)] + [(4, 15)]
    usual = np.ones(len(points), np.bool_)
    middle = placed(points).stands[0]
    usual[middle] = False
    chosen = placed(points, usual=usual).stands[0]
    assert chosen != middle
    assert placed(points, usual=usual).counts[chosen] == len(points)
    assert placed(points, usual=np.zeros(len(points), np.bool_)).stands[0] == middle


def test_what_meets_nothing_stays() -> None:
    found = placed([(0, 0), (BOX, 0), (0, 500)])
    assert not found.offsets.any()
    assert found.counts.tolist() == [1, 1, 1]
    assert found.stands.tolist() == [0, 1, 2]


@pytest.mark.parametrize("count", range(2, MOST_APART + 1))
def test_neighbours_of_a_ring_around_one_point_stand_a_box_apart(count: int) -> None:
    for one, other in itertools.pairwise(ring(count)):
        assert math.dist(one, other) == pytest.approx(BOX, abs=0.2)
    assert ring(count).sum(axis=0) == pytest.approx((0, 0), abs=1e-6)


def test_a_ring_begins_at_the_top_and_goes_clockwise() -> None:
    sides = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)])
    assert ring(4) == pytest.approx(sides * BOX / math.sqrt(2), abs=0.1)


def test_two_of_one_point_stand_side_by_side_in_their_order() -> None:
    assert ring(2) == pytest.approx(np.array([(-10, 0), (10, 0)]), abs=1e-6)


def test_two_that_meet_are_pushed_apart_by_no_more_than_they_need() -> None:
    found = placed([(0, 0), (12, 0)])
    assert found.offsets == pytest.approx(np.array([(-4, 0), (4, 0)]), abs=0.1)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_that_is_shown_covers_another_and_nothing_goes_far(seed: int) -> None:
    random = np.random.default_rng(seed)
    points = random.uniform(0, 400, (60, 2))
    kinds, boxes = random.integers(0, 5, 60), random.uniform(14, 30, 60)
    found = placed(points, kinds, boxes)
    assert np.hypot(*found.offsets.T).max() <= FARTHEST_PX + 1e-6
    shown = np.flatnonzero(found.counts)
    at = places(points, found)
    for one, other in itertools.combinations(range(len(shown)), 2):
        wanted = (boxes[shown[one]] + boxes[shown[other]]) / 2
        assert math.dist(at[one], at[other]) > 0.8 * wanted


def test_a_heap_is_gathered_by_kind_and_every_symbol_is_counted_once() -> None:
    points = np.random.default_rng(1).uniform(0, 20, (30, 2))
    kinds = np.repeat([0, 1, 2], [17, 12, 1])
    found = placed(points, kinds)
    assert sorted(found.counts[found.counts > 0].tolist()) == [1, 12, 17]
    for chosen in np.flatnonzero(found.counts):
        behind = np.flatnonzero(found.stands == chosen)
        assert len(behind) == found.counts[chosen]
        assert set(kinds[behind]) == {kinds[chosen]}
        assert (found.offsets[behind] == found.offsets[chosen]).all()


def test_a_heap_of_too_many_kinds_is_one_symbol_the_last() -> None:
    found = placed([(5, 5)] * (MOST_KINDS + 1), range(MOST_KINDS + 1))
    assert found.counts.tolist() == [0] * MOST_KINDS + [MOST_KINDS + 1]
    assert set(found.stands.tolist()) == {MOST_KINDS}
    assert not found.offsets.any()


def test_a_heap_elsewhere_changes_nothing() -> None:
    near, heap = [(0, 0), (12, 0)], [(900, 900)] * 20
    assert placed(near + heap).offsets[:2] == pytest.approx(placed(near).offsets, abs=1e-9)


def test_more_than_make_a_texture_stay() -> None:
    found = placed(np.zeros((MOST_CROWDED + 1, 2)))
    assert not found.offsets.any()
    assert (found.counts == 1).all()


def test_nothing_is_moved_of_nothing() -> None:
    assert placed([]).offsets.shape == (0, 2)


@pytest.mark.parametrize(
    ("zoom", "level"), [(9, 9), (9.49, 9), (9.5, 9.5), (9 - 1e-9, 9), (-0.2, -0.5)]
)
def test_zooms_are_taken_in_half_steps(zoom: float, level: float) -> None:
    assert level_of(zoom) == level


def test_levels_are_those_of_all_zooms_between() -> None:
    assert levels(1.2, 2.7) == [1, 1.5, 2, 2.5]
