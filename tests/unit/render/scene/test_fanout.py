import itertools
import math

import pytest

from mapapp.render.scene.fanout import fan_out, ring


def test_a_symbol_that_is_alone_stays() -> None:
    assert fan_out(["a", "b"], [20, 20]) == [(0, 0), (0, 0)]


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
    assert fan_out(["a", "a"], [10, 20]) == [
        pytest.approx((-10, 0), abs=1e-9),
        pytest.approx((10, 0), abs=1e-9),
    ]
