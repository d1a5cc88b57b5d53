"""Spherical Web Mercator (EPSG:3857) as plain arithmetic.

The projection is simple enough to be written out, which keeps pyproj out of start-up;
a test compares it with pyproj. World coordinates run from 0 to 1 from the upper left
corner (180° W, 85.05° N), as in Leaflet and slippy-map tiles; they go on past 0 and 1 in
further copies of the world.
"""

from __future__ import annotations

import math

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.extent import MAX_LAT_DEG, Extent

TILE_PX = 256
EQUATOR_M = 2 * math.pi * 6378137.0
CSS_PX_M = 0.0254 / 96
"""A CSS pixel is 1/96 inch; map scales on screen are stated for it."""


def world_x(lon: FloatArray | float) -> FloatArray:
    """World x (0…1) of longitudes in degrees."""
    return np.asarray(lon, dtype=np.float64) / 360.0 + 0.5


def world_y(lat: FloatArray | float) -> FloatArray:
    """World y (0…1, downwards) of latitudes in degrees; poles are clipped to the square."""
    clipped = np.clip(np.asarray(lat, dtype=np.float64), -MAX_LAT_DEG, MAX_LAT_DEG)
    return 0.5 - np.arcsinh(np.tan(np.radians(clipped))) / (2 * math.pi)


def lon_of(x: float) -> float:
    """Longitude in degrees of a world x."""
    return (x - 0.5) * 360.0


def lat_of(y: float) -> float:
    """Latitude in degrees of a world y."""
    return math.degrees(math.atan(math.sinh((0.5 - y) * 2 * math.pi)))


def lats_of(world_ys: FloatArray) -> FloatArray:
    """Latitudes in degrees of world coordinates (n,)."""
    return np.degrees(np.arctan(np.sinh((0.5 - world_ys) * 2 * math.pi)))


def world_px(zoom: float) -> float:
    """Width of one world in CSS pixels at a (fractional) zoom."""
    return float(TILE_PX * 2.0**zoom)


def ground_m_per_px(lat: float, zoom: float) -> float:
    """Metres on the ground under one CSS pixel at a latitude."""
    return EQUATOR_M * math.cos(math.radians(lat)) / world_px(zoom)


def scale_denominator(lat: float, zoom: float) -> float:
    """The n of 1:n on screen at a latitude, for a CSS pixel of 1/96 inch."""
    return ground_m_per_px(lat, zoom) / CSS_PX_M


def fit_zoom(extent: Extent, width_px: float, height_px: float) -> float:
    """The largest zoom at which the extent fits into a frame of CSS pixels."""
    width = (extent.east - extent.west) / 360.0
    height = float(world_y(extent.south) - world_y(extent.north))
    return math.log2(min(width_px / width, height_px / height) / TILE_PX)
