"""A small chart of an attribute over the years, as wide as its card."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QPen

from mapapp.core.style.symbology import Theme
from mapapp.qt.parts.style import COLOURS, SECONDARY_PX, Colours
from mapapp.render.card.entries import Chart

_HEIGHT_PX = 84
_SIDE_PX = 22.0
_TOP_PX = 16.0
_BOTTOM_PX = 16.0
_DOT_PX = 2.5
_GAP_PX = 6.0
_TICK_PX = 3.0
_ZERO = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
_LABEL = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip


def chart_description(chart: Chart) -> str:
    """The values in words, for who cannot see the chart."""
    return "\n".join(
        f"{year}  {label}" for year, label in zip(chart.years, chart.labels, strict=True)
    )


def chart_image(chart: Chart, theme: Theme, width_px: int) -> QImage:
    """Dots at the values, over a line at zero, joined by a line; with their values and years.

    Years keep their distances, so a gap in the sources is a gap in the chart. Each dot has a
    tick at its year, also where there is no room for its texts.
    """
    ratio = QGuiApplication.primaryScreen().devicePixelRatio() * 2
    image = QImage(
        round(width_px * ratio),
        round(_HEIGHT_PX * ratio),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(QGuiApplication.font())
    font.setPixelSize(SECONDARY_PX)
    painter.setFont(font)
    _paint(painter, chart, COLOURS[theme], width_px)
    painter.end()
    return image


def _paint(painter: QPainter, chart: Chart, colours: Colours, width_px: int) -> None:
    base = _HEIGHT_PX - _BOTTOM_PX
    points, zero = _points(chart, width_px, base)
    painter.setPen(QPen(QColor(colours.secondary), 1))
    painter.drawLine(QPointF(0, zero), QPointF(width_px, zero))
    for point in points:
        painter.drawLine(QPointF(point.x(), zero), QPointF(point.x(), zero + _TICK_PX))
    painter.drawText(QRectF(0, zero - _TOP_PX, _SIDE_PX, _TOP_PX - 2), _ZERO, "0")
    painter.setPen(QPen(QColor(colours.accent), 1.5))
    painter.drawPolyline(points)
    painter.setBrush(QColor(colours.accent))
    for point in points:
        painter.drawEllipse(point, _DOT_PX, _DOT_PX)
    _write(painter, chart, points, colours, width_px)


def _points(chart: Chart, width_px: int, base: float) -> tuple[list[QPointF], float]:
    """Where the values stand, and how high zero is."""
    years, values = chart.years, chart.values
    low, high = min(*values, 0.0), max(*values, 0.0)
    across = (width_px - 2 * _SIDE_PX) / (years[-1] - years[0])
    up = (base - _TOP_PX) / ((high - low) or 1.0)
    points = [
        QPointF(_SIDE_PX + (year - years[0]) * across, base - (value - low) * up)
        for year, value in zip(years, values, strict=True)
    ]
    return points, base + low * up


def _write(
    painter: QPainter, chart: Chart, points: list[QPointF], colours: Colours, width_px: int
) -> None:
    """Values over the dots and years under the base; the last always, others where they fit."""
    base, taken = _HEIGHT_PX - _BOTTOM_PX, float("inf")
    measure = QFontMetricsF(painter.font())
    for point, year, label in reversed(list(zip(points, chart.years, chart.labels, strict=True))):
        wide = measure.horizontalAdvance(label)
        left = min(max(point.x() - wide / 2, 0.0), width_px - wide)
        if left + wide > taken - _GAP_PX:
            continue
        taken = left
        under_it = (dot.y() for dot in points if left <= dot.x() <= left + wide)
        over = QRectF(left, min(point.y(), *under_it) - _TOP_PX, wide, 12)
        painter.setPen(QColor(colours.text))
        painter.drawText(over, _LABEL, label)
        painter.setPen(QColor(colours.secondary))
        under = QRectF(point.x() - _SIDE_PX, base + 2, 2 * _SIDE_PX, _BOTTOM_PX - 2)
        painter.drawText(under, _LABEL, str(year))
