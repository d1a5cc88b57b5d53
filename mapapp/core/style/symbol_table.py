"""The table ``[symbol]`` of a layer, read and written; ``layers/README.md`` has its form."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any, TypeVar, cast, get_args

from mapapp.core.message import Message
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.style.symbology import (
    EDGE_PX,
    LARGEST_SIZED_PX,
    SHAPES,
    SMALLEST_PX,
    BinRule,
    Classes,
    SizeRule,
    SymbolClass,
    SymbologyKind,
    SymbolSpec,
    Tone,
)
from mapapp.core.text import NO_TEXT, Text, read_text
from mapapp.core.texts.strict import StrictTable

OTHERS = Text("Other", "其他")
NO_VALUE = Text("No figure", "无数据")
NO_SIZE = Text("No figure, or not above 0", "无数据或不大于 0")

COLUMN = re.compile(r"[^\x00-\x1f\x7f]{1,1000}")
"""A column of anybody's file may be called anything."""

MOST_CLASSES = 100
_RAMPED = ("size_px", "width_px", "light", "dark")
_OWN = "own"
"""Says of a class that it has the colour of its symbol where the layer has another one."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LARGEST = 1e300
_LARGEST_PX, _WIDEST_EDGE_PX = 96.0, 12.0
_MOST_DASHES = 16
_T = TypeVar("_T")


def read_symbology(reader: StrictTable, geometry: str) -> tuple[SymbolSpec, Classes | None]:
    """The style that stands for a layer, and the classes of its features, if it has some.

    Args:
        reader: of its table.
        geometry: of the layer's features: ``point``, ``line`` or ``polygon``.

    Raises:
        LayerSpecError: if a key is missing, unknown or does not fit; it is that of the reader.
    """
    kind = cast(SymbologyKind, reader.choose("kind", get_args(SymbologyKind), "single"))
    style = _read_style(reader)
    classes = None
    if kind == "density":
        classes = _read_density(reader, style)
    elif kind != "single":
        classes = _read_classes(reader, kind, style)
    reader.finish()
    if kind == "sized" and geometry != "point":
        raise reader.refused(Message("only points have sizes; choose another kind of symbol"))
    if kind == "density" and geometry != "point":
        raise reader.refused(Message("only points have a density; choose another kind of symbol"))
    return style, classes


def _read_style(reader: StrictTable, base: SymbolSpec | None = None) -> SymbolSpec:
    """A style; what is not said is that of ``base``, and colours must be said without one."""
    known = base or SymbolSpec(Tone("", ""))
    light, dark = known.colour.light or None, known.colour.dark or None
    return SymbolSpec(
        colour=Tone(reader.match("light", _COLOUR, light), reader.match("dark", _COLOUR, dark)),
        shape=reader.choose("shape", SHAPES, known.shape),
        size_px=reader.number("size_px", 1, _LARGEST_PX, known.size_px),
        width_px=reader.number("width_px", 0.1, _LARGEST_PX, known.width_px),
        dash_px=_read_dash(reader, known),
        fill=_read_tone(reader, "fill", known.fill),
        fill_opacity=reader.number("fill_opacity", 0, 1, known.fill_opacity),
        fade_zooms=_read_fade(reader, known),
        edge=_read_tone(reader, "edge", known.edge),
        edge_px=reader.number("edge_px", 0, _WIDEST_EDGE_PX, known.edge_px),
    )


def _read_fade(reader: StrictTable, known: SymbolSpec) -> tuple[float, ...]:
    """Two zooms; an empty list says that a line never fades."""
    if not reader.has("fade_zooms"):
        return known.fade_zooms
    zooms = reader.numbers("fade_zooms")
    if zooms and not (len(zooms) == 2 and zooms[0] < zooms[1] <= MAX_STATED_ZOOM):
        remedy = Message(
            "give two zooms up to {most}, the lower one first", most=f"{MAX_STATED_ZOOM:g}"
        )
        raise reader.wrong("fade_zooms", list(zooms), remedy)
    return zooms


def _read_dash(reader: StrictTable, known: SymbolSpec) -> tuple[float, ...]:
    """The lengths of dashes and gaps; an empty list says that a line is whole."""
    if not reader.has("dash_px"):
        return known.dash_px
    lengths = reader.numbers("dash_px")
    if len(lengths) > _MOST_DASHES or any(length > _LARGEST_PX for length in lengths):
        remedy = Message(
            "give at most {most_dashes} lengths up to {largest_px:g}",
            most_dashes=_MOST_DASHES,
            largest_px=_LARGEST_PX,
        )
        raise reader.wrong("dash_px", list(lengths), remedy)
    return lengths


def _read_tone(reader: StrictTable, part: str, known: Tone | None) -> Tone | None:
    """The colour inside or around, of both themes if the layer says none, or its own."""
    if reader.has(part):
        reader.choose(part, (_OWN,))
        return None
    light, dark = f"{part}_light", f"{part}_dark"
    if not (reader.has(light) or reader.has(dark)):
        return known
    usual = known or Tone("", "")
    return Tone(
        reader.match(light, _COLOUR, usual.light or None),
        reader.match(dark, _COLOUR, usual.dark or None),
    )


def _read_classes(reader: StrictTable, kind: SymbologyKind, style: SymbolSpec) -> Classes:
    read_steps = _categories if kind == "categorised" else _steps
    others = {"categorised": OTHERS, "sized": NO_SIZE}.get(kind, NO_VALUE)
    title = reader.sub("title")
    sizes = _read_sizes(reader) if kind == "sized" else None
    return Classes(
        kind=kind,
        field=reader.match("field", COLUMN),
        title=None if title is None else read_text(title),
        steps=_sized(sizes, style) if sizes else tuple(read_steps(reader, style)),
        fallback=_read_class(reader.sub("fallback"), style, others),
        sizes=sizes,
    )


def _read_density(reader: StrictTable, style: SymbolSpec) -> Classes:
    """Squares in the colours of their classes; what is selected has the symbol of the layer."""
    from mapapp.core.style.bins import LARGEST_BIN_PX, SMALLEST_BIN_PX, bin_title, count_title

    side_px = reader.number("side_px", SMALLEST_BIN_PX, LARGEST_BIN_PX)
    steps = tuple(_steps(reader, style, count_title))
    title = reader.sub("title")
    told = bin_title(side_px) if title is None else read_text(title)
    return Classes("density", "", told, steps, SymbolClass(NO_TEXT, style), bins=BinRule(side_px))


def _sized(sizes: SizeRule, style: SymbolSpec) -> tuple[SymbolClass, ...]:
    from mapapp.core.style.sizes import sized_steps

    return tuple(sized_steps(sizes, style))


def _read_sizes(reader: StrictTable) -> SizeRule:
    return SizeRule(
        reader.number("most", 1 / _LARGEST, _LARGEST),
        reader.number("most_px", SMALLEST_PX, LARGEST_SIZED_PX),
    )


def _read_class(reader: StrictTable | None, style: SymbolSpec, title: Text) -> SymbolClass:
    if reader is None:
        return SymbolClass(title, style)
    own_title = reader.sub("title")
    read = SymbolClass(read_text(own_title) if own_title else title, _read_style(reader, style))
    reader.finish()
    return read


def _categories(reader: StrictTable, style: SymbolSpec) -> Iterator[SymbolClass]:
    categories = tuple(reader.need("categories").tables())
    if len(categories) > MOST_CLASSES:
        raise reader.wrong(
            "categories",
            len(categories),
            Message("have at most {most_classes}", most_classes=MOST_CLASSES),
        )
    for value, table in categories:
        read = SymbolClass(read_text(table.need("title")), _read_style(table, style), value)
        table.finish()
        yield read


def _steps(
    reader: StrictTable,
    style: SymbolSpec,
    usual_title: Callable[[float, float], Text] | None = None,
) -> Iterator[SymbolClass]:
    """One class below the first break, one from each break on."""
    usual_title = usual_title or range_title
    breaks = reader.ascending("breaks")
    ends = [-math.inf, *breaks, math.inf]
    count = len(breaks) + 1
    if count > MOST_CLASSES:
        raise reader.wrong(
            "breaks",
            list(breaks),
            Message("have at most {most_classes}", most_classes=MOST_CLASSES - 1),
        )
    sizes, widths = (_px_ramp(reader, key, count) for key in ("sizes_px", "widths_px"))
    lights = _ramp(reader, "lights", reader.matches("lights", _COLOUR), count)
    darks = _ramp(reader, "darks", reader.matches("darks", _COLOUR), count)
    if not (sizes or widths or lights or darks) or bool(lights) != bool(darks):
        remedy = Message("add sizes_px, widths_px, or both lights and darks")
        raise reader.wrong("breaks", list(breaks), remedy)
    titles = _ramp(reader, "titles", [*map(read_text, reader.each("titles"))], count)
    own = _ramp(reader, "steps", [*reader.each("steps")], count)
    for i, (low, high) in enumerate(itertools.pairwise(ends)):
        base = _read_own(own[i], style) if own else style
        symbol = replace(
            base,
            colour=Tone(_nth(lights, i, style.colour.light), _nth(darks, i, style.colour.dark)),
            size_px=_nth(sizes, i, style.size_px),
            width_px=_nth(widths, i, style.width_px),
        )
        title = _nth(titles, i, usual_title(low, high))
        yield SymbolClass(title, symbol, low=low, high=high)


def _read_own(reader: StrictTable, style: SymbolSpec) -> SymbolSpec:
    own = _read_style(reader, style)
    reader.finish()
    return own


def _ramp(reader: StrictTable, key: str, values: Sequence[_T], count: int) -> Sequence[_T]:
    if values and len(values) != count:
        raise reader.wrong(
            key,
            list(values),
            Message("it must have {count} values, one for each class", count=count),
        )
    return values


def _px_ramp(reader: StrictTable, key: str, count: int) -> Sequence[float]:
    values = _ramp(reader, key, reader.numbers(key), count)
    if any(value > _LARGEST_PX for value in values):
        raise reader.wrong(
            key, list(values), Message("none may be over {largest_px:g}", largest_px=_LARGEST_PX)
        )
    return values


def _nth(values: Sequence[_T], index: int, other: _T) -> _T:
    return values[index] if values else other


def range_title(low: float, high: float) -> Text:
    """What a step from a number on is called, up to but not at another."""
    if low == -math.inf:
        label = f"< {high:,.12g}"
    elif high == math.inf:
        label = f"≥ {low:,.12g}"
    else:
        label = f"{low:,.12g}–{high:,.12g}"
    return Text(label, label)


def symbology_table(symbol: SymbolSpec, classes: Classes | None) -> dict[str, Any]:
    """The table from which :func:`read_symbology` reads a style and classes again."""
    table = _style_table(symbol)
    if classes is None:
        return table
    if classes.bins is not None:
        return {"kind": classes.kind, **table, **_density_table(classes, classes.bins, symbol)}
    title = {} if classes.title is None else {"title": asdict(classes.title)}
    return {
        "kind": classes.kind,
        "field": classes.field,
        **title,
        **table,
        **_classes_table(classes, symbol),
        "fallback": _class_table(classes.fallback, symbol),
    }


def _density_table(classes: Classes, rule: BinRule, base: SymbolSpec) -> dict[str, Any]:
    from mapapp.core.style.bins import bin_title, count_title

    is_usual = classes.title in (None, bin_title(rule.side_px))
    title = {} if is_usual else {"title": asdict(cast(Text, classes.title))}
    return {**title, **asdict(rule), **_ramps_table(classes.steps, base, count_title)}


def _classes_table(classes: Classes, base: SymbolSpec) -> dict[str, Any]:
    if classes.sizes is not None:
        return asdict(classes.sizes)
    if classes.kind == "categorised":
        return {"categories": {step.value: _class_table(step, base) for step in classes.steps}}
    return _ramps_table(classes.steps, base)


def _style_table(style: SymbolSpec, base: SymbolSpec | None = None) -> dict[str, Any]:
    """A style as a table, or what of it is not that of ``base``."""
    usual = {} if base is None else _style_table(base)
    has_edge_px = {style.edge_px, base.edge_px if base else EDGE_PX} != {EDGE_PX}
    fades = style.fade_zooms or (base is not None and base.fade_zooms)
    table = {
        "light": style.colour.light,
        "dark": style.colour.dark,
        "shape": style.shape,
        "size_px": style.size_px,
        "width_px": style.width_px,
        "dash_px": list(style.dash_px),
        "fill_opacity": style.fill_opacity,
        **_tone_table("fill", style.fill, base.fill if base else None),
        **_tone_table("edge", style.edge, base.edge if base else None),
        **({"edge_px": style.edge_px} if has_edge_px else {}),
        **({"fade_zooms": list(style.fade_zooms)} if fades else {}),
    }
    return {key: value for key, value in table.items() if usual.get(key) != value}


def _tone_table(part: str, tone: Tone | None, usual: Tone | None) -> dict[str, str]:
    if tone is None:
        return {part: _OWN} if usual else {}
    return {f"{part}_light": tone.light, f"{part}_dark": tone.dark}


def _class_table(symbol_class: SymbolClass, base: SymbolSpec) -> dict[str, Any]:
    return {"title": asdict(symbol_class.title), **_style_table(symbol_class.symbol, base)}


def _ramps_table(
    steps: Sequence[SymbolClass],
    base: SymbolSpec,
    usual_title: Callable[[float, float], Text] = range_title,
) -> dict[str, Any]:
    symbology = [step.symbol for step in steps]
    titles = [step.title for step in steps]
    own = [
        {k: v for k, v in _style_table(each, base).items() if k not in _RAMPED}
        for each in symbology
    ]
    is_usual = titles == [usual_title(step.low, step.high) for step in steps]
    return {
        "breaks": [step.low for step in steps[1:]],
        "sizes_px": [style.size_px for style in symbology],
        "widths_px": [style.width_px for style in symbology],
        "lights": [style.colour.light for style in symbology],
        "darks": [style.colour.dark for style in symbology],
        **({"steps": own} if any(own) else {}),
        **({} if is_usual else {"titles": [asdict(title) for title in titles]}),
    }
