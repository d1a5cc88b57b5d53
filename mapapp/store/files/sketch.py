"""Where the features of a layer are, as little as a map of the size of a thumb can show."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mapapp.core.layer.feature import GeometryArray
from mapapp.core.record import record
from mapapp.store.files.placing import LocatedLayer

_MOST_POINTS, _MOST_SHAPES, _MOST_VERTICES = 1_500, 1_500, 6_000


@record(eq=False)
class Sketch:
    """Points and lines of a layer, in degrees of WGS84 (longitude, latitude).

    Attributes:
        points: shape (n, 2).
        lines: of each line or ring its vertices, shape (n, 2).
    """

    points: NDArray[np.float64]
    lines: tuple[NDArray[np.float64], ...] = ()

    @classmethod
    def of_points(cls, xy: NDArray[np.float64]) -> Self:
        """Points spread evenly over the rows; those without a place are left out."""
        known = xy[~np.isnan(xy[:, 0])]
        return cls(_some(known, _MOST_POINTS))

    @classmethod
    def of_shapes(cls, shapes: GeometryArray) -> Self:
        """Points, lines and the rings of areas, spread evenly over the rows."""
        import shapely

        placed = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        parts = shapely.get_parts(_some(placed, _MOST_SHAPES))
        kinds = shapely.get_dimensions(parts)
        edges = np.concatenate((parts[kinds == 1], shapely.get_exterior_ring(parts[kinds == 2])))
        xy, of = shapely.get_coordinates(edges, return_index=True)
        step = max(1, len(xy) // _MOST_VERTICES)
        ends = np.flatnonzero(np.diff(of)) + 1
        lines = tuple(_thinned(line, step) for line in np.split(xy, ends)) if len(xy) else ()
        return cls(shapely.get_coordinates(parts[kinds == 0]), lines)


def sketch_of(found: LocatedLayer) -> Sketch:
    """The sketch of a layer that was read; an empty one where its place is not known."""
    if not found.has_places:
        return Sketch(np.empty((0, 2)))
    if found.xy is not None:
        return Sketch.of_points(found.xy)
    assert found.shapes is not None  # noqa: S101 - one of both is there
    return Sketch.of_shapes(found.shapes)


def _some(of: NDArray[Any], most: int) -> NDArray[Any]:
    return of[:: max(1, -(-len(of) // most))]


def _thinned(line: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    return line if len(line) <= 3 else np.concatenate((line[:-1:step], line[-1:]))
