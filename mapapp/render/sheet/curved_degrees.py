"""Where degrees may be written at meridians and parallels that bend."""

from __future__ import annotations

from collections.abc import Iterator

from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.view.curved_graticule import Crossing, curved_graticule
from mapapp.render.view.projected_view import ProjectedView

_Place = tuple[str, float, float]
"""A text with the left end of its baseline."""

_INSET, _OUTSIDE = 3.0, 4.0
_FROM_LINE = 0.36


def curved_places(view: ProjectedView, size: float, beyond: float | None) -> Iterator[list[_Place]]:
    """For each line the places at which what is written there fits into the frame, best first.

    With ``beyond`` what meets the frame is written so far outside of it.
    """
    for line in curved_graticule(view).lines:
        width = measurer().width(line.text, size)
        yield [
            (line.text, *spot)
            for crossing in line.crossings
            if (spot := _spot(crossing, width, size, view, beyond))
        ]


def _spot(
    at: Crossing, width: float, size: float, view: ProjectedView, beyond: float | None
) -> tuple[float, float] | None:
    """The left end of the baseline of a text at the end of a line, if it has room there."""
    if beyond is not None and not at.is_outside:
        return _around(at, width, size, beyond, (0.0, 0.0, view.width_px, view.height_px))
    x, y = (
        _around(at, width, size, _OUTSIDE, (at.x, at.y) * 2)
        if at.is_outside
        else (_within(at, width, size, view))
    )
    is_in = _INSET <= x <= view.width_px - width - _INSET and size <= y <= view.height_px - _INSET
    return (x, y) if is_in else None


def _around(
    at: Crossing, width: float, size: float, beyond: float, box: BoxPx
) -> tuple[float, float]:
    """Beyond the edge of a box that a line meets."""
    left, top, right, bottom = box
    across, down = at.x - width / 2, at.y + size * _FROM_LINE
    return {
        "top": (across, top - beyond),
        "bottom": (across, bottom + beyond + size),
        "left": (left - beyond - width, down),
        "right": (right + beyond, down),
    }[at.edge]


def _within(at: Crossing, width: float, size: float, view: ProjectedView) -> tuple[float, float]:
    """Inside the edge of the view that a line meets."""
    across, down = at.x - width / 2, at.y + size * _FROM_LINE
    return {
        "top": (across, size + _INSET / 2),
        "bottom": (across, view.height_px - _INSET),
        "left": (_INSET, down),
        "right": (view.width_px - _INSET - width, down),
    }[at.edge]
