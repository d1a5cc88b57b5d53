"""Keys beside the layers of a legend: certainty, symbols that were moved, and the ground."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE, GroundKind, GroundLine
from mapapp.core.style.symbology import Theme
from mapapp.core.style.theme import Ground, ground
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.labels.words import Wording, in_language
from mapapp.render.scene.scene import Mark, Scene
from mapapp.render.scene.symbols import (
    LineStyle,
    ShapeKind,
    Symbol,
    line_svg,
    symbol_box_px,
    symbol_svg,
)

_KEY_PX = 10.0
_LINE_PX = (24.0, 16.0)
_DASH_PX = (4.0, 3.0)


@record
class LegendEntry:
    """One line: a picture as an SVG document with its size in pixels, and what it means.

    The head of a layer's classes has no picture; ``level`` is 1 for a class.
    """

    svg: str
    width_px: float
    height_px: float
    title: str
    level: int = 0


def entry_of(drawn: Symbol | LineStyle, title: str) -> LegendEntry:
    """The line of a symbol, a line or an area."""
    if isinstance(drawn, Symbol):
        side = symbol_box_px(drawn)
        return LegendEntry(symbol_svg(drawn), side, side, title)
    return LegendEntry(line_svg(drawn), *_LINE_PX, title)


def certainty_entries(
    symbols: Collection[Symbol], kinds: Collection[ShapeKind], language: Wording, theme: Theme
) -> Iterator[LegendEntry]:
    """What solid, ringed, hollow and dashed mean, as far as they occur."""
    colours = ground(theme)
    ink, halo = colours.label_secondary, colours.symbol_halo
    fills = {symbol.fill for symbol in symbols}
    is_ringed = any(symbol.ring for symbol in symbols)
    has_sure = any(symbol.fill == "solid" and not symbol.ring for symbol in symbols)
    variants: list[tuple[bool, Symbol | LineStyle, Text]] = [
        (
            has_sure and (len(fills) > 1 or is_ringed),
            Symbol("circle", ink, halo, _KEY_PX),
            words.SOLID,
        ),
        (is_ringed, Symbol("circle", ink, halo, _KEY_PX, ring=True), words.RING),
        ("hollow" in fills, Symbol("circle", ink, halo, _KEY_PX, "hollow"), words.HOLLOW),
        ("outline" in fills, Symbol("circle", ink, halo, _KEY_PX, "outline"), words.OUTLINE),
        ("stated" in kinds, LineStyle(ink, 1.2), words.MEASURED),
        ("schematic" in kinds, LineStyle(ink, 1.2, _DASH_PX), words.SCHEMATIC),
    ]
    yield from (entry_of(look, in_language(text, language)) for is_, look, text in variants if is_)


def stack_entries(marks: Sequence[Mark], language: Wording, theme: Theme) -> Iterator[LegendEntry]:
    """What lines from symbols to their places mean, and numbers beside symbols."""
    colours = ground(theme)
    if any(mark.place is not None for mark in marks):
        yield LegendEntry(_leader_svg(colours), *_LINE_PX, in_language(words.MOVED, language))
    if any(mark.count > 1 for mark in marks):
        yield LegendEntry(_badge_svg(colours), *_LINE_PX, in_language(words.GATHERED, language))


def ground_entries(
    scene: Scene, language: Wording, theme: Theme, *, own_borders: bool = False
) -> Iterator[LegendEntry]:
    """The lines of the ground that are in sight, in the order of ``words.GROUND``."""
    named = {**words.GROUND, "border": words.OWN_BORDER} if own_borders else words.GROUND
    there = {part.kind for part in scene.ground if len(part.outlines.points)}
    for kind, text in named.items():
        line = GROUND_STYLE.parts[kind].line
        if kind in there and line is not None:
            yield entry_of(_ground_style(kind, line, ground(theme)), in_language(text, language))


def _ground_style(kind: GroundKind, line: GroundLine, colours: Ground) -> LineStyle:
    """A line of the ground, or with its inside where it bounds one that is no land."""
    fill = GROUND_STYLE.parts[kind].fill
    inside = str(getattr(colours, fill)) if fill else ""
    colour = str(getattr(colours, line.colour))
    return LineStyle(colour, line.width_px, line.dash_px, inside, 1.0 if inside else 0.0)


def _leader_svg(colours: Ground) -> str:
    """A symbol with the line and the dot that lead to its place (``paint/stacks.py``)."""
    stack, ink = GROUND_STYLE.stack, colours.label_secondary
    return _svg(
        f'<path d="M7 6L20 12.5" stroke="{ink}" stroke-width="{stack.leader_px:g}"/>'
        f'<circle cx="20" cy="12.5" r="{stack.dot_px:g}" fill="{ink}"/>'
        f'<circle cx="7" cy="6" r="4" fill="{ink}"/>'
    )


def _badge_svg(colours: Ground) -> str:
    """A symbol with a number, which is drawn: a picture has no font of its own."""
    return _svg(
        f'<circle cx="9" cy="10" r="4.5" fill="{colours.label_secondary}"/>'
        f'<circle cx="16" cy="6" r="5" fill="{colours.label}"/>'
        f'<path d="M14.4 4.9a1.6 1.6 0 1 1 2.9 1L14.4 8.6H17.8" fill="none" '
        f'stroke="{colours.halo}" stroke-width="1"/>'
    )


def _svg(body: str) -> str:
    width, height = _LINE_PX
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{body}</svg>'
    )
