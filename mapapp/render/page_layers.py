"""A layer as the page reads it: JSON with resolved symbols, so that the page decides nothing.

``{"symbols": [{"svg", "width_px", "height_px"}], "points": [[fid, symbol, lon, lat]],
"lines": [{"fid", "style": {"colour", "width_px", "dash_px", …}, "parts": [[[lon, lat]]]}]}``;
``resources/web/features.js`` draws it. Coordinates are EPSG:4326 degrees, rounded to 0.1 m.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.core.layerspec import LayerSpec, Theme
from mapapp.render.symbols import (
    LineStyle,
    Symbol,
    resolve_extent,
    resolve_line,
    resolve_symbol,
    symbol_box_px,
    symbol_svg,
)
from mapapp.store.geopackage import GeoPackage

_DECIMALS = 6
_SYMBOL_COLUMNS = ("id", "precision", "status")


def encode_layer(atlas: GeoPackage, spec: LayerSpec, theme: Theme) -> bytes:
    """A layer as the bytes that the page fetches."""
    body = describe_layer(atlas, spec, theme)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def describe_layer(atlas: GeoPackage, spec: LayerSpec, theme: Theme) -> dict[str, Any]:
    """All features of a layer, and the outlines of their areas, as the page reads them."""
    points: list[Any] = []
    symbols: dict[Symbol, int] = {}
    lines: list[dict[str, Any]] = []
    if spec.geometry == "point":
        points, symbols, ids = _points(atlas, spec, theme)
        lines = _outlines(atlas, spec, theme, ids)
    else:
        style = resolve_line(spec, theme)
        lines = [_line(fid, geometry, style) for fid, geometry, _ in atlas.read(spec.table).rows()]
    return {"symbols": [_picture(symbol) for symbol in symbols], "points": points, "lines": lines}


def _points(
    atlas: GeoPackage, spec: LayerSpec, theme: Theme
) -> tuple[list[Any], dict[Symbol, int], dict[str, int]]:
    points: list[Any] = []
    symbols: dict[Symbol, int] = {}
    ids: dict[str, int] = {}
    for fid, point, row in atlas.read(spec.table, columns=_SYMBOL_COLUMNS).rows():
        index = symbols.setdefault(resolve_symbol(spec, row, theme), len(symbols))
        points.append([fid, index, round(point.x, _DECIMALS), round(point.y, _DECIMALS)])
        ids[row["id"]] = fid
    return points, symbols, ids


def _outlines(
    atlas: GeoPackage, spec: LayerSpec, theme: Theme, ids: dict[str, int]
) -> list[dict[str, Any]]:
    return [
        _line(ids[row["entity_id"]], geometry.exterior, resolve_extent(spec, row["kind"], theme))
        for _, geometry, row in atlas.read("extent", columns=("entity_id", "kind")).rows()
        if row["entity_id"] in ids
    ]


def _line(fid: int, geometry: BaseGeometry, style: LineStyle) -> dict[str, Any]:
    parts = [
        shapely.get_coordinates(part).round(_DECIMALS).tolist()
        for part in shapely.get_parts(geometry)
    ]
    return {"fid": fid, "style": asdict(style), "parts": parts}


def _picture(symbol: Symbol) -> dict[str, Any]:
    side = symbol_box_px(symbol)
    return {"svg": symbol_svg(symbol), "width_px": side, "height_px": side}
