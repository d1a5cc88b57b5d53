"""Where on a map there is room for something that may hide no feature."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.render.labels.names import symbol_boxes
from mapapp.render.labels.room import LINE_STEP_PX, BoxPx, Cover
from mapapp.render.scene.scene import Scene, Stroke

_STEP_PX = 8.0
_AT_EDGE, _INSIDE = 1.2, 3.0
"""What it costs to stand at one edge, or at none, in names that are hidden: corners are calm."""

_FAR = 1.0
"""And to stand as far away as a map is long."""


@record
class FreeSpot:
    """A free place in pixels of a map, and what it costs: about so many names that are hidden."""

    box: BoxPx
    cost: float


@record
class MapRoom:
    """What is on a map, in its pixels.

    Attributes:
        taken: boxes that nothing may cover.
        crossed: points (n, 2) along lines and of symbols, which nothing may cover either.
        names: x, y and weight of places that are better not covered.
    """

    frame: BoxPx
    taken: Sequence[BoxPx]
    crossed: FloatArray
    names: Sequence[tuple[float, float, float]]

    def spot(self, width: float, height: float, near: tuple[float, float]) -> FreeSpot | None:
        """The best free place for a box of a size, or None; ``near`` is what it belongs to."""
        boxes = self._boxes(width, height)
        if not len(boxes):
            return None
        taken = Cover.of_boxes(self.taken, self.frame).meets(boxes)
        free = boxes[~(taken | Cover.of_points(self.crossed, self.frame).meets(boxes))]
        if not len(free):
            return None
        costs = self._costs(free, near)
        best = int(costs.argmin())
        left, top, right, bottom = free[best].tolist()
        return FreeSpot((left, top, right, bottom), float(costs[best]))

    def least_cost(self, width: float, height: float, near: tuple[float, float]) -> float:
        """What a box of a size costs if nothing is in its way: :meth:`spot` finds none for less."""
        boxes = self._boxes(width, height)
        return float(self._costs(boxes, near).min()) if len(boxes) else math.inf

    def _boxes(self, width: float, height: float) -> FloatArray:
        """Where a box of a size may stand: (n, 4)."""
        lefts, tops = self._starts(width, 0), self._starts(height, 1)
        corners = np.stack(np.meshgrid(lefts, tops), axis=-1).reshape(-1, 2)
        return np.hstack([corners, corners + np.array([width, height])])

    def _starts(self, side: float, axis: int) -> FloatArray:
        """Where a box may begin in one direction: at each step, and flush with the end."""
        first, last = self.frame[axis], self.frame[axis + 2] - side
        if last < first:
            return np.empty(0)
        return np.append(np.arange(first, last, _STEP_PX), last)

    def _costs(self, boxes: FloatArray, near: tuple[float, float]) -> FloatArray:
        left, top, right, bottom = self.frame
        edges = (boxes == (left, top, right, bottom)).sum(axis=1)
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2 - near
        away = np.hypot(*middles.T) / math.hypot(right - left, bottom - top)
        hidden = np.zeros(len(boxes))
        for x, y, weight in self.names:
            is_across = (boxes[:, 0] <= x) & (x <= boxes[:, 2])
            hidden += weight * (is_across & (boxes[:, 1] <= y) & (y <= boxes[:, 3]))
        return np.asarray(
            hidden + np.choose(edges, (_INSIDE, _AT_EDGE, 0.0, 0.0, 0.0)) + _FAR * away
        )


def drawn_boxes(scene: Scene) -> Iterator[BoxPx]:
    """What symbols and areas of a scene cover; areas with all that is between their ends."""
    yield from symbol_boxes(scene.named)
    for stroke in scene.strokes:
        if stroke.kind != "line":
            yield from _bounds(stroke)


def drawn_points(scene: Scene) -> FloatArray:
    """Points (n, 2) along the lines of a scene's layers, and the middles of their symbols.

    Symbols that are too many to be named have no box among :func:`drawn_boxes`.
    """
    lines = (stroke.outlines for stroke in scene.strokes if stroke.kind == "line")
    marks = [(mark.x, mark.y) for mark in scene.marks]
    crowds = (layer.crowd for layer in scene.layers if layer.crowd is not None)
    return np.concatenate(
        [
            np.array(marks, dtype=np.float64).reshape(-1, 2),
            *(each.every(LINE_STEP_PX) for each in lines),
            *(np.column_stack((crowd.xs, crowd.ys)) for crowd in crowds),
        ]
    )


def _bounds(stroke: Stroke) -> Iterator[BoxPx]:
    for ring in np.split(stroke.outlines.points, stroke.outlines.starts[1:]):
        if len(ring):
            (left, top), (right, bottom) = ring.min(axis=0).tolist(), ring.max(axis=0).tolist()
            yield left, top, right, bottom
