"""The first steps: three bubbles that point at what matters, shown once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.qt.parts.bubble import Bubble, Step
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import COLOURS


class Tour(Extension, QObject):
    """Points at the layers, the map and the search box, one after the other."""

    def __init__(
        self,
        state: MapState,
        settings: SettingsFile,
        targets: tuple[QWidget, QWidget, QWidget],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._settings = settings
        self._window = window
        self._steps = self._make_steps(*targets)
        self._number = 0
        self.bubble: Bubble | None = None

    def greet(self) -> None:
        """Begin, if it was never seen to its end."""
        if not self._settings.now.tour_seen:
            self.start()

    def start(self) -> None:
        """Begin with the first step."""
        self._take_away()
        self.bubble = Bubble(self._window, lambda: COLOURS[self._state.theme])
        self.bubble.next_wanted.connect(self._go_on)
        self.bubble.closed.connect(self._end)
        self._window.installEventFilter(self)
        self._show(1)

    def retranslate(self) -> None:
        """Say the step in the language of the window."""
        self._show(self._number)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stay beside the target."""
        if event.type() == QEvent.Type.Resize:
            self._show(self._number)
        return False

    def _make_steps(self, layers: QWidget, page: QWidget, search: QWidget) -> Sequence[Step]:
        return (
            Step(
                lambda: self.tr("Choose what is shown"),
                lambda: self.tr("Tick a layer to see it. A right click offers more."),
                layers,
                Qt.Edge.RightEdge,
            ),
            Step(
                lambda: self.tr("Click anything"),
                lambda: self.tr(
                    "The details at the right tell every figure with its date and its source, and "
                    "where sources disagree."
                ),
                page,
                Qt.Edge.TopEdge,
            ),
            Step(
                lambda: self.tr("Find it, and take it with you"),
                lambda: self.tr(
                    "Type a name in Chinese or English, or its pinyin. Export makes a sheet with "
                    "legend and sources of what you see."
                ),
                search,
                Qt.Edge.BottomEdge,
            ),
        )

    def _show(self, number: int) -> None:
        self._number = number
        if self.bubble is not None:
            self.bubble.say(self._steps[number - 1], number, len(self._steps))

    def _go_on(self) -> None:
        if self._number == len(self._steps):
            self._end()
        else:
            self._show(self._number + 1)

    def _end(self) -> None:
        self._take_away()
        self._settings.update(tour_seen=True)

    def _take_away(self) -> None:
        if self.bubble is not None:
            self._window.removeEventFilter(self)
            self.bubble.hide()
            self.bubble.deleteLater()
            self.bubble = None
