"""What stands around symbols: lines to the places of those that were moved, and counts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mapapp.core.style.ground import GROUND_STYLE
from mapapp.core.style.theme import Ground
from mapapp.paint.pens import pen_of
from mapapp.paint.text_painter import draw_text
from mapapp.render.labels.text import measurer
from mapapp.render.scene.scene import Mark
from mapapp.render.scene.symbols import symbol_box_px
from mapapp.render.sheet.blocks import Run

_MIDDLE_EM = 0.36


def draw_leaders(painter: QPainter, marks: Iterable[Mark], colours: Ground) -> None:
    """Lines from symbols that were moved to their places."""
    painter.setPen(pen_of(colours.label_secondary, GROUND_STYLE.stack.leader_px))
    painter.drawLines([QLineF(each.x, each.y, *each.place) for each in marks if each.place])


def draw_places(painter: QPainter, marks: Iterable[Mark], colours: Ground) -> None:
    """Dots, over the symbols, at the places of those that were moved."""
    style = GROUND_STYLE.stack
    painter.setPen(pen_of(colours.halo, style.leader_px))
    painter.setBrush(QColor(colours.label_secondary))
    for place in {mark.place for mark in marks if mark.place}:
        radius = style.dot_px + style.leader_px / 2
        painter.drawEllipse(QPointF(*place), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_badges(painter: QPainter, marks: Iterable[Mark], colours: Ground) -> None:
    """How many symbols each stands for, where it is more than one."""
    for mark in marks:
        if mark.count > 1:
            _draw_badge(painter, mark, colours)


def _draw_badge(painter: QPainter, mark: Mark, colours: Ground) -> None:
    style, text = GROUND_STYLE.stack, str(mark.count)
    right, up, width, height = style.badge(mark.count, symbol_box_px(mark.symbol))
    x, y = mark.x + right, mark.y - up
    painter.setPen(pen_of(colours.halo, 1.0))
    painter.setBrush(QColor(colours.label))
    box = QRectF(x - width / 2, y - height / 2, width, height)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    left = x - measurer().width(text, style.text_px, bold=True) / 2
    baseline = y + _MIDDLE_EM * style.text_px
    draw_text(painter, Run(text, left, baseline, style.text_px, colours.halo, bold=True))
