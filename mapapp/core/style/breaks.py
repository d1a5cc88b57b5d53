"""Where the steps of a graduated layer begin: four rules, on sorted numbers.

They are short, and take a fifth of a second for a million numbers, for which ``mapclassify`` takes
one or more, with 200 MB of libraries (``docs/decisions/2026-11-30-breaks-are-our-own.md``). Tests
compare the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Literal["quantiles", "jenks", "equal", "pretty"]

MOST_SIZE = 1e150
"""Squares of larger numbers are endless."""

_GROUPS = 512
"""More different numbers are taken together for natural breaks, into twice so many groups at
most: of equal count, and of equal width, so that neither crowds nor tails are coarse."""

_DIGITS = 17
_DIGITS_OF_A_STEP = 4


def find_breaks(method: Method, numbers: Floats, count: int) -> tuple[float, ...]:
    """The numbers at which ``count`` steps begin but for the first, or fewer where some are equal.

    Args:
        method: ``quantiles`` have equally many numbers, ``jenks`` ones that are alike, ``equal``
            are equally wide, ``pretty`` ones begin at round numbers, as many as come near to
            ``count``.
        numbers: in rising order, at most ``MOST_SIZE`` from 0, with at least two different ones.
        count: at least 2.
    """
    low, high = float(numbers[0]), float(numbers[-1])
    found = sorted(set(_METHODS[method](numbers, count)))
    return tuple(each for each in found if low < each <= high)


def step_counts(breaks: tuple[float, ...], numbers: Floats) -> list[int]:
    """How many of sorted numbers each step has."""
    ends = [0, *np.searchsorted(numbers, breaks).tolist(), len(numbers)]
    return [end - begin for begin, end in pairwise(ends)]


def quantile_breaks(numbers: Floats, count: int) -> list[float]:
    """Steps of equally many numbers, as far as equal ones allow: up to each quantile.

    Quantiles as R. J. Hyndman and Y. Fan (1996) define them, type 7.
    """
    quantiles = np.quantile(numbers, [step / count for step in range(1, count)])
    above = np.searchsorted(numbers, quantiles, side="right")
    return [_before(numbers, float(numbers[i])) for i in above.tolist() if i < len(numbers)]


def equal_breaks(numbers: Floats, count: int) -> list[float]:
    """Steps of one width."""
    low, high = float(numbers[0]), float(numbers[-1])
    width = high / count - low / count
    digits = _DIGITS_OF_A_STEP - math.floor(math.log10(width))
    return [round(low + step * width, digits) for step in range(1, count)]


def pretty_breaks(numbers: Floats, count: int) -> list[float]:
    """Round numbers: R. Becker, J. Chambers, A. Wilks, The New S Language (1988), ``pretty``."""
    low, high = float(numbers[0]), float(numbers[-1])
    cell = high / count - low / count
    exponent = math.floor(math.log10(cell))
    base = 10.0**exponent
    unit = base
    for digit, bias in ((2, 1.5), (5, 2.75), (10, 1.5)):
        if digit * base - cell < bias * (cell - unit):
            unit = digit * base
    first, last = math.floor(low / unit), math.ceil(high / unit)
    found = (float(f"{step * unit:.12g}") for step in range(first, last + 1))
    return [each for each in found if each < high]


def natural_breaks(numbers: Floats, count: int) -> list[float]:
    """Steps of the least squares within them: W. D. Fisher (1958), as G. Jenks (1977) uses them.

    The best division there is, not one that is looked for from a beginning.
    """
    begins = _group_begins(numbers)
    costs = _costs((numbers - numbers.mean()) / (numbers[-1] - numbers[0]), begins)
    best, choices = costs[:, 0], []
    for _ in range(min(count, len(begins)) - 1):
        totals = np.concatenate(([np.inf], best[:-1])) + costs
        choices.append(totals.argmin(axis=1))
        best = totals[np.arange(len(totals)), choices[-1]]
    found, end = [], len(begins) - 1
    for choice in reversed(choices):
        begin = int(choice[end])
        found.append(_before(numbers, float(numbers[begins[begin]])))
        end = begin - 1
    return found


def _group_begins(numbers: Floats) -> NDArray[np.intp]:
    """Where the groups begin that no break divides."""
    begins = np.flatnonzero(np.diff(numbers, prepend=-np.inf) > 0)
    if len(begins) <= 2 * _GROUPS:
        return begins
    by_count = numbers[np.linspace(0, len(numbers) - 1, _GROUPS).astype(np.intp)]
    by_width = np.linspace(numbers[0], numbers[-1], _GROUPS, endpoint=False)
    return np.unique(np.searchsorted(numbers, np.concatenate([by_count, by_width])))


def _costs(numbers: Floats, begins: NDArray[np.intp]) -> Floats:
    """The sum of squares about the mean from group i to group j in row j, endless where i > j."""
    ends = np.append(begins, len(numbers))
    sums, squares = (
        np.concatenate(([0.0], np.cumsum(each)))[ends] for each in (numbers, numbers**2)
    )
    counts, total, squared = (each[1:, None] - each[:-1] for each in (ends, sums, squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        costs = squared - total**2 / counts
    costs[np.triu_indices(len(begins), 1)] = np.inf
    return np.asarray(np.maximum(costs, 0.0))


def _before(numbers: Floats, first: float) -> float:
    """The shortest number that parts ``first`` and what is above it from what is below it."""
    at = int(np.searchsorted(numbers, first))
    return first if at == 0 else shortest_between(float(numbers[at - 1]), first)


def shortest_between(low: float, high: float) -> float:
    """The number of the fewest digits that is above ``low`` and not above ``high``."""
    if low < 0 <= high:
        return 0.0
    exact = Decimal(repr(high))
    for digits in range(1, _DIGITS):
        unit = Decimal(1).scaleb(exact.adjusted() - digits + 1)
        short = float(exact.quantize(unit, rounding=ROUND_FLOOR))
        if low < short <= high:
            return short
    return high


_METHODS: Mapping[Method, Callable[[Floats, int], list[float]]] = {
    "quantiles": quantile_breaks,
    "jenks": natural_breaks,
    "equal": equal_breaks,
    "pretty": pretty_breaks,
}
