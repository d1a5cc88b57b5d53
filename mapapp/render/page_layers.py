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

from mapapp.core.feature import FeatureSet
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
from mapapp.store.styled import read_styled

_DECIMALS = 6


def encode_layer(
    atlas: GeoPackage, spec: LayerSpec, theme: Theme, year: int | None = None
) -> bytes:
    """A layer as the bytes that the page fetches, now or as known at the end of a year."""
    body = describe_layer(atlas, spec, theme, year)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def describe_layer(
    atlas: GeoPackage, spec: LayerSpec, theme: Theme, year: int | None = None
) -> dict[str, Any]:
    """All features of a layer, and the outlines of their areas, as the page reads them."""
    points: list[Any] = []
    symbols: dict[Symbol, int] = {}
    features = read_styled(atlas, spec, ("id",), year=year)
    if spec.geometry == "point":
        points, symbols = _points(features, spec, theme)
        lines = _outlines(atlas, features, spec, theme)
    else:
        lines = [
            _line(fid, geometry, resolve_line(spec, row, theme))
            for fid, geometry, row in features.rows()
        ]
    return {"symbols": [_picture(symbol) for symbol in symbols], "points": points, "lines": lines}


def _points(
    features: FeatureSet, spec: LayerSpec, theme: Theme
) -> tuple[list[Any], dict[Symbol, int]]:
    points: list[Any] = []
    symbols: dict[Symbol, int] = {}
    for fid, point, row in features.rows():
        index = symbols.setdefault(resolve_symbol(spec, row, theme), len(symbols))
        points.append([fid, index, round(point.x, _DECIMALS), round(point.y, _DECIMALS)])
    return points, symbols


def _outlines(
    atlas: GeoPackage, features: FeatureSet, spec: LayerSpec, theme: Theme
) -> list[dict[str, Any]]:
    owners = {row["id"]: (fid, row) for fid, _, row in features.rows()}
    areas = atlas.read("extent", columns=("entity_id", "kind")).rows()
    found = ((geometry, area, owners.get(area["entity_id"])) for _, geometry, area in areas)
    return [
        _line(owner[0], geometry.exterior, resolve_extent(spec, owner[1], area["kind"], theme))
        for geometry, area, owner in found
        if owner
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
