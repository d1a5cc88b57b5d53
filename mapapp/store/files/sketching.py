"""Sketches of layers: few enough points and lines for a small map."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.layer.feature import GeometryArray
from mapapp.store.files.placing import LocatedLayer
from mapapp.store.files.sketch import Sketch

_MOST_POINTS, _MOST_SHAPES, _MOST_VERTICES = 1_500, 1_500, 6_000


def sketch_of(found: LocatedLayer) -> Sketch:
    """The sketch of a layer that was read; an empty one where its place is not known."""
    if not found.has_places:
        return Sketch(np.empty((0, 2)))
    if found.xy is not None:
        known = found.xy[~np.isnan(found.xy[:, 0])]
        return Sketch(_some(known, _MOST_POINTS))
    assert found.shapes is not None  # noqa: S101 - one of both is there
    return sketch_of_shapes(found.shapes)


def sketch_of_shapes(shapes: GeometryArray) -> Sketch:
    """Points, lines and the outer rings of areas, spread evenly over the rows."""
    import shapely

    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    parts = shapely.get_parts(_some(there, _MOST_SHAPES))
    kinds = shapely.get_dimensions(parts)
    edges = np.concatenate((parts[kinds == 1], shapely.get_exterior_ring(parts[kinds == 2])))
    xy, of = shapely.get_coordinates(edges, return_index=True)
    step = max(1, len(xy) // _MOST_VERTICES)
    ends = np.flatnonzero(np.diff(of)) + 1
    lines = tuple(_thinned(line, step) for line in np.split(xy, ends)) if len(xy) else ()
    return Sketch(shapely.get_coordinates(parts[kinds == 0]), lines)


def _some(of: NDArray[Any], most: int) -> NDArray[Any]:
    return of[:: max(1, -(-len(of) // most))]


def _thinned(line: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    return line if len(line) <= 3 else np.concatenate((line[:-1:step], line[-1:]))
