"""How many points lie in the squares of a grid: what a density draws, for every engine.

Squares are counted from the upper left of the world in pixels of a zoom, so that they stay where
they are while the map moves, and the page, a picture and the standalone map
(``resources/html/bins.js``) agree. In another projection they are counted from the upper left of
the picture. Between two squares a gap lets the ground through, and shows them as what they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import world_px
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.cancel import Cancel
from mapapp.core.style.symbology import Classes, Theme
from mapapp.render.scene.dense import DenseLayer
from mapapp.render.scene.dense_points import WORLD, DensePoints, Shown
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.marks import Marks
from mapapp.render.scene.symbols import LineStyle, MarkStyle, bin_styles
from mapapp.render.view.outlines import Outlines
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.store.catalogue import LayerCatalogue

GAP_PX = 1.0

_CORNERS = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], np.float64)


@record(eq=False)
class Squares:
    """Squares that hold points.

    Attributes:
        corners: float64 (n, 2), pixels right and down of their upper left corners in a view.
        side_px: how wide they are, without the gap.
        counts: int64 (n,), how many points each holds.
    """

    corners: FloatArray
    side_px: float
    counts: NDArray[np.int64]

    def classed(self, classes: Classes) -> Iterator[tuple[int, FloatArray]]:
        """The rings of the squares of each class that has some, as float64 (n, 5, 2)."""
        numbers = np.searchsorted([step.low for step in classes.steps[1:]], self.counts, "right")
        for number in range(len(classes.steps)):
            corners = self.corners[numbers == number]
            if len(corners):
                yield number, corners[:, None, :] + _CORNERS * self.side_px


class _Grid:
    """Counts points in the squares that a frame shows.

    ``left`` and ``top`` say where the frame begins, in pixels from where squares are counted.
    """

    def __init__(
        self, left: float, top: float, width_px: float, height_px: float, side_px: float
    ) -> None:
        self._left, self._top, self._side_px = left, top, side_px
        self._column, self._row = math.floor(left / side_px), math.floor(top / side_px)
        self._columns = math.floor((left + width_px) / side_px) - self._column + 1
        self._rows = math.floor((top + height_px) / side_px) - self._row + 1
        self._counts = np.zeros(self._columns * self._rows, np.int64)

    def add(self, xs: FloatArray | NDArray[np.uint32], ys: FloatArray | NDArray[np.uint32],
            px: float = 1.0) -> None:  # fmt: skip
        """Count points at positions, of which a step is so many pixels."""
        columns = _numbers(xs, px / self._side_px, self._column)
        rows = _numbers(ys, px / self._side_px, self._row)
        inside = (columns < self._columns) & (rows < self._rows)
        if not inside.all():
            columns, rows = columns[inside], rows[inside]
        at = rows * np.uint32(self._columns) + columns
        self._counts += np.bincount(at, minlength=len(self._counts))

    def squares(self, gap_px: float) -> Squares:
        """Those that hold any, in pixels of the frame."""
        found = np.flatnonzero(self._counts)
        rows, columns = np.divmod(found, self._columns)
        xs = (columns + self._column) * self._side_px - self._left + gap_px / 2
        ys = (rows + self._row) * self._side_px - self._top + gap_px / 2
        corners = np.column_stack([xs, ys])
        return Squares(corners, self._side_px - gap_px, self._counts[found])


def _numbers(
    positions: FloatArray | NDArray[np.uint32], scale: float, first: int
) -> NDArray[np.uint32]:
    """The numbers of the columns or rows of positions, from the first one of a grid.

    Those before it come round to huge ones, so that one comparison tells what lies outside.
    """
    return (np.floor(positions * scale) - first).astype(np.int64).astype(np.uint32)


def squares_in_sight(
    points: DensePoints, view: Viewport, side_px: float, ratio: float, shown: Shown | None
) -> Iterator[Squares]:
    """What a view in pixels of a device shows of the features that are shown (all for None).

    Args:
        points: of the layer.
        view: in pixels of the device, of which ``ratio`` are one of CSS.
        side_px: how wide squares are, in pixels of CSS.
        ratio: see there.
        shown: bool (features,) or None.
    """
    side = side_px * ratio
    for copy in view.copies:
        grid = _grid_of(view, copy, side)
        for xs, ys in points.steps_in_sight(view, copy, side, shown):
            grid.add(xs, ys, view.world_px / WORLD)
        yield grid.squares(GAP_PX * ratio)


def squares_of(marks: Marks, view: AnyView, side_px: float) -> Iterator[Squares]:
    """What a view of a picture shows; squares at its edge count what lies beyond it as well."""
    if isinstance(view, Viewport):
        for copy in view.copies:
            grid = _grid_of(view, copy, side_px)
            grid.add(marks.world_xs, marks.world_ys, view.world_px)
            yield grid.squares(GAP_PX)
        return
    grid = _Grid(0.0, 0.0, view.width_px, view.height_px, side_px)
    _, xs, ys = view.widened(side_px).in_sight(marks.world_xs, marks.world_ys)
    grid.add(xs - side_px, ys - side_px)
    yield grid.squares(GAP_PX)


def nearest_in_square(
    layer: DenseLayer, x: float, y: float, size: float
) -> tuple[int, MarkStyle, float] | None:
    """The nearest of the features in the square at a position, as ``DenseLayer.nearest`` has it.

    In world coordinates; ``size`` is how many pixels of CSS a world has. None where there is none.
    """
    classes, points = layer.spec.classes, layer.points
    if classes is None or classes.bins is None:
        return None
    side, x = classes.bins.side_px / size, x % 1
    west, top = x // side * side, y // side * side
    east, bottom = west + side, top + side
    boxes = points.packed.boxes_in(west * WORLD, top * WORLD, east * WORLD, bottom * WORLD)
    places = points.packed.of_boxes(boxes)
    xs, ys = points.packed.xs[places] / WORLD, points.packed.ys[places] / WORLD
    inside = (xs >= west) & (xs < east) & (ys >= top) & (ys < bottom)
    if layer.shown is not None:
        inside &= layer.shown[points.rows[places]]
    if not inside.any():
        return None
    away = np.where(inside, np.hypot(xs - x, ys - y), np.inf)
    at = int(places[away.argmin()])
    style = layer.symbology[points.styles[at]]
    return int(layer.keys[points.rows[at]]), style, float(away.min())


def square_counts(
    catalogue: LayerCatalogue, spec: LayerSpec, side_px: float, zoom: float, cancel: Cancel
) -> FloatArray:
    """How many points the squares hold that hold any, anywhere in a layer: float64, rising.

    Raises:
        DataError: if the source cannot be read.
        ReadCancelledError: if ``cancel`` was set before it was read.
    """
    marks = read_layer(catalogue, replace(spec, classes=None), cancel=cancel).marks
    scale = world_px(zoom) / side_px
    columns, rows = (
        np.floor(each * scale).astype(np.int64) for each in (marks.world_xs, marks.world_ys)
    )
    squares = np.sort(columns * (int(scale) + 2) + rows)
    begins = np.flatnonzero(np.diff(squares, prepend=-1))
    return np.sort(np.diff(begins, append=len(squares))).astype(np.float64)


def drawn_squares(
    spec: LayerSpec, marks: Marks, view: AnyView, theme: Theme
) -> Iterator[tuple[LineStyle, Outlines]]:
    """The squares of each class that a picture shows, and how they are drawn."""
    classes, styles = spec.classes, bin_styles(spec)
    if classes is None or classes.bins is None:
        return
    for squares in squares_of(marks, view, classes.bins.side_px):
        for number, rings in squares.classed(classes):
            starts = np.arange(0, 5 * len(rings), 5, dtype=np.intp)
            yield styles[number].get(theme), Outlines(rings.reshape(-1, 2), starts)


def _grid_of(view: Viewport, copy: int, side_px: float) -> _Grid:
    left, top = (view.left - copy) * view.world_px, view.top * view.world_px
    return _Grid(left, top, view.width_px, view.height_px, side_px)
