"""A layer as the page reads it, with resolved styles, so that the page decides nothing.

What is drawn where (:func:`encode_geometry`), how (:func:`encode_symbology`, for a theme) and which
features of it (:func:`encode_visible`) come apart, so that a new theme or filter need not send a
million positions again. ``resources/web/layer_data.js`` decodes all three. The standalone map has
the same as JSON (:func:`describe_geometry`, :func:`describe_symbology`).

Positions are world coordinates (``core/geo/mercator.py``) in fixed point: 32 bits over the
rectangle around the layer. They are exact to 0.004 pixels at zoom 17, the closest that the map
goes, even where a layer spans the world; one that spans no more than a fifth of it stays within
0.1 pixels up to zoom 24.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapapp.core.geo.arrays import FloatArray, distinct
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.style.symbology import Theme
from mapapp.render.page.blocks import pack
from mapapp.render.scene.dense import DenseLayer
from mapapp.render.scene.layer import SceneLayer, Shapes
from mapapp.render.scene.marks import Fids, fid_array
from mapapp.render.scene.symbols import MarkStyle, ShapeStyle, bin_styles, symbol_box_px, symbol_svg

_DECIMALS = 6
_STEPS = 2**32 - 1


def encode_geometry(layer: SceneLayer) -> bytes:
    """Where everything of a layer is, in drawing order, in the layout of ``render/page/blocks.py``.

    Header: ``origin`` and ``scale``, each [x, y], give a position as ``origin + scale * number``;
    ``features`` is how many there are, and ``first_fid`` the first of their keys where these run
    on without a gap; ``groups`` are shapes that are drawn alike, ``{"style", "closed",
    "features"}``, where ``closed`` ones are areas, whose outer rings run against the clock and
    whose holes run with it.

    Columns: ``fids``, ascending, unless ``first_fid`` says them; of points ``x``, ``y``,
    ``point_styles`` (unless all are 0) and ``point_features`` (which feature each belongs to,
    unless it is the one of the same number); of shapes ``shape_features``, ``shape_lines`` (how
    many lines or rings each has), ``line_lengths`` (how many positions each of these has) and
    ``line_x``, ``line_y``.
    """
    fids = layer_fids(layer)
    groups = [_Lines(group, fids) for group in layer.shapes]
    count = len(layer.marks)
    xs = np.concatenate([layer.marks.world_xs, *(group.xs for group in groups)])
    ys = np.concatenate([layer.marks.world_ys, *(group.ys for group in groups)])
    left, x_steps, x_scale = _fixed(xs)
    top, y_steps, y_scale = _fixed(ys)
    header = {"origin": [left, top], "scale": [x_scale, y_scale], "features": len(fids)}
    header["groups"] = list(_described(groups, layer))
    columns = {
        "x": x_steps[:count],
        "y": y_steps[:count],
        **_of_shapes(groups),
        "line_x": x_steps[count:],
        "line_y": y_steps[count:],
    }
    if (first := _first_of_run(fids)) is not None:
        header["first_fid"] = first
    else:
        columns["fids"] = fids.astype(np.float64)  # as exact as the page's own numbers
    columns |= _of_points(layer, fids)
    return pack(header, columns)


def _of_shapes(groups: Sequence[_Lines]) -> dict[str, NDArray[Any]]:
    return {
        "shape_features": _joined([group.owners for group in groups]),
        "shape_lines": _joined([group.lines for group in groups]),
        "line_lengths": _joined([group.lengths for group in groups]),
    }


def _first_of_run(fids: NDArray[np.int64]) -> int | None:
    """The first of keys that run on without a gap."""
    is_run = len(fids) > 0 and int(fids[-1]) - int(fids[0]) == len(fids) - 1
    return int(fids[0]) if is_run else None


def _described(groups: Sequence[_Lines], layer: SceneLayer) -> Iterator[dict[str, Any]]:
    numbers = {style: number for number, style in enumerate(_shape_styles(layer))}
    for group in groups:
        yield {
            "style": numbers[group.shapes.style],
            "closed": group.shapes.style.kind != "line",
            "features": len(group.owners),
        }


def encode_symbology(layer: SceneLayer | DenseLayer, theme: Theme) -> bytes:
    """How a layer is drawn in a theme, as JSON; see :func:`describe_symbology`."""
    body = describe_symbology(layer, theme)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def encode_visible(layer: SceneLayer, fids: Fids) -> bytes:
    """One bit for each feature of a layer, in the order of their keys, the lowest bit first."""
    return np.packbits(np.isin(layer_fids(layer), fid_array(fids)), bitorder="little").tobytes()


def layer_fids(layer: SceneLayer) -> NDArray[np.int64]:
    """Keys of all features that are drawn of a layer, ascending, each once: int64 (n,)."""
    fids = layer.marks.fids
    if not layer.shapes and (len(fids) < 2 or bool((np.diff(fids) > 0).all())):
        return fids
    return distinct(np.concatenate([fids, *(group.fids for group in layer.shapes)]))


def describe_geometry(layer: SceneLayer) -> dict[str, Any]:
    """Where the points and shapes of a layer are, for JSON, in EPSG:4326 degrees to 0.1 m.

    ``{"points": [[fid, symbol, lon, lat]], "shapes": [{"style", "closed", "features":
    [[fid, [[[lon, lat]]]]]}]}``; ``symbol`` and ``style`` count the styles from 0.
    """
    marks = layer.marks
    styles = {style: number for number, style in enumerate(_shape_styles(layer))}
    places = np.column_stack([marks.lons, marks.lats]).round(_DECIMALS).tolist()
    points = zip(marks.fids.tolist(), marks.styles.tolist(), places, strict=True)
    return {
        "points": [[fid, style, lon, lat] for fid, style, (lon, lat) in points],
        "shapes": [
            {
                "style": styles[group.style],
                "closed": group.style.kind != "line",
                "features": list(_features(group)),
            }
            for group in layer.shapes
        ],
    }


def describe_symbology(layer: SceneLayer | DenseLayer, theme: Theme) -> dict[str, Any]:
    """How the points and shapes of a layer are drawn in a theme.

    ``{"symbols": [{"svg", "width_px", "height_px"}], "styles": [{"colour", "width_px",
    "dash_px", "fill", …}]}``, of points and of shapes.
    """
    if isinstance(layer, DenseLayer):
        symbology, styles = layer.symbology, layer.styles
    else:
        symbology, styles = layer.marks.symbology, _shape_styles(layer)
        if layer.spec.is_binned:
            styles = bin_styles(layer.spec)
    return {
        "symbols": [_picture(style, theme) for style in symbology],
        "styles": [asdict(style.get(theme)) for style in styles],
    }


class _Lines:
    """The lines and rings of a group of shapes as columns.

    Attributes:
        owners: uint32, the number of each feature among ``fids``.
        lines: uint32, how many lines each of them has.
        lengths: uint32, how many positions each line has.
        xs, ys: float64, positions in world coordinates.
    """

    def __init__(self, shapes: Shapes, fids: NDArray[np.int64]) -> None:
        self.shapes = shapes
        lines, part_of = _split(_oriented(shapes))
        begins = np.flatnonzero(np.diff(shapes.fids, prepend=shapes.fids[:1] - 1))
        self.owners = np.searchsorted(fids, shapes.fids[begins]).astype(np.uint32)
        line_counts = np.bincount(part_of, minlength=len(shapes.fids))
        self.lines = np.add.reduceat(line_counts, begins).astype(np.uint32)
        self.lengths = shapely.get_num_coordinates(lines).astype(np.uint32)
        positions = shapely.get_coordinates(lines)
        self.xs, self.ys = world_x(positions[:, 0]), world_y(positions[:, 1])


def _of_points(layer: SceneLayer, fids: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The columns of points that not every layer needs."""
    marks, columns = layer.marks, {}
    if marks.styles.any():
        styles = np.min_scalar_type(len(marks.symbology) - 1)
        columns["point_styles"] = marks.styles.astype(styles)
    if not np.array_equal(marks.fids, fids):
        columns["point_features"] = np.searchsorted(fids, marks.fids).astype(np.uint32)
    return columns


def _fixed(values: FloatArray) -> tuple[float, NDArray[np.uint32], float]:
    """Numbers in fixed point: what they count from, the steps, and how long a step is."""
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    step = (high - low) / _STEPS or 1.0
    return low, np.rint((values - low) / step).astype(np.uint32), step


def _joined(columns: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint32]:
    return np.concatenate([np.empty(0, np.uint32), *columns])


def _oriented(group: Shapes) -> GeometryArray:
    """Areas with rings that run against each other, lines as they are."""
    if group.style.kind == "line":
        return group.geometries
    oriented: GeometryArray = shapely.orient_polygons(group.geometries)
    return oriented


def _split(geometries: GeometryArray) -> tuple[GeometryArray, NDArray[np.intp]]:
    """Lines and rings of single geometries, and the index of the geometry each is of."""
    is_area = shapely.get_dimensions(geometries) == 2
    if is_area.all():
        rings: tuple[GeometryArray, NDArray[np.intp]] = shapely.get_rings(
            geometries, return_index=True
        )
        return rings
    return geometries, np.arange(len(geometries))


def _shape_styles(layer: SceneLayer) -> tuple[ShapeStyle, ...]:
    return tuple(dict.fromkeys(group.style for group in layer.shapes))


def _features(group: Shapes) -> Iterator[tuple[int, list[Any]]]:
    """Each feature with its lines, or with the rings of its areas."""
    pairs = zip(group.fids.tolist(), _oriented(group), strict=True)
    for fid, parts in groupby(pairs, key=lambda pair: pair[0]):
        yield fid, [line for _, part in parts for line in _lines(part)]


def _lines(geometry: BaseGeometry) -> Iterator[list[list[float]]]:
    lines = shapely.get_rings(geometry) if shapely.get_dimensions(geometry) == 2 else [geometry]
    for line in lines:
        yield shapely.get_coordinates(line).round(_DECIMALS).tolist()


def _picture(style: MarkStyle, theme: Theme) -> dict[str, Any]:
    symbol = style.get(theme)
    side = symbol_box_px(symbol)
    colour = symbol.colour
    return {"svg": symbol_svg(symbol), "width_px": side, "height_px": side, "colour": colour}
