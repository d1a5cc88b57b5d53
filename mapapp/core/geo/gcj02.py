"""GCJ-02 and BD-09, the shifted coordinates of Chinese web maps, to and from WGS84.

The shift of GCJ-02 is a sum of sines on the Krasovsky ellipsoid that became public in 2009;
BD-09 is Baidu's further shift on top of it. The formulas are those of the open collections
eviltransform (github.com/googollee/eviltransform) and coordtransform
(github.com/wandergis/coordtransform). Both systems apply on the mainland only
(``core/geo/mainland.py``); elsewhere positions stay as they are.

All functions take and give degrees, longitude first, as numbers or arrays. The inverses find
the position whose shift leads to the given one, to a millionth of a metre. In a strip of some
600 m along the outline a shifted and an unshifted position can look the same; it is then read
as shifted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mainland import in_mainland

Position = tuple[FloatArray, FloatArray]

_KRASOVSKY_A_M = 6378245.0
_KRASOVSKY_E2 = 0.00669342162296594323
_BD09_PI = np.pi * 3000.0 / 180.0
_BD09_OFFSET_DEG = (0.0065, 0.006)
_AT_ONCE, _MOST_THREADS = 8192, 4
_ITERATIONS = 6
"""Each step shrinks the error at least fiftyfold, from some 600 m."""


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Position:
    """GCJ-02 of WGS84 positions."""
    return _in_parts(partial(_on_mainland, _shifted), *_arrays(lon, lat))


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Position:
    """WGS84 of GCJ-02 positions."""
    return _in_parts(partial(_from_mainland, _shifted), *_arrays(lon, lat))


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Position:
    """BD-09 of WGS84 positions."""
    return _in_parts(partial(_on_mainland, _shifted_twice), *_arrays(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Position:
    """WGS84 of BD-09 positions."""
    return _in_parts(partial(_from_mainland, _shifted_twice), *_arrays(lon, lat))


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Position:
    """BD-09 of GCJ-02 positions, wherever they are."""
    x, y = _arrays(lon, lat)
    radius = np.hypot(x, y) + 2e-5 * np.sin(y * _BD09_PI)
    angle = np.arctan2(y, x) + 3e-6 * np.cos(x * _BD09_PI)
    east, north = _BD09_OFFSET_DEG
    return radius * np.cos(angle) + east, radius * np.sin(angle) + north


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Position:
    """GCJ-02 of BD-09 positions, wherever they are."""
    return _inverse(gcj02_to_bd09, *_arrays(lon, lat))


def _arrays(lon: ArrayLike, lat: ArrayLike) -> Position:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


_Shift = Callable[[FloatArray, FloatArray], Position]


def _in_parts(convert: _Shift, lon: FloatArray, lat: FloatArray) -> Position:
    """Convert many positions some at a time and side by side.

    What is in between stays in the cache of a processor then, and numpy lets other threads run.
    """
    if lon.ndim != 1 or lon.shape != lat.shape or len(lon) <= _AT_ONCE:
        return convert(lon, lat)
    from concurrent.futures import ThreadPoolExecutor

    starts = range(0, len(lon), _AT_ONCE)
    lons = [lon[start : start + _AT_ONCE] for start in starts]
    lats = [lat[start : start + _AT_ONCE] for start in starts]
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as pool:
        done = list(pool.map(convert, lons, lats))
    return np.concatenate([x for x, _ in done]), np.concatenate([y for _, y in done])


def _on_mainland(shift: _Shift, lon: FloatArray, lat: FloatArray) -> Position:
    """Shift what lies on the mainland, leave the rest."""
    inside = in_mainland(lon, lat)
    shifted_lon, shifted_lat = shift(lon, lat)
    return np.where(inside, shifted_lon, lon), np.where(inside, shifted_lat, lat)


def _from_mainland(shift: _Shift, lon: FloatArray, lat: FloatArray) -> Position:
    """Undo a shift where it leads back onto the mainland, leave the rest."""
    true_lon, true_lat = _inverse(shift, lon, lat)
    inside = in_mainland(true_lon, true_lat)
    return np.where(inside, true_lon, lon), np.where(inside, true_lat, lat)


def _inverse(shift: _Shift, lon: FloatArray, lat: FloatArray) -> Position:
    """The position that a shift moves to the given one, by fixed-point iteration."""
    true_lon, true_lat = lon, lat
    for _ in range(_ITERATIONS):
        shifted_lon, shifted_lat = shift(true_lon, true_lat)
        true_lon, true_lat = true_lon + (lon - shifted_lon), true_lat + (lat - shifted_lat)
    return true_lon, true_lat


def _shifted_twice(lon: FloatArray, lat: FloatArray) -> Position:
    return gcj02_to_bd09(*_shifted(lon, lat))


def _shifted(lon: FloatArray, lat: FloatArray) -> Position:
    """The formula of GCJ-02, wherever it is applied."""
    east_m, north_m = _shift_m(lon - 105.0, lat - 35.0)
    phi = np.radians(lat)
    flattening = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian_m = _KRASOVSKY_A_M * (1.0 - _KRASOVSKY_E2) / flattening**1.5
    parallel_m = _KRASOVSKY_A_M / np.sqrt(flattening) * np.cos(phi)
    return lon + np.degrees(east_m / parallel_m), lat + np.degrees(north_m / meridian_m)


def _shift_m(x: FloatArray, y: FloatArray) -> Position:
    """Shift to the east and to the north in metres, at degrees from 105° E, 35° N."""
    root = np.sqrt(np.abs(x))
    ripple = 20.0 * (np.sin(6.0 * np.pi * x) + np.sin(2.0 * np.pi * x))
    east_waves = ripple + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
    north_waves = ripple + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    return east + east_waves * 2.0 / 3.0, north + north_waves * 2.0 / 3.0


def _waves(value: FloatArray, *terms: tuple[float, float]) -> FloatArray:
    """A sum of sines, each given by its amplitude and its half period."""
    return sum(
        (amplitude * np.sin(value * np.pi / half_period) for amplitude, half_period in terms),
        start=np.zeros_like(value),
    )
