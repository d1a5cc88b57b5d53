"""The map as a widget: the page in its view, with typed signals and one ``send``."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWebEngineCore import QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from mapapp.bridge import messages
from mapapp.bridge.resources import SCHEME, PageResources
from mapapp.core.log import logger
from mapapp.core.text import Language
from mapapp.qt.map.channel import PageChannel
from mapapp.qt.map.map_notice import MapNotice
from mapapp.qt.map.map_page import MapPage
from mapapp.qt.map.page_keeper import PageKeeper
from mapapp.qt.map.page_log import PageLog
from mapapp.qt.map.scheme import RefuseOthers, SchemeHandler
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.guard import guarded

_js_log = logger("js")


class MapView(QWebEngineView):
    """Shows the map page and speaks its protocol.

    The page may start again at any time (its process can die); ``page_ready`` says that it
    knows nothing and is to be told everything. When it does not come back, a notice stands in
    its place.

    Signals:
        page_ready: the page listens, and is empty.
        painted: everything up to the serial (an int) can be seen.
        settled: what was sent or being made when :meth:`ping` was called can be seen.
        view_changed: the map came to rest (a ``messages.View``).
        clicked: a ``messages.Clicked``.
        hovered: a ``messages.Hovered``, or None when the cursor left the map.
        context_menu_requested: a ``messages.ContextMenu``.
        measure_clicked: a ``messages.MeasureClicked``, instead of ``clicked`` while measuring.
        measure_ended: a double click while measuring.
        ended: the page will not come back, and nothing is to be read for it any more.
    """

    page_ready = Signal()
    painted = Signal(int)
    settled = Signal()
    view_changed = Signal(object)
    clicked = Signal(object)
    hovered = Signal(object)
    context_menu_requested = Signal(object)
    measure_clicked = Signal(object)
    measure_ended = Signal()
    ended = Signal()

    def __init__(self, resources: PageResources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.is_ready = False
        self._is_loaded = False
        self._is_attended = False
        self._awaited: int | None = None
        self.resources = resources
        """What the page may load."""
        self._log = PageLog(self)
        self.background = Background("page")
        """Makes what the page loads, and whatever else must not keep the window waiting."""
        # An off-the-record profile: nothing of the page outlives it on disk.
        self._profile = QWebEngineProfile()
        self._handler = SchemeHandler(resources, self.background, self._log, self)
        self._interceptor = RefuseOthers(self._log, self)
        self._profile.installUrlSchemeHandler(SCHEME.encode(), self._handler)
        self._profile.setUrlRequestInterceptor(self._interceptor)
        self._page = MapPage(self._profile, self._log, self)
        self._channel = PageChannel(self, self._log)
        self._channel.sent.connect(self._page.receive)
        self._channel.received.connect(self._dispatch)
        self._page.posted.connect(self._channel.post)
        self._keeper = PageKeeper(self._page, self._log, self)
        self._keeper.failed.connect(self._lose_page)
        self.setPage(self._page)
        self._notice = MapNotice(self)
        self._notice.retried.connect(self._keeper.start)
        self._keeper.gone.connect(self._notice.tell)

    @property
    def serial(self) -> int:
        """Serial of the last message sent; ``painted`` with it means that it can be seen."""
        return self._channel.serial

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: let the page end with its view; a map in a window is not closed by itself."""
        self._keeper.stop()
        super().closeEvent(event)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: keep a notice over the whole map."""
        super().resizeEvent(event)
        self._notice.resize(event.size())

    def start(self) -> None:
        """Load the page."""
        self._keeper.start()

    def attend(self) -> None:
        """Say ``page_ready`` from now on, and at once if the page has been waiting.

        The page starts before those who tell it what to show have been made.
        """
        self._is_attended = True
        self._announce()

    def _announce(self) -> None:
        if self._is_loaded and self._is_attended:
            self.is_ready = True
            self.page_ready.emit()

    def shut_down(self) -> None:
        """End the page for good, so that it asks for nothing any more.

        The page must go before its profile: Qt does not see to that by itself.
        """
        self.is_ready = self._is_attended = False
        self.ended.emit()
        self._keeper.stop()
        self._log.finish()
        self.background.stop()
        delete(self._page)
        delete(self._profile)

    def send(self, message: messages.ToPage) -> None:
        """Give a message to the page.

        Before the page is ready it is dropped: whoever hears ``page_ready`` tells the page
        the whole state, which includes it.
        """
        if self.is_ready:
            self._channel.send(message)

    def retranslate(self, language: Language) -> None:
        """Be called by its name in the language of the window, and the page's buttons by theirs."""
        self.setAccessibleName(self.tr("Map"))
        self._notice.retranslate()
        self.send(messages.SetWords(language, self.tr("Zoom in"), self.tr("Zoom out")))

    def ping(self) -> None:
        """Ask for ``settled`` once everything can be seen that is sent or being made by now."""
        QTimer.singleShot(0, self, self._ping_when_made)

    def _ping_when_made(self) -> None:
        """What waited for this turn of the event loop has begun: the ping comes after it."""
        self.background.run(lambda: None, lambda _: self._send_ping())

    def _send_ping(self) -> None:
        self.send(messages.Ping())
        self._awaited = self.serial

    def _take_idle(self, serial: int) -> None:
        self.painted.emit(serial)
        if self._awaited is not None and serial >= self._awaited:
            self._awaited = None
            self.settled.emit()

    def _dispatch(self, message: messages.FromPage) -> None:
        match message:
            case messages.Ready():
                self._take_ready()
            case messages.Idle(serial):
                self._take_idle(serial)
            case messages.ViewChanged(view):
                self.view_changed.emit(view)
            case messages.PageFailed(text):
                self._log.write(_js_log, logging.ERROR, f"The map page failed: {text}")
            case _:
                self._dispatch_pointer(message)

    def _dispatch_pointer(self, message: messages.FromPointer) -> None:
        match message:
            case messages.Clicked():
                self.clicked.emit(message)
            case messages.Hovered():
                self.hovered.emit(message)
            case messages.HoverEnded():
                self.hovered.emit(None)
            case messages.ContextMenu():
                self.context_menu_requested.emit(message)
            case messages.MeasureClicked():
                self.measure_clicked.emit(message)
            case messages.MeasureEnded():
                self.measure_ended.emit()

    def _take_ready(self) -> None:
        """The page listens; it says so once each time it is loaded, and is heard once."""
        if self._keeper.take_ready():
            self._notice.withdraw()
            self._is_loaded = True
            self._announce()

    def _lose_page(self) -> None:
        self.is_ready = self._is_loaded = False
        self._channel.forget()
