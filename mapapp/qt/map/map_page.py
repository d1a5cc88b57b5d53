"""The web page of the map: where it may go, what it may say, and where its console ends up.

The page speaks to Qt through its console, and Qt to it by running ``receive(…)`` in it. Nothing
of ours is an object in the page, so there is nothing that a script in it could call or delete
(docs/decisions/2026-11-25-the-page-speaks-by-its-console.md).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

from mapapp.bridge.messages import PREFIX
from mapapp.bridge.resources import PAGE_URL, SCHEME
from mapapp.core.log import logger
from mapapp.qt.map.page_log import PageLog
from mapapp.qt.parts.guard import guarded

_js_log = logger("js")

_LEVELS = {
    QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel: logging.INFO,
    QWebEnginePage.JavaScriptConsoleMessageLevel.WarningMessageLevel: logging.WARNING,
    QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel: logging.ERROR,
}


class MapPage(QWebEnginePage):
    """A page that stays where we put it, opens nothing, and writes its console to the log.

    Signals:
        posted: text of a message of the page.
        led_away: the page has left for another address, and is no map any more.
    """

    posted = Signal(str)
    led_away = Signal()

    def __init__(
        self, profile: QWebEngineProfile, log: PageLog, parent: QObject | None = None
    ) -> None:
        super().__init__(profile, parent)
        self._log = log
        self.urlChanged.connect(self._look_where)

    def receive(self, text: str) -> None:
        """Hand the JSON text of a message to the page's script."""
        self.runJavaScript(f"receive({json.dumps(text, ensure_ascii=False)})")

    @guarded(False)
    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Refuse all but our own loading of our page: no link, redirect, reload or script."""
        typed = type is QWebEnginePage.NavigationType.NavigationTypeTyped
        return typed and is_main_frame and QUrl(url) == QUrl(PAGE_URL)

    @guarded(None)
    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]
        """Refuse pop-ups."""
        return None

    @guarded(None)
    def javaScriptAlert(self, origin: QUrl | str, text: str) -> None:
        """Show no box, which would hold the window until it is answered."""

    @guarded(False)
    def javaScriptConfirm(self, origin: QUrl | str, text: str) -> bool:
        """Ask nothing. Yes, since "leave the page?" is asked this way when it is loaded anew."""
        return True

    @guarded((False, ""))
    def javaScriptPrompt(self, origin: QUrl | str, text: str, default: str) -> tuple[bool, str]:
        """Ask nothing."""
        return False, ""

    @guarded(list[str]())
    def chooseFiles(
        self,
        mode: QWebEnginePage.FileSelectionMode,
        old: Sequence[str],
        types: Sequence[str],
    ) -> list[str]:
        """Let the page have no files."""
        return []

    @guarded(None)
    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        """Take a message of the page, or write to the log what else it says."""
        if message.startswith(PREFIX):
            self.posted.emit(message.removeprefix(PREFIX))
        else:
            where = source.rpartition("/")[2]
            self._log.write(_js_log, _LEVELS[level], f"{message[:1000]} ({where}:{line})")

    def _look_where(self, url: QUrl) -> None:
        """A script can go to about:blank without being asked where."""
        if url.scheme() != SCHEME:
            self.led_away.emit()
