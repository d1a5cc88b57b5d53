"""What stands in the map's place when the map cannot be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

_TEXT_PX = 420


class MapNotice(QFrame):
    """A sentence and a button that covers the map.

    Signals:
        retried: the user wants the map to be started again.
    """

    retried = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("map-notice")
        self._title, self._text = _label("title", self), _label("body", self)
        self._button = QToolButton(self)
        self._button.setObjectName("map-retry")
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.clicked.connect(self._retry)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._title, self._text, self._button):
            column.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._is_trying = False
        self.retranslate()
        self.hide()

    def tell(self) -> None:
        """Cover the map and say that it has stopped."""
        self._is_trying = False
        self.retranslate()
        self.cover()
        if self._over.hasFocus():
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def cover(self) -> None:
        """Stand over the whole map, and over what has been put on it since."""
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()

    def retranslate(self) -> None:
        """Say it in the language of the window."""
        if self._is_trying:
            self._title.setText(self.tr("Starting the map again…"))
            self._text.setText("")
        else:
            self._title.setText(self.tr("The map has stopped"))
            self._text.setText(
                self.tr(
                    "The part of mapapp that draws the map does not answer. Layers, search, "
                    "tables, details and export go on without it. If trying again does not "
                    "help, save your work and start mapapp anew."
                )
            )
        self._button.setText(self.tr("Try again"))
        self._button.setVisible(not self._is_trying)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._text.text())

    def _retry(self) -> None:
        self._is_trying = True
        self.retranslate()
        self.retried.emit()


def _label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    label.setFixedWidth(_TEXT_PX)
    label.setProperty("role", role)
    return label
