"""What the page draws of a measurement."""

from __future__ import annotations

import numpy as np

from mapapp.bridge.messages import ShowMeasure
from mapapp.core.geo.measure import Measurement, area_text, length_text

NOTHING = ShowMeasure((), (), fill=False, text="", text_at=(0.0, 0.0))


def measure_drawing(shown: Measurement, measured: Measurement, zoom: float) -> ShowMeasure:
    """What the page draws: the line with its next point, and the points that are set."""
    line = shown.outline(zoom)
    if not len(line):
        return NOTHING
    is_area = shown.kind == "area"
    closes = bool(abs(line[0, 0] - line[-1, 0]) < 180)  # not around a pole
    text = area_text(shown.area_m2) if is_area else length_text(shown.length_m)
    middle = (line.min(axis=0) + line.max(axis=0)) / 2 if is_area else line[-1]
    points = np.round(line, 6).tolist()
    return ShowMeasure(
        line=tuple((lon, lat) for lon, lat in points),
        vertices=measured.vertices,
        fill=is_area and closes,
        text=text if len(shown.vertices) > 1 else "",
        text_at=(float(middle[0]), float(middle[1])),
    )
