"""The lines and areas of a layer of very many features, and what a view shows of them.

No more is given than can be seen: what is smaller than a few pixels is a dot, and vertices that
fall on the pixel of the one before are left out. How small depends on how much is in sight.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.geometry_parts import Parts
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.record import record
from mapapp.render.scene.dense_lines import Lines, begins_of, ranges
from mapapp.render.scene.dense_pixels import Spots, pixel_spots
from mapapp.render.scene.dense_points import WORLD, Fixed, Shown, fixed, pixels
from mapapp.render.view.viewport import Viewport

StyledParts = tuple[Parts, NDArray[np.uint32], NDArray[np.uint16]]
"""Single lines or areas, with the feature and the number of the style of each."""

FINE = (
    (20_000, 0.25, 1.0, 0.0),
    (80_000, 0.5, 2.0, 0.0),
    (250_000, 1.0, 3.0, 2.0),
    (10**12, 1.0, 4.0, 4.0),
)  # fmt: skip
"""Up to so many vertices in sight: the grid of pixels they are put on, what is a dot, and how far
vertices are apart at most where some are left out (0 where none are)."""

_FAR_PX = 256
"""What lies so far outside is only kept in so far as it decides what is inside of an area."""

_EDGE_PX = 16


@record(eq=False)
class Drawn:
    """Lines and rings as a view shows them, in pixels from its upper left corner.

    Attributes:
        xs, ys: float64 (n,), multiples of ``step_px``.
        lengths: int64, how many vertices each line has.
        lines: int64, how many lines each shape has.
        styles: uint16, the number of each shape's style.
        step_px: what coordinates are multiples of.
        dots: shapes that are too small to be drawn.
    """

    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    lengths: NDArray[np.int64]
    lines: NDArray[np.int64]
    styles: NDArray[np.uint16]
    step_px: float
    dots: Spots


@record(eq=False)
class DenseShapes:
    """Single lines and areas, in the order of their styles.

    Attributes:
        lines: all lines and rings.
        shape_begins: int64 (shapes + 1,), the first line of each shape, and their number.
        bounds: uint32 (4, shapes), the least x and y and the greatest of each.
        rows: uint32 (shapes,), which feature each is of.
        styles: uint16 (shapes,), the number of each one's style.
    """

    lines: Lines
    shape_begins: NDArray[np.int64]
    bounds: Fixed
    rows: NDArray[np.uint32]
    styles: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.rows)

    def in_view(self, view: Viewport, shown: Shown | None) -> list[Drawn]:
        """What a view shows of the features that are shown, once for each copy of the world."""
        return [self._copy(view, copy, shown) for copy in view.copies]

    def few_rows(self, view: Viewport, shown: Shown | None, most: int) -> NDArray[np.uint32] | None:
        """The features that reach into a view, or None if there are more than so many."""
        met = [self._met(view, copy, shown) for copy in view.copies]
        rows = self.rows[np.concatenate([np.empty(0, np.intp), *met])]
        return rows if len(rows) <= most else None

    def _met(self, view: Viewport, copy: int, shown: Shown | None) -> NDArray[np.intp]:
        around = view.widened(_EDGE_PX)
        west, top, east, bottom = self.bounds
        met = (
            (west <= (around.right - copy) * WORLD) & (east >= (around.left - copy) * WORLD)
            & (top <= around.bottom * WORLD) & (bottom >= around.top * WORLD)
        )  # fmt: skip
        if shown is not None:
            met &= shown[self.rows]
        return np.flatnonzero(met)

    def _copy(self, view: Viewport, copy: int, shown: Shown | None) -> Drawn:
        met = self._met(view, copy, shown)
        sides = self.bounds[2:, met] - self.bounds[:2, met]
        sides_px = sides.max(axis=0, initial=0) * (view.world_px / WORLD)
        step_px, dot_px, apart_px = self._detail(met, sides_px)
        is_dot = sides_px < dot_px
        dots = self._dots(met[is_dot], view, copy)
        lines = self.lines.apart(apart_px * (WORLD / view.world_px))
        return self._traced(lines, met[~is_dot], view, copy, step_px, dots)

    def _detail(
        self, met: NDArray[np.intp], sides_px: NDArray[np.float64]
    ) -> tuple[float, float, float]:
        """What a line of ``FINE`` says for so much as is in sight."""
        begins = self.lines.begins[self.shape_begins]
        counts = (begins[1:] - begins[:-1])[met]
        return next(fine for fine in FINE if counts[sides_px >= fine[2]].sum() <= fine[0])[1:]

    def _dots(self, shapes: NDArray[np.intp], view: Viewport, copy: int) -> Spots:
        """Small shapes as pixels, in each pixel the last."""
        west, top, east, bottom = self.bounds[:, shapes]
        half = np.uint32(2)
        xs = pixels(west + (east - west) // half, view.left - copy, view.world_px)
        ys = pixels(top + (bottom - top) // half, view.top, view.world_px)
        right, down = np.rint(xs).astype(np.int16), np.rint(ys).astype(np.int16)
        return pixel_spots(view, right, down, self.styles[shapes])

    def _traced(
        self, of: Lines, shapes: NDArray[np.intp], view: Viewport, copy: int, step_px: float,
        dots: Spots,
    ) -> Drawn:  # fmt: skip
        lines = ranges(self.shape_begins, shapes)
        vertices = ranges(of.begins, lines)
        lengths = np.diff(of.begins)[lines]
        scale = view.world_px / step_px
        xs = np.rint(pixels(of.xs[vertices], view.left - copy, scale))
        ys = np.rint(pixels(of.ys[vertices], view.top, scale))
        starts = np.cumsum(lengths) - lengths
        kept = _kept(xs, ys, starts, view, step_px)
        lengths = np.add.reduceat(kept, starts, dtype=np.int64) if len(starts) else lengths
        return Drawn(
            xs[kept] * step_px, ys[kept] * step_px, lengths,
            np.diff(self.shape_begins)[shapes], self.styles[shapes], step_px, dots,
        )  # fmt: skip


def dense_shapes(found: Iterable[StyledParts]) -> DenseShapes:
    """Single lines and areas, some at once, each with its feature and the number of its style."""
    pieces = [_piece(parts.geometries, rows, styles) for parts, rows, styles in found]
    columns = zip(_NO_PIECE, *pieces, strict=True)
    xs, ys, lengths, lines, rows, styles = (np.concatenate(column) for column in columns)
    whole = DenseShapes(
        Lines(xs, ys, begins_of(lengths)), begins_of(lines), _bounds(xs, ys, lengths, lines), rows,
        styles,
    )  # fmt: skip
    return _by_style(whole)


_Piece = tuple[
    Fixed, Fixed, NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint16]
]

_NO_PIECE: _Piece = (
    np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.int64),
    np.empty(0, np.uint32), np.empty(0, np.uint16),
)  # fmt: skip


def _piece(
    geometries: NDArray[np.object_], rows: NDArray[np.uint32], styles: NDArray[np.uint16]
) -> _Piece:
    is_area = shapely.get_dimensions(geometries) == 2
    lines, owners = geometries, np.arange(len(geometries))
    if is_area.any():
        lines, owners = shapely.get_rings(shapely.orient_polygons(geometries), return_index=True)
    positions = shapely.get_coordinates(lines)
    return (
        fixed(world_x(positions[:, 0])), fixed(world_y(positions[:, 1])),
        shapely.get_num_coordinates(lines).astype(np.int64),
        np.bincount(owners, minlength=len(geometries)), rows, styles,
    )  # fmt: skip


def _by_style(shapes: DenseShapes) -> DenseShapes:
    """The shapes in the order of their styles, which stay as they are where all have one."""
    if not shapes.styles.any() or (np.diff(shapes.styles.astype(np.int32)) >= 0).all():
        return shapes
    order = np.argsort(shapes.styles, kind="stable")
    lines = ranges(shapes.shape_begins, order)
    return DenseShapes(
        shapes.lines.at(lines), begins_of(np.diff(shapes.shape_begins)[order]),
        shapes.bounds[:, order], shapes.rows[order], shapes.styles[order],
    )  # fmt: skip


def _bounds(xs: Fixed, ys: Fixed, lengths: NDArray[np.int64], lines: NDArray[np.int64]) -> Fixed:
    """The bounds of shapes, of which each has a vertex."""
    if not len(lines):
        return np.empty((4, 0), np.uint32)
    begins = begins_of(lengths)[begins_of(lines)[:-1]]
    return np.stack([
        np.minimum.reduceat(xs, begins), np.minimum.reduceat(ys, begins),
        np.maximum.reduceat(xs, begins), np.maximum.reduceat(ys, begins),
    ])  # fmt: skip


def _kept(
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    starts: NDArray[np.int64],
    view: Viewport,
    step_px: float,
) -> NDArray[np.bool_]:
    """Which vertices are drawn: not those on the place of the one before, nor those far outside."""
    kept = np.ones(len(xs), np.bool_)
    kept[1:] = (xs[1:] != xs[:-1]) | (ys[1:] != ys[:-1])
    far = _FAR_PX / step_px
    right, below = view.width_px / step_px + far, view.height_px / step_px + far
    side = (xs < -far) + 2 * (xs > right) + 4 * (ys < -far) + 8 * (ys > below)
    if side.any():
        kept[1:-1] &= (side[1:-1] == 0) | (side[:-2] != side[1:-1]) | (side[2:] != side[1:-1])
    kept[starts] = True
    if len(starts):
        kept[starts[1:] - 1] |= side[starts[1:] - 1] != 0  # the ends of lines
        kept[-1] |= side[-1] != 0
    return kept
