"""How to show things on the map: near enough for what is known of their place, with a margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely

from mapapp.core.geo.extent import MAX_LAT_DEG, Extent
from mapapp.core.layer.feature import Feature
from mapapp.core.map.state import ViewState

_ZOOMS = {"exact": 14.0, "campus": 13.0, "district": 11.0, "city": 9.0}
_OTHER_ZOOM = 12.0
_MARGIN = 1 / 10
_LEAST_DEG = 1e-6


def zoom_for(precision: str | None) -> float:
    """The zoom at which a point is worth looking at, given how well its place is known."""
    return _ZOOMS.get(precision or "", _OTHER_ZOOM)


def framed(extent: Extent, view: ViewState, max_zoom: float = _OTHER_ZOOM) -> ViewState:
    """The view of the size of ``view`` that shows an extent with a margin around it."""
    fitted = ViewState.fitting(
        extent,
        max(round(view.width_px * (1 - 2 * _MARGIN)), 1),
        max(round(view.height_px * (1 - 2 * _MARGIN)), 1),
    )
    zoom = min(fitted.zoom, max_zoom)
    return replace(fitted, zoom=zoom, width_px=view.width_px, height_px=view.height_px)


def framed_features(features: Sequence[Feature], view: ViewState) -> ViewState | None:
    """The view that shows some features, or None where none of them has a place."""
    placed = [f for f in features if f.geometry is not None and not f.geometry.is_empty]
    if not placed:
        return None
    max_zoom = max(zoom_for(feature.precision) for feature in placed)
    return framed(extent_of([feature.geometry for feature in placed]), view, max_zoom)


def extent_around(extents: Iterable[Extent]) -> Extent:
    """The narrowest rectangle around others, of which there is one at least."""
    return extent_of([shapely.box(e.west, e.south, e.east, e.north) for e in extents])


def extent_of(geometries: Sequence[object]) -> Extent:
    """The narrowest rectangle around geometries, which may lie astride the antimeridian."""
    points = shapely.get_coordinates(geometries)
    lons, lats = points[:, 0], points[:, 1]
    shifted = np.where(lons < 0, lons + 360.0, lons)
    if np.ptp(shifted) < np.ptp(lons):
        lons = shifted
    west, width = float(lons.min()), max(float(np.ptp(lons)), _LEAST_DEG)
    west = (west + 180.0) % 360.0 - 180.0
    south = max(float(lats.min()), -MAX_LAT_DEG)
    north = min(max(float(lats.max()), south + _LEAST_DEG), MAX_LAT_DEG)
    return Extent(west, south, west + width, north)
