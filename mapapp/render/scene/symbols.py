"""One resolved symbology for four uses: the page, the painter, the legend, the layer tree.

How sure we are shows in the symbol: solid where the place is known, a dashed ring around it
where only the district is, hollow where only the city is, an outline for what is planned or
closed.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.style.symbology import EDGE_PX, SymbolClass, SymbolSpec, Theme
from mapapp.core.style.theme import ground
from mapapp.render.scene.shapes import BOX, SHAPE_PATHS

Fill = Literal["solid", "hollow", "outline"]

ShapeKind = Literal["line", "area", "stated", "schematic", "square"]
"""A line, an area, the area that is stated of a point, measured or only schematic, or a square in
which points are counted."""

UNBUILT_STATUSES = frozenset({"planned", "candidate", "under_construction", "closed"})
"""Statuses of things that are not (or no longer) there: drawn as an outline."""

_LINE_OPACITY = 0.6
"""Lines cross much that is to be read below them."""

_STATED_PX, _STATED_OPACITY = 1.2, 0.05
_SCHEMATIC_DASH_PX = (5.0, 4.0)

_HALO_PX = 1.5
_RING_GAP_PX = 2.5
_RING_PX = 1.0


@record
class Symbol:
    """A marker, resolved: colours are ``#rrggbb``, ``size_px`` is its width in CSS pixels.

    ``edge`` is the colour of its outline and of its ring; empty for its own colour. The outline
    is ``edge_px`` wide.
    """

    shape: str
    colour: str
    halo: str
    size_px: float
    fill: Fill = "solid"
    ring: bool = False
    edge: str = ""
    edge_px: float = EDGE_PX


@record
class LineStyle:
    """A line or the edge of an area, resolved, with widths and dashes in CSS pixels.

    ``opacity`` is that of the line itself, ``fill_opacity`` that of the inside of an area, whose
    colour is ``fill``. See ``SymbolSpec`` for ``fade_zooms``.
    """

    colour: str
    width_px: float
    dash_px: tuple[float, ...] = ()
    fill: str = ""
    fill_opacity: float = 0.0
    opacity: float = 1.0
    fade_zooms: tuple[float, ...] = ()

    def at(self, zoom: float) -> LineStyle:
        """The line as it is drawn at a zoom."""
        if not self.fade_zooms:
            return self
        first, last = self.fade_zooms
        left = min(max((last - zoom) / (last - first), 0.0), 1.0)
        return replace(self, opacity=self.opacity * left)


@record
class MarkStyle:
    """How a point is marked, whatever the theme."""

    style: SymbolSpec
    fill: Fill = "solid"
    ring: bool = False

    def get(self, theme: Theme) -> Symbol:
        """The marker in a theme."""
        return _marker_of(self, theme)


@record
class ShapeStyle:
    """How a line or an area is drawn, whatever the theme.

    Of a point's stated area only the colour is its layer's: a dashed edge tells ``schematic``
    ones, and none looks like a border. A square has no edge, which would fill the gaps.
    """

    style: SymbolSpec
    kind: ShapeKind

    def get(self, theme: Theme) -> LineStyle:
        """The line, and the inside of an area, in a theme."""
        return _style_of(self, theme)


def mark_style(spec: LayerSpec, properties: Mapping[str, Any]) -> MarkStyle:
    """How a feature is marked: by its class, and what roles say of its place and status."""
    precision = spec.roles.text_of("precision", properties)
    fill: Fill = "hollow" if precision == "city" else "solid"
    if spec.roles.text_of("status", properties) in UNBUILT_STATUSES:
        fill = "outline"
    return MarkStyle(spec.style(properties), fill, ring=precision == "district")


def bin_styles(spec: LayerSpec) -> tuple[ShapeStyle, ...]:
    """How the squares of each class of a density are drawn."""
    steps = spec.classes.steps if spec.classes else ()
    return tuple(ShapeStyle(step.symbol, "square") for step in steps)


@functools.lru_cache(maxsize=1024)
def _marker_of(style: MarkStyle, theme: Theme) -> Symbol:
    return replace(marker(style.style, theme), fill=style.fill, ring=style.ring)


@functools.lru_cache(maxsize=1024)
def _style_of(shape: ShapeStyle, theme: Theme) -> LineStyle:
    match shape.kind:
        case "line":
            return stroke(shape.style, theme)
        case "area":
            return area(shape.style, theme)
        case "square":
            return replace(area(shape.style, theme), opacity=0.0)
    colour = shape.style.colour.get(theme)
    dash = _SCHEMATIC_DASH_PX if shape.kind == "schematic" else ()
    return LineStyle(colour, _STATED_PX, dash, colour, _STATED_OPACITY)


def swatch(spec: LayerSpec, symbol_class: SymbolClass | None, theme: Theme) -> Symbol | LineStyle:
    """What a class of a layer is drawn with, or what stands for the layer; places well known.

    A category of a status or of a precision looks as that status or precision makes it.
    """
    style = symbol_class.symbol if symbol_class else spec.symbol
    if spec.classes is not None and spec.is_binned:
        shown = style if symbol_class else spec.classes.steps[-1].symbol
        return ShapeStyle(shown, "square").get(theme)
    if spec.geometry == "line":
        return stroke(style, theme)
    if spec.geometry == "polygon":
        return area(style, theme)
    if spec.classes and symbol_class and symbol_class.value is not None:
        return mark_style(spec, {spec.classes.field: symbol_class.value}).get(theme)
    return marker(style, theme)


def swatch_svg(spec: LayerSpec, symbol_class: SymbolClass | None, theme: Theme) -> str:
    """A complete SVG document of a swatch, for the layer tree."""
    drawn = swatch(spec, symbol_class, theme)
    return symbol_svg(drawn) if isinstance(drawn, Symbol) else line_svg(drawn)


def plain(drawn: Symbol | LineStyle) -> Symbol | LineStyle:
    """What tells a class: a symbol as of a place known well, a line as if it were selected."""
    if isinstance(drawn, Symbol):
        return replace(drawn, fill="solid", ring=False)
    return replace(drawn, opacity=1.0)


def marker(style: SymbolSpec, theme: Theme) -> Symbol:
    """The marker of a style, as for a place that is well known."""
    colours = ground(theme)
    return Symbol(
        shape=style.shape,
        colour=style.colour.get(theme),
        halo=colours.symbol_halo,
        size_px=style.size_px,
        edge=colours.symbol_edge or (style.edge.get(theme) if style.edge else ""),
        edge_px=style.edge_px,
    )


def stroke(style: SymbolSpec, theme: Theme) -> LineStyle:
    """The line of a style."""
    opacity = 1.0 if theme == "contrast" else _LINE_OPACITY
    return LineStyle(
        style.colour.get(theme),
        style.width_px,
        style.dash_px,
        opacity=opacity,
        fade_zooms=style.fade_zooms,
    )


def area(style: SymbolSpec, theme: Theme) -> LineStyle:
    """The edge and the inside of a style; the edge bounds what is read, so it covers wholly."""
    colour = style.colour.get(theme)
    inside = style.fill.get(theme) if style.fill else colour
    edge = style.edge.get(theme) if style.edge else colour
    return LineStyle(edge, style.width_px, style.dash_px, inside, style.fill_opacity)


def symbol_box_px(symbol: Symbol) -> float:
    """Side of the square that a symbol fills with its halo and ring, in CSS pixels."""
    around = symbol.edge_px / 2 + _HALO_PX
    if symbol.ring:
        around = symbol.edge_px / 2 + _RING_GAP_PX + _RING_PX + _HALO_PX / 2
    return round(symbol.size_px + 2 * around)


@functools.lru_cache(maxsize=512)
def symbol_svg(symbol: Symbol) -> str:
    """A complete SVG document of a symbol, centred, ``symbol_box_px`` wide and high."""
    side = symbol_box_px(symbol)
    scale = symbol.size_px / BOX
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side:g}" height="{side:g}" '
        f'viewBox="0 0 {side:g} {side:g}">{_ring(symbol, side / 2)}'
        f'<g transform="translate({side / 2:g} {side / 2:g}) scale({scale:.5g}) '
        f'translate(-12 -12)" stroke-linejoin="round" stroke-linecap="round">'
        f"{_body(symbol, 1 / scale)}{_pictogram(symbol)}</g></svg>"
    )


def _ring(symbol: Symbol, centre: float) -> str:
    if not symbol.ring:
        return ""
    radius = symbol.size_px / 2 + symbol.edge_px / 2 + _RING_GAP_PX
    circle = f'<circle cx="{centre:g}" cy="{centre:g}" r="{radius:g}"'
    return (
        f'{circle} fill="none" stroke="{symbol.halo}" stroke-opacity="0.75" '
        f'stroke-width="{_RING_PX + _HALO_PX:g}"/>'
        f'{circle} fill="none" stroke="{symbol.edge or symbol.colour}" stroke-width="{_RING_PX:g}" '
        f'stroke-dasharray="2.6 2"/>'
    )


def _body(symbol: Symbol, px: float) -> str:
    """Halo, fill and stroke of the body; ``px`` is one CSS pixel in the shape's units."""
    body = SHAPE_PATHS[symbol.shape].body
    halo_width = (symbol.edge_px + 2 * _HALO_PX) * px
    inside = symbol.colour if symbol.fill == "solid" else symbol.halo
    opacity = ' fill-opacity="0.65"' if symbol.fill == "outline" else ""
    dash = ""
    if symbol.fill == "outline":
        dash = f' stroke-dasharray="{2.8 * px:.3g} {1.9 * px:.3g}" stroke-linecap="butt"'
    return (
        f'<path d="{body}" fill="none" stroke="{symbol.halo}" stroke-width="{halo_width:.3g}"/>'
        f'<path d="{body}" fill="{inside}"{opacity} stroke="{symbol.edge or symbol.colour}" '
        f'stroke-width="{symbol.edge_px * px:.3g}"{dash}/>'
    )


def _pictogram(symbol: Symbol) -> str:
    shape = SHAPE_PATHS[symbol.shape]
    ink = symbol.halo if symbol.fill == "solid" else symbol.colour
    areas = f'<path d="{shape.areas}" fill="{ink}" fill-rule="evenodd"/>' if shape.areas else ""
    lines = (
        f'<path d="{shape.lines}" fill="none" stroke="{ink}" stroke-width="2"/>'
        if shape.lines
        else ""
    )
    return areas + lines


@functools.lru_cache(maxsize=128)
def line_svg(style: LineStyle, width_px: float = 24.0, height_px: float = 16.0) -> str:
    """A complete SVG document of a stretch of line or a bit of area, for legend and layer tree."""
    dash = " ".join(f"{length:g}" for length in style.dash_px) or "none"
    cap = "butt" if style.dash_px else "round"
    inside = f'fill="{style.fill}" fill-opacity="{style.fill_opacity:g}"'
    inside = inside if style.fill else 'fill="none"'
    edge = style.colour if style.opacity else "none"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px:g}" height="{height_px:g}" '
        f'viewBox="0 0 {width_px:g} {height_px:g}">'
        f'<path d="{_stretch(style, width_px, height_px)}" {inside} '
        f'stroke="{edge}" stroke-width="{style.width_px:g}" '
        f'stroke-linecap="{cap}" stroke-dasharray="{dash}"/></svg>'
    )


def _stretch(style: LineStyle, width_px: float, height_px: float) -> str:
    """The path of a swatch: a bent line, or a field for what has an inside."""
    if style.fill:
        near = style.width_px / 2 + 1
        return f"M{near:g} {near:g}H{width_px - near:g}V{height_px - near:g}H{near:g}Z"
    ends, bend = height_px / 2 + 3, height_px / 2 - 6
    return f"M2 {ends:g}Q{width_px / 2:g} {bend:g} {width_px - 2:g} {ends:g}"
