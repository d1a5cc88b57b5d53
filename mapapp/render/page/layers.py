"""A layer as the page reads it: JSON with resolved looks, so that the page decides nothing.

``{"symbols": [{"svg", "width_px", "height_px"}], "styles": [{"colour", "width_px", "dash_px",
"fill", …}], "points": [[fid, symbol, lon, lat]], "shapes": [{"style", "closed", "features":
[[fid, [[[lon, lat]]]]]}]}``, all in drawing order; ``symbol`` and ``style`` count from 0.
``closed`` are areas, whose outer rings run against the clock and whose holes run with it.
``resources/web/features.js`` draws it. Coordinates are EPSG:4326 degrees, rounded to 0.1 m.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Theme
from mapapp.render.scene.layer import SceneLayer, Shapes, read_layer
from mapapp.render.scene.symbols import MarkLook, ShapeLook, symbol_box_px, symbol_svg
from mapapp.store.geopackage import GeoPackage

_DECIMALS = 6


def encode_layer(
    atlas: GeoPackage, spec: LayerSpec, theme: Theme, year: int | None = None
) -> bytes:
    """A layer as the bytes that the page fetches, now or as known at the end of a year."""
    layer = read_layer(atlas, spec, year=year)
    body = {**describe_geometry(layer), **describe_looks(layer, theme)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def describe_geometry(layer: SceneLayer) -> dict[str, Any]:
    """Where the points and shapes of a layer are, whatever the theme."""
    marks = {look: number for number, look in enumerate(_mark_looks(layer))}
    styles = {look: number for number, look in enumerate(_shape_looks(layer))}
    return {
        "points": [
            [mark.fid, marks[mark.look], round(mark.lon, _DECIMALS), round(mark.lat, _DECIMALS)]
            for mark in layer.marks
            if mark.look is not None
        ],
        "shapes": [
            {
                "style": styles[group.look],
                "closed": group.look.kind != "line",
                "features": list(_features(group)),
            }
            for group in layer.shapes
        ],
    }


def describe_looks(layer: SceneLayer, theme: Theme) -> dict[str, Any]:
    """How the points and shapes of a layer are drawn in a theme."""
    return {
        "symbols": [_picture(look, theme) for look in _mark_looks(layer)],
        "styles": [asdict(look.get(theme)) for look in _shape_looks(layer)],
    }


def _mark_looks(layer: SceneLayer) -> Iterable[MarkLook]:
    return dict.fromkeys(mark.look for mark in layer.marks if mark.look is not None)


def _shape_looks(layer: SceneLayer) -> Iterable[ShapeLook]:
    return dict.fromkeys(group.look for group in layer.shapes)


def _features(group: Shapes) -> Iterator[tuple[int, list[Any]]]:
    """Each feature with its lines, or with the rings of its areas."""
    geometries = group.geometries
    if group.look.kind != "line":
        geometries = shapely.orient_polygons(geometries)
    pairs = zip(group.fids.tolist(), geometries, strict=True)
    for fid, parts in groupby(pairs, key=lambda pair: pair[0]):
        yield fid, [line for _, part in parts for line in _lines(part)]


def _lines(geometry: BaseGeometry) -> Iterator[list[list[float]]]:
    lines = shapely.get_rings(geometry) if shapely.get_dimensions(geometry) == 2 else [geometry]
    for line in lines:
        yield shapely.get_coordinates(line).round(_DECIMALS).tolist()


def _picture(look: MarkLook, theme: Theme) -> dict[str, Any]:
    symbol = look.get(theme)
    side = symbol_box_px(symbol)
    return {"svg": symbol_svg(symbol), "width_px": side, "height_px": side}
