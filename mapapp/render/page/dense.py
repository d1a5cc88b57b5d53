"""What a view shows of a layer of very many features, as the page reads it.

The page is told once that a layer is seen view by view (:func:`encode_viewed`), and then asks for
each view, in pixels of the device, by an address that :func:`read_view` reads. Layout of the
answers: ``render/page/blocks.py``; ``resources/web/dense.js`` draws them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.mercator import TILE_PX
from mapapp.render.page.blocks import pack
from mapapp.render.scene.crowd import DOT_PX
from mapapp.render.scene.dense import DenseLayer
from mapapp.render.scene.dense_pixels import Plane, Spots
from mapapp.render.scene.dense_shapes import Drawn
from mapapp.render.view.viewport import Viewport

STEPS_PER_PX = 4
"""Vertices of lines and areas are whole numbers of so many to a pixel."""

_MOST_SIDE_PX, _MOST_ZOOM, _MOST_RATIO, _MOST_WORLDS = 8000, 30, 8, 64
_LEAST_RATIO = 0.5
"""Of squares that are narrower there would be too many to count."""

_SHORT = 32_767
_NONE = np.empty(0, np.int16)

_NO_SPOTS = Spots(_NONE, _NONE, np.empty(0, np.uint16))
_NO_DOTS = replace(_NO_SPOTS, weights=np.empty(0, np.uint8))


def encode_viewed(address: str) -> bytes:
    """Instead of the geometry of a layer: that it is asked for view by view below an address."""
    header = {"view": address, "origin": [0, 0], "scale": [1, 1], "features": 0, "groups": []}
    return pack(header, {"x": np.empty(0, np.uint32), "y": np.empty(0, np.uint32)})


def read_view(parts: Sequence[str]) -> tuple[Viewport, float] | None:
    """The view that the page asks for, and how many of its pixels are one of CSS.

    ``parts`` are left and top in pixels of the world, the pixels of a world, width and height, and
    that ratio; the page is not trusted.
    """
    if len(parts) != 6:
        return None
    try:
        left, top, world_px, width, height, ratio = map(float, parts)
    except ValueError:
        return None
    is_sound = (
        1 <= world_px <= TILE_PX * _MOST_RATIO * 2.0**_MOST_ZOOM
        and 1 <= width <= _MOST_SIDE_PX
        and 1 <= height <= _MOST_SIDE_PX
        and _LEAST_RATIO <= ratio <= _MOST_RATIO
        and all(abs(part) <= _MOST_WORLDS * world_px for part in (left, top, width, height))
    )
    if not is_sound:
        return None
    return Viewport(left / world_px, top / world_px, world_px, width, height), ratio


def encode_view(layer: DenseLayer, view: Viewport, ratio: float = 1.0) -> bytes:
    """What a view shows of a layer, in which ``ratio`` pixels are one of CSS.

    Header: ``groups`` are lines and areas that are drawn alike, those that are selected last,
    ``{"style", "closed", "shapes", "selected"}``. Columns: of points ``x``, ``y`` and ``style``
    (left out where all are 0); where they have a ``weight`` (``dense_points.py``) not ``y`` but
    ``row``, which is that of as many as ``row_spots`` says. The same of selected ones with
    ``chosen_`` and of what is too small to be drawn with ``dot_`` before it; of shapes
    ``shape_lines`` (how many lines or rings each has), ``line_lengths`` (how many positions these
    have) and ``line_x``, ``line_y``, in ``1/STEPS_PER_PX`` pixels. Of a density the squares are
    such shapes, and only the selected points are sent. Where dots cover very many pixels, these
    have a ``plane_weight``, 0 where nothing is, and a ``plane_style`` (left out where all are 0),
    row by row from the left, the top and with the width that ``plane`` in the header says; ``x`` is
    empty then.
    """
    points: Spots | Plane = _NO_SPOTS
    if layer.spec.is_binned:
        areas = [*_squares(layer, view, ratio)]
    else:
        areas = layer.shapes.in_view(view, layer.plain)
        points = layer.seen.picture(view, layer.apart, max(1, round(DOT_PX * ratio)))
    drawn = [(False, each) for each in areas]
    columns = _plane(points) if isinstance(points, Plane) else _spots("", points)
    chosen = layer.chosen
    if chosen is not None:
        drawn += [(True, each) for each in layer.shapes.in_view(view, chosen)]
        columns |= _spots("chosen_", layer.points.in_view(view, chosen))
    header: dict[str, Any] = {"groups": list(_groups(layer, drawn))}
    if isinstance(points, Plane):
        header["plane"] = [points.left, points.top, points.weights.shape[1]]
    columns |= _spots("dot_", _together([each.dots for _, each in drawn]))
    return pack(header, columns | _shapes([each for _, each in drawn]))


def encode_nothing() -> bytes:
    """A view in which there is nothing of a layer."""
    columns = _spots("", _NO_SPOTS) | _spots("dot_", _NO_DOTS) | _shapes([])
    return pack({"groups": []}, columns)


def _squares(layer: DenseLayer, view: Viewport, ratio: float) -> Iterator[Drawn]:
    """The squares of a density as areas, those of one class together."""
    from mapapp.render.scene.bins import squares_in_sight

    classes = layer.spec.classes
    if classes is None or classes.bins is None:
        return
    side_px, shown = classes.bins.side_px, layer.shown
    for squares in squares_in_sight(layer.points, view, side_px, ratio, shown):
        for number, rings in squares.classed(classes):
            count = len(rings)
            xs, ys = np.rint(rings.reshape(-1, 2).T * STEPS_PER_PX) / STEPS_PER_PX
            ones = np.ones(count, np.int64)
            styles = np.full(count, number, np.uint16)
            yield Drawn(xs, ys, 5 * ones, ones, styles, 1 / STEPS_PER_PX, _NO_DOTS)


def _groups(layer: DenseLayer, drawn: Sequence[tuple[bool, Drawn]]) -> Iterator[dict[str, Any]]:
    for selected, each in drawn:
        begins = np.flatnonzero(np.diff(each.styles, prepend=np.int32(-1)))
        counts = np.diff(begins, append=len(each.styles))
        for style, count in zip(each.styles[begins].tolist(), counts.tolist(), strict=True):
            is_closed = layer.styles[style].kind != "line"
            yield {"style": style, "closed": is_closed, "shapes": count, "selected": selected}


def _plane(plane: Plane) -> dict[str, NDArray[Any]]:
    columns: dict[str, NDArray[Any]] = {"x": _NONE, "y": _NONE}
    columns["plane_weight"] = plane.weights.ravel()
    if plane.styles is not None:
        columns["plane_style"] = plane.styles.ravel()
    return columns


def _spots(prefix: str, spots: Spots) -> dict[str, NDArray[Any]]:
    columns: dict[str, NDArray[Any]] = {"x": spots.xs}
    if spots.styles.any():
        columns["style"] = spots.styles
    if spots.weights is None:
        columns["y"] = spots.ys
    else:
        begins = np.flatnonzero(np.diff(spots.ys, prepend=np.int16(-_SHORT)))
        columns["row"] = spots.ys[begins]
        columns["row_spots"] = _short(np.diff(begins, append=len(spots)))
        columns["weight"] = spots.weights
    return {prefix + name: column for name, column in columns.items()}


def _together(spots: Sequence[Spots]) -> Spots:
    """Spots that all have weights as one column each."""
    none, weights = _NONE, [each.weights for each in spots]
    return Spots(
        np.concatenate([none, *(each.xs for each in spots)]),
        np.concatenate([none, *(each.ys for each in spots)]),
        np.concatenate([none.astype(np.uint16), *(each.styles for each in spots)]),
        np.concatenate([none.astype(np.uint8), *(each for each in weights if each is not None)]),
    )


def _shapes(drawn: Sequence[Drawn]) -> dict[str, NDArray[Any]]:
    xs = np.concatenate([np.empty(0), *(each.xs for each in drawn)]) * STEPS_PER_PX
    ys = np.concatenate([np.empty(0), *(each.ys for each in drawn)]) * STEPS_PER_PX
    farthest = max(np.abs(xs).max(initial=0), np.abs(ys).max(initial=0))
    number = np.int16 if farthest <= _SHORT else np.float32
    none = np.empty(0, np.int64)
    lines = np.concatenate([none, *(each.lines for each in drawn)])
    lengths = np.concatenate([none, *(each.lengths for each in drawn)])
    return {
        "shape_lines": _short(lines), "line_lengths": _short(lengths),
        "line_x": xs.astype(number), "line_y": ys.astype(number),
    }  # fmt: skip


def _short(counts: NDArray[np.int64]) -> NDArray[Any]:
    """Counts in as few bytes as the largest takes."""
    return counts.astype(np.min_scalar_type(counts.max(initial=0)))
