"""Keys that mean something while the map is used with a tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from mapapp.qt.map.map_view import MapView
from mapapp.qt.parts.guard import guarded


class MapKeys(QObject):
    """Hears keys on the map before the page and before the window's shortcuts."""

    def __init__(
        self, view: MapView, answers: Callable[[], Mapping[Qt.Key, Callable[[], object]]]
    ) -> None:
        super().__init__(view)
        self._answers = answers
        self._view = view
        view.page_ready.connect(self._listen)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: claim the keys that mean something now, and answer them."""
        if not isinstance(event, QKeyEvent):
            return False
        answer = self._answers().get(Qt.Key(event.key()))
        if answer is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            answer()
        return True

    def _listen(self) -> None:
        """The widget behind the page is a new one after the page's process has died."""
        if target := self._view.focusProxy():
            target.installEventFilter(self)
