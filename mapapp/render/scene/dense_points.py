"""The points of a layer of very many features, and what a view shows of them.

Positions are world coordinates in fixed point, ``WORLD`` steps around the world, in the order of a
curve that goes from near to near (Morton 1966), so that what a view shows lies together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.render.scene.nearest import PackedPoints
from mapapp.render.view.viewport import Viewport

WORLD = 2.0**32
"""Steps of fixed point around the world: 0.008 pixels at zoom 17."""

IN_ORDER = 20_000
"""So many points of a view are drawn each, in the order of their layer."""

REACH_PX = 64
"""How far a symbol at most reaches from its point."""

_AT_ONCE = 1 << 20
_MOST_STAMPED_PX = 12_000_000
"""So many pixels of symbols are put on a picture in the time of one or two frames."""

Fixed = NDArray[np.uint32]
Shown = NDArray[np.bool_]


@record(eq=False)
class Spots:
    """Where symbols stand in a view, each over those before it.

    Attributes:
        xs, ys: int16 (n,), pixels right and down of the upper left corner.
        styles: uint16 (n,), the number of each one's symbol.
    """

    xs: NDArray[np.int16]
    ys: NDArray[np.int16]
    styles: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.xs)


@record(eq=False)
class DensePoints:
    """Points of features.

    Attributes:
        packed: where they are, in steps of fixed point.
        rows: uint32 (n,), which feature each is of.
        styles: uint16 (n,), the number of each one's symbol.
    """

    packed: PackedPoints
    rows: NDArray[np.uint32]
    styles: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.rows)

    def in_view(self, view: Viewport, shown: Shown | None, side_px: float) -> Spots:
        """What a view shows of the features that are shown (all for None).

        More than can be told apart are thinned out: of those in one cell of the picture the last
        is drawn, and the cells are as small as symbols of ``side_px`` pixels allow.
        """
        found = list(self._found(view, shown))
        if sum(len(places) for _, _, places in found) > IN_ORDER:
            return self._thinned(view, found, side_px)
        xs, ys, places = _joined(found)
        order = np.argsort(self.rows[places], kind="stable")
        return Spots(xs[order], ys[order], self.styles[places[order]])

    def few_rows(self, view: Viewport, shown: Shown | None, most: int) -> NDArray[np.uint32] | None:
        """The features that have a point in a view, or None if there are more than so many."""
        rows = np.empty(0, np.uint32)
        for _, _, places in self._found(view, shown):
            rows = np.union1d(rows, self.rows[places])
            if len(rows) > most:
                return None
        return rows

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
                (x % 1 + copy) * WORLD, y * WORLD, within * WORLD, mask  # type: ignore[arg-type]
            )
            if near:
                found.append((near[1] / WORLD, int(near[0][np.argmin(self.rows[near[0]])])))
        return min(found)[::-1] if found else None

    def _found(
        self, view: Viewport, shown: Shown | None
    ) -> Iterator[tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]]:
        """Pixels of the points in sight, and their places here, some at once."""
        around = view.widened(REACH_PX)
        for copy in view.copies:
            boxes, is_all = self.packed.boxes_in(
                (around.left - copy) * WORLD, around.top * WORLD,
                (around.right - copy) * WORLD, around.bottom * WORLD,
            )  # fmt: skip
            places = np.arange(len(self)) if is_all else self.packed.of_boxes(boxes)
            for begin in range(0, len(places), _AT_ONCE):
                yield self._seen(view, copy, places[begin : begin + _AT_ONCE], shown)

    def _seen(
        self, view: Viewport, copy: int, places: NDArray[np.intp], shown: Shown | None
    ) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]:
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

    def _thinned(
        self,
        view: Viewport,
        found: list[tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]],
        side_px: float,
    ) -> Spots:
        size = (int(view.width_px), int(view.height_px))
        thin = [(x[at], y[at], p[at]) for x, y, p in found for at in [lasts(x, y, 1, size)]]
        xs, ys, places = _joined(thin)
        cell = 1
        while cell == 1 or (len(xs) * side_px**2 > _MOST_STAMPED_PX and cell <= side_px / 3):
            at = lasts(xs, ys, cell, size)
            xs, ys, places = xs[at], ys[at], places[at]
            cell += 1
        return Spots(xs, ys, self.styles[places])


class _Of:
    """The mask of features as one of their points, made only where it is asked for."""

    def __init__(self, shown: Shown, rows: NDArray[np.uint32]) -> None:
        self._shown, self._rows = shown, rows

    def __getitem__(self, places: NDArray[np.intp]) -> Shown:
        return self._shown[self._rows[places]]


def dense_points(
    world_xs: FloatArray,
    world_ys: FloatArray,
    rows: NDArray[np.uint32],
    styles: NDArray[np.uint16],
) -> DensePoints:
    """Points at world coordinates, put in order."""
    xs, ys = fixed(world_xs), fixed(world_ys)
    order = np.argsort(_morton(xs, ys))
    return DensePoints(PackedPoints(xs[order], ys[order]), rows[order], styles[order])


def fixed(world: FloatArray) -> Fixed:
    """World coordinates in steps of fixed point."""
    return np.clip(np.rint(world * WORLD), 0, WORLD - 1).astype(np.uint32)


def pixels(steps: Fixed, begin: float, world_px: float) -> NDArray[np.float64]:
    """How many pixels positions lie beyond a world coordinate."""
    return np.asarray(steps * (world_px / WORLD) - begin * world_px)


def lasts(
    xs: NDArray[np.int16], ys: NDArray[np.int16], cell_px: int, size_px: tuple[int, int]
) -> NDArray[np.intp]:
    """Which of the pixels of a view are the last in their cell, row by row of the cells."""
    columns = (size_px[0] + 2 * REACH_PX) // cell_px + 2
    lines = (size_px[1] + 2 * REACH_PX) // cell_px + 2
    across, down = xs.astype(np.int32) + REACH_PX, ys.astype(np.int32) + REACH_PX
    if cell_px > 1:
        across, down = across // cell_px, down // cell_px
    last = np.full(columns * lines, -1, np.int32)
    last[down * columns + across] = np.arange(len(xs), dtype=np.int32)
    return last[last >= 0].astype(np.intp)


def _joined(
    found: list[tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]],
) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]:
    if len(found) == 1:
        return found[0]
    none = (np.empty(0, np.int16), np.empty(0, np.int16), np.empty(0, np.intp))
    xs, ys, places = zip(*(none, *found), strict=True)
    return np.concatenate(xs), np.concatenate(ys), np.concatenate(places)


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
