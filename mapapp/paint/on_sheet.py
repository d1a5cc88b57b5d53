"""Painting into a place of the sheet, and one thing after another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mapapp.core.style.theme import Ground
from mapapp.render.labels.room import BoxPx
from mapapp.render.scene.scene import Scene

_FRAME_LINE = 0.7


def in_turn(*paints: Callable[[QPainter], None]) -> Callable[[QPainter], None]:
    """Paint some things one after another."""

    def paint_all(painter: QPainter) -> None:
        for paint in paints:
            paint(painter)

    return paint_all


def placed(
    scene: Scene, box: BoxPx, paint: Callable[[QPainter], None]
) -> Callable[[QPainter], None]:
    """Paint a map into its box on the sheet."""

    def place_and_paint(painter: QPainter) -> None:
        painter.save()
        painter.translate(box[0], box[1])
        unit = (box[2] - box[0]) / scene.view.width_px
        painter.scale(unit, unit)
        paint(painter)
        painter.restore()

    return place_and_paint


def outline(painter: QPainter, box: BoxPx, colours: Ground) -> None:
    """Paint the frame of a map."""
    painter.setPen(QPen(QColor(colours.hairline), _FRAME_LINE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1]))
