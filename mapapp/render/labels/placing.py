"""Names on the map: placed greedily by priority, never over one another nor over a symbol.

One labeller for the live view and for print. Units are pixels of the view; texts are measured
by :mod:`mapapp.render.labels.text`. A name stands beside its own marker and clearly farther from
any other; where it cannot, a leader ties it to its marker from farther off, or on paper a number
stands for it (:mod:`mapapp.render.labels.paper`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.render.labels.label import Candidate, Label
from mapapp.render.labels.room import (
    BoxGrid,
    BoxPx,
    Cover,
    MarkerGrid,
    away,
    inside,
    widened,
)
from mapapp.render.labels.settings import (
    CENTRED,
    Setting,
    as_number,
    boxes_of,
    farther_off,
    label_at,
    leader_to,
    usual,
)
from mapapp.render.labels.text import TextMeasurer

CLEARER_PX = 1.5
"""So much farther off than its own marker any other must be from a name."""

APART_PX = 18.0
"""So far from other markers a name stands where it can: an eye does not ask whose it is."""

_WORD_PX = 4.0
"""Names side by side are farther apart than the words of one."""

_Spot = tuple[int, bool, BoxPx]
"""A position, whether a line runs through it, and its box."""

NO_POINTS: FloatArray = np.empty((0, 2))


@record
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
    where that is still free, and otherwise stands far from other markers, and clear of lines,
    where it can. Numbers come when
    all names have been tried, but for those that have nothing else.
    """
    ordered = sorted(candidates, key=lambda c: (-c.priority, c.key))
    placing = _Placing(_Room(around, frame), around, previous or {})
    left = placing.place_all([(each, usual(each, measurer)) for each in ordered])
    left = [each for each in left if each.number and each.lines][: around.most_numbers]
    placing.place_all([(each, as_number(each, measurer)) for each in left])
    return placing.labels


class _Room:
    """What obstacles and lines leave of a frame."""

    def __init__(self, around: Surroundings, frame: BoxPx) -> None:
        self._frame = frame
        self._obstacles = Cover.of_boxes(around.obstacles, frame)
        self._lines = Cover.of_points(around.lines, frame)

    def spots(self, settings: Sequence[Setting]) -> list[list[_Spot]]:
        """For each setting the positions that lie in the frame and hit no obstacle."""
        found: list[list[_Spot]] = [[] for _ in settings]
        if not settings:
            return found
        boxes = boxes_of(settings)
        centred = np.array([setting.is_centred for setting in settings])
        free = np.tile(centred[:, None], CENTRED + 1)
        free[:, :CENTRED] ^= True
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

    def place_all(self, names: Sequence[tuple[Candidate, list[Setting]]]) -> list[Candidate]:
        """Set names, each in one of some ways or farther off; those that found no room are left.

        Few names are to be set farther off, so that is worked out only where it is needed.
        """
        near = [setting for _, settings in names for setting in settings]
        spots = dict(zip(map(id, near), self._room.spots(near), strict=True))
        return [
            named
            for named, settings in names
            if not self._place_one([(each, spots[id(each)]) for each in settings])
            if not (settings and named.farther_px and self._place_far(settings[-1]))
        ]

    def _place_far(self, near: Setting) -> bool:
        far = list(farther_off(near))
        return self._place_one(list(zip(far, self._room.spots(far), strict=True)))

    def _place_one(self, ways: Sequence[tuple[Setting, list[_Spot]]]) -> bool:
        """Set a name in the first of some ways that is free, if one is."""
        return any(self._place(setting, spots) for setting, spots in ways)

    def _place(self, setting: Setting, spots: list[_Spot]) -> bool:
        named = setting.candidate
        if setting.is_number and not self._numbers_left:
            return False
        if named.is_dotted and not self._claimed.is_free(_around(named, 0.0)):
            return False
        spot = self._best(setting, spots)
        if spot is None:
            return False
        position, _, box = spot
        leader = leader_to(setting, box)
        self._take(named, box, leader)
        self.labels.append(label_at(setting, position, box, leader))
        self._numbers_left -= setting.is_number
        return True

    def _best(self, setting: Setting, spots: list[_Spot]) -> _Spot | None:
        """The first free position, rather one that is far from what the name does not mean."""
        named, kept = setting.candidate, None
        first = self._previous.get(named.key, -1)
        for spot in sorted(spots, key=lambda each: (each[0] != first, each[1])):
            position, _, box = spot
            if not self._is_free(setting, box, leader_to(setting, box)):
                continue
            is_told = position == first or named.half_px is None or named.is_dotted
            if is_told or self._is_apart(named, box):
                return spot
            kept = kept or spot
        return kept

    def _is_apart(self, named: Candidate, box: BoxPx) -> bool:
        """Whether a name is far from other markers: twice as far along its lines, if not level."""
        is_level = box[1] <= named.y <= box[3]
        along = box if is_level else widened(box, APART_PX, 0.0)
        return not self._markers.has_near(along, (named.x, named.y), APART_PX)

    def _is_free(self, setting: Setting, box: BoxPx, leader: BoxPx | None) -> bool:
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
