"""Where the frame of one map lies in another."""

from __future__ import annotations

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

_STEPS = 33


def frame_in(shown: AnyView, other: AnyView) -> FloatArray:
    """The corners of a map's frame in pixels of another map, and what its sides bend to there.

    float64 (n, 2), from the upper left by the right; what is off the world is left out.
    """
    if not isinstance(other, Viewport):
        pixels = np.column_stack(other.pixels(*_sides(shown)))
        return np.asarray(pixels[np.isfinite(pixels).all(axis=1)])
    return _in_mercator(shown, other)


def _sides(shown: AnyView) -> tuple[FloatArray, FloatArray]:
    """Longitudes and latitudes along the sides of a frame."""
    shares = np.linspace(0.0, 1.0, _STEPS)
    whole, none = np.ones(_STEPS), np.zeros(_STEPS)
    across = np.concatenate([shares, whole, shares[::-1], none]) * shown.width_px
    down = np.concatenate([none, shares, whole, shares[::-1]]) * shown.height_px
    lons, lats = shown.degrees(across, down)
    there = np.isfinite(lons)
    return lons[there], lats[there]


def _in_mercator(shown: AnyView, small: Viewport) -> FloatArray:
    if isinstance(shown, Viewport):
        copy = np.round((small.left + small.right - shown.left - shown.right) / 2)
        left, right = shown.left + copy, shown.right + copy
        worlds = np.array([
            (left, shown.top), (right, shown.top), (right, shown.bottom), (left, shown.bottom),
        ])  # fmt: skip
    else:
        lons, lats = _sides(shown)
        copy = np.round((small.left + small.right) / 2 - world_x(shown.middle[0]))
        worlds = np.column_stack([world_x(lons) + copy, world_y(lats)])
    return np.asarray((worlds - (small.left, small.top)) * small.world_px)
