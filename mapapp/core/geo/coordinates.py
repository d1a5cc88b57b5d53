"""How positions and scales are written for people."""

from __future__ import annotations

import math

from mapapp.core.geo.extent import Extent


def lon_text(lon: float, decimals: int = 4) -> str:
    """A longitude in degrees with its hemisphere, brought into -180…180."""
    wrapped = _wrapped(lon)
    return f"{abs(wrapped):.{decimals}f}° {'E' if wrapped >= 0 else 'W'}"


def lat_text(lat: float, decimals: int = 4) -> str:
    """A latitude in degrees with its hemisphere."""
    return f"{abs(lat):.{decimals}f}° {'N' if lat >= 0 else 'S'}"


def position_text(lon: float, lat: float) -> str:
    """A position as ``core/geo/positions`` reads it: ``41.7922° N 123.4328° E``."""
    return f"{lat_text(lat)} {lon_text(lon)}"


def bounds_text(extent: Extent) -> str:
    """The edges of an extent in degrees, west, east, south and north."""
    west, south, east, north = extent.bounds
    lons, lats = (lon_text(west, 2), lon_text(east, 2)), (lat_text(south, 2), lat_text(north, 2))
    return ", ".join(map("–".join, (lons, lats)))


def lon_dms(lon: float) -> str:
    """A longitude in degrees, minutes and seconds: ``123°25′58.0″ E``."""
    wrapped = _wrapped(lon)
    return f"{_dms(wrapped)} {'E' if wrapped >= 0 else 'W'}"


def lat_dms(lat: float) -> str:
    """A latitude in degrees, minutes and seconds: ``41°47′32.0″ N``."""
    return f"{_dms(lat)} {'N' if lat >= 0 else 'S'}"


def scale_text(denominator: float) -> str:
    """A map scale, rounded to two figures, with thin spaces: ``1:1 200 000``."""
    digits = max(math.floor(math.log10(denominator)) - 1, 0)
    rounded = round(denominator / 10**digits) * 10**digits
    return "1:" + f"{rounded:,}".replace(",", "\u2009")


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _dms(degrees: float) -> str:
    """Rounded to a tenth of a second (3 m) before it is split, so that no 60″ appears."""
    minutes, tenths = divmod(round(abs(degrees) * 36_000), 600)
    return f"{minutes // 60}°{minutes % 60:02d}′{tenths / 10:04.1f}″"
