"""Which way is north on a map."""

from __future__ import annotations

from mapapp.render.view.view import View
from mapapp.render.view.viewport import Viewport

_MOST_TURNED_DEG = 5.0
"""Where north turns by more over a map, one arrow would mislead."""


def north_deg(view: View) -> float:
    """How far north is turned from straight up in the middle of a map, clockwise."""
    return 0.0 if isinstance(view, Viewport) else view.north_deg


def has_one_north(view: View) -> bool:
    """Whether north is about the same way all over a map, as it is in Mercator."""
    return isinstance(view, Viewport) or view.north_spread_deg <= _MOST_TURNED_DEG
