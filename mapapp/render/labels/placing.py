"""Names on the map: placed greedily by priority, never over one another nor over a symbol.

One labeller for the live view and for print. Units are pixels of the view; texts are measured
by :mod:`mapapp.render.labels.text`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE, TextStyle
from mapapp.render.labels.text import ASCENT_EM, TextMeasurer

LEADING = 1.16
_GAP_PX = 2.0
_CELL_PX = 64.0
_BIT_PX = 2.0
_CENTRED = 8

# Which corner or side of the symbol a label stands at: x and y from -1 to 1, best first.
_POSITIONS = (
    (1.0, 0.0), (1.0, -0.8), (1.0, 0.8), (-1.0, 0.0),
    (0.0, -1.0), (0.0, 1.0), (-1.0, -0.8), (-1.0, 0.8),
)  # fmt: skip

LINE_STEP_PX = 4.0
"""So far apart may the points be that stand for a line."""

NO_POINTS: FloatArray = np.empty((0, 2))

BoxPx = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@record
class Line:
    """One line of a name."""

    text: str
    size_px: float
    style: TextStyle


@record
class Candidate:
    """A name that wants a place.

    Attributes:
        key: what it names, unique; labels keep their position by it.
        x, y: the point named, in pixels.
        lines: its text.
        priority: higher ones are placed first.
        half_px: half the side of the point's symbol; None centres the text on the point.
        extra: lines added below where there is room for them.
        far_px: how much farther off it may stand where there is no room close by, or how far beside
            its point instead of on it.
    """

    key: str
    x: float
    y: float
    lines: tuple[Line, ...]
    priority: float
    half_px: float | None = None
    extra: tuple[Line, ...] = ()
    far_px: float = 0.0


@record
class PlacedLine:
    """One line of a placed name: its left end on the baseline, in pixels."""

    text: str
    x: float
    y: float
    size_px: float
    style: TextStyle


@record
class Label:
    """A placed name; ``position`` is what :func:`place_labels` takes as ``previous``.

    One that stands far from what it names has a ``leader``: from x, y to x, y in pixels.
    """

    key: str
    lines: tuple[PlacedLine, ...]
    position: int
    box: BoxPx
    leader: BoxPx | None = None


def place_labels(
    candidates: Iterable[Candidate],
    obstacles: Sequence[BoxPx],
    frame: BoxPx,
    measurer: TextMeasurer,
    previous: Mapping[str, int] | None = None,
    lines: FloatArray = NO_POINTS,
) -> list[Label]:
    """Place as many names as fit into the frame, the most important first.

    No label meets another, nor an obstacle (the boxes of the symbols), nor leaves the frame.
    A name stays at its ``previous`` position where that is still free, and otherwise stands clear
    of ``lines``, points (n, 2) along them, where it can.
    """
    ordered = sorted(candidates, key=lambda c: (-c.priority, c.key))
    settings = [setting for c in ordered for setting in _settings(c, measurer)]
    if not settings:
        return []
    free = _free_boxes(settings, obstacles, lines, frame)
    taken: list[Label] = []
    grid, done, stay = _Grid(), set(), previous or {}
    for setting, boxes in zip(settings, free, strict=True):
        key = setting.candidate.key
        first = stay.get(key, -1)
        for position, _, box in sorted(boxes, key=lambda each: (each[0] != first, each[1])):
            if key not in done and grid.is_free(box):
                grid.add(box)
                done.add(key)
                taken.append(_label(setting, position, box))
    return taken


@record
class _Setting:
    """A name with or without its extra lines, close or farther off, measured."""

    candidate: Candidate
    lines: tuple[Line, ...]
    widths: tuple[float, ...]
    reach: float

    @property
    def is_centred(self) -> bool:
        return self.candidate.half_px is None and not self.reach

    @property
    def size(self) -> tuple[float, float]:
        return max(self.widths), sum(line.size_px for line in self.lines) * LEADING


def _settings(candidate: Candidate, measurer: TextMeasurer) -> Iterator[_Setting]:
    """The ways to set a name, the best first: with its extra lines, without them, farther off."""
    reach = 0.0 if candidate.half_px is None else candidate.half_px + _GAP_PX
    if candidate.extra:
        yield _setting(candidate, candidate.lines + candidate.extra, reach, measurer)
    plain = _setting(candidate, candidate.lines, reach, measurer)
    yield plain
    if candidate.far_px:
        yield _Setting(candidate, plain.lines, plain.widths, reach + candidate.far_px)


def _setting(
    candidate: Candidate, lines: tuple[Line, ...], reach: float, measurer: TextMeasurer
) -> _Setting:
    return _Setting(candidate, lines, tuple(_width(line, measurer) for line in lines), reach)


def _width(line: Line, measurer: TextMeasurer) -> float:
    return measurer.width(line.text, line.size_px, bold=GROUND_STYLE.texts[line.style].bold)


def _free_boxes(
    settings: Sequence[_Setting], obstacles: Sequence[BoxPx], lines: FloatArray, frame: BoxPx
) -> list[list[tuple[int, bool, BoxPx]]]:
    """For each setting the positions that lie in the frame and hit nothing.

    Each with whether a line runs through it, and its box.
    """
    boxes = _boxes(settings)
    centred = np.array([setting.is_centred for setting in settings])
    free = np.tile(centred[:, None], len(_POSITIONS) + 1)
    free[:, :_CENTRED] ^= True
    free &= _inside(boxes, frame)
    free[free] = ~_Cover.of_boxes(obstacles, frame).meets(boxes[free])
    crossed = _Cover.of_points(lines, frame).meets(boxes[free])
    found: list[list[tuple[int, bool, BoxPx]]] = [[] for _ in settings]
    rows, positions = np.nonzero(free)
    for row, position, is_crossed, box in zip(
        rows.tolist(), positions.tolist(), crossed.tolist(), boxes[free].tolist(), strict=True
    ):
        found[row].append((position, is_crossed, tuple(box)))
    return found


def _boxes(settings: Sequence[_Setting]) -> FloatArray:
    """The box of each setting at each position, as an array of settings × positions × 4."""
    points = np.array([(s.candidate.x, s.candidate.y) for s in settings])[:, None]
    halves = np.array([s.size for s in settings])[:, None] / 2
    reaches = np.array([s.reach for s in settings])
    sides = np.array([*_POSITIONS, (0.0, 0.0)])
    centres = points + sides * (reaches[:, None, None] + halves)
    return np.concatenate([centres - halves, centres + halves], axis=2)


def _inside(boxes: FloatArray, frame: BoxPx) -> NDArray[np.bool_]:
    low, high = np.array(frame[:2]), np.array(frame[2:])
    return np.asarray((boxes[..., :2] >= low).all(-1) & (boxes[..., 2:] <= high).all(-1))


class _Cover:
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
        is_in = _inside(np.tile(points, 2), frame)
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


def _label(setting: _Setting, position: int, box: BoxPx) -> Label:
    side_x = 0.0 if position == _CENTRED else _POSITIONS[position][0]
    lines = _lines(setting.lines, setting.widths, box, side_x)
    return Label(setting.candidate.key, tuple(lines), position, box, _leader(setting, box))


def _leader(setting: _Setting, box: BoxPx) -> BoxPx | None:
    """From the edge of what is named to the nearest side of a name that stands far off."""
    named = setting.candidate
    if named.half_px is None or setting.reach <= named.half_px + _GAP_PX:
        return None
    x, y = min(max(named.x, box[0]), box[2]), min(max(named.y, box[1]), box[3])
    share = named.half_px / max(math.hypot(x - named.x, y - named.y), named.half_px)
    return named.x + (x - named.x) * share, named.y + (y - named.y) * share, x, y


def _lines(
    lines: Sequence[Line], widths: Sequence[float], box: BoxPx, side_x: float
) -> Iterator[PlacedLine]:
    """Lines flush with the symbol: left where the text stands right of it, and so on."""
    left, top, right, _ = box
    for line, width in zip(lines, widths, strict=True):
        indent = (right - left - width) * (1 - side_x) / 2
        lead = line.size_px * LEADING
        baseline = top + (lead - line.size_px) / 2 + line.size_px * ASCENT_EM
        yield PlacedLine(line.text, left + indent, baseline, line.size_px, line.style)
        top += lead


class _Grid:
    """Boxes by the coarse cells they touch, so that few are compared."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[BoxPx]] = {}

    def add(self, box: BoxPx) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: BoxPx) -> bool:
        left, top, right, bottom = box
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if left < other[2] and right > other[0] and top < other[3] and bottom > other[1]:
                    return False
        return True


def _cells(box: BoxPx) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL_PX) for side in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row
