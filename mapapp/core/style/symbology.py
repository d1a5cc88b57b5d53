"""How a layer is drawn: all features alike, or by classes of one of their values.

The table ``[symbol]`` of a layer's file says it; ``layers/README.md`` has its form.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any, Literal, TypeVar, cast, get_args

from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.text import Text, read_text
from mapapp.core.texts.strict import StrictTable

Theme = Literal["light", "dark", "contrast"]
SymbologyKind = Literal["single", "categorised", "graduated"]

SHAPES = (
    "circle", "square", "diamond", "triangle", "hexagon", "pentagon", "star", "anchor",
    "rail", "plane", "cross",
)  # fmt: skip
"""Names of the marker shapes; their outlines are in ``render/scene/shapes.py``."""

OTHERS = Text("Other", "其他")
NO_VALUE = Text("No figure", "无数据")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_LARGEST_PX = 96.0
_MOST_DASHES, _MOST_CLASSES = 16, 100
_T = TypeVar("_T")


@record
class Tone:
    """A colour for light and for dark ground, as ``#rrggbb``; high contrast has light ground."""

    light: str
    dark: str

    def get(self, theme: Theme) -> str:
        """The colour in one theme."""
        return self.dark if theme == "dark" else self.light


@record
class SymbolSpec:
    """How a feature is drawn: ``size_px`` is a marker's width, ``width_px`` a line's.

    An area is filled with ``fill`` (its own colour for None), which covers ``fill_opacity``. A line
    with ``fade_zooms`` grows fainter from the first of them and is gone at the second.
    """

    colour: Tone
    shape: str = "circle"
    size_px: float = 14.0
    width_px: float = 1.5
    dash_px: tuple[float, ...] = ()
    fill: Tone | None = None
    fill_opacity: float = 0.2
    fade_zooms: tuple[float, ...] = ()


@record
class SymbolClass:
    """Features that are drawn alike, with what the legend says of them.

    Attributes:
        title: of the class, such as ``Freight`` or ``5–20``.
        symbol: how they are drawn.
        value: the text they have, for a category.
        low: the least number they have, for a step of a graduated layer.
        high: the number that they stay below.
    """

    title: Text
    symbol: SymbolSpec
    value: str | None = None
    low: float = -math.inf
    high: float = math.inf

    def holds(self, value: object) -> bool:
        """Whether features with a value are of this class."""
        if self.value is not None:
            return value == self.value
        return isinstance(value, int | float) and self.low <= value < self.high


@record
class Classes:
    """The classes of a layer, and the one of all that is in none of them.

    Attributes:
        kind: categorised or graduated.
        field: a column of the layer's table or an attribute of facts.
        title: what the values are, such as ``Area, km²``, or None.
        steps: the classes in the order of the legend.
        fallback: what has another value, or none.
    """

    kind: SymbologyKind
    field: str
    title: Text | None
    steps: tuple[SymbolClass, ...]
    fallback: SymbolClass

    def __iter__(self) -> Iterator[SymbolClass]:
        """All classes, the fallback last."""
        return itertools.chain(self.steps, [self.fallback])

    def of(self, value: object) -> SymbolClass:
        """The class of a feature with a value."""
        return next((each for each in self.steps if each.holds(value)), self.fallback)


def read_symbology(reader: StrictTable) -> tuple[SymbolSpec, Classes | None]:
    """The style that stands for a layer, and the classes of its features, if it has some.

    Raises:
        LayerSpecError: if a key is missing, unknown or does not fit; it is that of the reader.
    """
    kind = cast(SymbologyKind, reader.choose("kind", get_args(SymbologyKind), "single"))
    style = _read_style(reader)
    classes = None if kind == "single" else _read_classes(reader, kind, style)
    reader.finish()
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
        fill=_read_fill(reader, known),
        fill_opacity=reader.number("fill_opacity", 0, 1, known.fill_opacity),
        fade_zooms=_read_fade(reader, known),
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


def _read_fill(reader: StrictTable, known: SymbolSpec) -> Tone | None:
    """The colour inside an area: said for both themes, or for neither."""
    if not (reader.has("fill_light") or reader.has("fill_dark")):
        return known.fill
    return Tone(reader.match("fill_light", _COLOUR), reader.match("fill_dark", _COLOUR))


def _read_classes(reader: StrictTable, kind: SymbologyKind, style: SymbolSpec) -> Classes:
    read_steps, others = {
        "categorised": (_categories, OTHERS),
        "graduated": (_steps, NO_VALUE),
    }[kind]
    title = reader.sub("title")
    return Classes(
        kind=kind,
        field=reader.match("field", _FIELD),
        title=None if title is None else read_text(title),
        steps=tuple(read_steps(reader, style)),
        fallback=_read_class(reader.sub("fallback"), style, others),
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
    if len(categories) > _MOST_CLASSES:
        raise reader.wrong(
            "categories",
            len(categories),
            Message("have at most {most_classes}", most_classes=_MOST_CLASSES),
        )
    for value, table in categories:
        read = SymbolClass(read_text(table.need("title")), _read_style(table, style), value)
        table.finish()
        yield read


def _steps(reader: StrictTable, style: SymbolSpec) -> Iterator[SymbolClass]:
    """One class below the first break, one from each break on."""
    breaks = reader.ascending("breaks")
    ends = [-math.inf, *breaks, math.inf]
    count = len(breaks) + 1
    if count > _MOST_CLASSES:
        raise reader.wrong(
            "breaks",
            list(breaks),
            Message("have at most {most_classes}", most_classes=_MOST_CLASSES - 1),
        )
    sizes, widths = (_px_ramp(reader, key, count) for key in ("sizes_px", "widths_px"))
    lights = _ramp(reader, "lights", reader.matches("lights", _COLOUR), count)
    darks = _ramp(reader, "darks", reader.matches("darks", _COLOUR), count)
    if not (sizes or widths or lights or darks) or bool(lights) != bool(darks):
        remedy = Message("add sizes_px, widths_px, or both lights and darks")
        raise reader.wrong("breaks", list(breaks), remedy)
    for i, (low, high) in enumerate(itertools.pairwise(ends)):
        symbol = replace(
            style,
            colour=Tone(_nth(lights, i, style.colour.light), _nth(darks, i, style.colour.dark)),
            size_px=_nth(sizes, i, style.size_px),
            width_px=_nth(widths, i, style.width_px),
        )
        yield SymbolClass(_range(low, high), symbol, low=low, high=high)


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


def _range(low: float, high: float) -> Text:
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
    steps = _category_tables if classes.kind == "categorised" else _step_table
    title = {} if classes.title is None else {"title": asdict(classes.title)}
    return {
        "kind": classes.kind,
        "field": classes.field,
        **title,
        **table,
        **steps(classes.steps, symbol),
        "fallback": _class_table(classes.fallback, symbol),
    }


def _style_table(style: SymbolSpec, base: SymbolSpec | None = None) -> dict[str, Any]:
    """A style as a table, or what of it is not that of ``base``."""
    usual = {} if base is None else _style_table(base)
    fill = (
        {} if style.fill is None else {"fill_light": style.fill.light, "fill_dark": style.fill.dark}
    )
    fades = style.fade_zooms or (base is not None and base.fade_zooms)
    table = {
        "light": style.colour.light,
        "dark": style.colour.dark,
        "shape": style.shape,
        "size_px": style.size_px,
        "width_px": style.width_px,
        "dash_px": list(style.dash_px),
        "fill_opacity": style.fill_opacity,
        **fill,
        **({"fade_zooms": list(style.fade_zooms)} if fades else {}),
    }
    return {key: value for key, value in table.items() if usual.get(key) != value}


def _class_table(symbol_class: SymbolClass, base: SymbolSpec) -> dict[str, Any]:
    return {"title": asdict(symbol_class.title), **_style_table(symbol_class.symbol, base)}


def _category_tables(steps: Sequence[SymbolClass], base: SymbolSpec) -> dict[str, Any]:
    return {"categories": {step.value: _class_table(step, base) for step in steps}}


def _step_table(steps: Sequence[SymbolClass], _base: SymbolSpec) -> dict[str, Any]:
    symbology = [step.symbol for step in steps]
    return {
        "breaks": [step.low for step in steps[1:]],
        "sizes_px": [style.size_px for style in symbology],
        "widths_px": [style.width_px for style in symbology],
        "lights": [style.colour.light for style in symbology],
        "darks": [style.colour.dark for style in symbology],
    }
