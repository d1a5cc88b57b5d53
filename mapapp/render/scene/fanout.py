"""Symbols that share one point are set around it, so that each can be seen and clicked."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Offset = tuple[float, float]
"""Pixels to the right and down."""

_PER_DEGREE = 1_000_000
"""Points nearer than a millionth of a degree, 0.1 m, are one and the same."""


def place_keys(lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.int64]:
    """A number for each position (n,) in degrees, equal for equal places."""
    xs, ys = (np.rint(axis * _PER_DEGREE).astype(np.int64) for axis in (lons, lats))
    return np.asarray(xs * (400 * _PER_DEGREE) + ys)


def ring(count: int, step_px: float) -> list[Offset]:
    """Places for ``count`` symbols ``step_px`` apart: alone, side by side, or on a circle.

    The circle starts at the top and goes clockwise.
    """
    if count == 1:
        return [(0.0, 0.0)]
    radius = step_px / 2 / math.sin(math.pi / count)
    start = -math.pi if count == 2 else -math.pi / 2
    angles = (start + 2 * math.pi * i / count for i in range(count))
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def fan_out(places: NDArray[np.int64], boxes_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each symbol is moved: pixels right and down, float64 (n, 2).

    Symbols with equal ``places`` (n,) form a stack, as wide as the largest of their
    ``boxes_px`` (n,) asks, and keep their order in it; others stay.
    """
    offsets = np.zeros((len(places), 2))
    order = np.argsort(places, kind="stable")
    starts = np.flatnonzero(np.diff(places[order], prepend=places[order[:1]] - 1))
    counts = np.diff(starts, append=len(places))
    for start, count in zip(starts[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True):
        stack = order[start : start + count]
        offsets[stack] = ring(count, float(boxes_px[stack].max()))
    return offsets
