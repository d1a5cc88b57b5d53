"""Which of very many lines and areas is nearest to a position: what the cursor is told."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.render.scene.dense_lines import Lines, ranges
from mapapp.render.scene.dense_points import WORLD, Shown
from mapapp.render.scene.dense_shapes import DenseShapes

_LOOKED_AT = 200_000
"""Among so many vertices the nearest is not looked for: the cursor would wait."""


def nearest_shape(
    shapes: DenseShapes,
    is_area: NDArray[np.bool_],
    x: float,
    y: float,
    within: float,
    shown: Shown | None,
) -> tuple[int, float] | None:
    """The row of the feature that is nearest to a position in world coordinates, and how far off.

    An area is 0 off where it covers the position. ``is_area`` says it of each style. Of equals the
    first; None where there is none within reach, whichever copy of the world is meant.
    """
    found = [
        hit for copy in _copies(x % 1, within)
        for hit in _near(shapes, is_area, (x % 1 + copy) * WORLD, y * WORLD, within * WORLD, shown)
    ]  # fmt: skip
    if not found:
        return None
    away, row = min(found)
    return row, away / WORLD


def _copies(x: float, within: float) -> Iterator[int]:
    return (copy for copy in (-1, 0, 1) if -within <= x + copy <= 1 + within)


def _near(
    shapes: DenseShapes, is_area: NDArray[np.bool_], x: float, y: float, within: float,
    shown: Shown | None,
) -> list[tuple[float, int]]:  # fmt: skip
    """Distance in steps and row of what is near, if not too much is."""
    west, top, east, bottom = shapes.bounds
    met = (west <= x + within) & (east >= x - within) & (top <= y + within) & (bottom >= y - within)
    if shown is not None:
        met &= shown[shapes.rows]
    near = np.flatnonzero(met)
    lines = ranges(shapes.shape_begins, near)
    if not len(near) or np.diff(shapes.lines.begins)[lines].sum() > _LOOKED_AT:
        return []
    counts = np.diff(shapes.shape_begins)[near]
    away, covers = _measured(shapes.lines, lines, np.repeat(np.arange(len(near)), counts), x, y)
    away[covers & is_area[shapes.styles[near]]] = 0.0
    kept = np.flatnonzero(away <= within)
    return list(zip(away[kept].tolist(), shapes.rows[near[kept]].tolist(), strict=True))


def _measured(
    of: Lines, lines: NDArray[np.intp], owners: NDArray[np.intp], x: float, y: float
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """How far off each owner of lines is, and whether an odd number of these lie to the right."""
    vertices = ranges(of.begins, lines)
    owner = np.repeat(owners, np.diff(of.begins)[lines])
    right, down = of.xs[vertices] - x, of.ys[vertices] - y
    is_step = np.ones(len(vertices), np.bool_)
    is_step[np.cumsum(np.diff(of.begins)[lines]) - 1] = False  # from the end of a line to the next
    steps = np.flatnonzero(is_step)
    x0, y0, x1, y1 = right[steps], down[steps], right[steps + 1], down[steps + 1]
    along = x1 - x0, y1 - y0
    length = np.maximum(along[0] ** 2 + along[1] ** 2, 1.0)
    part = np.clip(-(x0 * along[0] + y0 * along[1]) / length, 0.0, 1.0)
    count = int(owners[-1]) + 1
    away = np.full(count, np.inf)
    np.minimum.at(away, owner[steps], np.hypot(x0 + part * along[0], y0 + part * along[1]))
    crosses = (y0 > 0) != (y1 > 0)
    beside = x0[crosses] - y0[crosses] * along[0][crosses] / along[1][crosses]
    hits = np.bincount(owner[steps][crosses][beside > 0], minlength=count)
    return away, hits % 2 == 1
