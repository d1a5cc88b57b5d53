"""Breaks: the counts of Fisher–Jenks and quantiles are those of mapclassify 2.10.0."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.style.breaks import (
    Floats,
    Method,
    find_breaks,
    shortest_between,
    step_counts,
)
from mapapp.core.styling.classing import METHODS

FEW = np.array([1, 2, 3, 10, 11, 12, 13, 50, 52, 55, 100, 101, 300.0])
MANY = np.sort(np.random.default_rng(7).lognormal(2, 1, 200).round(2))


@pytest.mark.parametrize(
    ("numbers", "count", "method", "counts"),
    [
        (FEW, 3, "jenks", [7, 5, 1]),
        (FEW, 5, "jenks", [3, 4, 3, 2, 1]),
        (MANY, 3, "jenks", [153, 45, 2]),
        (MANY, 5, "jenks", [80, 69, 34, 15, 2]),
        (FEW, 3, "quantiles", [5, 4, 4]),
        (FEW, 5, "quantiles", [3, 2, 3, 2, 3]),
        (MANY, 3, "quantiles", [67, 66, 67]),
        (MANY, 5, "equal", [160, 31, 7, 1, 1]),
    ],
)
def test_steps_have_as_many_as_those_of_mapclassify(
    numbers: Floats, count: int, method: Method, counts: list[int]
) -> None:
    assert step_counts(find_breaks(method, numbers, count), numbers) == counts


@given(
    st.sampled_from(METHODS),
    st.lists(st.floats(-1e150, 1e150, allow_subnormal=False), min_size=2, unique=True),
    st.integers(2, 12),
)
def test_breaks_rise_within_the_numbers(method: Method, numbers: list[float], count: int) -> None:
    numbers.sort()
    breaks = find_breaks(method, np.array(numbers), count)
    assert list(breaks) == sorted(set(breaks))
    assert all(numbers[0] < each <= numbers[-1] for each in breaks)


def test_numbers_far_from_nought_are_divided_as_well() -> None:
    assert find_breaks("equal", np.array([1e9, 1e9 + 4]), 2) == (1_000_000_002.0,)


def test_pretty_breaks_are_round_and_leave_no_step_for_the_greatest_alone() -> None:
    assert find_breaks("pretty", np.linspace(0, 100, 11), 5) == (20, 40, 60, 80)


def test_natural_breaks_of_very_many_part_what_lies_apart() -> None:
    heaps = [np.random.default_rng(3).normal(at, 1, 20_000) for at in (0, 100, 5_000)]
    assert step_counts(find_breaks("jenks", np.sort(np.concatenate(heaps)), 3), np.sort(
        np.concatenate(heaps))) == [20_000] * 3  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "short"),
    [(1.234, 1.2391, 1.239), (99.5, 100.4, 100), (-5.2, -3.17, -4), (-1, 2, 0), (2.5, 2.6, 2.6)],
)
def test_a_break_has_no_more_digits_than_it_needs(low: float, high: float, short: float) -> None:
    assert shortest_between(low, high) == short
