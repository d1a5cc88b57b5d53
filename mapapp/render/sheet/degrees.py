"""What is written at meridians and parallels where they meet the frame; never under a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mapapp.core.style.theme import Ground
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import ASCENT_EM, measurer
from mapapp.render.sheet.blocks import Run
from mapapp.render.view.graticule import graticule
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

_SIZE = 8.5
_INSET = 3.0
_CORNER = 24.0
_GAP = 2.0
_FROM_LINE = 0.36
"""Of its size, how far below a parallel its text has its baseline: it stands across the line."""


def degree_runs(
    view: AnyView, colours: Ground, taken: Sequence[BoxPx], *, all_sides: bool
) -> tuple[Run, ...]:
    """Degrees along the edges of a view, in its pixels, clear of boxes that are taken.

    Meridians are labelled above and parallels at the left, at the opposite edge where that is
    covered, or at both.
    """
    runs: list[Run] = []
    for places in _places(view):
        others = [*taken, *map(run_box, runs)]
        runs += [
            Run(text, x, y, _SIZE, colours.label_secondary)
            for text, x, y in _free(list(places), others, 2 if all_sides else 1)
        ]
    return tuple(runs)


def run_box(run: Run) -> BoxPx:
    """The room of a text."""
    top = run.y - run.size * ASCENT_EM
    return (run.x, top, run.x + measurer().width(run.text, run.size), top + run.size)


_Place = tuple[str, float, float]
"""A text with the left end of its baseline."""


def _places(view: AnyView) -> Iterator[Iterable[_Place]]:
    """For each line the places of what is written at it, best first."""
    if isinstance(view, Viewport):
        net = graticule(view)
        yield from (_above_and_below(x, text, view) for x, text in net.meridians)
        yield from (_left_and_right(y, text, view) for y, text in net.parallels)
        return
    from mapapp.render.sheet.curved_degrees import curved_places

    yield from curved_places(view, _SIZE)


def _above_and_below(x: float, text: str, view: Viewport) -> Iterator[_Place]:
    width = measurer().width(text, _SIZE)
    if _CORNER < x < view.width_px - max(width / 2 + _INSET, _CORNER):
        yield text, x - width / 2, _SIZE + _INSET / 2
        yield text, x - width / 2, view.height_px - _INSET


def _left_and_right(y: float, text: str, view: Viewport) -> Iterator[_Place]:
    if _CORNER < y < view.height_px - _CORNER:
        yield text, _INSET, y + _SIZE * _FROM_LINE
        right = view.width_px - _INSET - measurer().width(text, _SIZE)
        yield text, right, y + _SIZE * _FROM_LINE


def _free(places: Sequence[_Place], taken: Sequence[BoxPx], most: int) -> list[_Place]:
    """The first places that nothing covers."""
    return [place for place in places if not any(_meet(place, box) for box in taken)][:most]


def _meet(place: _Place, box: BoxPx) -> bool:
    text, x, y = place
    left, top, right, bottom = run_box(Run(text, x, y, _SIZE, ""))
    return (
        left - _GAP < box[2]
        and right + _GAP > box[0]
        and top - _GAP < box[3]
        and bottom + _GAP > box[1]
    )
