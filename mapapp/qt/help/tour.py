"""The first steps: three bubbles that point at what matters and cover none of it, shown once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QMainWindow, QWidget

from mapapp.core.geo.extent import SHENYANG
from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.core.record import record
from mapapp.qt.parts.bubble import Bubble, Step
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import COLOURS
from mapapp.qt.parts.subscription import connect

_SPOT_PX = 40


@record
class Sights:
    """What the tour points at."""

    layers: QWidget
    view: QWidget
    details: QWidget
    search: QWidget


class Tour(Extension, QObject):
    """Points at the layers, the map and the search box, one after the other."""

    def __init__(
        self,
        state: MapState,
        settings: SettingsFile,
        sights: Sights,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._settings = settings
        self._window = window
        self._sights = sights
        self._steps = self._make_steps()
        self._number = 0
        self.bubble: Bubble | None = None
        connect(self, state.view_changed, lambda _: self._stand())

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
            self._stand()
        return False

    def _make_steps(self) -> Sequence[Step]:
        sights = self._sights
        return (
            Step(
                lambda: self.tr("Choose what is shown"),
                lambda: self.tr("Tick a layer to see it. A right click offers more."),
                lambda: self._shown(sights.layers),
            ),
            Step(
                lambda: self.tr("Click anything"),
                lambda: self.tr(
                    "The details at the right tell every figure with its date and its source, and "
                    "where sources disagree."
                ),
                self._spot,
                lambda: (self._shown(sights.details),),
            ),
            Step(
                lambda: self.tr("Find it, and take it with you"),
                lambda: self.tr(
                    "Type a name in Chinese or English, or its pinyin. Export makes a sheet with "
                    "legend and sources of what you see."
                ),
                lambda: self._shown(sights.search),
            ),
        )

    def _shown(self, part: QWidget) -> QRect:
        """The place of a part in the window; empty if it is hidden."""
        if not part.isVisible():
            return QRect()
        return QRect(part.mapTo(self._window, QPoint()), part.size())

    def _spot(self) -> QRect:
        """What there is to be clicked: Shenyang, or the middle where the map shows other parts."""
        whole = self._shown(self._sights.view)
        x, y = self._state.view.pixel(*SHENYANG)
        spot = QRect(0, 0, 2 * _SPOT_PX, 2 * _SPOT_PX)
        spot.moveCenter(whole.topLeft() + QPoint(round(x), round(y)))
        if not whole.contains(spot):
            spot.moveCenter(whole.center())
        return spot

    def _show(self, number: int) -> None:
        self._number = number
        if self.bubble is not None:
            self.bubble.say(self._steps[number - 1], number, len(self._steps))

    def _stand(self) -> None:
        if self.bubble is not None:
            self.bubble.stand()

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
