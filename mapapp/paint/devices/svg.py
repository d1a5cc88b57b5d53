"""SVG: paths and real text in a font of its own, with one group for each layer of the map.

The groups are layers in Inkscape, with the titles that people know.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from mapapp.core.errors import ExportError
from mapapp.paint.devices.svg_text import SVG, join_texts, outline_texts
from mapapp.paint.frame_painter import Pass
from mapapp.paint.sheet_painter import sheet_passes
from mapapp.render.labels.words import LANGUAGE_TAGS, MAP, in_language
from mapapp.render.request.request import CSS_DPI, ExportRequest
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.reading import layer_titles, map_in_words, part_titles

_INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
_UNITS_PER_PX = 10
"""Qt writes whole-number sizes; a finer grid keeps the size of a page."""


def svg_bytes(composition: Composition, description: str) -> bytes:
    """A composition as SVG; ``description`` stands in its metadata."""
    ET.register_namespace("", SVG)
    ET.register_namespace("inkscape", _INKSCAPE)
    width, height = composition.request.css_size
    root = ET.Element(
        f"{{{SVG}}}svg",
        {
            "version": "1.1",
            "width": f"{width / CSS_DPI:.4f}in",
            "height": f"{height / CSS_DPI:.4f}in",
            "viewBox": f"0 0 {width * _UNITS_PER_PX:.6g} {height * _UNITS_PER_PX:.6g}",
        },
    )
    request, language = composition.request, composition.request.language
    root.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE_TAGS[language])
    for tag, text in (
        ("title", request.title or in_language(MAP, language)),
        ("desc", map_in_words(request, composition.scene)),
        ("metadata", description),
    ):
        ET.SubElement(root, f"{{{SVG}}}{tag}").text = text
    titles = part_titles(layer_titles(composition.scene, language), language)
    for step in sheet_passes(composition, opaque=True):
        group = _group(step, titles.get(step[0], step[0]), width, height)
        opacity = request.opacities.get(step[0], 1.0)
        if opacity < 1:
            group.set("opacity", f"{opacity:g}")
        root.append(group)
    _settle_texts(root, request)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _settle_texts(root: ET.Element, request: ExportRequest) -> None:
    """See to it that texts look alike wherever the file is opened."""
    join_texts(root)
    if request.svg_text == "outlines":
        outline_texts(root)
    else:
        from mapapp.paint.devices.svg_fonts import embed_fonts

        embed_fonts(root)


def _group(step: Pass, title: str, width: float, height: float) -> ET.Element:
    """One step of painting as a group that is a layer in Inkscape."""
    name, _ = step
    group = ET.Element(
        f"{{{SVG}}}g",
        {"id": name, f"{{{_INKSCAPE}}}groupmode": "layer", f"{{{_INKSCAPE}}}label": title},
    )
    ET.SubElement(group, f"{{{SVG}}}title").text = title
    drawing = _drawing(step, width, height)
    for element in drawing.iter():
        _prefix_ids(element, name)
    _prune(drawing)
    group.extend(child for child in drawing if child.tag not in _LEFT_OUT)
    return group


_LEFT_OUT = (f"{{{SVG}}}title", f"{{{SVG}}}desc")


def _drawing(step: Pass, width: float, height: float) -> ET.Element:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The default, SVG Tiny 1.2, drops clipping: geometry would leave the frame.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(CSS_DPI * _UNITS_PER_PX)
    size = (width * _UNITS_PER_PX, height * _UNITS_PER_PX)
    generator.setSize(QSize(round(size[0]), round(size[1])))
    generator.setViewBox(QRectF(0, 0, *size))
    painter = QPainter(generator)
    painter.scale(_UNITS_PER_PX, _UNITS_PER_PX)
    step[1](painter)
    if not painter.end():
        raise ExportError("The SVG could not be painted; try a smaller page.")
    return ET.fromstring(bytes(buffer.data().data()))  # noqa: S314


def _prefix_ids(element: ET.Element, name: str) -> None:
    """Make ids such as ``clipPath1``, which each drawing has, unique in the file."""
    for key, value in element.attrib.items():
        if key == "id":
            element.set(key, f"{name}-{value}")
        elif "url(#" in value:
            element.set(key, value.replace("url(#", f"url(#{name}-"))


def _prune(element: ET.Element) -> None:
    """Drop the empty groups that Qt writes for each change of state."""
    for child in list(element):
        _prune(child)
        if child.tag == f"{{{SVG}}}g" and len(child) == 0:
            element.remove(child)
