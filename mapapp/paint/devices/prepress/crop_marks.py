"""Crop marks: lines outside a page that show where to cut it."""

from __future__ import annotations

from collections.abc import Iterator

from mapapp.paint.devices.pdf_extras import SheetPlace
from mapapp.paint.devices.pdf_file import PdfFile
from mapapp.paint.devices.pdf_pages import add_content
from mapapp.paint.devices.prepress.colours import name_colours
from mapapp.render.labels.room import BoxPx

_LINE_PT = 0.25
_REGISTRATION = "PrintersMarks"
_EVERY_INK = (
    "[ /Separation /All "
    "[ /Lab << /WhitePoint [ 0.9642 1 0.8249 ] /Range [ -100 100 -100 100 ] >> ] "
    "<< /FunctionType 2 /Domain [ 0 1 ] /C0 [ 100 0 0 ] /C1 [ 0 0 0 ] /N 1 >> ]"
)
"""A colour that is printed in every ink (ISO 32000-2, 8.6.6.4), so that all plates can be cut.

The range is the usual one, but Ghostscript 10.0 paints nothing where it is not said.
"""


def add_crop_marks(file: PdfFile, page: int, place: SheetPlace, gap: float) -> None:
    """Add a page's crop marks, which begin ``gap`` points from its edges."""
    lines = " ".join(
        f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l" for x0, y0, x1, y1 in crop_marks(place, gap)
    )
    content = (
        f"/Artifact BMC\nq /{_REGISTRATION} CS 1 SCN {_LINE_PT} w 0 J [] 0 d\n{lines} S\nQ\nEMC\n"
    )
    add_content(file, page, content.encode())
    name_colours(file, page, {_REGISTRATION: _EVERY_INK})


def crop_marks(place: SheetPlace, gap: float) -> Iterator[BoxPx]:
    """The lines from end to end, two at each corner, in points from the page's lower left."""
    left, low, right, high = place.around(0)
    outside = ((left, -1), (right, 1))
    above = ((low, -1), (high, 1))
    end = place.margin
    for x, side in outside:
        for y, turn in above:
            yield x + side * gap, y, x + side * end, y
            yield x, y + turn * gap, x, y + turn * end
