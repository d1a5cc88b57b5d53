"""The small widgets cards are made of. Their text is plain text: data is never markup."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel

Role = Literal["title", "body", "value", "old-value", "secondary", "warning"]


def text_label(text: str, role: Role) -> QLabel:
    """Text that wraps and can be selected and copied, in one of the styles of cards."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def rule() -> QFrame:
    """A hairline across the card."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


class Link(QLabel):
    """Text that wraps and leads somewhere, for the mouse and the keyboard.

    A push button would do, but cannot wrap its text.

    Signals:
        activated: it was clicked, or Enter or Space was pressed on it.
    """

    activated = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "link")
        self.setWordWrap(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(self.tr("Link; press Enter to follow it."))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: follow the link if the button is released on it."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: follow the link by key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.activated.emit()
        else:
            super().keyPressEvent(event)
