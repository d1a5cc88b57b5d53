"""Symbols that share one point are set around it, so that each can be seen and clicked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Offset = tuple[float, float]
"""Pixels to the right and down."""

_PER_DEGREE = 1_000_000
"""Points nearer than a millionth of a degree, 0.1 m, are one and the same."""

MOST_APART = 16
"""More symbols in one place stay on it: their circle would be wider than what it is about."""


def place_keys(lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.int64]:
    """A number for each position (n,) in degrees, equal for equal places."""
    xs, ys = (np.rint(axis * _PER_DEGREE).astype(np.int64) for axis in (lons, lats))
    return np.asarray(xs * (400 * _PER_DEGREE) + ys)


def fan_out(places: NDArray[np.int64], boxes_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each symbol is moved: pixels right and down, float64 (n, 2).

    Symbols with equal ``places`` (n,) form a stack and keep their order in it: two stand side by
    side, more in a circle, clockwise from the top, as far apart as the largest of their
    ``boxes_px`` (n,) asks. What is alone stays, as do all of a stack of more than ``MOST_APART``.
    """
    offsets = np.zeros((len(places), 2))
    if not len(places):
        return offsets
    order = np.argsort(places, kind="stable")
    starts = np.flatnonzero(np.diff(places[order], prepend=places[order[:1]] - 1))
    counts = np.diff(starts, append=len(places))
    steps_px = np.maximum.reduceat(boxes_px[order], starts)
    apart = np.flatnonzero((counts > 1) & (counts <= MOST_APART))
    stack = np.repeat(apart, counts[apart])
    number = np.arange(len(stack)) - np.repeat(
        np.cumsum(counts[apart]) - counts[apart], counts[apart]
    )
    offsets[order[starts[stack] + number]] = _in_circle(number, counts[stack], steps_px[stack])
    return offsets


def _in_circle(
    number: NDArray[np.int64], count: NDArray[np.int64], step_px: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where symbols stand of which each is one of some in a circle: float64 (n, 2)."""
    radius = step_px / 2 / np.sin(np.pi / count)
    angle = np.where(count == 2, -np.pi, -np.pi / 2) + 2 * np.pi * number / count
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
