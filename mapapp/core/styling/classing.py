"""Classes for a layer, made from the values of a column and what was chosen."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from mapapp.core.errors import UsageError
from mapapp.core.layer.spec import Geometry
from mapapp.core.record import record
from mapapp.core.style.bins import bin_breaks, bin_title, bounds_of, count_title
from mapapp.core.style.breaks import Method, find_breaks
from mapapp.core.style.column_values import ColumnValues
from mapapp.core.style.palettes import EDGE, GREY, PALETTES, Palette
from mapapp.core.style.sizes import sized_steps
from mapapp.core.style.symbol_table import NO_SIZE, NO_VALUE, OTHERS, range_title
from mapapp.core.style.symbology import (
    BinRule,
    Classes,
    SizeRule,
    SymbolClass,
    SymbologyKind,
    SymbolSpec,
    Tone,
)
from mapapp.core.text import NO_TEXT, Text, value_text

LEAST_CLASSES, MOST_STEPS = 2, 12
METHODS: tuple[Method, ...] = get_args(Method)

_AREA_COVER, _AREA_EDGE_PX = 0.75, 0.6
_BIN_COVER = 0.85
_SMALL_PX = 9.0


def suggested_field(kind: SymbologyKind, columns: Mapping[str, str], names: Collection[str]) -> str:
    """The id of the column to begin with; empty without one.

    It has the values that are drawn, texts or numbers, and is none of ``names``: of these each
    feature has its own. ``columns`` are ids with what their values are.
    """
    wanted = "text" if kind == "categorised" else "number"
    return min(columns, key=lambda id_: (columns[id_] != wanted, id_ in names), default="")


@record
class ClassChoice:
    """How classes are to be made.

    Attributes:
        kind: of the classes; ``single`` has none.
        field: the column.
        title: what its values are.
        method: where steps begin; None for breaks that somebody chose.
        count: how many classes, without that of all others.
        palette: a name in ``PALETTES``; empty for colours that somebody chose.
        is_reversed: whether the palette begins at its other end.
        most_px: how wide the widest symbol of a sized layer is.
        side_px: how wide the squares of a density are.
    """

    kind: SymbologyKind
    field: str = ""
    title: Text | None = None
    method: Method | None = "quantiles"
    count: int = 5
    palette: str = "viridis"
    is_reversed: bool = False
    most_px: float = 36.0
    side_px: float = 24.0


def palettes_for(kind: SymbologyKind, geometry: Geometry) -> list[Palette]:
    """The palettes that classes of a kind can have; a line without an outline cannot be pale."""
    kinds = {
        "categorised": ("qualitative",),
        "graduated": ("sequential",) if geometry == "line" else ("sequential", "diverging"),
        "density": ("sequential",),
    }.get(kind, ())
    return [each for each in PALETTES.values() if each.kind in kinds]


def most_classes(choice: ClassChoice) -> int:
    """How many classes can be chosen at most."""
    palette = PALETTES.get(choice.palette)
    return (palette.most if palette else None) or MOST_STEPS


def make_classes(
    choice: ClassChoice, values: ColumnValues, symbol: SymbolSpec, geometry: Geometry
) -> Classes | None:
    """The classes that were chosen, drawn like ``symbol`` but for colour or size.

    Of a density ``values`` are the numbers of points in squares.

    Raises:
        UsageError: if the values do not allow of such classes; the message names the column.
    """
    if choice.kind == "single":
        return None
    if choice.kind == "density":
        return _density(choice, values, symbol, geometry)
    if not values.known:
        raise UsageError(
            "The column {column} has no values; choose another column.", column=choice.field
        )
    make = {"categorised": _categories, "graduated": _steps, "sized": _sizes}[choice.kind]
    return make(choice, values, _plain(symbol, geometry), geometry)


def completed(choice: ClassChoice, geometry: Geometry) -> ClassChoice:
    """A choice from which classes can be made: what it leaves open, or cannot be, is as usual."""
    if choice.kind == "single":
        return choice
    if choice.kind == "density":
        choice = replace(choice, field="", title=bin_title(choice.side_px))
    offered = [each.name for each in palettes_for(choice.kind, geometry)]
    palette = choice.palette if choice.palette in offered or not offered else offered[0]
    made = replace(choice, method=choice.method or METHODS[0], palette=palette)
    return replace(made, count=min(max(made.count, LEAST_CLASSES), most_classes(made)))


def choice_of(
    classes: Classes | None, values: ColumnValues | None, geometry: Geometry
) -> ClassChoice:
    """The choice from which classes were made, as far as their colours and breaks tell."""
    if classes is None:
        return ClassChoice("single")
    choice = ClassChoice(
        classes.kind, classes.field, classes.title, _method_of(classes, values), len(classes.steps)
    )
    if classes.sizes is not None:
        return replace(choice, most_px=classes.sizes.most_px, count=LEAST_CLASSES)
    if classes.bins is not None:
        choice = replace(choice, side_px=classes.bins.side_px)
    return replace(choice, **_palette_of(classes, geometry))


def recoloured(classes: Classes, choice: ClassChoice, geometry: Geometry) -> Classes:
    """Classes with the same bounds and titles in the colours of a palette."""
    tones = _tones(choice, len(classes.steps), geometry)
    steps = tuple(
        replace(each, symbol=_of_class(each.symbol, tone, geometry, classes))
        for each, tone in zip(classes.steps, tones, strict=False)
    )
    return replace(classes, steps=steps + classes.steps[len(steps) :])


def _of_class(symbol: SymbolSpec, tone: Tone, geometry: Geometry, classes: Classes) -> SymbolSpec:
    if classes.bins is not None:
        return replace(symbol, colour=tone, fill=None)
    return coloured(symbol, tone, geometry)


def _method_of(classes: Classes, values: ColumnValues | None) -> Method | None:
    if classes.kind != "graduated" or values is None:
        return None
    if not len(values.numbers) or values.numbers[0] == values.numbers[-1]:
        return None
    breaks, count = tuple(step.low for step in classes.steps[1:]), len(classes.steps)
    return next((m for m in METHODS if find_breaks(m, values.numbers, count) == breaks), None)


def _palette_of(classes: Classes, geometry: Geometry) -> dict[str, Any]:
    colours = [each.symbol.colour for each in classes.steps]
    for palette in palettes_for(classes.kind, geometry):
        for is_reversed in (False, True):
            asked = ClassChoice(classes.kind, palette=palette.name, is_reversed=is_reversed)
            if colours and [*_tones(asked, len(colours), geometry)] == colours:
                return {"palette": palette.name, "is_reversed": is_reversed}
    return {"palette": ""}


def coloured(symbol: SymbolSpec, tone: Tone, geometry: Geometry) -> SymbolSpec:
    """A symbol in a colour of a palette, with an outline where it has an inside."""
    symbol = replace(symbol, colour=tone, fill=None)
    if geometry == "line" or symbol.edge is not None:
        return symbol
    if geometry == "point":
        return replace(symbol, edge=EDGE)
    return replace(
        symbol,
        edge=EDGE,
        width_px=_AREA_EDGE_PX,
        fill_opacity=max(symbol.fill_opacity, _AREA_COVER),
    )


def _plain(symbol: SymbolSpec, geometry: Geometry) -> SymbolSpec:
    return replace(symbol, fill=None) if geometry != "line" else symbol


def _tones(choice: ClassChoice, count: int, geometry: Geometry) -> Sequence[Tone]:
    palette, is_line = PALETTES[choice.palette], geometry == "line" or choice.kind == "density"
    return palette.tones(count, for_lines=is_line, is_reversed=choice.is_reversed)


def _categories(
    choice: ClassChoice, values: ColumnValues, symbol: SymbolSpec, geometry: Geometry
) -> Classes:
    """The most frequent values, each a class, and one of all others."""
    chosen = [value for value, _ in values.counts[: min(choice.count, most_classes(choice))]]
    tones = _tones(choice, len(chosen), geometry)
    steps = tuple(
        SymbolClass(Text(value, value), coloured(symbol, tone, geometry), value)
        for value, tone in zip(chosen, tones, strict=True)
    )
    return _classes(choice, steps, SymbolClass(OTHERS, coloured(symbol, GREY, geometry)))


def _steps(
    choice: ClassChoice, values: ColumnValues, symbol: SymbolSpec, geometry: Geometry
) -> Classes:
    _need_numbers(choice, values)
    breaks = find_breaks(choice.method or METHODS[0], values.numbers, choice.count)
    tones = _tones(choice, len(breaks) + 1, geometry)
    bounds = itertools.pairwise([-math.inf, *breaks, math.inf])
    steps = tuple(
        SymbolClass(range_title(*ends), coloured(symbol, tone, geometry), None, *ends)
        for ends, tone in zip(bounds, tones, strict=True)
    )
    return _classes(choice, steps, SymbolClass(NO_VALUE, coloured(symbol, GREY, geometry)))


def _sizes(
    choice: ClassChoice, values: ColumnValues, symbol: SymbolSpec, geometry: Geometry
) -> Classes:
    _need_numbers(choice, values, least=1)
    most = float(values.numbers[-1])
    if geometry != "point" or most <= 0:
        raise UsageError(
            "The column {column} has no number above 0, which sizes go by; choose another.",
            column=choice.field,
        )
    rule = SizeRule(most, choice.most_px)
    fallback = replace(symbol, size_px=min(symbol.size_px, _SMALL_PX), colour=GREY)
    made = _classes(choice, tuple(sized_steps(rule, symbol)), SymbolClass(NO_SIZE, fallback))
    return replace(made, sizes=rule)


def _density(
    choice: ClassChoice, values: ColumnValues, symbol: SymbolSpec, geometry: Geometry
) -> Classes:
    """Classes of squares; what is selected keeps the symbol."""
    breaks = bin_breaks(values.numbers, choice.count)
    square = replace(symbol, fill=None, fill_opacity=_BIN_COVER)
    tones = _tones(choice, len(breaks) + 1, geometry)
    steps = tuple(
        SymbolClass(count_title(*ends), replace(square, colour=tone), None, *ends)
        for ends, tone in zip(bounds_of(breaks), tones, strict=True)
    )
    title, rule = bin_title(choice.side_px), BinRule(choice.side_px)
    return Classes(choice.kind, "", title, steps, SymbolClass(NO_TEXT, symbol), bins=rule)


def _classes(choice: ClassChoice, steps: tuple[SymbolClass, ...], fallback: SymbolClass) -> Classes:
    return Classes(choice.kind, choice.field, choice.title, steps, fallback)


def _need_numbers(choice: ClassChoice, values: ColumnValues, least: int = 2) -> None:
    """Raise a ``UsageError`` unless there are so many different numbers."""
    numbers = values.numbers
    if not len(numbers):
        raise UsageError(
            "The column {column} has no numbers; choose another column, or colours by value.",
            column=choice.field,
        )
    low, high = float(numbers[0]), float(numbers[-1])
    if least > 1 and high - low < sys.float_info.min / sys.float_info.epsilon:
        raise UsageError(
            "All numbers of the column {column} are {value}, which makes no steps; choose another.",
            column=choice.field,
            value=value_text(low),
        )
