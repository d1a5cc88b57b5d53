"""A scale bar of round length, true where the middle of the map lies."""

from __future__ import annotations

import math

from mapapp.core.geo.mercator import EQUATOR_M, lat_of
from mapapp.core.record import record
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

MAX_SPREAD = 0.15
"""How much the scale may differ over the map before one bar would mislead."""


@record
class ScaleBar:
    """A length on the ground and how long it is in the view."""

    length_m: float
    width_px: float

    @property
    def text(self) -> str:
        """The length as people write it."""
        return length_text(self.length_m)

    @property
    def stretches(self) -> int:
        """How many stretches of a round length it has: 5, of 2, 20, 200 … 4."""
        return 4 if f"{self.length_m:e}".startswith("2") else 5

    def text_at(self, stretch: int) -> str:
        """The length up to the end of a stretch, in the unit of the whole."""
        length_m = self.length_m * stretch / self.stretches
        return _number(length_m / 1000 if self.length_m >= 1000 else length_m)


def length_text(length_m: float) -> str:
    """A round length as people write it."""
    return f"{_number(length_m / 1000)} km" if length_m >= 1000 else f"{_number(length_m)} m"


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 1000 else f"{value:g}"


def scale_bar(view: AnyView, max_px: float) -> ScaleBar | None:
    """The longest round bar within ``max_px``; None where the scale varies too much."""
    if scale_spread(view) > MAX_SPREAD:
        return None
    length = round_below(max_px * m_per_px(view))
    return ScaleBar(length, length / m_per_px(view))


def m_per_px(view: AnyView) -> float:
    """Metres on the ground to a pixel in the middle of the view."""
    if not isinstance(view, Viewport):
        return view.ground_m_per_px
    return EQUATOR_M / _stretch((view.top + view.bottom) / 2) / view.world_px


def scale_spread(view: AnyView) -> float:
    """How much the scale differs over the view, as a share of that in the middle.

    Web Mercator stretches with 1/cos(latitude); the spread is that between the latitude in
    the middle and the worse of the two edges.
    """
    if not isinstance(view, Viewport):
        return view.scale_spread
    middle = _stretch((view.top + view.bottom) / 2)
    return max(abs(_stretch(world_y) / middle - 1) for world_y in (view.top, view.bottom))


def _stretch(world_y: float) -> float:
    return 1 / math.cos(math.radians(lat_of(min(max(world_y, 0.0), 1.0))))


def round_below(length: float) -> float:
    """The longest of 1, 2, 5 × 10ⁿ that is not above ``length``."""
    power: float = 10 ** math.floor(math.log10(length))
    return next(n * power for n in (5, 2, 1) if n * power <= length)
