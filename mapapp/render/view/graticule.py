"""Meridians and parallels at round degrees, with what is written at the frame."""

from __future__ import annotations

import math
from collections.abc import Iterator

from mapapp.core.geo.mercator import lat_of, lon_of
from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE
from mapapp.render.view.viewport import Viewport


@record
class Graticule:
    """Pixels from the left of the meridians and from the top of the parallels, with texts."""

    meridians: tuple[tuple[float, str], ...]
    parallels: tuple[tuple[float, str], ...]


def graticule(view: Viewport) -> Graticule:
    """The lines of a view, at round degrees and far enough apart to stay quiet.

    All their texts have as many decimals as the step between them.
    """
    step = step_deg(view.world_px)
    decimals = decimals_of(step)
    lons = multiples(lon_of(view.left), lon_of(view.right), step)
    lats = multiples(lat_of(min(view.bottom, 1.0)), lat_of(max(view.top, 0.0)), step)
    return Graticule(
        tuple((float(view.x(lon)), lon_text(lon, decimals)) for lon in lons),
        tuple((float(view.y(lat)), lat_text(lat, decimals)) for lat in lats),
    )


def step_deg(world_px: float) -> float:
    """How far apart lines are where a world is so wide."""
    style = GROUND_STYLE.graticule
    wide = (s for s in style.steps_deg if s * world_px / 360 >= style.least_spacing_px)
    return next(wide, style.steps_deg[-1])


def decimals_of(step: float) -> int:
    """How many decimals all texts of lines have that are so far apart."""
    return len(f"{step:g}".partition(".")[2])


def multiples(low: float, high: float, step: float) -> Iterator[float]:
    """The multiples of a step from one number to another."""
    for n in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield n * step


def lon_text(lon: float, decimals: int | None = None) -> str:
    """A longitude in degrees, with its side of the world; as short as can be by default."""
    lon = round((lon + 180) % 360 - 180, 6)
    if lon in (0.0, -180.0):
        return f"{abs(lon):g}°"
    return f"{_number(abs(lon), decimals)}° {'E' if lon > 0 else 'W'}"


def lat_text(lat: float, decimals: int | None = None) -> str:
    """A latitude in degrees, with its side of the world; as short as can be by default."""
    lat = round(lat, 6)
    return f"{_number(abs(lat), decimals)}° {'N' if lat > 0 else 'S'}" if lat else "0°"


def _number(degrees: float, decimals: int | None) -> str:
    return f"{degrees:g}" if decimals is None else f"{degrees:.{decimals}f}"
