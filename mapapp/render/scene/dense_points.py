"""The points of a layer of very many features, and what a view shows of them.

Positions are world coordinates in fixed point, ``WORLD`` steps around the world, in the order of a
curve that goes from near to near (Morton 1966), so that what a view shows lies together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.render.scene.dense_cells import PointCells
from mapapp.render.scene.dense_pixels import REACH_PX, PixelCounts, Plane, Spots
from mapapp.render.scene.nearest import POINTS_PER_BOX, PackedPoints
from mapapp.render.view.viewport import Viewport

WORLD = 2.0**32
"""Steps of fixed point around the world: 0.008 pixels at zoom 17."""

IN_ORDER = 20_000
"""So many points of a view are drawn each, in the order of their layer."""

LOOKED_AT = 20_000
"""Among so many points few are looked for."""

_NEAR_IN_ORDER = 4 * IN_ORDER
"""Of more in the boxes of a view, more than ``IN_ORDER`` are probably in it."""

_AT_ONCE = 1 << 16
"""So many points are looked at together: their numbers fit in what a processor keeps near."""

_MANY = 1 << 18
"""More than so many near a view are counted from an overview."""

_OUTSIDE_PX = 1e9

_Hits = tuple[
    NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16] | None, NDArray[np.uint32] | None
]
Fixed = NDArray[np.uint32]
Shown = NDArray[np.bool_]


@record(eq=False)
class DensePoints:
    """Points of features.

    Attributes:
        packed: where they are, in steps of fixed point.
        rows: uint32 (n,), which feature each is of.
        styles: uint16 (n,), the number of each one's symbol.
        has_styles: whether any is another than 0.
    """

    packed: PackedPoints
    rows: NDArray[np.uint32]
    styles: NDArray[np.uint16]
    has_styles: bool = True
    _overviews: dict[int, PointCells] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def in_view(self, view: Viewport, shown: Shown | None) -> Spots:
        """What a view shows of the features that are shown (all for None).

        Of more than ``IN_ORDER`` points there is a spot for each pixel, of the last on it.
        """
        found = self._found(view, shown)
        return found if isinstance(found, Spots) else found.spots()

    def picture(self, view: Viewport, shown: Shown | None, dot_px: int) -> Spots | Plane:
        """The same, as pixels that dots of a size cover where very many are hit."""
        found = self._found(view, shown)
        if isinstance(found, Spots):
            return found
        return found.plane(dot_px) if found.is_crowded else found.spots()

    def of(self, shown: Shown) -> DensePoints:
        """The points of the features that are shown."""
        there = shown[self.rows]
        packed = PackedPoints(self.packed.xs[there], self.packed.ys[there])
        if not self.has_styles:
            return plain_points(packed.xs, packed.ys, self.rows[there])
        return DensePoints(packed, self.rows[there], self.styles[there])

    def steps_in_sight(
        self, view: Viewport, copy: int, more_px: float, shown: Shown | None
    ) -> Iterator[tuple[Fixed, Fixed]]:
        """Positions of the points that a copy of the world has in a view or near it, some at once.

        There are all that lie no more than ``more_px`` outside, and perhaps others.
        """
        boxes = _boxes(self.packed, view, copy, more_px)
        for begin, end in self.packed.runs(boxes, _AT_ONCE):
            xs, ys = self.packed.xs[begin:end], self.packed.ys[begin:end]
            if shown is not None:
                there = shown[self.rows[begin:end]]
                xs, ys = xs[there], ys[there]
            yield xs, ys

    def few_rows(self, view: Viewport, shown: Shown | None, most: int) -> NDArray[np.uint32] | None:
        """The features of the points in a view, or None if there are more than so many points.

        Where ``LOOKED_AT`` points are near, there are taken to be: the window waits for this.
        """
        rows = np.empty(0, np.uint32)
        for copy in view.copies:
            boxes = _boxes(self.packed, view, copy)
            if len(boxes) * POINTS_PER_BOX > LOOKED_AT:
                return None
            found = self._seen(view, copy, self.packed.of_boxes(boxes), shown)[2]
            rows = np.concatenate([rows, self.rows[found]])
        return rows if len(rows) <= most else None

    def nearest(
        self, x: float, y: float, within: float, shown: Shown | None
    ) -> tuple[int, float] | None:
        """Place and distance of the nearest point, in world coordinates; the first of equals.

        Whichever copy of the world is meant.
        """
        mask = None if shown is None else _Of(shown, self.rows)
        found = []
        for copy in (-1, 0, 1):
            near = self.packed.nearest(
                (x % 1 + copy) * WORLD,
                y * WORLD,
                within * WORLD,
                mask,  # type: ignore[arg-type]
            )
            if near:
                found.append((near[1] / WORLD, int(near[0][np.argmin(self.rows[near[0]])])))
        return min(found)[::-1] if found else None

    def _found(self, view: Viewport, shown: Shown | None) -> Spots | PixelCounts:
        boxes = [(copy, _boxes(self.packed, view, copy)) for copy in view.copies]
        near = sum(len(each) for _, each in boxes) * POINTS_PER_BOX
        if near > _NEAR_IN_ORDER:
            counts = self._counted(view, shown, near)
            if counts.total > IN_ORDER:
                return counts
        few = [self._seen(view, copy, self.packed.of_boxes(each), shown) for copy, each in boxes]
        if sum(len(places) for _, _, places in few) > IN_ORDER:
            return self._counted(view, shown, near)
        none = (np.empty(0, np.int16), np.empty(0, np.int16), np.empty(0, np.intp))
        xs, ys, places = map(np.concatenate, zip(none, *few, strict=True))
        order = np.argsort(self.rows[places], kind="stable")
        return Spots(xs[order], ys[order], self.styles[places[order]])

    def _counted(self, view: Viewport, shown: Shown | None, near: int) -> PixelCounts:
        """How many there are on each pixel. Some at once: these lie together."""
        cells = self._cells(view if shown is None and near > _MANY else None)
        counts = PixelCounts(view, has_styles=self.has_styles)
        for copy in view.copies:
            boxes = _boxes(cells.packed, view, copy)
            for begin, end in cells.packed.runs(boxes, _AT_ONCE):
                xs = _whole(cells.packed.xs[begin:end], view.left - copy, view.world_px)
                ys = _whole(cells.packed.ys[begin:end], view.top, view.world_px)
                inside = (
                    (xs >= 0) & (xs < view.width_px + 2 * REACH_PX)
                    & (ys >= 0) & (ys < view.height_px + 2 * REACH_PX)
                )  # fmt: skip
                if shown is not None:
                    inside &= shown[self.rows[begin:end]]
                columns = (xs, ys, _part(cells.styles, begin, end), _part(cells.counts, begin, end))
                if not inside.all():
                    columns = _those(columns, inside)
                counts.add(*columns)
        return counts

    def _cells(self, view: Viewport | None) -> PointCells:
        """The points, or for a view what is enough of them: about one for each of its pixels."""
        bits = int(math.log2(WORLD / view.world_px)) if view and view.world_px < WORLD / 2 else 0
        if bits not in self._overviews:
            finer = max((each for each in self._overviews if each < bits), default=None)
            if finer is None:
                whole = PointCells(self.packed, self.styles if self.has_styles else None)
                self._overviews[0] = whole
            if bits:
                self._overviews[bits] = self._overviews[finer or 0].gathered(bits)
        return self._overviews[bits]

    def _seen(
        self, view: Viewport, copy: int, places: NDArray[np.intp], shown: Shown | None
    ) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]:
        """Pixels of points that are in sight, and their places here."""
        if shown is not None:
            places = places[shown[self.rows[places]]]
        xs = pixels(self.packed.xs[places], view.left - copy, view.world_px)
        ys = pixels(self.packed.ys[places], view.top, view.world_px)
        inside = (
            (xs > -REACH_PX) & (xs < view.width_px + REACH_PX)
            & (ys > -REACH_PX) & (ys < view.height_px + REACH_PX)
        )  # fmt: skip
        if not inside.all():
            xs, ys, places = xs[inside], ys[inside], places[inside]
        return np.rint(xs).astype(np.int16), np.rint(ys).astype(np.int16), places


def _boxes(
    packed: PackedPoints, view: Viewport, copy: int, more_px: float = REACH_PX
) -> NDArray[np.intp]:
    """The boxes of points that may be in sight."""
    around = view.widened(more_px)
    return packed.boxes_in(
        (around.left - copy) * WORLD, around.top * WORLD,
        (around.right - copy) * WORLD, around.bottom * WORLD,
    )  # fmt: skip


def _part(column: NDArray[Any] | None, begin: int, end: int) -> NDArray[Any] | None:
    return None if column is None else column[begin:end]


def _those(columns: _Hits, wanted: NDArray[np.bool_]) -> _Hits:
    """Some of the hits of pixels."""
    xs, ys, styles, times = columns
    return (
        xs[wanted], ys[wanted], None if styles is None else styles[wanted],
        None if times is None else times[wanted],
    )  # fmt: skip


class _Of:
    """The mask of features as one of their points, made only where it is asked for."""

    def __init__(self, shown: Shown, rows: NDArray[np.uint32]) -> None:
        self._shown, self._rows = shown, rows

    def __getitem__(self, places: NDArray[np.intp]) -> Shown:
        return self._shown[self._rows[places]]


def dense_points(
    xs: Fixed, ys: Fixed, rows: NDArray[np.uint32], styles: NDArray[np.uint16]
) -> DensePoints:
    """Points in steps of fixed point, put in order."""
    order = np.argsort(_morton(xs, ys))
    xs, ys, rows = xs[order], ys[order], rows[order]
    if not styles.any():
        return plain_points(xs, ys, rows)
    return DensePoints(PackedPoints(xs, ys), rows, styles[order])


def plain_points(xs: Fixed, ys: Fixed, rows: NDArray[np.uint32]) -> DensePoints:
    """Points that are in order, and all drawn alike, which takes no memory to say."""
    alike = np.broadcast_to(np.uint16(0), len(rows))
    return DensePoints(PackedPoints(xs, ys), rows, alike, has_styles=False)


def fixed(world: FloatArray) -> Fixed:
    """World coordinates in steps of fixed point."""
    return np.clip(np.rint(world * WORLD), 0, WORLD - 1).astype(np.uint32)


def pixels(steps: Fixed, begin: float, world_px: float) -> NDArray[np.float64]:
    """How many pixels positions lie beyond a world coordinate."""
    return np.asarray(steps * (world_px / WORLD) - begin * world_px)


def _whole(steps: Fixed, begin: float, world_px: float) -> NDArray[np.int32]:
    """The pixels that positions are nearest to, from ``REACH_PX`` before a world coordinate on."""
    exact = steps * (world_px / WORLD)
    exact += REACH_PX + 0.5 - begin * world_px
    np.clip(exact, -1.0, _OUTSIDE_PX, out=exact)
    return exact.astype(np.int32)


def _morton(xs: Fixed, ys: Fixed) -> NDArray[np.uint64]:
    """The bits of both numbers in turn: near places mostly get near numbers."""
    return _spread(xs) | (_spread(ys) << np.uint64(1))


def _spread(values: Fixed) -> NDArray[np.uint64]:
    """Each bit of a number moved to twice its place."""
    spread = values.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333), (1, 0x5555555555555555),
    ):  # fmt: skip
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread
