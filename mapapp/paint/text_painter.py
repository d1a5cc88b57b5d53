"""Text of any size on any device, in our own font, with a halo where it stands on the map."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

from mapapp.paint.fonts import font_families
from mapapp.render.labels.text import has_narrow_marks
from mapapp.render.sheet.blocks import Run

_NOMINAL_PX = 64
_HALO_DETAIL = 0.15
_AROUND = tuple(
    (math.cos(angle), math.sin(angle)) for angle in (k * math.pi / 8 for k in range(16))
)


@functools.cache
def map_font(*, bold: bool, italic: bool, narrow: bool = False) -> QFont:
    """The font of all texts; that of Western ones has ``narrow`` quotation marks and dots.

    It is set large and scaled down when drawn: font sizes in pixels are whole numbers.
    """
    font = QFont()
    font.setFamilies(font_families("en" if narrow else "zh"))
    font.setPixelSize(_NOMINAL_PX)
    font.setBold(bold)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def draw_text(painter: QPainter, run: Run) -> None:
    """Draw one line of real text, which a PDF keeps as such."""
    _draw_at(painter, run, run.colour, (QPointF(0, 0),))


def draw_halo(painter: QPainter, run: Run, colour: str, width: float) -> None:
    """Surround a line of text, which is drawn over it afterwards.

    Vectors get a stroked outline, so that their text is there once. Pixels get the text set
    around its place: filling a stroked outline smoothly took Qt twenty times as long.
    """
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        far = width * _NOMINAL_PX / run.size
        _draw_at(painter, run, colour, [QPointF(dx * far, dy * far) for dx, dy in _AROUND])
        return
    pen = QPen(QColor(colour), 2 * width * _NOMINAL_PX / run.size)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    painter.save()
    _set(painter, run)
    painter.strokePath(_outline(run.text, bold=run.bold, italic=run.italic), pen)
    painter.restore()


def _draw_at(painter: QPainter, run: Run, colour: str, places: Iterable[QPointF]) -> None:
    """Draw a text at places around its own, in units of its nominal size."""
    painter.save()
    _set(painter, run)
    painter.setFont(_font(run.text, bold=run.bold, italic=run.italic))
    painter.setPen(QColor(colour))
    for place in places:
        painter.drawText(place, run.text)
    painter.restore()


@functools.lru_cache(maxsize=512)
def _outline(text: str, *, bold: bool, italic: bool) -> QPainterPath:
    """The outline in straight pieces between whole numbers, which is all that a halo needs.

    It is much less to write: most of the vertices of a PDF are those of halos.
    """
    curves = QPainterPath()
    curves.addText(QPointF(0, 0), _font(text, bold=bold, italic=italic), text)
    coarse = QTransform.fromScale(_HALO_DETAIL, _HALO_DETAIL)
    back, _ = coarse.inverted()
    path = QPainterPath()
    for polygon in curves.toSubpathPolygons(coarse):
        path.addPolygon(QPolygonF(back.map(polygon).toPolygon()))
    return path


def _font(text: str, *, bold: bool, italic: bool) -> QFont:
    return map_font(bold=bold, italic=italic, narrow=has_narrow_marks(text))


def _set(painter: QPainter, run: Run) -> None:
    painter.translate(run.x, run.y)
    painter.scale(run.size / _NOMINAL_PX, run.size / _NOMINAL_PX)
