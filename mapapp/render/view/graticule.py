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
    px_per_deg, style = view.world_px / 360, GROUND_STYLE.graticule
    wide = (step for step in style.steps_deg if step * px_per_deg >= style.least_spacing_px)
    step = next(wide, style.steps_deg[-1])
    decimals = len(f"{step:g}".partition(".")[2])
    lons = _multiples(lon_of(view.left), lon_of(view.right), step)
    lats = _multiples(lat_of(min(view.bottom, 1.0)), lat_of(max(view.top, 0.0)), step)
    return Graticule(
        tuple((float(view.x(lon)), _lon_text(lon, decimals)) for lon in lons),
        tuple((float(view.y(lat)), _lat_text(lat, decimals)) for lat in lats),
    )


def _multiples(low: float, high: float, step: float) -> Iterator[float]:
    for n in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield n * step


def _lon_text(lon: float, decimals: int) -> str:
    lon = round((lon + 180) % 360 - 180, 6)
    if lon in (0.0, -180.0):
        return f"{abs(lon):g}°"
    return f"{abs(lon):.{decimals}f}° {'E' if lon > 0 else 'W'}"


def _lat_text(lat: float, decimals: int) -> str:
    lat = round(lat, 6)
    return f"{abs(lat):.{decimals}f}° {'N' if lat > 0 else 'S'}" if lat else "0°"
