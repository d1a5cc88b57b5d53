"""The legend of a scene: the looks that occur in it, layer by layer, and what they mean.

A layer or a class is shown by the surest look that it has in the picture, so that each symbol of
the legend is found on the map; what its other looks mean, the keys say (``keys.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import Value
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query
from mapapp.core.style.symbology import Classes, SymbolClass, Theme
from mapapp.render.labels.words import Wording, in_language
from mapapp.render.scene.scene import Mark, PlacedLayer, Scene, Stroke
from mapapp.render.scene.symbols import Fill, LineStyle, Symbol, plain, swatch
from mapapp.render.sheet.keys import (
    LegendEntry,
    certainty_entries,
    entry_of,
    ground_entries,
    stack_entries,
)
from mapapp.store.catalogue import LayerCatalogue

_FILLS: tuple[Fill, ...] = get_args(Fill)


Looks = Mapping[Symbol | LineStyle, Symbol | LineStyle]
"""The surest look of each class that occurs, by what tells the class (``symbols.plain``)."""

NO_LOOKS: Looks = {}


@record
class Legend:
    """Layers from the top one down, what their variants mean, and what is to be noted.

    ``signs`` tell what is drawn beside symbols that were moved or gathered. ``ground`` tells the
    lines of the ground, and may be left out.
    """

    layers: tuple[LegendEntry, ...]
    certainty: tuple[LegendEntry, ...]
    notes: tuple[str, ...]
    ground: tuple[LegendEntry, ...] = ()
    signs: tuple[LegendEntry, ...] = ()


def make_legend(
    scene: Scene,
    specs: Sequence[LayerSpec],
    language: Wording,
    theme: Theme,
    *,
    own_borders: bool = False,
) -> Legend:
    """The legend of what a scene shows; layers of which nothing is drawn are left out."""
    drawn = {layer.id: set(_drawn(layer)) for layer in scene.layers}
    shown = [spec for spec in reversed(specs) if drawn[spec.id]]
    marks = [mark for layer in scene.layers for mark in drawn_marks(layer)]
    kinds = {stroke.kind for layer in scene.layers for stroke in _drawn_shapes(layer)}
    symbols = {mark.symbol for mark in marks}
    return Legend(
        tuple(e for s in shown for e in _layer_entries(s, surest(drawn[s.id]), language, theme)),
        tuple(certainty_entries(symbols, kinds, language, theme)),
        tuple(in_language(spec.note, language) for spec in shown if spec.note),
        tuple(ground_entries(scene, language, theme, own_borders=own_borders)),
        tuple(stack_entries(marks, language, theme)),
    )


def surest(drawn: Iterable[Symbol | LineStyle]) -> Looks:
    """Of the looks of each class the one of the best known places."""
    ranked = sorted(drawn, key=_doubt, reverse=True)
    return {plain(look): look for look in ranked}


def _doubt(look: Symbol | LineStyle) -> tuple[int, bool]:
    """How little a look says of its place: a line says all, and so does a solid symbol."""
    return (_FILLS.index(look.fill), look.ring) if isinstance(look, Symbol) else (0, False)


def drawn_marks(layer: PlacedLayer) -> list[Mark]:
    """The symbols of a layer that are drawn; another may stand for one."""
    return [mark for mark in layer.marks if mark.count or mark.selected]


def _drawn(layer: PlacedLayer) -> Iterator[Symbol | LineStyle]:
    """All looks of a layer in a view."""
    yield from (mark.symbol for mark in drawn_marks(layer))
    yield from layer.crowd.in_use() if layer.crowd else ()
    yield from (stroke.style for stroke in _drawn_shapes(layer))


def shown_classes(classes: Classes, used: Callable[[SymbolClass], bool]) -> list[SymbolClass]:
    """The classes to tell of: those in use, and all steps of a scale.

    None where all features are in none of the classes. Of sizes a few round ones are told.
    """
    if classes.sizes is not None and any(map(used, classes.steps)):
        from mapapp.core.style.sizes import legend_sizes

        told = legend_sizes(classes.sizes, classes.steps[0].symbol)
        return told + ([classes.fallback] if used(classes.fallback) else [])
    is_scale = classes.kind in ("graduated", "density")
    steps = [each for each in classes.steps if is_scale or used(each)]
    others = [classes.fallback] if used(classes.fallback) else []
    return steps + others if steps else []


def classes_in_use(catalogue: LayerCatalogue, spec: LayerSpec) -> list[SymbolClass]:
    """The classes to tell of for all of a layer, those of another year too; empty without any."""
    if spec.classes is None:
        return []
    if spec.is_binned:
        return list(spec.classes.steps)
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


def _layer_entries(
    spec: LayerSpec, looks: Looks, language: Wording, theme: Theme
) -> Iterator[LegendEntry]:
    """The line of a layer, or its name and a line for each class in sight."""
    classes = (
        shown_classes(spec.classes, lambda each: plain(swatch(spec, each, theme)) in looks)
        if spec.classes
        else []
    )
    if not classes:
        yield layer_entry(spec, (), language, theme, looks)
        return
    yield LegendEntry("", 0.0, 0.0, layer_title(spec, language))
    yield from class_entries(spec, classes, language, theme, looks)


def layer_title(spec: LayerSpec, language: Wording) -> str:
    """The name of a layer, with what its classes go by."""
    by = spec.classes.title if spec.classes else None
    return " · ".join(in_language(text, language) for text in (spec.title, by) if text)


def layer_entry(
    spec: LayerSpec,
    classes: Sequence[SymbolClass],
    language: Wording,
    theme: Theme,
    looks: Looks = NO_LOOKS,
) -> LegendEntry:
    """The line of one layer, of whose classes these are told below it."""
    alike = spec.classes.fallback if spec.classes and not classes else None
    return entry_of(_as_drawn(swatch(spec, alike, theme), looks), in_language(spec.title, language))


def _as_drawn(usual: Symbol | LineStyle, looks: Looks) -> Symbol | LineStyle:
    """The look that stands for a class: of a line the usual one, which no zoom has faded.

    Of points of which only the areas are in sight it is that of an area.
    """
    if not isinstance(usual, Symbol):
        return usual
    areas = (look for look in looks if isinstance(look, LineStyle) and look.colour == usual.colour)
    return looks.get(plain(usual)) or next(areas, usual)


def class_entries(
    spec: LayerSpec,
    classes: Iterable[SymbolClass],
    language: Wording,
    theme: Theme,
    looks: Looks = NO_LOOKS,
) -> Iterator[LegendEntry]:
    """The lines of some classes of a layer."""
    for each in classes:
        drawn = _as_drawn(swatch(spec, each, theme), looks)
        yield replace(entry_of(drawn, in_language(each.title, language)), level=1)
