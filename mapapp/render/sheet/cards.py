"""Cards on the map: each in the corner where it hides the fewest features, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.render.labels.room import BoxPx
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block, stacked
from mapapp.render.sheet.column import FilledColumns, Furniture
from mapapp.render.sheet.frame import CARD_MARGIN, CARD_PADDING, SMALL_PICTURE, Frame
from mapapp.render.sheet.sections import SECTION_GAP, Poured, poured

_MOST_OF_WIDTH = 0.3
_HEIGHTS = (1.0, 0.7, 0.45)
"""Of the height of the map: a lower card, which says less, may find a corner where none is free."""

_SYMBOL = 7.0
LOWER_RIGHT = (1, 1)
_CORNERS = ((0, 1), (1, 0), (1, 1), (0, 0))
"""Of the map, right and down: lower left first."""


@record
class Corners:
    """The corners of a map and what is in them already.

    ``points`` are where the map has features, in its pixels.
    """

    frame: Frame
    placed: Sequence[Block]
    points: Sequence[tuple[float, float]]

    def spot(
        self, card: Block, margin: float, first: tuple[int, int] = _CORNERS[0]
    ) -> Block | None:
        """The card in its place; None where there is none.

        It hides as few features as can be; in a small picture it must hide none.
        """
        free = [
            spot
            for spot in self._spots(card, margin, first)
            if not any(_overlap(spot.box, block.box) for block in self.placed)
        ]
        best = min(free, key=self._hidden, default=None)
        if best is not None and self._is_small and self._hidden(best):
            return None
        return best

    @property
    def _is_small(self) -> bool:
        return not self.frame.is_page and min(self.frame.width, self.frame.height) < SMALL_PICTURE

    def _spots(self, card: Block, margin: float, first: tuple[int, int]) -> Iterator[Block]:
        left, top, right, _ = self.frame.map
        across = right - left - card.width - 2 * margin
        down = self.frame.floor - top - card.height - 2 * margin
        if across >= 0 and down >= 0:
            for x, y in sorted(_CORNERS, key=lambda corner: corner != first):
                yield card.at(left + margin + x * across, top + margin + y * down)

    def _hidden(self, spot: Block) -> int:
        """How many features a card covers."""
        (left, top, _, _), unit = self.frame.map, self.frame.map_unit
        x0, y0, x1, y1 = spot.box
        placed = ((left + x * unit, top + y * unit) for x, y in self.points)
        return sum(
            x0 - _SYMBOL <= x <= x1 + _SYMBOL and y0 - _SYMBOL <= y <= y1 + _SYMBOL
            for x, y in placed
        )


def legend_card(furniture: Furniture, corners: Corners) -> tuple[Block | None, FilledColumns]:
    """Legend, remarks and notes on a card, as much of them as has room, and what has not."""
    tallest = corners.frame.floor - corners.frame.map[1] - 2 * (CARD_MARGIN + CARD_PADDING)
    for share in _HEIGHTS:
        filled = _in_height(furniture, tallest * share)
        card = _card(furniture, filled)
        if card is None or not _is_slim(card, corners.frame):
            break
        spot = corners.spot(card, CARD_MARGIN)
        if spot is not None:
            return spot, FilledColumns(furniture, filled)
    return None, FilledColumns(furniture, Poured((), tuple(furniture.told())))


def _in_height(furniture: Furniture, height: float) -> Poured:
    """What fits into one column of a height."""
    box = (0.0, 0.0, furniture.width, height)
    whole = poured([box], furniture.told())
    in_need = [*furniture.essentials_in_need(), *furniture.following()]
    return poured([box], in_need) if whole.rest else whole


def _card(furniture: Furniture, filled: Poured) -> Block | None:
    """What fits, on a card; None if that is nothing."""
    if not filled.placed:
        return None
    blocks = [section.block for section, _, _ in filled.placed]
    inside = stacked("legend", blocks, SECTION_GAP)
    return make.carded(inside, CARD_PADDING, ground(furniture.request.theme))


def _is_slim(card: Block, frame: Frame) -> bool:
    return card.width <= (frame.map[2] - frame.map[0]) * _MOST_OF_WIDTH


def _overlap(one: BoxPx, other: BoxPx) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
