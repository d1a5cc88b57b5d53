"""The ways to set a name: with all its lines or some, close to its marker or farther off."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE
from mapapp.render.labels.label import Candidate, Label, Line, PlacedLine
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import ASCENT_EM, TextMeasurer

LEADING = 1.16
GAP_PX = 2.0
"""How far a name stands from its own marker."""

CENTRED = 8
"""The number of the position on the point itself, after those beside it."""

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

_CLOSER = (
    (1.0, -0.2), (1.0, 0.2), (0.25, -1.0), (0.25, 1.0),
    (-0.25, -1.0), (-0.25, 1.0), (-1.0, -0.2), (-1.0, 0.2),
)  # fmt: skip

_SIDES = np.array([(*table, (0.0, 0.0)) for table in (_POSITIONS, _BETWEEN, _CLOSER)])


@record
class Setting:
    """A name with or without its extra lines, close or farther off, measured.

    Attributes:
        candidate: the name.
        lines, widths: what is written, and how wide.
        reach: how far from its point the nearest side of its box is.
        is_far: whether it needs a leader.
        is_number: whether a number stands for the name.
        may_cross: whether its leader may cross markers.
        sides: at which table of positions it stands: the usual one, or those between.
    """

    candidate: Candidate
    lines: tuple[Line, ...]
    widths: tuple[float, ...]
    reach: float
    is_far: bool = False
    is_number: bool = False
    may_cross: bool = False
    sides: int = 0

    @property
    def is_centred(self) -> bool:
        """Whether it stands on its point."""
        return self.candidate.half_px is None and not self.reach

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return max(self.widths), sum(line.size_px for line in self.lines) * LEADING


def usual(candidate: Candidate, measurer: TextMeasurer) -> list[Setting]:
    """A name with its extra lines, without them, and farther off; or else its number."""
    if not candidate.lines:
        return as_number(candidate, measurer)
    reach, settings = _reach(candidate), []
    if candidate.extra:
        lines = candidate.lines + candidate.extra
        settings.append(Setting(candidate, lines, _widths(lines, measurer), reach))
    near = Setting(candidate, candidate.lines, _widths(candidate.lines, measurer), reach)
    far = [_farther(near, candidate.far_px)] if candidate.far_px else []
    return [*settings, near, *far]


def as_number(candidate: Candidate, measurer: TextMeasurer) -> list[Setting]:
    """The number that stands for a name, close to its marker."""
    lines = candidate.number
    widths, reach = _widths(lines, measurer), _reach(candidate)
    return [Setting(candidate, lines, widths, reach, is_number=True)] if lines else []


def _reach(candidate: Candidate) -> float:
    return 0.0 if candidate.half_px is None else candidate.half_px + GAP_PX


def farther_off(near: Setting) -> Iterator[Setting]:
    """The further ways to set a name farther off, the nearest first."""
    named = near.candidate
    for may_cross in (False, True)[: 1 + named.is_required]:
        for px in named.farther_px:
            for sides in range(len(_SIDES)):
                yield _farther(near, px, sides, may_cross=may_cross)


def _farther(near: Setting, px: float, sides: int = 0, *, may_cross: bool = False) -> Setting:
    return Setting(
        near.candidate, near.lines, near.widths, near.reach + px, True, near.is_number,
        may_cross, sides,
    )  # fmt: skip


def _widths(lines: Sequence[Line], measurer: TextMeasurer) -> tuple[float, ...]:
    return tuple(
        measurer.width(line.text, line.size_px, bold=GROUND_STYLE.texts[line.style].bold)
        for line in lines
    )


def boxes_of(settings: Sequence[Setting]) -> FloatArray:
    """The box of each setting at each position: float64 (settings, positions, 4)."""
    points = np.array([(s.candidate.x, s.candidate.y) for s in settings])[:, None]
    halves = np.array([s.size for s in settings])[:, None] / 2
    reaches = np.array([s.reach for s in settings])
    sides = _SIDES[[setting.sides for setting in settings]]
    centres = points + sides * (reaches[:, None, None] + halves)
    return np.concatenate([centres - halves, centres + halves], axis=2)


def label_at(setting: Setting, position: int, box: BoxPx, leader: BoxPx | None) -> Label:
    """A name set at a position, where it has this box."""
    side_x = float(_SIDES[setting.sides, position, 0])
    lines = _lines(setting.lines, setting.widths, box, side_x)
    key = setting.candidate.key
    return Label(key, tuple(lines), position, box, leader, setting.is_number)


def leader_to(setting: Setting, box: BoxPx) -> BoxPx | None:
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
