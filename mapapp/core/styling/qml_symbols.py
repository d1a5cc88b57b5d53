"""Symbols of QGIS: simple markers, lines and fills, read into ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree import ElementTree as ET

from mapapp.core.layer.spec import Geometry
from mapapp.core.style.symbology import EDGE_PX, SHAPES, SymbolSpec, Tone
from mapapp.core.style.tones import tone_like
from mapapp.core.texts.parsing import ParseError, parse_number

PX = {"Pixel": 1.0, "MM": 96 / 25.4, "RenderMetersInMapUnits": 0.0, "Point": 96 / 72, "Inch": 96.0}
"""Pixels in a unit of QGIS, at its 96 dots an inch; units of the map are none of ours."""

MARKERS = {"anchor": "pentagon", "rail": "half_square", "plane": "arrow", "cross": "cross_fill"}
"""Nearest simple markers of QGIS; the other shapes have the same name there."""

_SHAPES = {**{name: name for name in SHAPES}, **{qgis: ours for ours, qgis in MARKERS.items()},
           "pentagon": "pentagon", "rectangle": "square", "equilateral_triangle": "triangle",
           "cross2": "cross", "rounded_square": "square"}  # fmt: skip
_DASHES: Mapping[str, tuple[float, ...]] = {
    "dash": (4.0, 2.0), "dot": (1.0, 2.0), "dash dot": (4.0, 2.0, 1.0, 2.0),
    "dash dot dot": (4.0, 2.0, 1.0, 2.0, 1.0, 2.0),
}  # fmt: skip
_RGBA = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3})(?:,(\d{1,3}))?")
_BLACK = (0, 0, 0, 255)
_WIDEST_PX, _LEAST_PX, _WIDEST_EDGE_PX = 96.0, 0.1, 12.0
_MM_OF_QGIS = {"size": "2", "outline_width": "0", "line_width": "0.26"}
_KINDS: Mapping[Geometry, str] = {
    "point": "SimpleMarker", "line": "SimpleLine", "polygon": "SimpleFill",
}  # fmt: skip


class Unmapped:
    """What of a style of QGIS we cannot draw, by its name there, each once."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    def add(self, name: str) -> None:
        """Note that something is left out."""
        self._names[name] = None

    def forget(self, name: str) -> None:
        """It is drawn after all."""
        self._names.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)


def read_symbol(symbol: ET.Element, geometry: Geometry, unmapped: Unmapped) -> SymbolSpec | None:
    """A symbol; None where none of its layers is a simple one of this geometry."""
    layers = [layer for layer in symbol.findall("layer") if layer.get("enabled", "1") != "0"]
    told = [layer for layer in layers if layer.get("class") == _KINDS[geometry]]
    for layer in (*(each for each in layers if each not in told), *told[:-1]):
        unmapped.add(layer.get("class") or "layer")
    if not told:
        return None
    options = options_of(told[-1])
    _note_data_defined(told[-1], unmapped)
    read = {"point": _marker, "line": _line, "polygon": _fill}[geometry]
    return read(options, unmapped, number_of(symbol.get("alpha"), 1.0))


def options_of(layer: ET.Element) -> dict[str, str]:
    """The settings of a symbol layer, as QGIS 3.22 and later or as earlier ones wrote them."""
    options = {prop.get("k", ""): prop.get("v", "") for prop in layer.findall("prop")}
    for option in layer.findall("Option[@type='Map']/Option"):
        options[option.get("name", "")] = option.get("value", "")
    return options


def _note_data_defined(layer: ET.Element, unmapped: Unmapped) -> None:
    for option in layer.findall("data_defined_properties/Option/Option[@name='properties']/Option"):
        if any(o.get("name") == "active" and o.get("value") == "true" for o in option):
            unmapped.add(f"data-defined {option.get('name')}")


def _marker(options: Mapping[str, str], unmapped: Unmapped, alpha: float) -> SymbolSpec:
    name = options.get("name", "circle")
    if name not in _SHAPES:
        unmapped.add(f"marker {name}")
    colour, cover = _colour(options.get("color"))
    if cover * alpha < 1:
        unmapped.add("opacity of markers")
    symbol = SymbolSpec(
        colour,
        _SHAPES.get(name, "circle"),
        _px(options, "size", unmapped, most=_WIDEST_PX, least=1),
    )
    if options.get("outline_style") == "no":
        return symbol
    edge, _ = _colour(options.get("outline_color"))
    width = _px(options, "outline_width", unmapped, most=_WIDEST_EDGE_PX, least=0)
    return replace(symbol, edge=edge, edge_px=width or EDGE_PX)


def _line(options: Mapping[str, str], unmapped: Unmapped, alpha: float) -> SymbolSpec:
    colour, cover = _colour(options.get("line_color"))
    if cover * alpha < 1:
        unmapped.add("opacity of lines")
    width = _px(options, "line_width", unmapped, most=_WIDEST_PX)
    dash = _dash(options.get("line_style", "solid"), width)
    if options.get("use_custom_dash") == "1":
        unit = PX.get(options.get("customdash_unit", "MM"), 0.0)
        lengths = [number_of(each, 0.0) * unit for each in options.get("customdash", "").split(";")]
        dash = tuple(min(each, _WIDEST_PX) for each in lengths if each > 0)[:16]
    return SymbolSpec(colour, width_px=width, dash_px=dash)


def _fill(options: Mapping[str, str], unmapped: Unmapped, alpha: float) -> SymbolSpec:
    colour, cover = _colour(options.get("color"))
    edge, _ = _colour(options.get("outline_color"))
    style, line = options.get("style", "solid"), options.get("outline_style", "solid")
    if style not in ("solid", "no"):
        unmapped.add(f"fill {style}")
    width = _px(options, "outline_width", unmapped, most=_WIDEST_PX)
    return SymbolSpec(
        colour,
        width_px=_LEAST_PX if line == "no" else width,
        dash_px=_dash(line, width),
        fill_opacity=0.0 if style == "no" else round(cover * alpha, 3),
        edge=None if line == "no" else edge,
    )


def _dash(style: str, width_px: float) -> tuple[float, ...]:
    """Dashes of QGIS are as many times as long as the line is wide."""
    return tuple(min(each * width_px, _WIDEST_PX) for each in _DASHES.get(style, ()))


def _px(
    options: Mapping[str, str],
    key: str,
    unmapped: Unmapped,
    *,
    most: float,
    least: float = _LEAST_PX,
) -> float:
    """A length in pixels; the hairline of QGIS, 0, is one pixel wide."""
    unit = options.get(f"{key}_unit", "MM")
    if not PX.get(unit):
        unmapped.add(f"unit {unit}")
    length = number_of(options.get(key), float(_MM_OF_QGIS[key])) * (PX.get(unit) or PX["MM"])
    return round(min(max(length or 1.0, least), most), 2)


def _colour(text: str | None) -> tuple[Tone, float]:
    """A colour such as ``200,10,20,255``, perhaps with more behind it, and how much it covers."""
    read = _RGBA.match(text or "0,0,0")
    red, green, blue, alpha = (
        (min(int(each or 255), 255) for each in read.groups()) if read else _BLACK
    )
    return tone_like(f"#{red:02X}{green:02X}{blue:02X}", "light"), alpha / 255


def number_of(text: str | None, other: float) -> float:
    """A number, or another one where there is none."""
    try:
        return float(parse_number(text or ""))
    except ParseError:
        return other
