"""What the values of a column come to: sum, mean, median, range, and how they are spread."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from mapapp.core.record import record
from mapapp.core.style.breaks import find_breaks, step_counts
from mapapp.core.style.column_values import ColumnValues

MOST_BARS = 10
"""About so many steps, or exactly so many of different texts at most, are shown."""


@record
class ColumnFigures:
    """The figures of the numbers of a column.

    Attributes:
        count: how many numbers there are, at least one.
        total: their sum.
        mean: the arithmetic one.
        median: the middle one, or the mean of the two in the middle.
        least: the least.
        most: the greatest.
        steps: the least and the greatest number of each step with how many it has. Steps begin
            at round numbers; what is the end of one belongs to the next, but for the last.
    """

    count: int
    total: float
    mean: float
    median: float
    least: float
    most: float
    steps: tuple[tuple[float, float, int], ...]


def column_figures(values: ColumnValues) -> ColumnFigures | None:
    """The figures of a column; None where it has no numbers."""
    numbers = values.numbers
    if not len(numbers):
        return None
    least, most = float(numbers[0]), float(numbers[-1])
    breaks = find_breaks("pretty", numbers, MOST_BARS) if least < most else ()
    bounds = pairwise((least, *breaks, most))
    counts = step_counts(breaks, numbers)
    total = math.fsum(numbers.tolist())  # which rounds once, not with each number
    return ColumnFigures(
        len(numbers),
        total,
        total / len(numbers),
        float(np.median(numbers)),
        least,
        most,
        tuple((low, high, count) for (low, high), count in zip(bounds, counts, strict=True)),
    )
