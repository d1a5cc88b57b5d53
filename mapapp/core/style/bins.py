"""Points counted in the squares of a grid: the classes of their numbers, and what they are called.

Why squares, and why numbers that stay: ``docs/decisions/2026-11-30-density-in-squares.md``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mapapp.core.text import Text

SMALLEST_BIN_PX, LARGEST_BIN_PX = 8.0, 64.0
"""How wide squares are at least, to be seen apart, and at most, to show where things are."""

_HIGH_SHARE = 0.98
"""The fullest squares, of which there are few, begin the last class."""


def bin_title(side_px: float) -> Text:
    """What points are counted by, read after the title of their layer."""
    return Text(f"per square of {side_px:g} px", f"每个 {side_px:g} 像素方格")


def count_title(low: float, high: float) -> Text:
    """What squares are called that hold so many points, up to but not ``high``."""
    least, most = max(low, 1), high - 1
    if high == math.inf:
        text = f"≥ {least:,.12g}"
    else:
        text = f"{least:,.12g}" if most <= least else f"{least:,.12g}–{most:,.12g}"
    return Text(text, text)


def bin_breaks(counts: NDArray[np.float64], count: int) -> tuple[float, ...]:
    """Where the classes of squares begin but the first: round numbers that grow by a factor.

    Few places hold most of anything, so even steps would leave all but a few squares in one class.
    Where all squares are nearly empty there are fewer classes than were asked for.

    Args:
        counts: float64 (n,), how many points the squares hold that hold any.
        count: how many classes are wanted, two or more.
    """
    high = float(np.quantile(counts, _HIGH_SHARE)) if len(counts) else 1.0
    grown = (max(high, 2.0) ** (step / (count - 1)) for step in range(1, count))
    return tuple(dict.fromkeys(max(_round(each), 2.0) for each in grown))


def _round(value: float) -> float:
    """The nearest number of one digit, 1, 2 or 5, by ratio."""
    unit = 10.0 ** math.floor(math.log10(value))
    return min(
        (digit * unit for digit in (1, 2, 5, 10)), key=lambda each: abs(math.log(each / value))
    )


def bounds_of(breaks: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """The least number of each class and the one that it stays below."""
    return itertools.pairwise([-math.inf, *breaks, math.inf])
