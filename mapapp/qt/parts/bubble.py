"""A note over the window whose tip points at a part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
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

from mapapp.core.record import record
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import Colours

_WIDTH_PX = 320
_TIP_PX = 9
_EDGE_PX = 8


@record
class Step:
    """A step: what it says, what it points at, and what else must stay in sight.

    ``target`` and ``clear`` are parts of the window, in its pixels, at the moment they are asked.
    """

    title: Callable[[], str]
    text: Callable[[], str]
    target: Callable[[], QRect]
    clear: Callable[[], Sequence[QRect]] = tuple


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
        self._step: Step | None = None
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
        self._step = step
        self._title.setText(step.title())
        self._text.setText(step.text())
        self._count.setText(self.tr("{0} of {1}").format(number, count))
        self._skip.setText(self.tr("Close"))
        self._skip.setVisible(not last)
        self._next.setText(self.tr("Done") if last else self.tr("Next"))
        self.setAccessibleName(step.title())
        self.setAccessibleDescription(step.text())
        self.stand()
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

    def stand(self) -> None:
        """Stand beside the target where that is now, on the first side that has room."""
        if self._step is None:
            return
        self.setFixedHeight(self._column.totalHeightForWidth(_WIDTH_PX))
        room = self._window.rect().adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        target = self._step.target().intersected(room)
        places = [_place(target, self.size(), side, room) for side in _OUTWARDS]
        covered = (target, *self._step.clear())
        free = (each for each in places if each.is_free(room, covered))
        place = next(free, places[0])
        self.move(place.rect.topLeft())
        self._tip = place.tip.translated(-place.rect.topLeft())
        self.update()


_OUTWARDS = ((0, 1), (1, 0), (-1, 0), (0, -1))
"""The sides of a target, as directions, in the order in which they are tried."""


@record
class _Place:
    """Where a bubble may stand, and its tip, a small triangle that touches the target."""

    rect: QRect
    tip: QPolygon

    def is_free(self, room: QRect, covered: Sequence[QRect]) -> bool:
        """Whether it is inside the room and covers nothing that must stay in sight."""
        return room.contains(self.rect) and not any(map(self.rect.intersects, covered))


def _place(target: QRect, size: QSize, outwards: tuple[int, int], room: QRect) -> _Place:
    """The place of a bubble at a side of a target; along that side it stays inside the room."""
    dx, dy = outwards
    width, height = size.toTuple()
    # Of a high target, such as a list, the upper part is pointed at.
    at = QPoint(target.center().x(), target.top() + min(target.height() // 2, height))
    if dx:
        at.setX(target.right() + 1 if dx > 0 else target.left())
    else:
        at.setY(target.bottom() + 1 if dy > 0 else target.top())
    left, top = at.x() - width * (1 - dx) // 2, at.y() - height * (1 - dy) // 2
    if dx:
        top = _between(room.top(), top, room.bottom(), height)
    else:
        left = _between(room.left(), left, room.right(), width)
    base, across = at + QPoint(dx, dy) * (_TIP_PX + 1), QPoint(dy, dx) * _TIP_PX
    return _Place(QRect(QPoint(left, top), size), QPolygon([base - across, at, base + across]))


def _between(least: int, wanted: int, most: int, length: int) -> int:
    """Where something so long begins, as near to what is wanted as it stays inside."""
    return max(least, min(wanted, most - length + 1))


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
