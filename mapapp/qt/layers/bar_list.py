"""How values are spread: a bar for each, under one another, with what it is of and how many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mapapp.core.style.symbology import Theme
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import COLOURS, Colours

_ROW_PX = 22
_BAR_PX = 12.0
_GAP_PX = 8.0
_LEAST_BAR_PX = 2.0
_MOST_NAME = 0.45
"""Names take no more of the width."""

Bars = Sequence[tuple[str, int]]


class BarList(QWidget):
    """Bars as long as counts; screen readers hear names and counts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._bars: Bars = ()
        self._theme: Theme = "light"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Bars, theme: Theme) -> None:
        """Show other bars, in the colours of a theme."""
        self._bars, self._theme = bars, theme
        self.setAccessibleDescription("; ".join(f"{name}: {count:,}" for name, count in bars))
        self.setFixedHeight(len(bars) * _ROW_PX)
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """Qt: a row for each bar."""
        return QSize(0, len(self._bars) * _ROW_PX)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: paint the bars."""
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        measure, colours = self.fontMetrics(), COLOURS[self._theme]
        widest = max(measure.horizontalAdvance(name) for name, _ in self._bars)
        name_px = min(float(widest), self.width() * _MOST_NAME)
        count_px = max(measure.horizontalAdvance(f"{count:,}") for _, count in self._bars)
        room_px = max(self.width() - name_px - count_px - 2 * _GAP_PX, 1.0)
        most = max(1, *(count for _, count in self._bars))
        for row, (name, count) in enumerate(self._bars):
            self._paint_name(painter, row, name, name_px, colours)
            _paint_bar(painter, row, name_px + _GAP_PX, room_px * count / most, count, colours)
        painter.end()

    def _paint_name(
        self, painter: QPainter, row: int, name: str, width_px: float, colours: Colours
    ) -> None:
        elided = self.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideMiddle, int(width_px) + 1
        )
        painter.setPen(QColor(colours.text))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, row * _ROW_PX, width_px + 1, _ROW_PX), right, elided)


def _paint_bar(
    painter: QPainter, row: int, left_px: float, length_px: float, count: int, colours: Colours
) -> None:
    """A bar with its count behind it; of nothing there is none."""
    length_px = max(length_px, _LEAST_BAR_PX) if count else 0.0
    top_px = row * _ROW_PX + (_ROW_PX - _BAR_PX) / 2
    painter.fillRect(QRectF(left_px, top_px, length_px, _BAR_PX), QColor(colours.accent))
    painter.setPen(QColor(colours.secondary))
    at = QRectF(left_px + length_px + _GAP_PX, row * _ROW_PX, 1, _ROW_PX)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    painter.drawText(at, flags, f"{count:,}")
