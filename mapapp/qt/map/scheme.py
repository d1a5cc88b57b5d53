"""Serves the map page over our own URL scheme: a thin Qt shell around PageResources."""

from __future__ import annotations

import logging

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from mapapp.bridge.resources import CONTENT_SECURITY_POLICY, SCHEME, PageResources
from mapapp.core.log import logger
from mapapp.qt.map.page_log import PageLog
from mapapp.qt.parts.guard import guarded, report

_bridge_log = logger("bridge")


def register_scheme() -> None:
    """Tell Chromium about our scheme; must happen before QApplication is made."""
    scheme = QWebEngineUrlScheme(SCHEME.encode())
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(
        QWebEngineUrlScheme.Flag.SecureScheme
        | QWebEngineUrlScheme.Flag.CorsEnabled
        | QWebEngineUrlScheme.Flag.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers each request of the page from a table of resources, with a strict policy.

    Chromium calls it on the UI thread, and the job must never leave that thread.
    """

    def __init__(
        self, resources: PageResources, log: PageLog, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._resources = resources
        self._log = log
        # The values are lists, whatever the stubs say: a bare QByteArray would be read letter by
        # letter, which voids the policy.
        self._headers = {
            QByteArray(b"Content-Security-Policy"): [QByteArray(CONTENT_SECURITY_POLICY.encode())],
            QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
        }

    @guarded(None)
    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Reply to one request, or refuse it."""
        if bytes(job.requestMethod().data()) != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        path = job.requestUrl().path()
        try:
            response = self._resources.get(path)
        except Exception as error:
            report(error)
            job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)
            return
        if response is None:
            sentence = f"The page asked for {path[:200]}, which is not there."
            self._log.write(_bridge_log, logging.WARNING, sentence)
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(response.body)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.setAdditionalResponseHeaders(self._headers)  # type: ignore[arg-type]
        job.reply(QByteArray(response.media_type.encode()), buffer)


class RefuseOthers(QWebEngineUrlRequestInterceptor):
    """Refuses every request that is not for our own scheme: the page has no network."""

    def __init__(self, log: PageLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log

    @guarded(None)
    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block a request to anything but our scheme (data: and blob: stay inside)."""
        url = info.requestUrl()
        if url.scheme() not in {SCHEME, "data", "blob"}:
            sentence = f"Refused a request to {url.toDisplayString()[:200]}."
            self._log.write(_bridge_log, logging.WARNING, sentence)
            info.block(True)
