"""Outlines of the marker shapes, as SVG path data in a 24×24 box centred on 12, 12.

Bodies are drawn with a rounded stroke of their own colour, which softens the corners, and
are sized to look equally heavy. Pictograms lie on a body and take the halo's colour.
"""

from __future__ import annotations

from mapapp.core.record import record

BOX = 24.0
"""Side of the box that the paths are drawn in."""


@record
class Shape:
    """A marker: its body, and a pictogram of filled areas and of lines upon it."""

    body: str
    areas: str = ""
    lines: str = ""


_DISC = "M12 1A11 11 0 1 1 12 23A11 11 0 1 1 12 1Z"
_TILE = "M6 2H18A4 4 0 0 1 22 6V18A4 4 0 0 1 18 22H6A4 4 0 0 1 2 18V6A4 4 0 0 1 6 2Z"
_ANCHOR = (
    "M12 9A2 2 0 1 1 12 5A2 2 0 1 1 12 9V19"
    "M8.6 11.6H15.4"
    "M6 14C6.6 17 9 19 12 19C15 19 17.4 17 18 14"
)
_PLANE = (
    "M12 3.6C12.9 3.6 13.5 4.7 13.5 6V9.6L19.6 13.4V15.6L13.5 13.7V17L15.6 18.7V20.2"
    "L12 19.2L8.4 20.2V18.7L10.5 17V13.7L4.4 15.6V13.4L10.5 9.6V6C10.5 4.7 11.1 3.6 12 3.6Z"
)
_TRAIN = (
    "M9.4 4.8H14.6A3 3 0 0 1 17.6 7.8V13.2A3 3 0 0 1 14.6 16.2H9.4A3 3 0 0 1 6.4 13.2"
    "V7.8A3 3 0 0 1 9.4 4.8ZM8.7 7.6V11.3H15.3V7.6Z"
)

SHAPE_PATHS: dict[str, Shape] = {
    "circle": Shape("M12 2A10 10 0 1 1 12 22A10 10 0 1 1 12 2Z"),
    "square": Shape("M3.2 3.2H20.8V20.8H3.2Z"),
    "diamond": Shape("M12 1L23 12L12 23L1 12Z"),
    "triangle": Shape("M12 2L22.4 20.2H1.6Z"),
    "hexagon": Shape("M12 1.2L21.4 6.6V17.4L12 22.8L2.6 17.4V6.6Z"),
    "pentagon": Shape("M12 1.6L22.5 9.2L18.5 21.5H5.5L1.5 9.2Z"),
    "star": Shape("M12 1L15.2 8.2L23 9L17.1 14.3L18.8 22L12 18L5.2 22L6.9 14.3L1 9L8.8 8.2Z"),
    "cross": Shape("M9 2H15V9H22V15H15V22H9V15H2V9H9Z"),
    "anchor": Shape(_DISC, lines=_ANCHOR),
    "plane": Shape(_DISC, areas=_PLANE),
    "rail": Shape(_TILE, areas=_TRAIN, lines="M8.8 17.4L7.2 20M15.2 17.4L16.8 20"),
}
