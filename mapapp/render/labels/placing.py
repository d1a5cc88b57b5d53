"""Names on the map: placed greedily by priority, never over one another nor over a symbol.

One labeller for the live view and for print. Units are pixels of the view; texts are measured
by :mod:`mapapp.render.labels.text`. A name stands beside its own marker and clearly farther from
any other; where it cannot, a leader ties it to its marker from farther off, or on paper a number
stands for it (:mod:`mapapp.render.labels.paper`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.style.ground import GROUND_STYLE, TextStyle
from mapapp.render.labels.room import BoxGrid, BoxPx, Cover, MarkerGrid, inside
from mapapp.render.labels.text import ASCENT_EM, TextMeasurer

LEADING = 1.16
GAP_PX = 2.0
"""How far a name stands from its own marker."""

CLEARER_PX = 1.5
"""So much farther off any other marker must be."""

_WORD_PX = 4.0
"""Names side by side are farther apart than the words of one."""

_CENTRED = 8

# Which corner or side of the symbol a label stands at: x and y from -1 to 1, best first.
_POSITIONS = (
    (1.0, 0.0), (1.0, -0.8), (1.0, 0.8), (-1.0, 0.0),
    (0.0, -1.0), (0.0, 1.0), (-1.0, -0.8), (-1.0, 0.8),
)  # fmt: skip

NO_POINTS: FloatArray = np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a name."""

    text: str
    size_px: float
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that wants a place.

    Attributes:
        key: what it names, unique; labels keep their position by it.
        x, y: the point named, in pixels.
        lines: its text; without any it is told by a number only.
        priority: higher ones are placed first.
        half_px: half the side of the point's symbol; None centres the text on the point.
        extra: lines added below where there is room for them.
        far_px: how much farther off it may stand where there is no room close by, or how far beside
            its point instead of on it.
        farther_px: more such distances, the least first.
        number: what stands for a name that finds no room, or nothing.
        is_dotted: whether a dot is drawn at the point once it is named.
        is_required: its leader may cross markers if there is no other way.
    """

    key: str
    x: float
    y: float
    lines: tuple[Line, ...]
    priority: float
    half_px: float | None = None
    extra: tuple[Line, ...] = ()
    far_px: float = 0.0
    farther_px: tuple[float, ...] = ()
    number: tuple[Line, ...] = ()
    is_dotted: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of a placed name: its left end on the baseline, in pixels."""

    text: str
    x: float
    y: float
    size_px: float
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name; ``position`` is what :func:`place_labels` takes as ``previous``.

    One that stands far from what it names has a ``leader``: from x, y to x, y in pixels.
    """

    key: str
    lines: tuple[PlacedLine, ...]
    position: int
    box: BoxPx
    leader: BoxPx | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What names go round.

    Attributes:
        obstacles: boxes that no name may meet: symbols, cards.
        lines: points (n, 2) along lines, of which names stand clear where they can.
        markers: x, y and radius of all that a name may seem to belong to.
        most_numbers: how many names a number may stand for.
    """

    obstacles: Sequence[BoxPx] = ()
    lines: FloatArray = field(default_factory=NO_POINTS.copy)
    markers: Sequence[tuple[float, float, float]] = ()
    most_numbers: int = 0


def place_labels(
    candidates: Iterable[Candidate],
    around: Surroundings,
    frame: BoxPx,
    measurer: TextMeasurer,
    previous: Mapping[str, int] | None = None,
) -> list[Label]:
    """Place as many names as fit into the frame, the most important first.

    No label meets another, nor an obstacle, nor leaves the frame, nor is nearer to another marker
    than to its own, unless a leader tells which is meant. A name stays at its ``previous`` position
    where that is still free, and otherwise stands clear of lines where it can. Numbers come when
    all names have been tried, but for those that have nothing else.
    """
    ordered = sorted(candidates, key=lambda c: (-c.priority, c.key))
    settings = [setting for c in ordered for setting in _settings(c, measurer)]
    if around.most_numbers:
        settings = sorted(settings, key=lambda each: each.is_number and bool(each.candidate.lines))
    else:
        settings = [each for each in settings if not each.is_number]
    if not settings:
        return []
    placing = _Placing(around)
    stay = previous or {}
    for setting, spots in zip(settings, _free_spots(settings, around, frame), strict=True):
        first = stay.get(setting.candidate.key, -1)
        placing.place(setting, sorted(spots, key=lambda each: (each[0] != first, each[1])))
    return placing.labels


_Spot = tuple[int, bool, BoxPx]
"""A position, whether a line runs through it, and its box."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """A name with or without its extra lines, close or farther off, measured."""

    candidate: Candidate
    lines: tuple[Line, ...]
    widths: tuple[float, ...]
    reach: float
    is_far: bool = False
    is_number: bool = False
    may_cross: bool = False

    @property
    def is_centred(self) -> bool:
        return self.candidate.half_px is None and not self.reach

    @property
    def size(self) -> tuple[float, float]:
        return max(self.widths), sum(line.size_px for line in self.lines) * LEADING


def _settings(candidate: Candidate, measurer: TextMeasurer) -> Iterator[_Setting]:
    """The ways to set a name, the best first: with its extra lines, without them, farther off.

    After these its number, close and farther off.
    """
    reach = 0.0 if candidate.half_px is None else candidate.half_px + GAP_PX
    far = [reach + px for px in (candidate.far_px, *candidate.farther_px) if px]
    texts = [(candidate.lines, False), (candidate.number, True)]
    if candidate.extra:
        lines = candidate.lines + candidate.extra
        yield _Setting(candidate, lines, _widths(lines, measurer), reach)
    for lines, is_number in texts:
        if lines:
            widths = _widths(lines, measurer)
            yield _Setting(candidate, lines, widths, reach, is_number=is_number)
            for may_cross in (False, True)[: 1 + candidate.is_required]:
                for each in far:
                    yield _Setting(candidate, lines, widths, each, True, is_number, may_cross)


def _widths(lines: Sequence[Line], measurer: TextMeasurer) -> tuple[float, ...]:
    return tuple(
        measurer.width(line.text, line.size_px, bold=GROUND_STYLE.texts[line.style].bold)
        for line in lines
    )


class _Placing:
    """The labels placed so far, and what they leave free."""

    def __init__(self, around: Surroundings) -> None:
        self.labels: list[Label] = []
        self._taken = BoxGrid()
        self._markers = MarkerGrid(around.markers)
        self._done: set[str] = set()
        self._numbers_left = around.most_numbers

    def place(self, setting: _Setting, spots: Iterable[_Spot]) -> None:
        """Set a name at the first of some spots that is free, unless it stands already."""
        if setting.candidate.key in self._done or (setting.is_number and not self._numbers_left):
            return
        dot = _dot_box(setting.candidate)
        if dot and not self._taken.is_free(dot):
            return
        for position, _, box in spots:
            leader = _leader(setting, box)
            if self._is_free(setting, box, leader):
                self._take(box, leader, dot)
                self.labels.append(_label(setting, position, box, leader))
                self._done.add(setting.candidate.key)
                self._numbers_left -= setting.is_number
                return

    def _is_free(self, setting: _Setting, box: BoxPx, leader: BoxPx | None) -> bool:
        if not self._taken.is_free(box):
            return False
        own = (setting.candidate.x, setting.candidate.y)
        if leader is not None:
            is_clear = setting.may_cross or self._markers.is_clear(leader, own)
            return is_clear and self._taken.is_free_line(leader)
        if setting.candidate.half_px is None:
            return True
        return next(self._markers.others(box, own, GAP_PX + CLEARER_PX), None) is None

    def _take(self, box: BoxPx, leader: BoxPx | None, dot: BoxPx | None) -> None:
        left, top, right, bottom = box
        self._taken.add((left - _WORD_PX, top, right + _WORD_PX, bottom))
        if leader:
            self._taken.add_line(leader)
        if dot:
            self._taken.add(dot)


def _dot_box(candidate: Candidate) -> BoxPx | None:
    """What the dot of a place keeps free, so that no other name seems to be its own."""
    if not candidate.is_dotted or candidate.half_px is None:
        return None
    x, y, half = candidate.x, candidate.y, candidate.half_px + GAP_PX + CLEARER_PX
    return x - half, y - half, x + half, y + half


def _free_spots(
    settings: Sequence[_Setting], around: Surroundings, frame: BoxPx
) -> list[list[_Spot]]:
    """For each setting the positions that lie in the frame and hit no obstacle."""
    boxes = _boxes(settings)
    centred = np.array([setting.is_centred for setting in settings])
    free = np.tile(centred[:, None], len(_POSITIONS) + 1)
    free[:, :_CENTRED] ^= True
    free &= inside(boxes, frame)
    free[free] = ~Cover.of_boxes(around.obstacles, frame).meets(boxes[free])
    crossed = Cover.of_points(around.lines, frame).meets(boxes[free])
    found: list[list[_Spot]] = [[] for _ in settings]
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


def _label(setting: _Setting, position: int, box: BoxPx, leader: BoxPx | None) -> Label:
    side_x = 0.0 if position == _CENTRED else _POSITIONS[position][0]
    lines = _lines(setting.lines, setting.widths, box, side_x)
    key = setting.candidate.key
    return Label(key, tuple(lines), position, box, leader, setting.is_number)


def _leader(setting: _Setting, box: BoxPx) -> BoxPx | None:
    """From the edge of what is named to the nearest side of a name that stands far off."""
    named = setting.candidate
    if named.half_px is None or not setting.is_far:
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
