"""A name as the live map shows it: made by ``render``, sent to the page by ``bridge``."""

from __future__ import annotations

from mapapp.core.record import record
from mapapp.core.style.ground import TextStyle


@record
class PlacedLabel:
    """A line of text: its left end on the baseline, from a point in degrees, and its class.

    ``leader_px`` is the line that ties it to what it names, if it stands far off: from right, down
    to right, down of the point.
    """

    text: str
    lon: float
    lat: float
    dx_px: float
    dy_px: float
    size_px: float
    style: TextStyle
    leader_px: tuple[float, float, float, float] | None = None
