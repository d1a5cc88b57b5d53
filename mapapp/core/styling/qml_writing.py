"""Styles as QGIS (3.22 and later) reads them: QML. What QGIS calls what, see ``qml_reading.py``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from mapapp.core.layer.spec import Geometry, LabelSpec, LayerSpec
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.style.symbology import Classes, SizeRule, SymbolClass, SymbolSpec
from mapapp.core.styling.qml_reading import SCALE_OF_ZOOM_0
from mapapp.core.styling.qml_symbols import MARKERS

WHITE = "255,255,255,255"
_PX = {"size_unit": "Pixel", "outline_width_unit": "Pixel", "line_width_unit": "Pixel"}
_HUGE = 1e300
_SYMBOL_KINDS: Mapping[Geometry, str] = {"point": "marker", "line": "line", "polygon": "fill"}


def qml_of(spec: LayerSpec) -> str:
    """The style of a layer: symbol, classes by a column, and labels."""
    root = qml_root()
    if spec.classes is None or spec.is_sized or spec.is_binned:
        add_single(root, _SYMBOL_KINDS[spec.geometry], _single(spec))
    else:
        _add_classes(root, spec, spec.classes)
    if spec.label is not None:
        _add_label(root, spec.label, spec.roles.titles)
    return serialised(root)


def qml_root() -> ET.Element:
    """An empty style."""
    categories = "Symbology|Labeling|Fields"
    return ET.Element("qgis", {"version": "3.22.0", "styleCategories": categories})


def serialised(root: ET.Element) -> str:
    """A style as a document."""
    ET.indent(root, " ")
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return doctype + ET.tostring(root, encoding="unicode")


def rgb(colour: str) -> str:
    """A colour (``#rrggbb``) that covers wholly."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},255"


def marker_layer(symbol: SymbolSpec, **options: str) -> ET.Element:
    """A simple marker."""
    edge = symbol.edge or symbol.colour
    return symbol_layer(
        "SimpleMarker",
        {
            "name": MARKERS.get(symbol.shape, symbol.shape),
            "size": f"{symbol.size_px:g}",
            "color": rgb(symbol.colour.light),
            "outline_color": rgb(edge.light),
            "outline_width": f"{symbol.edge_px:g}",
            "outline_style": "solid" if symbol.edge else "no",
            **options,
        },
    )


def line_layer(symbol: SymbolSpec) -> ET.Element:
    """A simple line."""
    options = {"line_color": rgb(symbol.colour.light), "line_width": f"{symbol.width_px:g}"}
    if symbol.dash_px:
        dash = ";".join(f"{length:g}" for length in symbol.dash_px)
        options |= {"use_custom_dash": "1", "customdash": dash, "customdash_unit": "Pixel"}
    return symbol_layer("SimpleLine", options)


def area_layer(symbol: SymbolSpec) -> ET.Element:
    """A simple fill."""
    inside = (symbol.fill or symbol.colour).light
    alpha = round(255 * symbol.fill_opacity)
    options = {
        "style": "solid" if alpha else "no",
        "color": f"{rgb(inside).rpartition(',')[0]},{alpha}",
        "outline_color": rgb((symbol.edge or symbol.colour).light),
        "outline_style": "dash" if symbol.dash_px else "solid",
        "outline_width": f"{symbol.width_px:g}",
    }
    return symbol_layer("SimpleFill", options)


def symbol_layer(kind: str, options: Mapping[str, str]) -> ET.Element:
    """A layer of a symbol, its lengths in pixels."""
    layer = ET.Element("layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    group = ET.SubElement(layer, "Option", {"type": "Map"})
    for name, value in {**_PX, **options}.items():
        ET.SubElement(group, "Option", {"name": name, "type": "QString", "value": value})
    return layer


def add_properties(layer: ET.Element, expressions: Mapping[str, str]) -> None:
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


def add_symbol(symbols: ET.Element, name: int, kind: str, layer: ET.Element) -> None:
    """Add a symbol of one layer to a list of symbols."""
    attributes = {"name": str(name), "type": kind, "alpha": "1", "clip_to_extent": "1"}
    ET.SubElement(symbols, "symbol", attributes).append(layer)


def add_single(root: ET.Element, kind: str, layer: ET.Element) -> None:
    """Draw all features with one symbol."""
    renderer = ET.SubElement(root, "renderer-v2", {"type": "singleSymbol", "symbollevels": "0"})
    add_symbol(ET.SubElement(renderer, "symbols"), 0, kind, layer)


def bounds_of(symbol_class: SymbolClass) -> dict[str, str]:
    """What QGIS takes for a class; both ends of its ranges belong to them, of ours the lower."""
    if symbol_class.value is not None:
        return {"value": symbol_class.value, "type": "string"}
    low, high = max(symbol_class.low, -_HUGE), min(symbol_class.high, _HUGE)
    return {"lower": repr(low), "upper": repr(math.nextafter(high, low))}


def title_of(symbol_class: SymbolClass) -> str:
    """What a class is called, in both languages."""
    return " ".join(dict.fromkeys((symbol_class.title.en, symbol_class.title.zh)))


def size_by(rule: SizeRule, value: str) -> str:
    """An expression of the size whose area goes by an expression of a number."""
    return f"{rule.most_px:g}*sqrt({value}/{rule.most!r})"


def quoted_column(column: str) -> str:
    """A column in an expression of QGIS."""
    return '"' + column.replace('"', '""') + '"'


def _layer_of(geometry: Geometry, symbol: SymbolSpec) -> ET.Element:
    return {"point": marker_layer, "line": line_layer, "polygon": area_layer}[geometry](symbol)


def _single(spec: LayerSpec) -> ET.Element:
    """The symbol of all features, perhaps of a size by a number."""
    classes = spec.classes
    if classes is None or classes.sizes is None:
        return _layer_of(spec.geometry, spec.symbol)
    layer = marker_layer(classes.steps[0].symbol)
    add_properties(layer, {"size": size_by(classes.sizes, quoted_column(classes.field))})
    return layer


def _add_classes(root: ET.Element, spec: LayerSpec, classes: Classes) -> None:
    """Categories, the last of which is that of all other values, or ranges."""
    is_categorised = classes.kind == "categorised"
    kind, list_tag, tag = (
        ("categorizedSymbol", "categories", "category")
        if is_categorised
        else ("graduatedSymbol", "ranges", "range")
    )
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        {"type": kind, "attr": quoted_column(classes.field), "symbollevels": "0"},
    )
    listed, symbols = (ET.SubElement(renderer, name) for name in (list_tag, "symbols"))
    for number, each in enumerate(classes if is_categorised else classes.steps):
        is_other = each is classes.fallback
        bounds = {"value": "", "type": "string"} if is_other else bounds_of(each)
        said = {**bounds, "symbol": str(number), "label": title_of(each), "render": "true"}
        ET.SubElement(listed, tag, said)
        layer = _layer_of(spec.geometry, each.symbol)
        add_symbol(symbols, number, _SYMBOL_KINDS[spec.geometry], layer)


def _add_label(root: ET.Element, label: LabelSpec, titles: tuple[str, ...]) -> None:
    """Labels with a column or, without one, with the first name that a feature has."""
    names = ",".join(map(quoted_column, titles))
    column, is_expression = label.field, "0"
    if not column and names:
        column, is_expression = f"coalesce({names})", "1"
    if not column:
        return
    labeling = ET.SubElement(root, "labeling", {"type": "simple"})
    settings = ET.SubElement(labeling, "settings", {"calloutType": "simple"})
    text = {"fieldName": column, "isExpression": is_expression, "fontSize": "9"}
    style = ET.SubElement(settings, "text-style", {**text, "textColor": "30,30,30,255"})
    halo = {"bufferDraw": str(int(label.halo)), "bufferSize": "1", "bufferSizeUnits": "MM"}
    ET.SubElement(style, "text-buffer", {**halo, "bufferColor": WHITE})
    if (label.min_zoom, label.max_zoom) != (0.0, MAX_STATED_ZOOM):
        closest, farthest = (
            f"{SCALE_OF_ZOOM_0 / 2**zoom:.0f}" for zoom in (label.max_zoom, label.min_zoom)
        )
        scales = {"scaleVisibility": "1", "scaleMin": closest, "scaleMax": farthest}
        ET.SubElement(settings, "rendering", scales)
