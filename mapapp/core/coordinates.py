"""How positions and scales are written for people."""

from __future__ import annotations

import math


def lon_text(lon: float, decimals: int = 4) -> str:
    """A longitude in degrees with its hemisphere, brought into -180…180."""
    wrapped = (lon + 180) % 360 - 180
    return f"{abs(wrapped):.{decimals}f}° {'E' if wrapped >= 0 else 'W'}"


def lat_text(lat: float, decimals: int = 4) -> str:
    """A latitude in degrees with its hemisphere."""
    return f"{abs(lat):.{decimals}f}° {'N' if lat >= 0 else 'S'}"


def scale_text(denominator: float) -> str:
    """A map scale, rounded to two figures, with thin spaces: ``1:1 200 000``."""
    digits = max(int(math.floor(math.log10(denominator))) - 1, 0)
    rounded = round(denominator / 10**digits) * 10**digits
    return "1:" + f"{rounded:,}".replace(",", "\u2009")
