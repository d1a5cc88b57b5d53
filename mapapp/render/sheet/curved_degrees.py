"""Where degrees may be written at meridians and parallels that bend."""

from __future__ import annotations

from collections.abc import Iterator

from mapapp.render.labels.text import measurer
from mapapp.render.view.curved_graticule import Crossing, curved_graticule
from mapapp.render.view.projected_view import ProjectedView

_Place = tuple[str, float, float]
"""A text with the left end of its baseline."""

_INSET, _OUTSIDE = 3.0, 4.0
_FROM_LINE = 0.36


def curved_places(view: ProjectedView, size: float) -> Iterator[list[_Place]]:
    """For each line the places at which what is written there fits into the frame, best first."""
    for line in curved_graticule(view).lines:
        width = measurer().width(line.text, size)
        spots = [_spot(crossing, width, size, view) for crossing in line.crossings]
        yield [
            (line.text, x, y)
            for x, y in spots
            if _INSET <= x <= view.width_px - width - _INSET
            and size <= y <= view.height_px - _INSET
        ]


def _spot(at: Crossing, width: float, size: float, view: ProjectedView) -> tuple[float, float]:
    """The left end of the baseline of a text at the end of a line."""
    across, down = at.x - width / 2, at.y + size * _FROM_LINE
    if at.is_outside:
        return {
            "top": (across, at.y - _OUTSIDE),
            "bottom": (across, at.y + _OUTSIDE + size),
            "left": (at.x - _OUTSIDE - width, down),
            "right": (at.x + _OUTSIDE, down),
        }[at.edge]
    return {
        "top": (across, size + _INSET / 2),
        "bottom": (across, view.height_px - _INSET),
        "left": (_INSET, down),
        "right": (view.width_px - _INSET - width, down),
    }[at.edge]
