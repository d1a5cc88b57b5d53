"""The map as a widget: the page in its view, with typed signals and one ``send``."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from mapapp.bridge import messages
from mapapp.bridge.resources import PAGE_URL, SCHEME, PageResources
from mapapp.core.log import logger
from mapapp.qt.channel import PageChannel
from mapapp.qt.guard import guarded
from mapapp.qt.map_page import MapPage
from mapapp.qt.scheme import RefuseOthers, SchemeHandler

_bridge_log = logger("bridge")
_js_log = logger("js")


class MapView(QWebEngineView):
    """Shows the map page and speaks its protocol.

    The page may start again at any time (its process can die); ``page_ready`` says that it
    knows nothing and is to be told everything.

    Signals:
        page_ready: the page listens, and is empty.
        painted: everything up to the serial (an int) can be seen.
        view_changed: the map came to rest (a ``messages.View``).
        clicked: a ``messages.Clicked``.
        hovered: a ``messages.Hovered``, or None when the cursor left the map.
        context_menu_requested: a ``messages.ContextMenu``.
        measure_clicked: a ``messages.MeasureClicked``, instead of ``clicked`` while measuring.
        measure_ended: a double click while measuring.
    """

    page_ready = Signal()
    painted = Signal(int)
    view_changed = Signal(object)
    clicked = Signal(object)
    hovered = Signal(object)
    context_menu_requested = Signal(object)
    measure_clicked = Signal(object)
    measure_ended = Signal()

    def __init__(self, resources: PageResources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._retranslate()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.is_ready = False
        self._is_loaded = False
        self._is_attended = False
        # An off-the-record profile: nothing of the page outlives it on disk.
        self._profile = QWebEngineProfile()
        self._handler = SchemeHandler(resources, self)
        self._interceptor = RefuseOthers(self)
        self._profile.installUrlSchemeHandler(SCHEME.encode(), self._handler)
        self._profile.setUrlRequestInterceptor(self._interceptor)
        self._channel = PageChannel(self)
        self._channel.received.connect(self._dispatch)
        self._page = MapPage(self._profile, self)
        web_channel = QWebChannel(self._page)
        web_channel.registerObject("bridge", self._channel)
        self._page.setWebChannel(web_channel)
        self._page.renderProcessTerminated.connect(self._restart)
        self.setPage(self._page)

    @property
    def serial(self) -> int:
        """Serial of the last message sent; ``painted`` with it means that it can be seen."""
        return self._channel.serial

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Qt: be called by another name in a new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def start(self) -> None:
        """Load the page."""
        self._page.load(QUrl(PAGE_URL))

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
        delete(self._page)
        delete(self._profile)

    def send(self, message: messages.ToPage) -> None:
        """Give a message to the page.

        Before the page is ready it is dropped: whoever hears ``page_ready`` tells the page
        the whole state, which includes it.
        """
        if self.is_ready:
            self._channel.send(message)

    def ping(self) -> None:
        """Ask for ``painted`` once everything that was sent can be seen."""
        self.send(messages.Ping())

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Map"))

    def _dispatch(self, message: messages.FromPage) -> None:
        match message:
            case messages.Ready():
                self._is_loaded = True
                self._announce()
            case messages.Idle(serial):
                self.painted.emit(serial)
            case messages.ViewChanged(view):
                self.view_changed.emit(view)
            case messages.PageFailed(text):
                _js_log.error("The map page failed: %s", text)
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

    def _restart(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, exit_code: int
    ) -> None:
        self.is_ready = self._is_loaded = False
        if status is QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return  # the view was closed
        _bridge_log.warning("The map's process ended (%s, %d); it is started again.",
                           status.name, exit_code)  # fmt: skip
        self.start()
