"""What names on the map are before and after they are placed; units are pixels of the view."""

from __future__ import annotations

from collections.abc import Callable

from mapapp.core.record import record
from mapapp.core.style.ground import TextStyle
from mapapp.render.labels.room import BoxPx


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
        lines: its text; without any it is told by a number only.
        priority: higher ones are placed first.
        half_px: half the side of the point's symbol; None centres the text on the point.
        short: its lines where there is no room for ``lines``, or nothing.
        extra: lines added below where there is room for them.
        far_px: how much farther off it may stand where there is no room close by, or how far beside
            its point instead of on it.
        farther_px: more such distances, the least first, in all directions.
        number: what stands for a name that finds no room, or nothing.
        is_dotted: whether a dot is drawn at the point once it is named.
        is_required: its leader may cross markers if there is no other way.
        may_stand: whether it may be set in a box; None where any that is free will do.
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
    short: tuple[Line, ...] = ()
    may_stand: Callable[[BoxPx], bool] | None = None


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
    is_number: bool = False
