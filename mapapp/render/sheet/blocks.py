"""What furniture is made of: texts, symbols and rules in a box, ready to paint anywhere.

Units are those of the sheet, CSS pixels at its own scale. A block is laid out with its upper
left corner at 0, 0 and then moved into place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mapapp.core.record import record
from mapapp.render.labels.room import BoxPx


@record
class Run:
    """One line of text: its left end on the baseline, size in pixels, colour ``#rrggbb``.

    ``link`` is the address it leads to where a device can say so, or empty, ``page`` the number of
    the sheet of a book that it leads to, or 0; a run that ``continues`` is a further line of the
    paragraph of the run before it.
    """

    text: str
    x: float
    y: float
    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    continues: bool = False
    page: int = 0


@record
class Picture:
    """A small SVG document, drawn into a rectangle."""

    svg: str
    x: float
    y: float
    width: float
    height: float


@record
class Bar:
    """A filled rectangle: a rule, or a stretch of a scale bar."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    opacity: float = 1.0


Item = Run | Picture | Bar


@record
class Block:
    """A piece of furniture and the room it takes."""

    name: str
    width: float
    height: float
    items: tuple[Item, ...]
    x: float = 0.0
    y: float = 0.0

    @property
    def box(self) -> BoxPx:
        """Left, top, right and bottom on the sheet."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)

    def at(self, x: float, y: float) -> Block:
        """The same block with its upper left corner elsewhere."""
        return replace(self, x=x, y=y)


def stacked(name: str, blocks: Iterable[Block], gap: float) -> Block:
    """Blocks one below another, as one."""
    items: list[Item] = []
    width = top = 0.0
    for block in blocks:
        items += [replace(item, y=item.y + top) for item in block.items] if top else block.items
        width = max(width, block.width)
        top += block.height + gap if block.items else 0.0
    return Block(name, width, max(top - gap, 0.0), tuple(items))


def beside(name: str, blocks: Iterable[Block], gap: float) -> Block:
    """Blocks side by side with a common lower edge, as one."""
    row = list(blocks)
    height = max(block.height for block in row)
    items: list[Item] = []
    left = 0.0
    for block in row:
        shift = height - block.height
        items += [replace(item, x=item.x + left, y=item.y + shift) for item in block.items]
        left += block.width + gap
    return Block(name, left - gap, height, tuple(items))
