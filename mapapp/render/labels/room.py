"""What is taken of a map: covered bits, boxes and markers, looked up where a name might stand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray

BoxPx = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels; of a straight line x, y and x, y of its ends."""

LINE_STEP_PX = 4.0
"""So far apart may the points be that stand for a line."""

_CELL_PX = 64.0
_BIT_PX = 2.0


def away(box: BoxPx, marker: tuple[float, float, float]) -> float:
    """How far a box is from the edge of a marker, x, y and radius; below zero if it covers it."""
    (left, top, right, bottom), (x, y, radius) = box, marker
    return math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom)) - radius


def widened(box: BoxPx, right_px: float, down_px: float) -> BoxPx:
    """A box that reaches farther to both sides, and up and down."""
    left, top, right, bottom = box
    return left - right_px, top - down_px, right + right_px, bottom + down_px


def inside(boxes: FloatArray, frame: BoxPx) -> NDArray[np.bool_]:
    """Which boxes (…, 4) lie in a frame as a whole: bool (…)."""
    low, high = np.array(frame[:2]), np.array(frame[2:])
    return np.asarray((boxes[..., :2] >= low).all(-1) & (boxes[..., 2:] <= high).all(-1))


class Cover:
    """What is covered of a frame, as a summed bitmap: a box is looked up by its corners."""

    def __init__(self, frame: BoxPx, bit_px: float) -> None:
        size = np.array([frame[2] - frame[0], frame[3] - frame[1]])
        columns, rows = np.ceil(size / bit_px).astype(np.int_) + 1
        self._corner, self._bit_px = np.array(frame[:2] * 2), bit_px
        self._limits = np.array([columns, rows] * 2)
        self._covered = np.zeros((rows + 1, columns + 1), dtype=np.int32)

    @classmethod
    def of_boxes(cls, boxes: Sequence[BoxPx], frame: BoxPx) -> Self:
        """What boxes cover."""
        cover = cls(frame, _BIT_PX)
        for left, top, right, bottom in cover._bits(np.array(boxes).reshape(-1, 4)).tolist():
            cover._covered[top + 1 : bottom + 1, left + 1 : right + 1] = 1
        return cover._summed()

    @classmethod
    def of_points(cls, points: FloatArray, frame: BoxPx) -> Self:
        """Where points (n, 2) are."""
        cover = cls(frame, LINE_STEP_PX)
        if not len(points):
            return cover
        left, top, _, _ = cover._bits(np.tile(points, 2)).T
        is_in = inside(np.tile(points, 2), frame)
        cover._covered[top[is_in] + 1, left[is_in] + 1] = 1
        return cover._summed()

    def meets(self, boxes: FloatArray) -> NDArray[np.bool_]:
        """Which of some boxes (n, 4) meet anything: bool (n,)."""
        left, top, right, bottom = self._bits(boxes).T
        sums = self._covered
        hits = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return np.asarray(hits != 0)

    def _summed(self) -> Self:
        for axis in (0, 1):
            np.cumsum(self._covered, axis, out=self._covered)
        return self

    def _bits(self, boxes: FloatArray) -> NDArray[np.int_]:
        """The bits that boxes touch, clipped to the bitmap: left, top up to right, bottom."""
        scaled = (boxes - self._corner) / self._bit_px
        bits = np.concatenate([np.floor(scaled[:, :2]), np.ceil(scaled[:, 2:])], axis=1)
        return np.asarray(np.clip(bits, 0, self._limits), dtype=np.int_)


class BoxGrid:
    """Boxes by the coarse cells they touch, so that few are compared."""

    def __init__(self, boxes: Iterable[BoxPx] = ()) -> None:
        self._cells: dict[tuple[int, int], list[BoxPx]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: BoxPx) -> None:
        """Take a box."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def add_line(self, line: BoxPx) -> None:
        """Take what a straight line crosses."""
        for box in _along(line):
            self.add(box)

    def is_free(self, box: BoxPx) -> bool:
        """Whether a box meets none of those that are taken."""
        left, top, right, bottom = box
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if left < other[2] and right > other[0] and top < other[3] and bottom > other[1]:
                    return False
        return True

    def is_free_line(self, line: BoxPx) -> bool:
        """Whether a straight line crosses none of them."""
        return all(map(self.is_free, _along(line)))


class MarkerGrid:
    """Round markers by the coarse cells of their middles.

    Args:
        markers: x, y and radius of each, in pixels.
    """

    def __init__(self, markers: Iterable[tuple[float, float, float]] = ()) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
        self._largest = 0.0
        for marker in markers:
            self.add(marker)

    def add(self, marker: tuple[float, float, float]) -> None:
        """Take one more."""
        x, y, radius = marker
        self._cells.setdefault((int(x // _CELL_PX), int(y // _CELL_PX)), []).append(marker)
        self._largest = max(self._largest, radius)

    def has_near(
        self, box: BoxPx, own: tuple[float, float] | None = None, within: float = 0.0
    ) -> bool:
        """Whether the edge of a marker, not one's ``own``, is less than ``within`` off a box."""
        return any(
            away(box, marker) < within and marker[:2] != own for marker in self._around(box, within)
        )

    def is_clear(self, line: BoxPx, own: tuple[float, float]) -> bool:
        """Whether a straight line crosses no marker but one's ``own``."""
        x0, y0, x1, y1 = line
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        return not any(
            _from_line(line, x, y) < radius and (x, y) != own
            for x, y, radius in self._around(box, 0.0)
        )

    def _around(self, box: BoxPx, within: float) -> Iterator[tuple[float, float, float]]:
        reach = within + self._largest
        for cell in _cells(widened(box, reach, reach)):
            yield from self._cells.get(cell, ())


def _from_line(line: BoxPx, x: float, y: float) -> float:
    """How far a point is from a straight line between two ends."""
    x0, y0, x1, y1 = line
    right, down = x1 - x0, y1 - y0
    share = ((x - x0) * right + (y - y0) * down) / ((right * right + down * down) or 1.0)
    share = min(max(share, 0.0), 1.0)
    return math.hypot(x - x0 - share * right, y - y0 - share * down)


def _along(line: BoxPx) -> Iterator[BoxPx]:
    """Small boxes one after another along a straight line."""
    x0, y0, x1, y1 = line
    steps = max(math.ceil(math.hypot(x1 - x0, y1 - y0) / LINE_STEP_PX), 1)
    for step in range(steps):
        a, b = step / steps, (step + 1) / steps
        xs, ys = (x0 + (x1 - x0) * a, x0 + (x1 - x0) * b), (y0 + (y1 - y0) * a, y0 + (y1 - y0) * b)
        yield min(xs), min(ys), max(xs), max(ys)


def _cells(box: BoxPx) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = box
    rows = range(int(top // _CELL_PX), int(bottom // _CELL_PX) + 1)
    for column in range(int(left // _CELL_PX), int(right // _CELL_PX) + 1):
        for row in rows:
            yield column, row
