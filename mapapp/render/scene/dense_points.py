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
from mapapp.render.scene.crowd import covering
from mapapp.render.scene.nearest import POINTS_PER_BOX, PackedPoints
from mapapp.render.view.viewport import Viewport

WORLD = 2.0**32
"""Steps of fixed point around the world: 0.008 pixels at zoom 17."""

IN_ORDER = 20_000
"""So many points of a view are drawn each, in the order of their layer."""

LOOKED_AT = 20_000
"""Among so many points few are looked for."""

REACH_PX = 64
"""How far a symbol at most reaches from its point."""

_AT_ONCE = 1 << 17
"""So many points are looked at together: their numbers fit in what a processor keeps near."""

Fixed = NDArray[np.uint32]
Shown = NDArray[np.bool_]


@record(eq=False)
class Spots:
    """Where symbols stand in a view, each over those before it.

    Attributes:
        xs, ys: int16 (n,), pixels right and down of the upper left corner.
        styles: uint16 (n,), the number of each one's symbol.
        weights: uint8 (n,), how much each pixel covers, of 255, where symbols would hide one
            another: the more there are on it, the more; None where each is drawn as it is.
    """

    xs: NDArray[np.int16]
    ys: NDArray[np.int16]
    styles: NDArray[np.uint16]
    weights: NDArray[np.uint8] | None = None

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

    def in_view(self, view: Viewport, shown: Shown | None) -> Spots:
        """What a view shows of the features that are shown (all for None).

        Of more than ``IN_ORDER`` points there is a spot for each pixel, of the last on it.
        """
        found, pixels_of = [], _Pixels(view)
        for xs, ys, places in self._found(view, shown):
            found.append((xs, ys, places))
            if sum(len(each[2]) for each in found) > IN_ORDER:
                for each in found:
                    pixels_of.add(each[0], each[1], self.styles[each[2]])
                found = []
        if pixels_of.is_hit:
            for each in found:
                pixels_of.add(each[0], each[1], self.styles[each[2]])
            return pixels_of.spots()
        xs, ys, places = _joined(found)
        order = np.argsort(self.rows[places], kind="stable")
        return Spots(xs[order], ys[order], self.styles[places[order]])

    def steps_in_sight(
        self, view: Viewport, copy: int, more_px: float, shown: Shown | None
    ) -> Iterator[tuple[Fixed, Fixed]]:
        """Positions of the points that a copy of the world has in a view or near it, some at once.

        There are all that lie no more than ``more_px`` outside, and perhaps others.
        """
        boxes, is_all = self._boxes(view, copy, more_px)
        places = np.arange(len(self)) if is_all else self.packed.of_boxes(boxes)
        for begin in range(0, len(places), _AT_ONCE):
            some = places[begin : begin + _AT_ONCE]
            if shown is not None:
                some = some[shown[self.rows[some]]]
            yield self.packed.xs[some], self.packed.ys[some]

    def few_rows(self, view: Viewport, shown: Shown | None, most: int) -> NDArray[np.uint32] | None:
        """The features of the points in a view, or None if there are more than so many points.

        Where ``LOOKED_AT`` points are near, there are taken to be: the window waits for this.
        """
        rows = np.empty(0, np.uint32)
        for copy in view.copies:
            boxes, _ = self._boxes(view, copy)
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

    def _found(
        self, view: Viewport, shown: Shown | None
    ) -> Iterator[tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.intp]]]:
        """Pixels of the points in sight, and their places here, some at once."""
        for copy in view.copies:
            boxes, is_all = self._boxes(view, copy)
            places = np.arange(len(self)) if is_all else self.packed.of_boxes(boxes)
            for begin in range(0, len(places), _AT_ONCE):
                yield self._seen(view, copy, places[begin : begin + _AT_ONCE], shown)

    def _boxes(
        self, view: Viewport, copy: int, more_px: float = REACH_PX
    ) -> tuple[NDArray[np.intp], bool]:
        """The boxes of points that may be in sight, and whether these are all."""
        around = view.widened(more_px)
        return self.packed.boxes_in(
            (around.left - copy) * WORLD, around.top * WORLD,
            (around.right - copy) * WORLD, around.bottom * WORLD,
        )  # fmt: skip

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


class _Pixels:
    """The pixels of a view, how often each is hit, and by what last."""

    def __init__(self, view: Viewport) -> None:
        self._columns = int(view.width_px) + 2 * REACH_PX + 2
        self._lines = int(view.height_px) + 2 * REACH_PX + 2
        self._hit: list[NDArray[np.int32]] = []
        self._styles = np.zeros(0, np.uint16)

    @property
    def is_hit(self) -> bool:
        """Whether any is."""
        return bool(self._hit)

    def add(self, xs: NDArray[np.int16], ys: NDArray[np.int16], styles: NDArray[np.uint16]) -> None:
        """Hit pixels of the view, or around it."""
        at = (ys.astype(np.int32) + REACH_PX) * self._columns + (xs.astype(np.int32) + REACH_PX)
        self._hit.append(at)
        if styles.any() and not len(self._styles):
            self._styles = np.zeros(self._columns * self._lines, np.uint16)
        if len(self._styles):
            self._styles[at] = styles

    def spots(self) -> Spots:
        """Those that were hit, row by row."""
        if not self._hit:
            none = np.empty(0, np.int16)
            return Spots(none, none, np.empty(0, np.uint16), np.empty(0, np.uint8))
        counts = np.bincount(np.concatenate(self._hit))
        at = np.flatnonzero(counts != 0)
        down, across = np.divmod(at.astype(np.int32), self._columns)
        styles = self._styles[at] if len(self._styles) else np.zeros(len(at), np.uint16)
        return Spots(
            (across - REACH_PX).astype(np.int16), (down - REACH_PX).astype(np.int16), styles,
            covering(counts[at]),
        )  # fmt: skip


def pixel_spots(
    view: Viewport, xs: NDArray[np.int16], ys: NDArray[np.int16], styles: NDArray[np.uint16]
) -> Spots:
    """A spot for each pixel of a view that is hit."""
    hit = _Pixels(view)
    if len(xs):
        hit.add(xs, ys, styles)
    return hit.spots()


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
