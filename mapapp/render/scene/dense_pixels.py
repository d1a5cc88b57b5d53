"""Where symbols of very many points stand in a view: one by one, or how many on each pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.record import record
from mapapp.render.scene.crowd import covering, widened
from mapapp.render.view.viewport import Viewport

REACH_PX = 64
"""How far a symbol at most reaches from its point."""

_CROWDED = 16
"""With so many pixels or fewer to one that is hit, all pixels are less to send than these."""

_TABLE = 1 << 16
"""Up to so many on a pixel, how much that covers is looked up."""


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
class Plane:
    """The same of all pixels of a rectangle, where many of them are hit: with whole dots.

    Attributes:
        left, top: where it begins in the view, in pixels.
        weights: uint8 (rows, columns), 0 where nothing is.
        styles: uint16 (rows, columns); None where all are 0.
    """

    left: int
    top: int
    weights: NDArray[np.uint8]
    styles: NDArray[np.uint16] | None


class PixelCounts:
    """The pixels of a view and around it, how often each is hit, and by what last.

    Args:
        view: the view.
        has_styles: whether what hits them has other styles than 0.
    """

    def __init__(self, view: Viewport, *, has_styles: bool) -> None:
        self._width, self._height = int(view.width_px), int(view.height_px)
        shape = self._height + 2 * REACH_PX + 2, self._width + 2 * REACH_PX + 2
        self._counts = np.zeros(shape, np.uint32)
        self._styles = np.zeros(shape, np.uint16) if has_styles else None
        self.total = 0
        """How many hits there were."""

    def add(
        self,
        xs: NDArray[np.int32],
        ys: NDArray[np.int32],
        styles: NDArray[np.uint16] | None,
        times: NDArray[np.uint32] | None = None,
    ) -> None:
        """Hit pixels, which are counted from ``REACH_PX`` left and above of the view.

        ``times`` is how often each is hit, once for None. What lies together is best added
        together: only the pixels around it are touched.
        """
        if not len(xs):
            return
        west, north = int(xs.min()), int(ys.min())
        columns, lines = int(xs.max()) - west + 1, int(ys.max()) - north + 1
        at = (ys - north) * columns + (xs - west)
        hits = np.bincount(at, times, columns * lines)
        self._counts[north : north + lines, west : west + columns] += hits.reshape(
            lines, columns
        ).astype(np.uint32)
        if self._styles is not None and styles is not None:
            self._styles[ys, xs] = styles
        self.total += len(xs) if times is None else int(times.sum())

    @property
    def is_crowded(self) -> bool:
        """Whether :meth:`plane` is less to send than :meth:`spots`."""
        return int(np.count_nonzero(self._counts != 0)) * _CROWDED > self._width * self._height

    def spots(self) -> Spots:
        """The pixels that were hit, row by row."""
        at = np.flatnonzero(self._counts != 0)
        down, across = np.divmod(at.astype(np.int32), self._counts.shape[1])
        styles = np.zeros(len(at), np.uint16)
        if self._styles is not None:
            styles = self._styles.ravel()[at]
        weights = covering(self._counts.ravel()[at])
        return Spots(
            (across - REACH_PX).astype(np.int16), (down - REACH_PX).astype(np.int16), styles,
            weights,
        )  # fmt: skip

    def plane(self, dot_px: int) -> Plane:
        """The pixels of the view that dots of a size cover, as few as have all of them."""
        left, top, right, bottom = self._hit_box(dot_px)
        inside = (slice(top, bottom), slice(left, right))
        covers: NDArray[Any] = _weights(self._counts[inside])
        if self._styles is not None:
            covers = covers.astype(np.uint32) << 16 | self._styles[inside]
        wide = widened(covers, dot_px)
        weights, styles = wide, None
        if self._styles is not None:
            weights, styles = (wide >> 16).astype(np.uint8), (wide & 0xFFFF).astype(np.uint16)
        return Plane(left - REACH_PX, top - REACH_PX, weights, styles)

    def _hit_box(self, dot_px: int) -> tuple[int, int, int, int]:
        """What of the view dots cover: left, top, right and bottom of these pixels."""
        hit = self._counts != 0
        down, across = np.flatnonzero(hit.any(axis=1)), np.flatnonzero(hit.any(axis=0))
        if not len(down):
            return REACH_PX, REACH_PX, REACH_PX, REACH_PX
        return (
            max(int(across[0]), REACH_PX), max(int(down[0]), REACH_PX),
            min(int(across[-1]) + dot_px, REACH_PX + self._width),
            min(int(down[-1]) + dot_px, REACH_PX + self._height),
        )  # fmt: skip


def pixel_spots(
    view: Viewport, xs: NDArray[Any], ys: NDArray[Any], styles: NDArray[np.uint16]
) -> Spots:
    """A spot for each pixel of a view that is hit."""
    if not len(xs):
        none = np.empty(0, np.int16)
        return Spots(none, none, np.empty(0, np.uint16), np.empty(0, np.uint8))
    hit = PixelCounts(view, has_styles=bool(styles.any()))
    hit.add(xs.astype(np.int32) + REACH_PX, ys.astype(np.int32) + REACH_PX, styles)
    return hit.spots()


def _weights(counts: NDArray[np.uint32]) -> NDArray[np.uint8]:
    most = int(counts.max(initial=0))
    if most >= _TABLE:
        return covering(counts.ravel()).reshape(counts.shape)
    return np.asarray(covering(np.arange(most + 1))[counts])
