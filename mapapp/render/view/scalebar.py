"""A scale bar of round length, true where the middle of the map lies."""

from __future__ import annotations

import math

from mapapp.core.geo.mercator import EQUATOR_M, lat_of
from mapapp.core.record import record
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
        if self.length_m >= 1000:
            return f"{self.length_m / 1000:,.0f} km".replace(",", " ")
        return f"{self.length_m:g} m"


def scale_bar(view: Viewport, max_px: float) -> ScaleBar | None:
    """The longest round bar within ``max_px``; None where the scale varies too much.

    Web Mercator stretches with 1/cos(latitude); the spread is that between the latitude in
    the middle and the worse of the two edges.
    """
    stretches = [_stretch(world_y) for world_y in (view.top, view.bottom)]
    middle = _stretch((view.top + view.bottom) / 2)
    if max(abs(stretch / middle - 1) for stretch in stretches) > MAX_SPREAD:
        return None
    m_per_px = EQUATOR_M / middle / view.world_px
    length = _round_below(max_px * m_per_px)
    return ScaleBar(length, length / m_per_px)


def _stretch(world_y: float) -> float:
    return 1 / math.cos(math.radians(lat_of(min(max(world_y, 0.0), 1.0))))


def _round_below(length: float) -> float:
    """The longest of 1, 2, 5 × 10ⁿ that is not above ``length``."""
    power: float = 10 ** math.floor(math.log10(length))
    return next(n * power for n in (5, 2, 1) if n * power <= length)
