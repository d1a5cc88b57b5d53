"""The legend of a scene: the layers that are in sight, and how sure their places are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mapapp.core.layerspec import LayerSpec, Theme
from mapapp.core.theme import ground
from mapapp.render import words
from mapapp.render.scene import Scene
from mapapp.render.symbols import (
    LineStyle,
    Symbol,
    line_svg,
    resolve_line,
    resolve_symbol,
    symbol_box_px,
    symbol_svg,
)
from mapapp.render.words import Wording, told

_KEY_PX = 10.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a picture as an SVG document with its size in pixels, and what it means."""

    svg: str
    width_px: float
    height_px: float
    title: str


@dataclass(frozen=True, slots=True)
class Legend:
    """Layers from the top one down, what their variants mean, and what is to be noted."""

    layers: tuple[Entry, ...]
    certainty: tuple[Entry, ...]
    notes: tuple[str, ...]


def make_legend(
    scene: Scene, specs: Sequence[LayerSpec], language: Wording, theme: Theme
) -> Legend:
    """The legend of what a scene shows; layers without a feature in sight are left out."""
    seen = {mark.layer for mark in scene.marks}
    seen |= {stroke.layer for stroke in scene.strokes if len(stroke.outlines.points)}
    shown = [spec for spec in reversed(specs) if spec.id in seen]
    return Legend(
        tuple(layer_entry(spec, language, theme) for spec in shown),
        tuple(
            certainty_entries(
                {mark.symbol for mark in scene.marks},
                {stroke.style for stroke in scene.strokes},
                language,
                theme,
            )
        ),
        tuple(told(spec.note, language) for spec in shown if spec.note),
    )


def layer_entry(spec: LayerSpec, language: Wording, theme: Theme) -> Entry:
    """The line of one layer."""
    title = told(spec.title, language)
    if spec.geometry != "point":
        return Entry(line_svg(resolve_line(spec, theme)), 24.0, 16.0, title)
    return _marker(resolve_symbol(spec, {}, theme), title)


def _marker(symbol: Symbol, title: str) -> Entry:
    side = symbol_box_px(symbol)
    return Entry(symbol_svg(symbol), side, side, title)


def certainty_entries(
    symbols: Collection[Symbol], styles: Collection[LineStyle], language: Wording, theme: Theme
) -> Iterator[Entry]:
    """What solid, ringed, hollow and dashed mean, as far as they occur."""
    colours = ground(theme)
    ink, halo = colours.label_secondary, colours.symbol_halo
    fills = {symbol.fill for symbol in symbols}
    if len(fills) == 1 and not any(symbol.ring for symbol in symbols):
        fills.discard("solid")
    solid = Symbol("circle", ink, halo, _KEY_PX)
    if "solid" in fills:
        yield _marker(solid, told(words.SOLID, language))
    if any(symbol.ring for symbol in symbols):
        yield _marker(Symbol("circle", ink, halo, _KEY_PX, ring=True), told(words.RING, language))
    if "hollow" in fills:
        yield _marker(Symbol("circle", ink, halo, _KEY_PX, "hollow"), told(words.HOLLOW, language))
    if "outline" in fills:
        yield _marker(
            Symbol("circle", ink, halo, _KEY_PX, "outline"), told(words.OUTLINE, language)
        )
    if any(style.fill_opacity and style.dash_px for style in styles):
        dashed = line_svg(LineStyle(ink, 1.2, (4.0, 3.0)))
        yield Entry(dashed, 24.0, 16.0, told(words.SCHEMATIC, language))
