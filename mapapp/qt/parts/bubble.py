"""A note over the window whose tip points at a part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPolygon,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import Colours

_WIDTH_PX = 320
_TIP_PX = 9
_EDGE_PX = 8


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what it says, what it points at, and the side of that on which it stands."""

    title: Callable[[], str]
    text: Callable[[], str]
    target: QWidget
    side: Qt.Edge


class Bubble(QFrame):
    """A calm note with a tip that points at a part of the window.

    Signals:
        next_wanted: the next step is wanted.
        closed: the user has seen enough.
    """

    next_wanted = Signal()
    closed = Signal()

    def __init__(self, window: QWidget, colours: Callable[[], Colours]) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("tour")
        self.setFixedWidth(_WIDTH_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._colours = colours
        self._tip = QPolygon()
        self._title = _label("title")
        self._text = _label("body")
        self._count = _label("secondary")
        self._skip, self._next = QToolButton(self), QToolButton(self)
        self._next.setObjectName("tour-next")
        self._skip.clicked.connect(self.closed)
        self._next.clicked.connect(self.next_wanted)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.addWidget(self._count, 1)
        buttons.addWidget(self._skip)
        buttons.addWidget(self._next)
        self._column = column = QVBoxLayout(self)
        around = 16 + _TIP_PX
        column.setContentsMargins(around, around, around, around - 4)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(buttons)

    def say(self, step: Step, number: int, count: int) -> None:
        """Show a step beside its target, and take the keyboard."""
        last = number == count
        self._title.setText(step.title())
        self._text.setText(step.text())
        self._count.setText(self.tr("{0} of {1}").format(number, count))
        self._skip.setText(self.tr("Close"))
        self._skip.setVisible(not last)
        self._next.setText(self.tr("Done") if last else self.tr("Next"))
        self.setAccessibleName(step.title())
        self.setAccessibleDescription(step.text())
        self._stand_beside(step.target, step.side)
        self.show()
        self.raise_()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_wanted.emit()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the body and its tip, in one outline."""
        colours, painter = self._colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent))
        painter.setBrush(QColor(colours.panel))
        body = self.rect().adjusted(_TIP_PX, _TIP_PX, -_TIP_PX, -_TIP_PX)
        painter.drawRoundedRect(body, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(self._tip)
        painter.setPen(QColor(colours.accent))
        painter.drawPolyline(self._tip)

    def _stand_beside(self, target: QWidget, side: Qt.Edge) -> None:
        self.setFixedHeight(self._column.totalHeightForWidth(_WIDTH_PX))
        shown = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        corner, point = _place(shown, self.size().toTuple(), side)
        room = self._window.rect().adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        inside = QPoint(
            max(room.left(), min(corner.x(), room.right() - self.width())),
            max(room.top(), min(corner.y(), room.bottom() - self.height())),
        )
        self.move(inside)
        self._tip = _tip(point - inside, side)
        self.update()


def _place(shown: QRect, size: tuple[int, int], side: Qt.Edge) -> tuple[QPoint, QPoint]:
    """The corner of a bubble of a size beside a target, and the point its tip touches."""
    width, height = size
    middle = shown.center()
    match side:
        case Qt.Edge.RightEdge:
            top = shown.top() + shown.height() // 4
            return QPoint(shown.right(), top), QPoint(shown.right(), top + height // 2)
        case Qt.Edge.BottomEdge:
            return (
                QPoint(middle.x() - width // 2, shown.bottom()),
                QPoint(middle.x(), shown.bottom()),
            )
        case _:  # in the middle of a large target
            corner = QPoint(middle.x() - width // 2, middle.y() - height - _TIP_PX)
            return corner, QPoint(middle.x(), middle.y() - _TIP_PX)


def _tip(at: QPoint, side: Qt.Edge) -> QPolygon:
    """A small triangle whose point is ``at``, open towards the bubble."""
    reach, half = _TIP_PX + 1, _TIP_PX
    match side:
        case Qt.Edge.RightEdge:
            ends = QPoint(reach, -half), QPoint(reach, half)
        case Qt.Edge.BottomEdge:
            ends = QPoint(-half, reach), QPoint(half, reach)
        case _:
            ends = QPoint(-half, -reach), QPoint(half, -reach)
    return QPolygon([at + ends[0], at, at + ends[1]])


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
