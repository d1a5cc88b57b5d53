"""The QML that makes QGIS (3.22 and later) show a layer in our colours and names."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from mapapp.core.expression.tree import Scalar
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Classes, SymbolSpec
from mapapp.core.styling.qml_symbols import MARKERS
from mapapp.core.styling.qml_writing import (
    WHITE,
    add_properties,
    add_single,
    add_symbol,
    area_layer,
    bounds_of,
    line_layer,
    qml_root,
    rgb,
    serialised,
    size_by,
    symbol_layer,
    title_of,
)
from mapapp.store.schema import EXTENT_COLUMNS, Column, feature_columns

_GREY = "90,90,90,255"
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
    root = qml_root()
    columns = feature_columns(spec.table)
    if spec.classes is not None and not spec.is_binned:
        expression = _expression(spec, spec.classes, figures)
        if spec.classes.sizes is None:
            _add_classes(root, spec, spec.classes, expression)
        else:
            sizes = {"size": size_by(spec.classes.sizes, expression)}
            add_single(root, "marker", _placed_marker(spec.classes.steps[0].symbol, sizes))
    elif spec.geometry == "point":
        filled, hollow = _marker(spec.symbol, hollow=False), _marker(spec.symbol, hollow=True)
        _add_rules(root, {_WELL_PLACED: filled, "ELSE": hollow})
    elif spec.geometry == "line":
        add_single(root, "line", line_layer(spec.symbol))
    else:
        add_single(root, "fill", area_layer(spec.symbol))
    if spec.geometry == "point":
        _add_labels(root)
    _add_aliases(root, columns)
    return serialised(root)


def extent_qml() -> str:
    """QML of the stated areas: a dashed outline that cannot be taken for a border."""
    root = qml_root()
    add_single(root, "fill", _outline(_GREY))
    _add_aliases(root, EXTENT_COLUMNS)
    return serialised(root)


def _marker(symbol: SymbolSpec, *, hollow: bool) -> ET.Element:
    colour = rgb(symbol.colour.light)
    options = {
        "name": MARKERS.get(symbol.shape, symbol.shape),
        "size": f"{symbol.size_px:g}",
        "color": WHITE if hollow else colour,
        "outline_color": colour if hollow else WHITE,
        "outline_width": "2" if hollow else "1",
    }
    return symbol_layer("SimpleMarker", options)


def _outline(colour: str) -> ET.Element:
    options = {
        "style": "no",
        "outline_color": colour,
        "outline_style": "dash",
        "outline_width": "1.5",
    }
    return symbol_layer("SimpleFill", options)


def _add_rules(root: ET.Element, markers: Mapping[str, ET.Element]) -> None:
    renderer = ET.SubElement(root, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "0"})
    rules = ET.SubElement(renderer, "rules", {"key": "precision"})
    symbols = ET.SubElement(renderer, "symbols")
    labels = ("place known 位置已知", "place approximate 位置大致")
    for number, ((rule, marker), label) in enumerate(zip(markers.items(), labels, strict=True)):
        attributes = {"key": f"rule-{number}", "symbol": str(number)}
        ET.SubElement(rules, "rule", {**attributes, "filter": rule, "label": label})
        add_symbol(symbols, number, "marker", marker)


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
        bounds = bounds_of(each) if each is not classes.fallback else _NO_BOUNDS[classes.kind]
        said = {**bounds, "symbol": str(number), "label": title_of(each), "render": "true"}
        ET.SubElement(listed, tag, said)
        add_symbol(symbols, number, _SYMBOL_KINDS[spec.geometry], _class_layer(spec, each.symbol))


def _class_layer(spec: LayerSpec, style: SymbolSpec) -> ET.Element:
    if spec.geometry == "line":
        return line_layer(style)
    if spec.geometry == "polygon":
        return area_layer(style)
    return _placed_marker(style, {})


def _placed_marker(style: SymbolSpec, properties: Mapping[str, str]) -> ET.Element:
    """A marker that is filled where the place is known, with further properties by feature."""
    colour = rgb(style.colour.light)
    layer = _marker(style, hollow=False)
    add_properties(
        layer,
        {
            "fillColor": f"if({_WELL_PLACED},'{colour}','{WHITE}')",
            "outlineColor": f"if({_WELL_PLACED},'{WHITE}','{colour}')",
            "outlineWidth": f"if({_WELL_PLACED},1,2)",
            **properties,
        },
    )
    return layer


def _add_labels(root: ET.Element) -> None:
    labeling = ET.SubElement(root, "labeling", {"type": "simple"})
    settings = ET.SubElement(labeling, "settings", {"calloutType": "simple"})
    expression = 'coalesce("name_zh", "name_en")'
    text = {"fieldName": expression, "isExpression": "1", "fontSize": "9", "fontSizeUnit": "Point"}
    style = ET.SubElement(settings, "text-style", {**text, "textColor": "30,30,30,255"})
    buffer = {"bufferDraw": "1", "bufferSize": "1", "bufferSizeUnits": "MM", "bufferColor": WHITE}
    ET.SubElement(style, "text-buffer", buffer)
    ET.SubElement(settings, "placement", {"placement": "6", "dist": "1"})


def _add_aliases(root: ET.Element, columns: tuple[Column, ...]) -> None:
    aliases = ET.SubElement(root, "aliases")
    for index, column in enumerate(columns, 1):
        attributes = {"field": column.name, "index": str(index), "name": column.title}
        ET.SubElement(aliases, "alias", attributes)
