"""So many symbols of a layer in a picture that none could be seen: dots, darker where more are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.record import record
from mapapp.render.scene.symbols import Symbol

DOT_PX = 2
"""Side of a dot in CSS pixels, as in the window (``resources/web/dense.js``)."""

_FAINTEST, _STRONGEST = 140, 255


@record(eq=False)
class Crowd:
    """Dots of a view.

    Attributes:
        xs, ys: float64 (n,), pixels of the view.
        styles: int (n,), which of ``symbols`` each stands for.
        symbols: what they stand for, 255 at most.
    """

    xs: FloatArray
    ys: FloatArray
    styles: NDArray[np.int32]
    symbols: Sequence[Symbol]

    def in_use(self) -> Iterator[Symbol]:
        """The symbols that dots stand for."""
        numbers = np.flatnonzero(np.bincount(self.styles, minlength=len(self.symbols)))
        return (self.symbols[number] for number in numbers.tolist())

    def picture(self, width_px: float, height_px: float, scale: float) -> NDArray[np.uint32]:
        """The dots as pixels (rows, columns), ``0xAARRGGBB``, ``scale`` to one of the view."""
        columns, rows = max(1, round(width_px * scale)), max(1, round(height_px * scale))
        across = np.clip((self.xs * scale).astype(np.int64), 0, columns - 1)
        at = np.clip((self.ys * scale).astype(np.int64), 0, rows - 1) * columns + across
        covers = covering(np.bincount(at, minlength=columns * rows)).astype(np.uint16)
        covers <<= 8
        covers[at] |= self.styles.astype(np.uint16)
        wide = widened(covers.reshape(rows, columns), max(1, round(DOT_PX * scale)))
        rgb = np.array([int(each.colour[1:], 16) for each in self.symbols], np.uint32)
        return np.asarray((wide >> 8).astype(np.uint32) << 24 | rgb[wide & 0xFF])


def covering(counts: NDArray[Any]) -> NDArray[np.uint8]:
    """How much pixels cover, of 255, that are hit so often: as many tell many from very many."""
    weights = np.zeros(len(counts), np.uint8)
    hit = np.flatnonzero(counts != 0)
    often = np.log(counts[hit])
    share = often / max(float(often.max(initial=0)), 1.0)
    weights[hit] = np.rint(_FAINTEST + (_STRONGEST - _FAINTEST) * share)
    return weights


def widened(covers: NDArray[Any], side: int) -> NDArray[Any]:
    """Each pixel made as wide and high as a dot; what covers most counts."""
    wide = covers.copy()
    for shift in range(1, side):
        np.maximum(wide[:, shift:], covers[:, :-shift], out=wide[:, shift:])
    high = wide.copy()
    for shift in range(1, side):
        np.maximum(high[shift:], wide[:-shift], out=high[shift:])
    return high
