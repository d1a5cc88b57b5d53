"""The inset of a sheet, step by step with the map: each layer of both is one layer of the file."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mapapp.core.style.theme import Ground, ground
from mapapp.paint.frame_painter import Pass, frame_passes
from mapapp.paint.on_sheet import in_turn, outline, placed
from mapapp.paint.pens import pen_of
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.frame import Frame
from mapapp.render.sheet.inset import Inset

_RING, _RING_HALO = 0.9, 2.4


def inset_passes(composition: Composition, *, opaque: bool = False) -> Iterator[Pass]:
    """The steps that paint the inset, if there is one, in units of the sheet.

    The first one paints its card, too, and on the large map the frame of what it shows.
    """
    inset, theme = composition.inset, composition.request.theme
    if inset is None:
        return
    under = functools.partial(
        _paint_card, inset=inset, frame=composition.sheet.frame, colours=ground(theme)
    )
    for name, paint in frame_passes(inset.scene, theme, lines=False, opaque=opaque):
        inside = placed(inset.scene, inset.box, paint)
        yield name, in_turn(under, inside) if name == "ground" else inside


def _paint_card(painter: QPainter, inset: Inset, frame: Frame, colours: Ground) -> None:
    _paint_ring(painter, inset, frame, colours)
    card = QRectF(inset.block.x, inset.block.y, inset.block.width, inset.block.height)
    painter.fillRect(card, QColor(colours.paper))
    outline(painter, inset.block.box, colours)


def _paint_ring(painter: QPainter, inset: Inset, frame: Frame, colours: Ground) -> None:
    """The frame of what the inset shows, on the large map and no farther."""
    left, top, right, bottom = frame.map
    painter.save()
    painter.setClipRect(QRectF(left, top, right - left, bottom - top))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    unit = frame.map_unit
    corners = [QPointF(left + x * unit, top + y * unit) for x, y in inset.ring]
    for colour, width in ((colours.halo, _RING_HALO), (colours.label, _RING)):
        painter.setPen(pen_of(colour, width))
        painter.drawPolygon(corners)
    painter.restore()
