"""The small bar over the map that says what its clicks do now, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from mapapp.qt.parts.guard import guarded

_TOP_PX = 12


class PromptBar(QFrame):
    """A result so far and what to do next, at the top of the map.

    Signals:
        closed: the user wants it gone.
    """

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("prompt-bar")
        self._result = QLabel(self)
        self._result.setProperty("role", "value")
        self._hint = QLabel(self)
        self._hint.setProperty("role", "secondary")
        self._close = QToolButton(self)
        self._close.setText("✕")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.setSpacing(12)
        for widget in (self._result, self._hint, self._close):
            layout.addWidget(widget)
        self._over = over
        over.installEventFilter(self)
        self.hide()

    def say(self, result: str, hint: str, close: str) -> None:
        """Show a result, what to do next, and what the cross does."""
        self._result.setText(result)
        self._hint.setText(hint)
        self._close.setToolTip(close)
        self._close.setAccessibleName(close)
        self._place()
        self.show()
        self.raise_()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stay in the middle when the map changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        self.move(max((self._over.width() - self.width()) // 2, 0), _TOP_PX)
