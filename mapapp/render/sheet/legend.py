"""The legend of a scene: the layers that are in sight, and how sure their places are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import Value
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query
from mapapp.core.style.symbology import Classes, SymbolClass, Theme
from mapapp.core.style.theme import ground
from mapapp.render.labels import words
from mapapp.render.labels.words import Wording, in_language
from mapapp.render.scene.scene import PlacedLayer, Scene, Stroke
from mapapp.render.scene.symbols import (
    LineStyle,
    ShapeKind,
    Symbol,
    line_svg,
    plain,
    swatch,
    symbol_box_px,
    symbol_svg,
)
from mapapp.store.catalogue import LayerCatalogue

_KEY_PX = 10.0


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


@record
class Legend:
    """Layers from the top one down, what their variants mean, and what is to be noted."""

    layers: tuple[LegendEntry, ...]
    certainty: tuple[LegendEntry, ...]
    notes: tuple[str, ...]


def make_legend(
    scene: Scene, specs: Sequence[LayerSpec], language: Wording, theme: Theme
) -> Legend:
    """The legend of what a scene shows; layers without a feature in sight are left out."""
    seen = {layer.id: layer for layer in scene.layers if layer.marks or _drawn_shapes(layer)}
    shown = [spec for spec in reversed(specs) if spec.id in seen]
    return Legend(
        tuple(entry for spec in shown for entry in _layer_entries(seen[spec.id], language, theme)),
        tuple(
            certainty_entries(
                {mark.symbol for mark in scene.marks},
                {stroke.kind for stroke in scene.strokes},
                language,
                theme,
            )
        ),
        tuple(in_language(spec.note, language) for spec in shown if spec.note),
    )


def shown_classes(classes: Classes, used: Callable[[SymbolClass], bool]) -> list[SymbolClass]:
    """The classes to tell of: those in use, and all steps of a scale.

    None where all features are in none of the classes.
    """
    is_scale = classes.kind == "graduated"
    steps = [each for each in classes.steps if is_scale or used(each)]
    others = [classes.fallback] if used(classes.fallback) else []
    return steps + others if steps else []


def classes_in_use(catalogue: LayerCatalogue, spec: LayerSpec) -> list[SymbolClass]:
    """The classes to tell of for all of a layer, those of another year too; empty without any."""
    if spec.classes is None:
        return []
    classes, any_year = spec.classes, catalogue.goes_by_facts(spec)
    used = {classes.of(value) for value in _values(catalogue.styled(spec), classes.field)}
    return shown_classes(classes, lambda each: any_year or each in used)


def _values(source: FeatureSource, column: str) -> Collection[Value]:
    """The different values of a column, or one by one where there are many."""
    statistics = source.statistics(column)
    if statistics.few:
        return (*statistics.few, *([None] if statistics.missing else []))
    return set(source.read(Query((column,))).columns[column])


def _drawn_shapes(layer: PlacedLayer) -> list[Stroke]:
    """The lines and areas of a layer that reach into the view."""
    return [stroke for stroke in layer.strokes if len(stroke.outlines.points)]


def _layer_entries(layer: PlacedLayer, language: Wording, theme: Theme) -> Iterator[LegendEntry]:
    """The line of a layer, or its name and a line for each class in sight."""
    spec = layer.layer.spec
    drawn = {
        *(plain(mark.symbol) for mark in layer.marks),
        *(plain(stroke.style) for stroke in _drawn_shapes(layer)),
    }
    classes = (
        shown_classes(spec.classes, lambda each: plain(swatch(spec, each, theme)) in drawn)
        if spec.classes
        else []
    )
    if not classes:
        yield layer_entry(spec, (), language, theme)
        return
    yield LegendEntry("", 0.0, 0.0, layer_title(spec, language))
    yield from class_entries(spec, classes, language, theme)


def layer_title(spec: LayerSpec, language: Wording) -> str:
    """The name of a layer, with what its classes go by."""
    by = spec.classes.title if spec.classes else None
    return " · ".join(in_language(text, language) for text in (spec.title, by) if text)


def layer_entry(
    spec: LayerSpec, classes: Sequence[SymbolClass], language: Wording, theme: Theme
) -> LegendEntry:
    """The line of one layer, of whose classes these are told below it."""
    alike = spec.classes.fallback if spec.classes and not classes else None
    return _swatch(swatch(spec, alike, theme), in_language(spec.title, language))


def class_entries(
    spec: LayerSpec, classes: Iterable[SymbolClass], language: Wording, theme: Theme
) -> Iterator[LegendEntry]:
    """The lines of some classes of a layer."""
    for each in classes:
        drawn = swatch(spec, each, theme)
        yield replace(_swatch(drawn, in_language(each.title, language)), level=1)


def _swatch(drawn: Symbol | LineStyle, title: str) -> LegendEntry:
    if isinstance(drawn, Symbol):
        return _marker(drawn, title)
    return LegendEntry(line_svg(drawn), 24.0, 16.0, title)


def _marker(symbol: Symbol, title: str) -> LegendEntry:
    side = symbol_box_px(symbol)
    return LegendEntry(symbol_svg(symbol), side, side, title)


def certainty_entries(
    symbols: Collection[Symbol], kinds: Collection[ShapeKind], language: Wording, theme: Theme
) -> Iterator[LegendEntry]:
    """What solid, ringed, hollow and dashed mean, as far as they occur."""
    colours = ground(theme)
    ink, halo = colours.label_secondary, colours.symbol_halo
    fills = {symbol.fill for symbol in symbols}
    if len(fills) == 1 and not any(symbol.ring for symbol in symbols):
        fills.discard("solid")
    solid = Symbol("circle", ink, halo, _KEY_PX)
    if "solid" in fills:
        yield _marker(solid, in_language(words.SOLID, language))
    if any(symbol.ring for symbol in symbols):
        yield _marker(
            Symbol("circle", ink, halo, _KEY_PX, ring=True), in_language(words.RING, language)
        )
    if "hollow" in fills:
        yield _marker(
            Symbol("circle", ink, halo, _KEY_PX, "hollow"), in_language(words.HOLLOW, language)
        )
    if "outline" in fills:
        yield _marker(
            Symbol("circle", ink, halo, _KEY_PX, "outline"), in_language(words.OUTLINE, language)
        )
    if "schematic" in kinds:
        dashed = line_svg(LineStyle(ink, 1.2, (4.0, 3.0)))
        yield LegendEntry(dashed, 24.0, 16.0, in_language(words.SCHEMATIC, language))
