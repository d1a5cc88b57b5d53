"""Styles of QGIS (QML), read into symbols, classes and labels of ours.

What QGIS writes is not documented but by its source: ``QgsFeatureRenderer::load``,
``QgsSymbolLayerUtils`` and ``QgsPalLayerSettings::readXml`` of QGIS 3.22.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

from mapapp.core.errors import StyleError
from mapapp.core.layer.spec import Geometry, LabelSpec
from mapapp.core.record import record
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.style.palettes import GREY
from mapapp.core.style.sizes import sized_steps
from mapapp.core.style.symbol_table import (
    COLUMN,
    MOST_CLASSES,
    NO_SIZE,
    NO_VALUE,
    OTHERS,
    range_title,
)
from mapapp.core.style.symbology import (
    LARGEST_SIZED_PX,
    SMALLEST_PX,
    Classes,
    SizeRule,
    SymbolClass,
    SymbolSpec,
)
from mapapp.core.styling.qml_symbols import Unmapped, number_of, read_symbol
from mapapp.core.text import MAX_TEXT, Text
from mapapp.core.texts.parsing import ParseError
from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.xml_tree import parse_xml

SCALE_OF_ZOOM_0 = 559_082_264.03
"""1 to so much on a screen of 96 dots an inch, where zoom 0 shows the world in 256 pixels."""

_QUOTED = re.compile(r'\s*(?:coalesce\(\s*)?"((?:[^"]|"")+)"(?:\s*,\s*-2e\+?300\s*\))?\s*')
_EXPRESSION = re.compile(r"""["'()+*/|<>=]""")
_SIZED = re.compile(r'\s*([\d.e+-]+)\s*\*\s*sqrt\(\s*"((?:[^"]|"")+)"\s*/\s*([\d.e+-]+)\s*\)\s*')

_NO_NUMBER = -1e300
"""The QML of our atlas has a range below this for what has no number."""


@record
class FoundStyle:
    """A style that was read.

    Attributes:
        symbol: how features are drawn, or what stands for the layer.
        classes: their classes, or None.
        label: how they are named, or None.
        unmapped: what was left out, by its name in QGIS.
    """

    symbol: SymbolSpec
    classes: Classes | None = None
    label: LabelSpec | None = None
    unmapped: tuple[str, ...] = ()


def read_qml(data: bytes, where: str, geometry: Geometry) -> FoundStyle:
    """The style of a QML document for layers of a kind of geometry.

    Raises:
        StyleError: if it is no style of QGIS, or has nothing that can be drawn.
    """
    try:
        root = parse_xml(data)
    except ParseError as error:
        raise StyleError(
            "{where} is no style of QGIS ({reason}); choose another file.",
            where=where,
            reason=error,
        ) from error
    renderer = root.find("renderer-v2")
    if root.tag != "qgis" or renderer is None:
        raise StyleError(
            "{where} is no style of QGIS for points, lines or areas; choose another file.",
            where=where,
        )
    return _Reader(renderer, where, geometry).style(root)


class _Reader:
    """Reads one renderer, and keeps what is left out."""

    def __init__(self, renderer: ET.Element, where: str, geometry: Geometry) -> None:
        self._renderer = renderer
        self._where = where
        self._geometry: Geometry = geometry
        self._unmapped = Unmapped()
        found = (
            (each.get("name", ""), read_symbol(each, geometry, self._unmapped))
            for each in renderer.findall("symbols/symbol")
        )
        self._symbols = {name: symbol for name, symbol in found if symbol is not None}

    def style(self, root: ET.Element) -> FoundStyle:
        """The whole style."""
        kind = self._renderer.get("type", "")
        if not self._symbols:
            raise StyleError(
                "{where} has no simple symbol for this layer; choose another style.",
                where=self._where,
            )
        first = next(iter(self._symbols.values()))
        classes = None
        if kind == "categorizedSymbol":
            classes = self._categories(first)
        elif kind == "graduatedSymbol":
            classes = self._ranges(first)
        elif kind == "singleSymbol":
            classes = self._sizes(first)
        else:
            self._unmapped.add(kind or "renderer")
        return FoundStyle(first, classes, self._label(root), tuple(self._unmapped))

    def _column(self) -> str:
        """The column that classes go by; an expression is none."""
        column = column_of(self._renderer.get("attr", ""))
        if not column:
            raise StyleError(
                "{where} draws by an expression, which mapapp cannot; choose a style by a column.",
                where=self._where,
            )
        return column

    def _shown(self, tag: str) -> list[ET.Element]:
        """The classes whose symbols can be drawn."""
        told = self._renderer.findall(tag)
        shown = [each for each in told if each.get("symbol") in self._symbols]
        if any(each.get("render") == "false" for each in told):
            self._unmapped.add("hidden classes")
        if len(shown) > MOST_CLASSES or len(shown) < len(told):
            self._unmapped.add("classes")
        return shown[:MOST_CLASSES]

    def _categories(self, first: SymbolSpec) -> Classes:
        fallback, steps = SymbolClass(OTHERS, replace(first, colour=GREY)), {}
        for each in self._shown("categories/category"):
            symbol, value = self._symbols[each.get("symbol", "")], _plain(each.get("value"))
            if not value:
                is_ours = each.get("label") == f"{OTHERS.en} {OTHERS.zh}"
                title = None if is_ours else _title(each)
                fallback = SymbolClass(title or OTHERS, symbol)
            else:
                steps[value] = SymbolClass(_title(each) or Text(value, value), symbol, value)
        return Classes("categorised", self._column(), None, tuple(steps.values()), fallback)

    def _ranges(self, first: SymbolSpec) -> Classes:
        """Steps that follow one another; what lies below the first belongs to it."""
        column = self._column()
        told = self._shown("ranges/range")
        shown = [each for each in told if number_of(each.get("upper"), math.inf) > _NO_NUMBER]
        shown.sort(key=lambda each: number_of(each.get("lower"), 0.0))
        breaks = [number_of(each.get("lower"), 0.0) for each in shown[1:]]
        if not shown or breaks != sorted(set(breaks)):
            raise StyleError(
                "{where} has ranges that do not follow one another; choose another style.",
                where=self._where,
            )
        bounds = itertools.pairwise([-math.inf, *breaks, math.inf])
        steps = tuple(
            SymbolClass(
                _title(each) or range_title(*ends),
                self._symbols[each.get("symbol", "")],
                None,
                *ends,
            )
            for each, ends in zip(shown, bounds, strict=True)
        )
        fallback = SymbolClass(NO_VALUE, replace(first, colour=GREY))
        return Classes("graduated", column, None, steps, fallback)

    def _sizes(self, first: SymbolSpec) -> Classes | None:
        """The classes of a size by a number, as we write it."""
        expression = next(_size_expressions(self._renderer), "")
        read = _SIZED.fullmatch(expression)
        if read is None or self._geometry != "point":
            return None
        most_px, most = number_of(read[1], 0.0), number_of(read[3], 0.0)
        if not (SMALLEST_PX <= most_px <= LARGEST_SIZED_PX and 1e-300 <= most <= 1e300):
            return None
        self._unmapped.forget("data-defined size")
        rule = SizeRule(most, most_px)
        column = read[2].replace('""', '"')
        fallback = SymbolClass(NO_SIZE, replace(first, colour=GREY))
        return Classes("sized", column, None, tuple(sized_steps(rule, first)), fallback, rule)

    def _label(self, root: ET.Element) -> LabelSpec | None:
        labeling = root.find("labeling")
        if labeling is None or root.get("labelsEnabled", "1") == "0":
            return None
        settings = labeling.find("settings")
        style = None if settings is None else settings.find("text-style")
        if labeling.get("type") != "simple" or settings is None or style is None:
            self._unmapped.add(f"labels {labeling.get('type')}")
            return None
        column = style.get("fieldName", "")
        if style.get("isExpression") == "1":
            column = column_of(column)
        if not COLUMN.fullmatch(column):
            self._unmapped.add("labels by an expression")
            return None
        buffer = style.find("text-buffer")
        has_halo = buffer is not None and buffer.get("bufferDraw") == "1"
        return LabelSpec(0, *_zooms(settings.find("rendering")), column, has_halo)


def _zooms(rendering: ET.Element | None) -> tuple[float, float]:
    """The zooms between two scales, or all."""
    if rendering is None or rendering.get("scaleVisibility") != "1":
        return 0.0, MAX_STATED_ZOOM
    scales = [number_of(rendering.get(key), 0.0) for key in ("scaleMin", "scaleMax")]
    closest, farthest = sorted(scales)
    least = _zoom(farthest) if farthest > 0 else 0.0
    return least, max(least, _zoom(closest) if closest > 0 else MAX_STATED_ZOOM)


def _zoom(scale: float) -> float:
    return round(min(max(math.log2(SCALE_OF_ZOOM_0 / scale), 0.0), MAX_STATED_ZOOM), 2)


def column_of(attribute: str) -> str:
    """The column that an attribute of QGIS names; empty for an expression."""
    quoted = _QUOTED.fullmatch(attribute)
    if quoted:
        return quoted[1].replace('""', '"')
    is_column = COLUMN.fullmatch(attribute) and not _EXPRESSION.search(attribute)
    return attribute if is_column else ""


def _size_expressions(renderer: ET.Element) -> Iterator[str]:
    path = "symbols/symbol/layer/data_defined_properties/Option/Option[@name='properties']/Option"
    for option in renderer.findall(f"{path}[@name='size']"):
        yield next((o.get("value", "") for o in option if o.get("name") == "expression"), "")


def _title(symbol_class: ET.Element) -> Text | None:
    label = _plain(symbol_class.get("label"))
    return Text(label, label) if label else None


def _plain(text: str | None) -> str:
    return plain_text(text or "").strip()[:MAX_TEXT]
