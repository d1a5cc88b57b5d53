"""The QML that makes QGIS (3.22 and later) show a layer in our colours and names."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from mapapp.core.expression.tree import Scalar
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Classes, SymbolClass, SymbolSpec
from mapapp.store.schema import EXTENT_COLUMNS, Column, feature_columns

_MARKERS = {"anchor": "pentagon", "rail": "half_square", "plane": "arrow", "cross": "cross_fill"}
"""Nearest simple markers of QGIS; the other shapes have the same name there."""

_WHITE = "255,255,255,255"
_GREY = "90,90,90,255"
_PX = {"size_unit": "Pixel", "outline_width_unit": "Pixel", "line_width_unit": "Pixel"}
_HUGE = 1e300
_NOTHING = -2e300
"""Stands for a missing number: QGIS leaves out what has none."""

_RENDERERS = {
    "categorised": ("categorizedSymbol", "categories", "category"),
    "graduated": ("graduatedSymbol", "ranges", "range"),
}
_NO_BOUNDS = {
    "categorised": {"value": "", "type": "string"},
    "graduated": {"lower": repr(_NOTHING), "upper": repr(_NOTHING)},
}
_SYMBOL_KINDS = {"point": "marker", "line": "line", "polygon": "fill"}
_WELL_PLACED = "\"precision\" IN ('exact', 'campus')"


def layer_qml(spec: LayerSpec, figures: Mapping[str, Scalar] | None = None) -> str:
    """QML of a layer: filled markers where the place is known, hollow where roughly.

    ``figures`` are the values by entity where the classes of the layer go by facts, which an
    expression of QGIS could not choose as we do.
    """
    root = _root()
    columns = feature_columns(spec.table)
    if spec.classes is not None:
        expression = _expression(spec, spec.classes, figures)
        _add_classes(root, spec, spec.classes, expression)
    elif spec.geometry == "point":
        filled, hollow = _marker(spec.symbol, hollow=False), _marker(spec.symbol, hollow=True)
        _add_rules(root, {_WELL_PLACED: filled, "ELSE": hollow})
    elif spec.geometry == "line":
        _add_single(root, "line", _line(spec.symbol))
    else:
        _add_single(root, "fill", _area(spec.symbol))
    if spec.geometry == "point":
        _add_labels(root)
    _add_aliases(root, columns)
    return _serialise(root)


def extent_qml() -> str:
    """QML of the stated areas: a dashed outline that cannot be taken for a border."""
    root = _root()
    _add_single(root, "fill", _outline(_GREY))
    _add_aliases(root, EXTENT_COLUMNS)
    return _serialise(root)


def _root() -> ET.Element:
    categories = "Symbology|Labeling|Fields"
    return ET.Element("qgis", {"version": "3.22.0", "styleCategories": categories})


def _serialise(root: ET.Element) -> str:
    ET.indent(root, " ")
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return doctype + ET.tostring(root, encoding="unicode")


def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},255"


def _marker(symbol: SymbolSpec, *, hollow: bool) -> ET.Element:
    colour = _rgb(symbol.colour.light)
    options = {
        "name": _MARKERS.get(symbol.shape, symbol.shape),
        "size": f"{symbol.size_px:g}",
        "color": _WHITE if hollow else colour,
        "outline_color": colour if hollow else _WHITE,
        "outline_width": "2" if hollow else "1",
    }
    return _symbol_layer("SimpleMarker", options)


def _line(symbol: SymbolSpec) -> ET.Element:
    options = {"line_color": _rgb(symbol.colour.light), "line_width": f"{symbol.width_px:g}"}
    if symbol.dash_px:
        dash = ";".join(f"{length:g}" for length in symbol.dash_px)
        options |= {"use_custom_dash": "1", "customdash": dash, "customdash_unit": "Pixel"}
    return _symbol_layer("SimpleLine", options)


def _outline(colour: str) -> ET.Element:
    options = {
        "style": "no",
        "outline_color": colour,
        "outline_style": "dash",
        "outline_width": "1.5",
    }
    return _symbol_layer("SimpleFill", options)


def _area(symbol: SymbolSpec) -> ET.Element:
    inside = (symbol.fill or symbol.colour).light
    alpha = round(255 * symbol.fill_opacity)
    options = {
        "style": "solid" if alpha else "no",
        "color": f"{_rgb(inside).rpartition(',')[0]},{alpha}",
        "outline_color": _rgb(symbol.colour.light),
        "outline_style": "dash" if symbol.dash_px else "solid",
        "outline_width": f"{symbol.width_px:g}",
    }
    return _symbol_layer("SimpleFill", options)


def _symbol_layer(kind: str, options: Mapping[str, str]) -> ET.Element:
    layer = ET.Element("layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    _add_options(layer, {**_PX, **options})
    return layer


def _add_options(parent: ET.Element, options: Mapping[str, str]) -> None:
    group = ET.SubElement(parent, "Option", {"type": "Map"})
    for name, value in options.items():
        ET.SubElement(group, "Option", {"name": name, "type": "QString", "value": value})


def _add_symbol(symbols: ET.Element, name: int, kind: str, layer: ET.Element) -> None:
    attributes = {"name": str(name), "type": kind, "alpha": "1", "clip_to_extent": "1"}
    ET.SubElement(symbols, "symbol", attributes).append(layer)


def _add_single(root: ET.Element, kind: str, layer: ET.Element) -> None:
    renderer = ET.SubElement(root, "renderer-v2", {"type": "singleSymbol", "symbollevels": "0"})
    _add_symbol(ET.SubElement(renderer, "symbols"), 0, kind, layer)


def _add_rules(root: ET.Element, markers: Mapping[str, ET.Element]) -> None:
    renderer = ET.SubElement(root, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "0"})
    rules = ET.SubElement(renderer, "rules", {"key": "precision"})
    symbols = ET.SubElement(renderer, "symbols")
    labels = ("place known 位置已知", "place approximate 位置大致")
    for number, ((rule, marker), label) in enumerate(zip(markers.items(), labels, strict=True)):
        attributes = {"key": f"rule-{number}", "symbol": str(number)}
        ET.SubElement(rules, "rule", {**attributes, "filter": rule, "label": label})
        _add_symbol(symbols, number, "marker", marker)


def _expression(spec: LayerSpec, classes: Classes, figures: Mapping[str, Scalar] | None) -> str:
    """What QGIS is to class features by."""
    value = f'"{classes.field}"'
    entity = spec.roles.entity
    if figures is not None and entity is not None:
        pairs = (f"{_literal(key)},{_literal(figures[key])}" for key in sorted(figures))
        value = f'map_get(map({",".join(pairs)}),"{entity}")'
    return f"coalesce({value},{_NOTHING})" if classes.kind == "graduated" else value


def _literal(value: Scalar) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def _add_classes(root: ET.Element, spec: LayerSpec, classes: Classes, expression: str) -> None:
    """Categories or ranges; what is in none of them comes last."""
    kind, list_tag, tag = _RENDERERS[classes.kind]
    attributes = {"type": kind, "attr": expression, "symbollevels": "0"}
    if classes.kind == "graduated":
        attributes["graduatedMethod"] = "GraduatedColor"
    renderer = ET.SubElement(root, "renderer-v2", attributes)
    listed = ET.SubElement(renderer, list_tag)
    symbols = ET.SubElement(renderer, "symbols")
    for number, each in enumerate(classes):
        label = " ".join(dict.fromkeys((each.title.en, each.title.zh)))
        bounds = _bounds(each) if each is not classes.fallback else _NO_BOUNDS[classes.kind]
        said = {**bounds, "symbol": str(number), "label": label, "render": "true"}
        ET.SubElement(listed, tag, said)
        _add_symbol(symbols, number, _SYMBOL_KINDS[spec.geometry], _class_layer(spec, each.symbol))


def _bounds(symbol_class: SymbolClass) -> dict[str, str]:
    """What QGIS takes for a class; both ends of its ranges belong to them, of ours the lower."""
    if symbol_class.value is not None:
        return {"value": symbol_class.value, "type": "string"}
    low, high = max(symbol_class.low, -_HUGE), min(symbol_class.high, _HUGE)
    return {"lower": repr(low), "upper": repr(math.nextafter(high, low))}


def _class_layer(spec: LayerSpec, style: SymbolSpec) -> ET.Element:
    if spec.geometry == "line":
        return _line(style)
    if spec.geometry == "polygon":
        return _area(style)
    colour = _rgb(style.colour.light)
    layer = _marker(style, hollow=False)
    _add_properties(
        layer,
        {
            "fillColor": f"if({_WELL_PLACED},'{colour}','{_WHITE}')",
            "outlineColor": f"if({_WELL_PLACED},'{_WHITE}','{colour}')",
            "outlineWidth": f"if({_WELL_PLACED},1,2)",
        },
    )
    return layer


def _add_properties(layer: ET.Element, expressions: Mapping[str, str]) -> None:
    """Make properties of a symbol layer depend on the feature."""
    whole = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(whole, "Option", {"name": "name", "type": "QString", "value": ""})
    group = ET.SubElement(whole, "Option", {"name": "properties", "type": "Map"})
    for name, expression in expressions.items():
        option = ET.SubElement(group, "Option", {"name": name, "type": "Map"})
        ET.SubElement(option, "Option", {"name": "active", "type": "bool", "value": "true"})
        ET.SubElement(
            option, "Option", {"name": "expression", "type": "QString", "value": expression}
        )
        ET.SubElement(option, "Option", {"name": "type", "type": "int", "value": "3"})
    ET.SubElement(whole, "Option", {"name": "type", "type": "QString", "value": "collection"})


def _add_labels(root: ET.Element) -> None:
    labeling = ET.SubElement(root, "labeling", {"type": "simple"})
    settings = ET.SubElement(labeling, "settings", {"calloutType": "simple"})
    expression = 'coalesce("name_zh", "name_en")'
    text = {"fieldName": expression, "isExpression": "1", "fontSize": "9", "fontSizeUnit": "Point"}
    style = ET.SubElement(settings, "text-style", {**text, "textColor": "30,30,30,255"})
    buffer = {"bufferDraw": "1", "bufferSize": "1", "bufferSizeUnits": "MM", "bufferColor": _WHITE}
    ET.SubElement(style, "text-buffer", buffer)
    ET.SubElement(settings, "placement", {"placement": "6", "dist": "1"})


def _add_aliases(root: ET.Element, columns: tuple[Column, ...]) -> None:
    aliases = ET.SubElement(root, "aliases")
    for index, column in enumerate(columns, 1):
        attributes = {"field": column.name, "index": str(index), "name": column.title}
        ET.SubElement(aliases, "alias", attributes)
