"""What a text was read as."""

from __future__ import annotations

from typing import Literal

from mapapp.core.errors import UsageError
from mapapp.core.geo.crs import System, to_wgs84, wrapped_lon
from mapapp.core.record import record

AxisOrder = Literal["named", "lat first", "lon first"]

MAX_TEXT = 2000
"""Characters of a position; links of map services have several hundred."""

NUMBER = r"\d++(?:\.\d*+)?+|\.\d++"
"""Possessive: a run of digits is never tried in parts, which takes the square of its length."""

_MOST_LON = 720.0
"""Longitudes run on where the map was dragged around the Earth, but not for ever."""


class PositionError(UsageError):
    """A text is not a position."""


@record
class Reading:
    """A way to read a text as a position.

    ``lon`` and ``lat`` are WGS84 degrees, ``system`` is what the text was read in, and
    ``order`` tells whether the text names its parts or which of two bare numbers was taken
    for the latitude.
    """

    lon: float
    lat: float
    system: System
    order: AxisOrder


def read_degrees(lon: float, lat: float, system: System, order: AxisOrder) -> Reading | None:
    """Degrees of a system as a reading, 236° W as 124° E; None off the Earth."""
    if abs(lat) > 90 or abs(lon) > _MOST_LON:
        return None
    if abs(lon) > 180:  # 180° E itself stays
        lon = wrapped_lon(lon)
    return Reading(*to_wgs84(lon, lat, system), system, order)
