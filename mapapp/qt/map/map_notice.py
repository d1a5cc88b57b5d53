"""What stands in the map's place when the map cannot be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

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
        self._proxy: QWidget | None = None
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
        self.hide()

    def tell(self) -> None:
        """Cover the whole map and say that it has stopped; its keyboard goes to the button."""
        self._is_trying = False
        self.retranslate()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        held_keyboard = self._over.hasFocus()
        if self._over.focusProxy() is not self._button:
            self._proxy = self._over.focusProxy()
            self._over.setFocusProxy(self._button)
        if held_keyboard:
            self._over.setFocus(Qt.FocusReason.OtherFocusReason)

    def withdraw(self) -> None:
        """Give the map its place and its keyboard back."""
        held_keyboard = self._button.hasFocus()
        if self._over.focusProxy() is self._button:  # else the page has put its own there
            proxy = self._proxy if self._proxy and isValid(self._proxy) else None
            self._over.setFocusProxy(proxy)  # type: ignore[arg-type]  # Qt takes none, too
        self._proxy = None
        self.hide()
        if held_keyboard:
            self._over.setFocus(Qt.FocusReason.OtherFocusReason)

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
        # A layout that centres a label does not ask how high its lines are.
        self._text.setFixedHeight(self._text.heightForWidth(_TEXT_PX))
        self._button.setText(self.tr("Try again"))
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
