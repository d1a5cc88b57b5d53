"""Texts of an SVG of Qt's: one element a line, or outlines that need no font."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from PySide6.QtGui import QPainterPath

from mapapp.paint.fonts import LATIN_FAMILY
from mapapp.paint.text_painter import map_font

SVG = "http://www.w3.org/2000/svg"
_TEXT, _PATH = f"{{{SVG}}}text", f"{{{SVG}}}path"
_KEPT = ("fill", "fill-opacity", "stroke")


def join_texts(drawing: ET.Element) -> None:
    """Make the pieces of a line one text: Qt writes one for each script, each at its own place.

    Where the font is another, pieces with places of their own overlap or fall apart.
    """
    for group in drawing.iter(f"{{{SVG}}}g"):
        pieces = group.findall(_TEXT)
        for piece in pieces[1:]:
            pieces[0].text = (pieces[0].text or "") + (piece.text or "")
            group.remove(piece)


def outline_texts(drawing: ET.Element) -> None:
    """Draw texts as outlines; what they say stays as their labels."""
    for element in drawing.iter(_TEXT):
        text, place = element.text or "", (float(element.get("x", 0)), float(element.get("y", 0)))
        font = map_font(
            bold=int(element.get("font-weight", 400)) >= 600,
            italic=element.get("font-style") == "italic",
            narrow=family(element) == LATIN_FAMILY,
        )
        path = QPainterPath()
        path.addText(*place, font, text)
        shape = {"fill-rule": "nonzero", "aria-label": text, "d": " ".join(_commands(path))}
        kept = {key: value for key, value in element.attrib.items() if key in _KEPT}
        element.clear()
        element.tag = _PATH
        element.attrib.update(kept | shape)


def family(text: ET.Element) -> str:
    """The first family of a text."""
    return text.get("font-family", "").split(",")[0].strip("'\"")


def _commands(path: QPainterPath) -> Iterator[str]:
    """A path as SVG writes it; Qt's curves are cubic, their points one after another."""
    kinds = QPainterPath.ElementType
    letters = {kinds.MoveToElement: "M", kinds.LineToElement: "L", kinds.CurveToElement: "C"}
    for i in range(path.elementCount()):
        element = path.elementAt(i)
        yield f"{letters.get(element.type, '')}{element.x:.5g} {element.y:.5g}"
