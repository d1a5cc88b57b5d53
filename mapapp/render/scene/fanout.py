"""Symbols that would cover one another are moved apart, or gathered into one with a count.

It goes by the pixels of a zoom and not by those of a view, so that a symbol stays where it is while
the map moves, and page, print and standalone map agree. Zooms are taken in half steps
(:func:`level_of`): between two of them places only grow apart.
"""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE

Offset = tuple[float, float]
"""Pixels to the right and down."""

MOST_APART = 8
"""More symbols in one place are gathered: apart, they would cover what they are about."""

MOST_KINDS = 10
"""Symbols of so many kinds, gathered by kind, still find room around one place."""

MOST_CROWDED = 5_000
"""More symbols than these are a texture, and stay where they are."""

FARTHEST_PX = 64.0
"""No symbol is moved farther: to there an eye still follows a line."""

LEVELS_A_ZOOM = 2

_GATHER_PX = 36.0
_ROUNDS, _STEPS, _STEP_PX = 4, 10, 8.0
_NEAR_ENOUGH_PX = 0.25
_SAME_PX = 0.1
_ROUNDING = 1e-6  # a zoom may come out of a logarithm


@record(eq=False)
class Crowding:
    """Where some symbols stand, as columns of one length n.

    Attributes:
        offsets: float64 (n, 2), pixels right and down of the point at which each stands.
        stands: intp (n,), at whose point that is: its own, or that of the one with which it was
            gathered.
        counts: int32 (n,), how many symbols each stands for: 1 for itself alone, 0 for those that
            another stands for.
    """

    offsets: FloatArray
    stands: NDArray[np.intp]
    counts: NDArray[np.int32]


def level_of(zoom: float) -> float:
    """The zoom by whose pixels symbols are moved apart at a zoom."""
    return math.floor(zoom * LEVELS_A_ZOOM + _ROUNDING) / LEVELS_A_ZOOM


def levels(from_zoom: float, to_zoom: float) -> list[float]:
    """The levels of all zooms from one to another."""
    first, last = (round(level_of(zoom) * LEVELS_A_ZOOM) for zoom in (from_zoom, to_zoom))
    return [number / LEVELS_A_ZOOM for number in range(first, last + 1)]


def uncrowded(
    points_px: FloatArray,
    boxes_px: FloatArray,
    kinds: NDArray[np.intp] | NDArray[np.int64],
    is_usual: NDArray[np.bool_],
) -> Crowding:
    """Where symbols stand so that each can be seen.

    Args:
        points_px: float64 (n, 2), their points.
        boxes_px: float64 (n,), sides of their boxes.
        kinds: (n,), what they are of; where more than ``MOST_APART`` crowd, those of one kind are
            gathered, and all of them where there are more than ``MOST_KINDS`` kinds.
        is_usual: bool (n,), which may stand for others: what is closed or planned would make all of
            them look so. Where none is, any may.

    Symbols of one and the same point are set around it in their order, clockwise from the top. What
    then still meets is pushed apart, by as little as is needed.
    """
    count = len(points_px)
    crowding = Crowding(
        np.zeros((count, 2)), np.arange(count, dtype=np.intp), np.ones(count, np.int32)
    )
    if not 1 < count <= MOST_CROWDED:
        return crowding
    _gather(points_px, kinds, is_usual, crowding)
    shown = np.flatnonzero(crowding.counts)
    badges_px = np.where(crowding.counts > 1, GROUND_STYLE.stack.reach_px, 0.0)
    crowding.offsets[shown] = _apart(points_px[shown], (boxes_px + badges_px)[shown])
    crowding.offsets[:] = crowding.offsets[crowding.stands]
    return crowding


def _gather(
    points: FloatArray,
    kinds: NDArray[np.intp] | NDArray[np.int64],
    is_usual: NDArray[np.bool_],
    crowding: Crowding,
) -> None:
    """Gather the heaps: around each of the most crowded points all that is near it."""
    around = _crowd_of_each(points)
    is_free = np.ones(len(points), np.bool_)
    dense = np.flatnonzero(around > MOST_APART)
    for seed in dense[np.argsort(-around[dense], kind="stable")].tolist():
        if not is_free[seed]:
            continue
        away = np.abs(points - points[seed]).max(axis=1)
        heap = np.flatnonzero(is_free & (away <= _GATHER_PX))
        if len(heap) <= MOST_APART:
            continue
        is_free[heap] = False
        of_kind = kinds[heap]
        several = sorted(set(of_kind.tolist()))  # np.unique would load masked arrays
        stacks = [heap[of_kind == kind] for kind in several] if len(several) <= MOST_KINDS else []
        for stack in stacks or [heap]:
            _stand_for(stack, points, is_usual, crowding)


def _stand_for(
    stack: NDArray[np.intp], points: FloatArray, is_usual: NDArray[np.bool_], crowding: Crowding
) -> None:
    """Let the usual one nearest to the middle of some symbols stand for all; of equals the last."""
    usual = stack[is_usual[stack]] if is_usual[stack].any() else stack
    away = np.hypot(*(points[usual] - points[stack].mean(axis=0)).T)
    chosen = usual[np.flatnonzero(away <= away.min() + _NEAR_ENOUGH_PX)[-1]]
    crowding.stands[stack] = chosen
    crowding.counts[stack] = 0
    crowding.counts[chosen] = len(stack)


def _crowd_of_each(points: FloatArray) -> NDArray[np.intp]:
    """How many points lie in the cell of each and in the eight around it: (n,)."""
    cells = np.floor(points / _GATHER_PX).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    rows = int(cells[:, 1].max()) + 2
    keys = cells[:, 0] * rows + cells[:, 1]
    known, index, counts = np.unique(keys, return_inverse=True, return_counts=True)
    total = np.zeros(len(known), np.intp)
    for step in (column * rows + row for column in (-1, 0, 1) for row in (-1, 0, 1)):
        at = np.minimum(np.searchsorted(known, known + step), len(known) - 1)
        total += np.where(known[at] == known + step, counts[at], 0)
    return np.asarray(total[index.ravel()])


def _apart(points: FloatArray, boxes: FloatArray) -> FloatArray:
    """How far each symbol is moved so that none meets another: float64 (n, 2)."""
    offsets = _around_shared_points(points, boxes)
    for _ in range(_ROUNDS):
        one, other = _neighbours(points + offsets, float(boxes.max()) + 2 * _STEP_PX)
        if not _push_apart(points, boxes, offsets, one, other):
            break
    return offsets


def _neighbours(places: FloatArray, reach: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs of places that lie no farther apart, each once."""
    found = shapely.points(places)
    one, other = shapely.STRtree(found).query(found, predicate="dwithin", distance=reach)
    return one[one < other], other[one < other]


def _push_apart(
    points: FloatArray,
    boxes: FloatArray,
    offsets: FloatArray,
    one: NDArray[np.intp],
    other: NDArray[np.intp],
) -> bool:
    """Push pairs of symbols from each other until none meets, or for some steps.

    Returns whether any had met.
    """
    wanted = (boxes[one] + boxes[other]) / 2
    count, had_met = len(points), False
    for _ in range(_STEPS):
        places = points + offsets
        gaps = places[one] - places[other]
        far = np.sqrt(np.einsum("ij,ij->i", gaps, gaps))
        short = wanted - far
        if short.max(initial=0) < _NEAR_ENOUGH_PX:
            break
        had_met = True
        pushed = (np.maximum(short, 0) / np.maximum(far, _NEAR_ENOUGH_PX) / 2)[:, None] * gaps
        for axis in (0, 1):
            weights = pushed[:, axis]
            offsets[:, axis] += np.bincount(one, weights, count)
            offsets[:, axis] -= np.bincount(other, weights, count)
    moved = np.hypot(*offsets.T)
    offsets *= np.minimum(1, FARTHEST_PX / np.maximum(moved, FARTHEST_PX))[:, None]
    return had_met


def _around_shared_points(points: FloatArray, boxes: FloatArray) -> FloatArray:
    """Symbols of one point in a circle around it, two side by side: float64 (n, 2)."""
    offsets = np.zeros((len(points), 2))
    _, place, counts = np.unique(
        np.rint(points / _SAME_PX), axis=0, return_inverse=True, return_counts=True
    )
    order = np.argsort(place.ravel(), kind="stable")
    starts = np.cumsum(counts) - counts
    steps_px = np.maximum.reduceat(boxes[order], starts)
    apart = np.flatnonzero(counts > 1)
    stack = np.repeat(apart, counts[apart])
    number = np.arange(len(stack)) - np.repeat(
        np.cumsum(counts[apart]) - counts[apart], counts[apart]
    )
    offsets[order[starts[stack] + number]] = _in_circle(number, counts[stack], steps_px[stack])
    return offsets


def _in_circle(
    number: NDArray[np.intp], count: NDArray[np.intp], step_px: FloatArray
) -> FloatArray:
    """Where symbols stand of which each is one of some in a circle: float64 (n, 2)."""
    radius = step_px / 2 / np.sin(np.pi / count)
    angle = np.where(count == 2, -np.pi, -np.pi / 2) + 2 * np.pi * number / count
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
