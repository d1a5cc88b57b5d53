"""Where the symbols of a map crowd: what an inset of a larger scale would tell apart.

A symbol is crowded where it had to be moved aside, or was gathered with others into one
(``fanout.py``). It counts at its own place, not where it is drawn.
"""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.extent import Extent
from mapapp.render.scene.layer import SceneLayer
from mapapp.render.scene.marks import Marks
from mapapp.render.scene.scene import Scene

_REACH_PX = 45.0
"""A crowd reaches so far from its middle."""

_LEAST_CROWDED, _LEAST_PLACES = 6, 4
"""Fewer are told apart by lines and numbers; what shares one place no scale tells apart."""

_CORE = 0.8
"""Of the symbols of a crowd, that an inset must show; others are there if they fit."""

_SEEN_PX = 1.0
_SAME_DEG = 0.002
_LEAST_SIDE_DEG = 0.05


def crowd_of(scene: Scene) -> Extent | None:
    """What bounds the places of the densest crowd of a scene, or None where nothing crowds."""
    xys, degrees = _crowded(scene)
    if not len(xys):
        return None
    points = shapely.points(xys)
    near, _ = shapely.STRtree(points).query(points, predicate="dwithin", distance=_REACH_PX)
    middle = int(np.bincount(near, minlength=len(xys)).argmax())  # of equals the first
    crowd = degrees[np.hypot(*(xys - xys[middle]).T) <= _REACH_PX]
    places = {tuple(each) for each in np.rint(crowd / _SAME_DEG).tolist()}
    if len(crowd) < _LEAST_CROWDED or len(places) < _LEAST_PLACES:
        return None
    return bounds_of(_core(crowd))


def _core(degrees: FloatArray) -> FloatArray:
    """Most of some places, without those farthest from their middle: these would cost scale."""
    middle = np.sort(degrees, axis=0)[len(degrees) // 2]  # np.median would load masked arrays
    across = math.cos(math.radians(float(middle[1])))
    away = np.hypot(*((degrees - middle) * (across, 1.0)).T)
    kept = math.ceil(_CORE * len(degrees))
    return degrees[np.argsort(away, kind="stable")[:kept]]


def bounds_of(degrees: FloatArray) -> Extent:
    """What bounds places (n, 2), none too small a rectangle."""
    (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
    across = max(_LEAST_SIDE_DEG - (east - west), 0.0) / 2
    up = max(_LEAST_SIDE_DEG - (north - south), 0.0) / 2
    return Extent(
        float(max(west - across, -180.0)),
        float(max(south - up, -90.0)),
        float(east + across),
        float(min(north + up, 90.0)),
    )


def places_within(scene: Scene, extent: Extent) -> FloatArray:
    """The places of the symbols of a scene that lie in an extent: float64 (n, 2), degrees."""
    found = [_degrees(marks)[within(marks, extent)] for marks in _moving(scene)]
    return np.concatenate([np.empty((0, 2)), *found])


def within(marks: Marks, extent: Extent) -> NDArray[np.bool_]:
    """Bool (n,), which symbols have their place in an extent."""
    east_of_west = (marks.lons - extent.west) % 360
    is_across = east_of_west <= extent.east - extent.west
    return np.asarray(is_across & (marks.lats >= extent.south) & (marks.lats <= extent.north))


def only_within(layer: SceneLayer, extent: Extent) -> NDArray[np.int64]:
    """The keys of the features of a layer of which all symbols lie in an extent."""
    are_in, fids = within(layer.marks, extent), layer.marks.fids
    return fids[are_in & ~np.isin(fids, fids[~are_in])]


def _crowded(scene: Scene) -> tuple[FloatArray, FloatArray]:
    """Pixels and degrees of the places of crowded symbols, each (n, 2)."""
    xys, degrees = [np.empty((0, 2))], [np.empty((0, 2))]
    for marks in _moving(scene):
        is_moved = np.hypot(*marks.offsets.T) > _SEEN_PX
        crowded = marks.of(is_moved | (marks.counts != 1))
        for row, x, y in scene.view.points(crowded.lons, crowded.lats):
            xys.append(np.array([[x, y]]))
            degrees.append(_degrees(crowded)[row : row + 1])
    return np.concatenate(xys), np.concatenate(degrees)


def _moving(scene: Scene) -> list[Marks]:
    """The symbols of the layers that are no mere texture."""
    return [placed.layer.marks for placed in scene.layers if not placed.layer.is_dense]


def _degrees(marks: Marks) -> FloatArray:
    return np.column_stack([marks.lons, marks.lats])
