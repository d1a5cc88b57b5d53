"""A symbol away from its point: found by ``render``, sent to the page by ``bridge``."""

from __future__ import annotations

from mapapp.core.record import record


@record
class MovedSymbol:
    """Where the symbol of a feature stands.

    Attributes:
        layer, fid: of the feature.
        right_px, down_px: how far from ``x``, ``y`` it stands.
        count: how many symbols it stands for; 0 if another stands for it, in the same place.
        x, y: world coordinates (``core/geo/mercator.py``) of its point, or of the one that stands
            for it.
    """

    layer: str
    fid: int
    right_px: float
    down_px: float
    count: int
    x: float
    y: float
