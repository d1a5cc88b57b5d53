"""SVG: real text and paths, with one group for each layer, as Inkscape's layers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from mapapp.core.errors import ExportError
from mapapp.paint.frame_painter import Pass
from mapapp.paint.sheet_painter import sheet_passes
from mapapp.render.request.request import CSS_DPI
from mapapp.render.sheet.composition import Composition

_SVG = "http://www.w3.org/2000/svg"
_INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
_UNITS_PER_PX = 10
"""Qt writes whole-number sizes; a finer grid keeps the size of a page."""


def svg_bytes(composition: Composition, description: str) -> bytes:
    """A composition as SVG; ``description`` stands in its metadata."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("inkscape", _INKSCAPE)
    width, height = composition.request.css_size
    root = ET.Element(
        f"{{{_SVG}}}svg",
        {
            "version": "1.1",
            "width": f"{width / CSS_DPI:.4f}in",
            "height": f"{height / CSS_DPI:.4f}in",
            "viewBox": f"0 0 {width * _UNITS_PER_PX:.6g} {height * _UNITS_PER_PX:.6g}",
        },
    )
    ET.SubElement(root, f"{{{_SVG}}}title").text = composition.request.title
    ET.SubElement(root, f"{{{_SVG}}}metadata").text = description
    for step in sheet_passes(composition, opaque=True):
        group = _group(step, width, height)
        opacity = composition.request.opacities.get(step[0], 1.0)
        if opacity < 1:
            group.set("opacity", f"{opacity:g}")
        root.append(group)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _group(step: Pass, width: float, height: float) -> ET.Element:
    """One step of painting as a group that is a layer in Inkscape."""
    name, _ = step
    group = ET.Element(
        f"{{{_SVG}}}g",
        {"id": name, f"{{{_INKSCAPE}}}groupmode": "layer", f"{{{_INKSCAPE}}}label": name},
    )
    drawing = _drawing(step, width, height)
    for element in drawing.iter():
        _prefix_ids(element, name)
    _prune(drawing)
    group.extend(child for child in drawing if child.tag not in _LEFT_OUT)
    return group


_LEFT_OUT = (f"{{{_SVG}}}title", f"{{{_SVG}}}desc")


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
        if child.tag == f"{{{_SVG}}}g" and len(child) == 0:
            element.remove(child)
