"""Classes of the numbers of points in squares."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mapapp.core.style.bins import bin_breaks, bin_title, bounds_of, count_title


@pytest.mark.parametrize(
    ("low", "high", "title"),
    [(-math.inf, 2, "1"), (-math.inf, 5, "1–4"), (5, 6, "5"), (1000, 5000, "1,000–4,999"),
     (5, math.inf, "≥ 5")],
)  # fmt: skip
def test_a_class_is_called_by_the_least_and_the_greatest_number(
    low: float, high: float, title: str
) -> None:
    assert (count_title(low, high).en, count_title(low, high).zh) == (title, title)


def test_breaks_are_round_and_grow_by_a_factor() -> None:
    counts = np.sort(np.random.default_rng(1).geometric(0.01, 2000)).astype(np.float64)
    breaks = bin_breaks(counts, 5)
    assert breaks == (5, 20, 100, 500)
    assert next(bounds_of(breaks)) == (-math.inf, 5)


def test_the_last_class_is_that_of_the_fullest_squares_and_not_of_one_alone() -> None:
    assert max(bin_breaks(np.array([1.0] * 50 + [20.0] * 49 + [1e6]), 4)) == 20


@pytest.mark.parametrize("counts", [[], [1.0], [1.0, 1.0, 2.0]])
def test_squares_that_are_nearly_empty_make_fewer_classes(counts: list[float]) -> None:
    assert bin_breaks(np.array(counts), 5) == (2.0,)


def test_a_density_says_by_which_square() -> None:
    assert bin_title(24.0).en == "per square of 24 px"
    assert bin_title(12.5).zh == "每个 12.5 像素方格"
