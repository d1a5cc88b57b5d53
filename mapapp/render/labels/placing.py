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
from mapapp.render.labels.room import (
    BoxGrid,
    BoxPx,
    Cover,
    MarkerGrid,
    away,
    inside,
    widened,
)
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

# Between these, for names far off on paper.
_BETWEEN = (
    (1.0, -0.4), (1.0, 0.4), (0.5, -1.0), (0.5, 1.0),
    (-0.5, -1.0), (-0.5, 1.0), (-1.0, -0.4), (-1.0, 0.4),
)  # fmt: skip

_SIDES = np.array([(*_POSITIONS, (0.0, 0.0)), (*_BETWEEN, (0.0, 0.0))])

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
        farther_px: more such distances, the least first, in all directions.
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
    placing = _Placing(_Room(around, frame), around, previous or {})
    left = placing.place_all([(each, _close(each, measurer)) for each in ordered])
    left = [each for each in left if each.number and each.lines][: around.most_numbers]
    placing.place_all([(each, _as_number(each, measurer)) for each in left])
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
    is_between: bool = False

    @property
    def is_centred(self) -> bool:
        return self.candidate.half_px is None and not self.reach

    @property
    def size(self) -> tuple[float, float]:
        return max(self.widths), sum(line.size_px for line in self.lines) * LEADING


def _close(candidate: Candidate, measurer: TextMeasurer) -> list[_Setting]:
    """A name close to its marker, with its extra lines and without them; or else its number."""
    if not candidate.lines:
        return _as_number(candidate, measurer)
    ways = [candidate.lines]
    if candidate.extra:
        ways.insert(0, candidate.lines + candidate.extra)
    return [
        _Setting(candidate, lines, _widths(lines, measurer), _reach(candidate)) for lines in ways
    ]


def _as_number(candidate: Candidate, measurer: TextMeasurer) -> list[_Setting]:
    """The number that stands for a name, close to its marker."""
    lines = candidate.number
    widths, reach = _widths(lines, measurer), _reach(candidate)
    return [_Setting(candidate, lines, widths, reach, is_number=True)] if lines else []


def _reach(candidate: Candidate) -> float:
    return 0.0 if candidate.half_px is None else candidate.half_px + GAP_PX


def _farther_off(close: _Setting) -> Iterator[_Setting]:
    """The ways to set a name farther off, the nearest first."""
    named = close.candidate
    ways = [(named.far_px, False)] if named.far_px else []
    ways += [(px, is_between) for px in named.farther_px for is_between in (False, True)]
    for may_cross in (False, True)[: 1 + named.is_required]:
        for px, is_between in ways:
            yield _Setting(
                named, close.lines, close.widths, close.reach + px, True, close.is_number,
                may_cross, is_between,
            )  # fmt: skip


def _widths(lines: Sequence[Line], measurer: TextMeasurer) -> tuple[float, ...]:
    return tuple(
        measurer.width(line.text, line.size_px, bold=GROUND_STYLE.texts[line.style].bold)
        for line in lines
    )


class _Room:
    """What obstacles and lines leave of a frame."""

    def __init__(self, around: Surroundings, frame: BoxPx) -> None:
        self._frame = frame
        self._obstacles = Cover.of_boxes(around.obstacles, frame)
        self._lines = Cover.of_points(around.lines, frame)

    def spots(self, settings: Sequence[_Setting]) -> list[list[_Spot]]:
        """For each setting the positions that lie in the frame and hit no obstacle."""
        found: list[list[_Spot]] = [[] for _ in settings]
        if not settings:
            return found
        boxes = _boxes(settings)
        centred = np.array([setting.is_centred for setting in settings])
        free = np.tile(centred[:, None], len(_POSITIONS) + 1)
        free[:, :_CENTRED] ^= True
        free &= inside(boxes, self._frame)
        free[free] = ~self._obstacles.meets(boxes[free])
        rows, positions = np.nonzero(free)
        columns = (rows, positions, self._lines.meets(boxes[free]), boxes[free])
        for row, position, is_crossed, box in zip(*(c.tolist() for c in columns), strict=True):
            found[row].append((position, is_crossed, tuple(box)))
        return found


class _Placing:
    """The labels placed so far, and what they leave free."""

    def __init__(self, room: _Room, around: Surroundings, previous: Mapping[str, int]) -> None:
        self.labels: list[Label] = []
        self._room, self._previous = room, previous
        self._taken, self._claimed = BoxGrid(), BoxGrid()
        self._markers = MarkerGrid(around.markers)
        self._numbers_left = around.most_numbers

    def place_all(self, names: Sequence[tuple[Candidate, list[_Setting]]]) -> list[Candidate]:
        """Set names, each in one of some ways or farther off; those that found no room are left.

        Few names are to be set farther off, so that is worked out only where it is needed.
        """
        close = [setting for _, settings in names for setting in settings]
        spots = dict(zip(map(id, close), self._room.spots(close), strict=True))
        return [
            named
            for named, settings in names
            if not self._place_one([(each, spots[id(each)]) for each in settings])
            if not (settings and self._place_far(settings[-1]))
        ]

    def _place_far(self, close: _Setting) -> bool:
        far = list(_farther_off(close))
        return self._place_one(list(zip(far, self._room.spots(far), strict=True)))

    def _place_one(self, ways: Sequence[tuple[_Setting, list[_Spot]]]) -> bool:
        """Set a name in the first of some ways that is free, if one is."""
        return any(self._place(setting, spots) for setting, spots in ways)

    def _place(self, setting: _Setting, spots: list[_Spot]) -> bool:
        named = setting.candidate
        if setting.is_number and not self._numbers_left:
            return False
        if named.is_dotted and not self._claimed.is_free(_around(named, 0.0)):
            return False
        first = self._previous.get(named.key, -1)
        for position, _, box in sorted(spots, key=lambda each: (each[0] != first, each[1])):
            leader = _leader(setting, box)
            if self._is_free(setting, box, leader):
                self._take(named, box, leader)
                self.labels.append(_label(setting, position, box, leader))
                self._numbers_left -= setting.is_number
                return True
        return False

    def _is_free(self, setting: _Setting, box: BoxPx, leader: BoxPx | None) -> bool:
        if not self._taken.is_free(box):
            return False
        named = setting.candidate
        own = (named.x, named.y)
        if leader is not None:
            is_clear = setting.may_cross or self._markers.is_clear(leader, own)
            return is_clear and self._taken.is_free_line(leader)
        if named.half_px is None:
            return True
        within = away(box, (*own, named.half_px)) + CLEARER_PX
        return not self._markers.has_near(box, own, within)

    def _take(self, named: Candidate, box: BoxPx, leader: BoxPx | None) -> None:
        """Take the room of a name; no dot of another place may come so near as to claim it."""
        self._taken.add(widened(box, _WORD_PX, 0.0))
        claim = 0.0
        if leader:
            self._taken.add_line(leader)
        elif named.half_px is not None:
            claim = away(box, (named.x, named.y, named.half_px)) + CLEARER_PX
        self._claimed.add(widened(box, claim, claim))
        if named.is_dotted and named.half_px is not None:
            self._taken.add(_around(named, 1.0))
            self._markers.add((named.x, named.y, named.half_px))


def _around(named: Candidate, margin: float) -> BoxPx:
    """The box of a candidate's dot and a margin."""
    half = (named.half_px or 0.0) + margin
    return named.x - half, named.y - half, named.x + half, named.y + half


def _boxes(settings: Sequence[_Setting]) -> FloatArray:
    """The box of each setting at each position, as an array of settings × positions × 4."""
    points = np.array([(s.candidate.x, s.candidate.y) for s in settings])[:, None]
    halves = np.array([s.size for s in settings])[:, None] / 2
    reaches = np.array([s.reach for s in settings])
    sides = _SIDES[[int(setting.is_between) for setting in settings]]
    centres = points + sides * (reaches[:, None, None] + halves)
    return np.concatenate([centres - halves, centres + halves], axis=2)


def _label(setting: _Setting, position: int, box: BoxPx, leader: BoxPx | None) -> Label:
    side_x = float(_SIDES[int(setting.is_between), position, 0])
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
