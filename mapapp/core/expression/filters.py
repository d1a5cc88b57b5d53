"""What of a layer is to be shown: an expression, a text, the visible part of the map, a year."""

from __future__ import annotations

from collections.abc import Callable, Collection

from mapapp.core.geo.extent import Extent
from mapapp.core.record import record


@record
class LayerFilter:
    """What the user asked of one layer.

    Attributes:
        expression: see ``core/expression/parser.py``; empty for everything.
        text: to be found in any of a feature's texts; empty for everything.
        in_view: only what the map shows now.
    """

    expression: str = ""
    text: str = ""
    in_view: bool = False

    def __bool__(self) -> bool:
        return self != NO_FILTER


VisibleFids = Callable[[str], Collection[int] | None]
"""Says for a layer's id which of its features are shown, by key; None for all."""


def everything(_layer: str) -> None:
    """Nothing is left out."""


@record
class Criteria:
    """A filter at a moment: with the extent that it means, and the year the map looks at."""

    expression: str = ""
    text: str = ""
    extent: Extent | None = None
    year: int | None = None

    def __bool__(self) -> bool:
        return self != _EVERYTHING


NO_FILTER = LayerFilter()
_EVERYTHING = Criteria()
