"""A small chart of an attribute over the years, as wide as its card."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mapapp.core.layerspec import Theme
from mapapp.core.series import Series
from mapapp.qt.style import COLOURS, SECONDARY_PX

_HEIGHT_PX = 62
_SIDE_PX = 22.0
_TOP_PX = 16.0
_BOTTOM_PX = 16.0
_DOT_PX = 2.5


class SmallChart(QWidget):
    """Dots at the values, from zero, joined by a line; each with its value and its year.

    Years keep their distances, so a gap in the sources is a gap in the chart.
    """

    def __init__(self, series: Series, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = series
        self._colours = COLOURS[theme]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pairs = zip(series.years, series.values, strict=True)
        told = ", ".join(f"{year}: {value:g}" for year, value in pairs)
        self.setAccessibleName(self.tr("Values by year"))
        self.setAccessibleDescription(told)
        self.setToolTip(told)

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        return QSize(200, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the chart."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(SECONDARY_PX)
        painter.setFont(font)
        base = self.height() - _BOTTOM_PX
        painter.setPen(QPen(QColor(self._colours.line), 1))
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        points = self._points(base)
        painter.setPen(QPen(QColor(self._colours.accent), 1.5))
        painter.drawPolyline(points)
        painter.setBrush(QColor(self._colours.accent))
        for point in points:
            painter.drawEllipse(point, _DOT_PX, _DOT_PX)
        self._write(painter, points, base)

    def _points(self, base: float) -> list[QPointF]:
        years, values = self._series.years, self._series.values
        low, high = min(*values, 0.0), max(*values, 0.0)
        across = (self.width() - 2 * _SIDE_PX) / (years[-1] - years[0])
        up = (base - _TOP_PX) / ((high - low) or 1.0)
        return [
            QPointF(_SIDE_PX + (year - years[0]) * across, base - (value - low) * up)
            for year, value in zip(years, values, strict=True)
        ]

    def _write(self, painter: QPainter, points: list[QPointF], base: float) -> None:
        """Values over the dots and years under the base, left out where they would touch."""
        reach = -1e9
        for point, year, value in zip(points, self._series.years, self._series.values, strict=True):
            if point.x() - reach < 2 * _SIDE_PX:
                continue
            reach = point.x()
            box = QRectF(point.x() - 2 * _SIDE_PX, point.y() - _TOP_PX, 4 * _SIDE_PX, 12)
            painter.setPen(QColor(self._colours.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{value:,.4g}")
            painter.setPen(QColor(self._colours.secondary))
            under = QRectF(box.left(), base + 2, box.width(), _BOTTOM_PX - 2)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, str(year))
