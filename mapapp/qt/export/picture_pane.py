"""A picture on a quiet ground, as large as it fits, that can be dragged away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from mapapp.qt.parts.guard import guarded

_MARGIN_PX = 28
_SHADOW = ((1.0, 0.10), (3.0, 0.06), (6.0, 0.03))
_OLD, _HAIRLINE = 0.45, 0.18
_LEAST_PX = (360, 300)


class PicturePane(QWidget):
    """Shows a picture, or a sentence that says why there is none.

    Signals:
        resized: there is another room for the picture.
        pulled: the picture was pulled away from where it was pressed.
    """

    resized = Signal()
    pulled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setMinimumSize(*_LEAST_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._image = QImage()
        self._sentence = ""
        self._is_old = False
        self._press: QPoint | None = None

    @property
    def room(self) -> QSize:
        """How large a picture may be, in pixels of the device."""
        ratio = self.devicePixelRatioF()
        margins = QSize(2 * _MARGIN_PX, 2 * _MARGIN_PX)
        return QSize((self.size() - margins) * ratio).expandedTo(QSize(32, 32))

    @property
    def image(self) -> QImage:
        """The picture that is shown; null if there is none."""
        return self._image

    @property
    def sentence(self) -> str:
        """What is said instead of the picture; empty if it is shown as it should be."""
        return self._sentence

    def show_image(self, image: QImage) -> None:
        """Show a picture."""
        self._image, self._sentence, self._is_old = image, "", False
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Say something over what was shown."""
        self._sentence, self._is_old = sentence, True
        self.setAccessibleDescription(sentence)
        self.update()

    def show_waiting(self) -> None:
        """Let the picture step back: another is on its way."""
        self._sentence, self._is_old = "", True
        self.update()

    def drag_picture(self) -> QImage:
        """A small version of the picture, to be seen while it is dragged."""
        return self._image.scaled(
            QSize(180, 180),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._image.isNull():
            self._paint_image(painter)
        if self._sentence:
            self._paint_sentence(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._box().adjusted(-2, -2, 2, 2))

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there is another room."""
        super().resizeEvent(event)
        self.resized.emit()

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: perhaps the beginning of a drag."""
        if event.button() == Qt.MouseButton.LeftButton and self._box().contains(event.position()):
            self._press = event.position().toPoint()

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a drag, once the mouse is far enough."""
        if self._press is None:
            return
        way = (event.position().toPoint() - self._press).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._press = None
            self.pulled.emit()

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: it was no drag."""
        self._press = None

    def _box(self) -> QRectF:
        """Where the picture is; an old one is scaled into the room."""
        size = self._image.deviceIndependentSize()
        room = self.size() - QSize(2 * _MARGIN_PX, 2 * _MARGIN_PX)
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(QPointF(round(corner.x()), round(corner.y())), size)

    def _paint_image(self, painter: QPainter) -> None:
        box = self._box()
        painter.setPen(Qt.PenStyle.NoPen)
        for width, strength in _SHADOW:
            painter.setBrush(QColor.fromRgbF(0, 0, 0, strength))
            painter.drawRoundedRect(box.adjusted(-width, -width / 2, width, width), 2, 2)
        painter.setOpacity(_OLD if self._is_old else 1.0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._image)
        painter.setOpacity(1.0)
        painter.setPen(QPen(self._hairline(), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _hairline(self) -> QColor:
        colour = self.palette().text().color()
        colour.setAlphaF(_HAIRLINE)
        return colour

    def _paint_sentence(self, painter: QPainter) -> None:
        text_box = self.rect().adjusted(64, 64, -64, -64)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        bounds = painter.fontMetrics().boundingRect(text_box, flags, self._sentence)
        painter.setPen(QPen(self._hairline(), 1.0))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(QRectF(bounds).adjusted(-16, -12, 16, 12), 6, 6)
        painter.setPen(self.palette().text().color())
        painter.drawText(text_box, flags, self._sentence)
