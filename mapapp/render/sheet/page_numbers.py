"""The numbers of a book's sheets, beside their features on the map that opens it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from mapapp.core.record import record
from mapapp.core.style.theme import Ground
from mapapp.render.labels.room import BoxPx
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block, Run

_SAME_PLACE = 9.0
_CLOSE = 9.0
"""From the middle of a symbol to the edge of its number."""

_FAR = 20.0
_PADDING = 1.6
_SIDES = ((1, -1), (1, 1), (-1, -1), (-1, 1), (1, 0), (-1, 0), (0, -1), (0, 1))
_WIDTH = 90.0
_OUTSIDE, _ON_NUMBER = 1000.0, 20.0
"""How much worse it is to leave the map, or to cover a number, than to cover a symbol."""

Point = tuple[float, float]


@record
class NumberPlacing:
    """Places numbers on a map: its box, and those that nothing may cover, in units of the sheet."""

    map: BoxPx
    taken: Sequence[BoxPx]
    colours: Ground

    def blocks(self, points: Mapping[int, Point]) -> list[Block]:
        """A small card for each place, with the numbers of all sheets that are of it."""
        symbols = [(x - 5, y - 5, x + 5, y + 5) for x, y in points.values()]
        placed: list[Block] = []
        for (x, y), numbers in places(points).items():
            card = self._card(numbers)
            spots = [card.at(*spot) for spot in _around(x, y, card)]
            taken = [*self.taken, *(block.box for block in placed)]
            placed.append(min(spots, key=lambda spot: self._cost(spot.box, taken, symbols)))
        return placed

    def _card(self, numbers: Sequence[int]) -> Block:
        text = make.paragraph(ranges(numbers), make.SMALL, _WIDTH, self.colours.label, bold=True)
        runs = (replace(run, page=numbers[0]) for run in text.items if isinstance(run, Run))
        text = replace(text, name="page_number", items=tuple(runs))
        return make.carded(text, _PADDING, self.colours)

    def _cost(self, box: BoxPx, taken: Sequence[BoxPx], symbols: Sequence[BoxPx]) -> float:
        left, top, right, bottom = self.map
        is_inside = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
        covered = sum(_shared(box, other) for other in taken) * _ON_NUMBER
        return covered + sum(_shared(box, other) for other in symbols) + _OUTSIDE * (not is_inside)


def places(points: Mapping[int, Point]) -> dict[Point, list[int]]:
    """The numbers of each place, rising; what is within a symbol of another is of one place."""
    found: dict[Point, list[int]] = {}
    for number in sorted(points):
        x, y = points[number]
        near = (at for at in found if max(abs(at[0] - x), abs(at[1] - y)) <= _SAME_PLACE)
        found.setdefault(next(near, (x, y)), []).append(number)
    return found


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers in short: ``1–3, 7``."""
    starts = [i for i, _ in enumerate(numbers) if not i or numbers[i - 1] != numbers[i] - 1]
    runs = (numbers[i:j] for i, j in pairwise([*starts, len(numbers)]))
    joints = {1: "", 2: ", "}
    return ", ".join(
        f"{run[0]}{joints.get(len(run), '–')}{run[-1]}" if len(run) > 1 else str(run[0])
        for run in runs
    )


def _around(x: float, y: float, card: Block) -> Iterator[Point]:
    """Where a card may stand beside a point, close by first."""
    for gap in (_CLOSE, _FAR):
        for right, down in _SIDES:
            yield (
                x + right * (gap + card.width / 2) - card.width / 2,
                y + down * (gap * (0.6 if right else 1) + card.height / 2) - card.height / 2,
            )


def _shared(one: BoxPx, other: BoxPx) -> float:
    """The area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)
