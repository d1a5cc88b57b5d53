"""Sections of furniture, and how they are poured into columns.

A section is a head and pieces below it. It stays together where it can; it is cut between pieces,
and a long text between its lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mapapp.core.record import record
from mapapp.render.labels.room import BoxPx
from mapapp.render.sheet.blocks import Block, Run, stacked
from mapapp.render.sheet.omissions import SheetPart

SECTION_GAP = 11.0
_HEAD_GAP = 4.0
_LEAST_LINES = 2
"""No single line of a text stands alone at the head or the foot of a column."""

_MOST_HEAD_LINES = 8
_RUNNING: frozenset[SheetPart] = frozenset(
    {"notes", "figures", "sources", "facts", "ties", "contents"}
)
_HEIGHT_STEP = 4.0
_ROUNDING = 1e-6
_NO_ROOM = (0.0, 0.0, 0.0, 0.0)


@record
class Section:
    """A head and what stands below it.

    Attributes:
        part: what it tells.
        head: its heading, or None.
        pieces: entries or paragraphs.
        gap: between pieces.
        is_begun: whether its beginning stands elsewhere: it needs no head in a further column.
    """

    part: SheetPart
    head: Block | None
    pieces: tuple[Block, ...]
    gap: float
    is_begun: bool = False

    @property
    def block(self) -> Block:
        """All of it in one column; what is begun elsewhere has another name."""
        if self.is_begun:
            return stacked(f"{self.part}_rest", self.pieces, self.gap)
        body = stacked(self.part, self.pieces, self.gap)
        return stacked(self.part, [self.head, body], _HEAD_GAP) if self.head else body

    @property
    def height(self) -> float:
        """That of its block."""
        pieces = sum(piece.height for piece in self.pieces)
        return self._above + pieces + (len(self.pieces) - 1) * self.gap

    @property
    def count(self) -> int:
        """How many entries or lines it has."""
        return sum(line_count(piece) for piece in self.pieces)

    def cut(
        self, height: float, *, between_pieces: bool = False
    ) -> tuple[Section | None, Section | None]:
        """What of it fits into a height, and what does not; each None if that is nothing.

        A text may be cut between its lines unless it is to be cut ``between_pieces`` only.
        """
        used = self._above
        for count, piece in enumerate(self.pieces):
            if used + piece.height > height + _ROUNDING:
                return self._cut_at(count, 0.0 if between_pieces else height - used)
            used += piece.height + self.gap
        return self, None

    def _cut_at(self, count: int, height: float) -> tuple[Section | None, Section | None]:
        """The section cut in or before a piece that has a height left."""
        upper, lower = cut_text(self.pieces[count], height)
        fitting = (*self.pieces[:count], *([upper] if upper else []))
        if not fitting:
            return None, self
        rest = (lower, *self.pieces[count + 1 :])
        return replace(self, pieces=fitting), replace(self, pieces=rest, is_begun=True)

    @property
    def _above(self) -> float:
        """What stands above the first piece."""
        return 0.0 if self.is_begun or self.head is None else self.head.height + _HEAD_GAP


@record
class Poured:
    """Sections, or what of them there is room for, with their upper left corners; and the rest."""

    placed: tuple[tuple[Section, float, float], ...]
    rest: tuple[Section, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """What has room, ready to be painted."""
        return [section.block.at(x, y) for section, x, y in self.placed]


def line_count(block: Block) -> int:
    """1 for an entry, the lines of a text."""
    is_text = all(isinstance(item, Run) for item in block.items)
    return len({item.y for item in block.items}) if is_text else 1


def cut_text(block: Block, height: float) -> tuple[Block | None, Block]:
    """The lines of a text that fit into a height, or None if they are too few, and the others.

    A head, whose lines are bold, is neither cut nor left alone, unless it is very long.
    """
    lines = line_count(block)
    if lines < 2 * _LEAST_LINES:
        return None, block
    leading = block.height / lines
    count = min(math.floor(height / leading + _ROUNDING), lines - _LEAST_LINES)
    if count < _LEAST_LINES or count <= _head_lines(block) <= _MOST_HEAD_LINES:
        return None, block
    edge = count * leading
    upper = tuple(item for item in block.items if item.y < edge)
    lower = tuple(replace(item, y=item.y - edge) for item in block.items if item.y >= edge)
    return (
        replace(block, height=edge, items=upper),
        replace(block, height=block.height - edge, items=lower),
    )


def _head_lines(block: Block) -> int:
    """How many lines of a text are its head."""
    return len({item.y for item in block.items if isinstance(item, Run) and item.bold})


def poured(
    boxes: Sequence[BoxPx],
    sections: Iterable[Section],
    *,
    is_cut: bool = True,
    ends_whole: bool = False,
) -> Poured:
    """Sections one below another, from box to box.

    Lists are cut only if they may and do not fit uncut; running texts go on in the next box.
    If it ``ends_whole``, what goes on after the last box begins with a whole text: it may be wider
    there.

    After a section that has no room there are no further ones.
    """
    wanted = tuple(section for section in sections if section.pieces)
    uncut = _poured(boxes, wanted, is_cut=False, ends_whole=ends_whole)
    if not (is_cut and uncut.rest):
        return uncut
    return _poured(boxes, wanted, is_cut=True, ends_whole=ends_whole)


def _poured(
    boxes: Sequence[BoxPx], sections: Sequence[Section], *, is_cut: bool, ends_whole: bool
) -> Poured:
    placed: list[tuple[Section, float, float]] = []
    rooms = iter(boxes)
    left, y, _, floor = room = next(rooms, _NO_ROOM)
    for i, section in enumerate(sections):
        rest: Section | None = section
        while rest is not None:
            is_last = ends_whole and room == boxes[-1]
            fitting, rest = _fitting(rest, floor - y, is_cut=is_cut, between_pieces=is_last)
            if fitting is not None:
                placed.append((fitting, left, y))
                y += fitting.height + SECTION_GAP
            if rest is not None:
                after = next(rooms, None)
                if after is None:
                    return Poured(tuple(placed), (rest, *sections[i + 1 :]))
                left, y, _, floor = room = after
    return Poured(tuple(placed))


def _fitting(
    section: Section, height: float, *, is_cut: bool, between_pieces: bool
) -> tuple[Section | None, Section | None]:
    if is_cut or section.part in _RUNNING:
        return section.cut(height, between_pieces=between_pieces)
    return (section, None) if section.height <= height + _ROUNDING else (None, section)


def least_height(
    boxes: Sequence[BoxPx], sections: Sequence[Section], most: float, *, is_cut: bool
) -> float | None:
    """The least height of columns, from their feet up, that holds sections; None above ``most``."""
    wanted = [section for section in sections if section.pieces]
    gaps = SECTION_GAP * (len(wanted) - len(boxes))
    height = max((sum(each.height for each in wanted) + gaps) / len(boxes), _HEIGHT_STEP)
    while height <= most:
        if not poured(with_height(boxes, height), sections, is_cut=is_cut).rest:
            return height
        height += _HEIGHT_STEP
    return None


def with_height(boxes: Sequence[BoxPx], height: float) -> list[BoxPx]:
    """Columns of another height on the same foot."""
    return [(left, bottom - height, right, bottom) for left, _, right, bottom in boxes]
