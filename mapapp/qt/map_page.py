"""The web page of the map: where it may go and where its console ends up."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

from mapapp.bridge.resources import SCHEME
from mapapp.core.log import logger
from mapapp.qt.guard import guarded

_js_log = logger("js")


class MapPage(QWebEnginePage):
    """A page that stays within our scheme and writes its console to the log."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject | None = None) -> None:
        super().__init__(profile, parent)
        self._levels = {
            QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel: _js_log.info,
            QWebEnginePage.JavaScriptConsoleMessageLevel.WarningMessageLevel: _js_log.warning,
            QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel: _js_log.error,
        }

    @guarded(False)
    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Refuse to leave our page: no link, redirect or script may."""
        return QUrl(url).scheme() == SCHEME

    @guarded(None)
    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]
        """Refuse pop-ups."""
        return None

    @guarded(None)
    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        """Write the page's console to the log."""
        self._levels[level]("%s (%s:%d)", message, source.rpartition("/")[2], line)
