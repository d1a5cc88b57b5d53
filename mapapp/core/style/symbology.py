"""How a layer is drawn: all features alike, or by classes of one of their values.

The table ``[symbol]`` of a layer's file says it (``core/style/symbol_table.py``).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Literal

from mapapp.core.record import record
from mapapp.core.text import Text

Theme = Literal["light", "dark", "contrast"]
SymbologyKind = Literal["single", "categorised", "graduated", "sized", "density"]

SHAPES = (
    "circle", "square", "diamond", "triangle", "hexagon", "pentagon", "star", "anchor",
    "rail", "plane", "cross",
)  # fmt: skip
"""Names of the marker shapes; their outlines are in ``render/scene/shapes.py``."""

EDGE_PX = 1.5
"""How wide the outline of a marker is where nothing else is said."""

SMALLEST_PX, LARGEST_SIZED_PX = 3.0, 48.0
"""How wide symbols are at least and at most whose size goes by a number."""


@record
class Tone:
    """A colour for light and for dark ground, as ``#rrggbb``; high contrast has light ground."""

    light: str
    dark: str

    def get(self, theme: Theme) -> str:
        """The colour in one theme."""
        return self.dark if theme == "dark" else self.light


@record
class SymbolSpec:
    """How a feature is drawn: ``size_px`` is a marker's width, ``width_px`` a line's.

    An area is filled with ``fill`` (its own colour for None), which covers ``fill_opacity``. A line
    with ``fade_zooms`` grows fainter from the first of them and is gone at the second. A marker has
    an outline of ``edge_px``, of its own colour for None.
    """

    colour: Tone
    shape: str = "circle"
    size_px: float = 14.0
    width_px: float = 1.5
    dash_px: tuple[float, ...] = ()
    fill: Tone | None = None
    fill_opacity: float = 0.2
    fade_zooms: tuple[float, ...] = ()
    edge: Tone | None = None
    edge_px: float = EDGE_PX


@record
class SymbolClass:
    """Features that are drawn alike, with what the legend says of them.

    Attributes:
        title: of the class, such as ``Freight`` or ``5–20``.
        symbol: how they are drawn.
        value: the text they have, for a category; a number as :func:`category_of` writes it.
        low: the least number they have, for a step of a graduated layer.
        high: the number that they stay below.
    """

    title: Text
    symbol: SymbolSpec
    value: str | None = None
    low: float = -math.inf
    high: float = math.inf

    def holds(self, value: object) -> bool:
        """Whether features with a value are of this class."""
        if self.value is not None:
            return category_of(value) == self.value
        return isinstance(value, int | float) and self.low <= value < self.high


@record
class SizeRule:
    """Symbols whose area goes by a number; where it is 0 or less, there is none.

    Attributes:
        most: the number of the widest symbol, which greater ones have as well.
        most_px: how wide that one is.
    """

    most: float
    most_px: float


@record
class BinRule:
    """Points that are counted in squares ``side_px`` wide, on the screen as on a picture."""

    side_px: float


def category_of(value: object) -> str | None:
    """What a class of a value is called in files: a text, a number without needless digits."""
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return value if isinstance(value, str) else None


@record
class Classes:
    """The classes of a layer, and the one of all that is in none of them.

    Attributes:
        kind: categorised, graduated, sized or density.
        field: a column of the layer's table or an attribute of facts; empty for a density.
        title: what the values are, such as ``Area, km²``, or None.
        steps: the classes in the order of the legend.
        fallback: what has another value, or none.
        sizes: the rule of the steps of a sized layer, else None.
        bins: the rule of a density, whose steps are classes of squares; else None.
    """

    kind: SymbologyKind
    field: str
    title: Text | None
    steps: tuple[SymbolClass, ...]
    fallback: SymbolClass
    sizes: SizeRule | None = None
    bins: BinRule | None = None

    def __iter__(self) -> Iterator[SymbolClass]:
        """All classes, the fallback last."""
        return itertools.chain(self.steps, [self.fallback])

    def of(self, value: object) -> SymbolClass:
        """The class of a feature with a value."""
        return next((each for each in self.steps if each.holds(value)), self.fallback)
