"""Drives the real window with real mouse and key events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.app import MAP_SIZE_PX, open_window
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState, ViewState
from mapapp.qt.map.map_view import MapView
from mapapp.qt.shell.main_window import MainWindow
from mapapp.qt.shell.placement import SIZE_PX as USUAL_PX
from mapapp.qt.shell.workbench import ExtensionMaker

TIMEOUT_MS = 20_000
SIZE_PX = QSize(1024, 580)
"""Smaller than it is opened for people: what the page paints costs a third less a test."""


class Driver:
    """Uses a window as a person does, and waits for the page instead of sleeping."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    @property
    def state(self) -> MapState:
        """The state of the window's map."""
        return self.window.state

    @property
    def view(self) -> MapView:
        """The map of the window."""
        return self.window.view

    def enlarge(self) -> None:
        """Have the size that the window is opened with, for what has no room in ``SIZE_PX``."""
        self.window.resize(USUAL_PX)
        self.qtbot.waitUntil(lambda: self.view.size().toTuple() == MAP_SIZE_PX)
        self.settle()

    def take_size(self) -> None:
        """Wait until the page has the size of its widget."""
        while (self.state.view.width_px, self.state.view.height_px) != self.view.size().toTuple():
            with self.qtbot.waitSignal(self.view.view_changed, timeout=TIMEOUT_MS):
                pass

    def settle(self) -> None:
        """Wait until the page has the size of its widget and shows all that was sent to it."""
        self.take_size()
        with self.qtbot.waitSignal(self.view.settled, timeout=TIMEOUT_MS):
            self.view.ping()

    def go_to(self, lon: float, lat: float, zoom: float) -> None:
        """Move the map and wait for the picture."""
        seen = self.state.view
        self.window.controller.go_to(ViewState(lon, lat, zoom, seen.width_px, seen.height_px))
        self.settle()

    def point(self, lon: float, lat: float) -> QPoint:
        """Where a position is in the map widget, in pixels."""
        x, y = self.state.view.pixel(lon, lat)
        return QPoint(round(x), round(y))

    def click(self, lon: float, lat: float) -> None:
        """Click a position on the map with the left button and wait for the answer."""
        with self.qtbot.waitSignal(self.view.clicked, timeout=TIMEOUT_MS):
            QTest.mouseClick(
                self.view.focusProxy(),
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
                self.point(lon, lat),
            )
        self.settle()

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the keyboard is, and wait for the map.

        The offscreen platform makes the page's own window the active one when it is clicked.
        """
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def picture(self) -> QImage:
        """What the map widget shows now."""
        return self.view.grab().toImage()

    def expect_pixels(
        self,
        colour: str,
        near: QPoint,
        radius_px: int = 12,
        *,
        at_least: int = 0,
        at_most: int = 999,
    ) -> None:
        """Wait until so many pixels around a point have a colour, give or take a little.

        The page's last frame reaches the widget a moment after the page has painted it.
        """
        self.qtbot.waitUntil(
            lambda: at_least <= self._count_pixels(colour, near, radius_px) <= at_most,
            timeout=TIMEOUT_MS // 4,
        )

    def _count_pixels(self, colour: str, near: QPoint, radius_px: int) -> int:
        picture, want = self.picture(), QColor(colour)
        around = range(-radius_px, radius_px + 1)
        return sum(
            _alike(picture.pixelColor(near.x() + dx, near.y() + dy), want)
            for dx in around
            for dy in around
        )


def _alike(one: QColor, other: QColor, tolerance: int = 24) -> bool:
    return (
        abs(one.red() - other.red()) <= tolerance
        and abs(one.green() - other.green()) <= tolerance
        and abs(one.blue() - other.blue()) <= tolerance
    )


@contextmanager
def driven_window(
    qapp: QApplication,
    qtbot: QtBot,
    specs: tuple[LayerSpec, ...],
    extensions: Sequence[ExtensionMaker] = (),
) -> Iterator[Driver]:
    """A shown window whose map is painted, of ``SIZE_PX``, closed at the end."""
    with ExitStack() as closing:
        main = open_window(specs, closing, extensions=extensions)
        driver = Driver(main, qtbot)
        main.resize(SIZE_PX)
        main.show()
        qtbot.waitUntil(lambda: main.view.is_ready, timeout=TIMEOUT_MS)
        driver.settle()
        yield driver
        main.close()
    main.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
