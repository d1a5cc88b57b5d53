"""Pens as the map wants them: round, or blunt where they are dashed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen


def pen_of(colour: str | QColor, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """A pen of a width in pixels; dashes and gaps are in pixels, too."""
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    return pen
