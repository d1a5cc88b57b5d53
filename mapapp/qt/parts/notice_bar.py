"""The bar over the map that says what went wrong, in one sentence at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from mapapp.qt.parts.guard import guarded

_BOTTOM_PX = 36
_SIDE_PX = 12
_MOST_PX = 720


class NoticeBar(QFrame):
    """A sentence at the lower edge of the map, with a button to try again where that helps.

    It never takes the keyboard, and a new sentence stands in place of the one before.

    Signals:
        retry_wanted: the user wants it tried again.
    """

    retry_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("notice-bar")
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.retry = QPushButton(self)
        self.retry.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retry.clicked.connect(self.retry_wanted)
        self.close_button = QToolButton(self)
        self.close_button.setText("✕")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(self.hide)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(12)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.retry)
        row.addWidget(self.close_button)
        self._over = over
        over.installEventFilter(self)
        self.hide()

    def retranslate(self) -> None:
        """Name the buttons in the language of the window."""
        self.setAccessibleName(self.tr("Notice"))
        self.retry.setText(self.tr("Try again"))
        self.close_button.setToolTip(self.tr("Dismiss the notice"))
        self.close_button.setAccessibleName(self.close_button.toolTip())

    def say(self, sentence: str, *, can_retry: bool) -> None:
        """Show a sentence in place of any other."""
        if not self.isHidden() and self.sentence.text() == sentence:
            return
        self.sentence.setText(sentence)
        self.retry.setVisible(can_retry)
        self._place()
        self.show()
        self.raise_()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stay at the lower edge when the map changes its size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        width = min(self._over.width() - 2 * _SIDE_PX, _MOST_PX)
        self.resize(width, self._row.totalHeightForWidth(width))
        left = (self._over.width() - width) // 2
        self.move(left, self._over.height() - self.height() - _BOTTOM_PX)
