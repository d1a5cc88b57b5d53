"""What is written at meridians and parallels where they meet the frame; never under a card.

It stands within the frame, or outside of it on all four sides, where nothing of the map is hidden.
"""

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
OUTSIDE_PX = 3.0
"""So far from the frame degrees stand that are outside of it."""

_FROM_LINE = 0.36
"""Of its size, how far below a parallel its text has its baseline: it stands across the line."""

_CAPITAL_EM = 0.72
"""Of its size, how high figures and capitals are above the baseline."""


def degree_runs(
    view: AnyView,
    colours: Ground,
    taken: Sequence[BoxPx],
    *,
    all_sides: bool,
    is_outside: bool = False,
) -> tuple[Run, ...]:
    """Degrees along the edges of a view, in its pixels, clear of boxes that are taken.

    Meridians are labelled above and parallels at the left, at the opposite edge where that is
    covered, or at both. Those outside of the frame are clear of all that lies in it.
    """
    runs: list[Run] = []
    for places in _places(view, is_outside=is_outside):
        others = [*(() if is_outside else taken), *map(run_box, runs)]
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


def _places(view: AnyView, *, is_outside: bool) -> Iterator[Iterable[_Place]]:
    """For each line the places of what is written at it, best first."""
    if isinstance(view, Viewport):
        net = graticule(view)
        across, down = (_over, _beside) if is_outside else (_above_and_below, _left_and_right)
        yield from (across(x, text, view) for x, text in net.meridians)
        yield from (down(y, text, view) for y, text in net.parallels)
        return
    from mapapp.render.sheet.curved_degrees import curved_places

    yield from curved_places(view, _SIZE, OUTSIDE_PX if is_outside else None)


def _over(x: float, text: str, view: Viewport) -> Iterator[_Place]:
    """Outside of the frame, above and below."""
    left = x - measurer().width(text, _SIZE) / 2
    yield text, left, -OUTSIDE_PX
    yield text, left, view.height_px + OUTSIDE_PX + _SIZE * _CAPITAL_EM


def _beside(y: float, text: str, view: Viewport) -> Iterator[_Place]:
    """Outside of the frame, at the left and the right."""
    yield text, -OUTSIDE_PX - measurer().width(text, _SIZE), y + _SIZE * _FROM_LINE
    yield text, view.width_px + OUTSIDE_PX, y + _SIZE * _FROM_LINE


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
