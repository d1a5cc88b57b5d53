"""Serves the map page over our own URL scheme: a thin Qt shell around PageResources."""

from __future__ import annotations

import logging

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from shiboken6 import isValid

from mapapp.bridge.resources import (
    CONTENT_SECURITY_POLICY,
    ORIGIN,
    PAGE_URL,
    SCHEME,
    PageResources,
    Resource,
)
from mapapp.core.log import logger
from mapapp.qt.map.page_log import PageLog
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.guard import guarded, report

_Error = QWebEngineUrlRequestJob.Error
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

    Chromium calls it on the UI thread, and a job never leaves that thread: what takes long is
    made in ``work``, and the job is answered when that is done, if it is still there.
    """

    def __init__(
        self,
        resources: PageResources,
        work: Background,
        log: PageLog,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._resources = resources
        self._background = work
        self._log = log
        # The values are lists, whatever the stubs say: a bare QByteArray would be read letter by
        # letter, which voids the policy.
        self._headers = {
            QByteArray(b"Content-Security-Policy"): [QByteArray(CONTENT_SECURITY_POLICY.encode())],
            QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
        }

    @guarded(None)
    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Reply to one request now or later, or refuse it."""
        if not _is_allowed(job):
            shown = f"{job.requestUrl().toDisplayString()[:200]} from {_shown(job.initiator())}"
            self._log.write(_bridge_log, logging.WARNING, f"Refused a request for {shown}.")
            job.fail(_Error.RequestDenied)
            return
        path = job.requestUrl().path()
        resource = self._resources.find(path)
        if resource is None:
            self._refuse_unknown(job, path)
        elif resource.is_quick:
            self._answer_now(job, resource)
        else:
            self._answer_later(job, resource)

    def _answer_now(self, job: QWebEngineUrlRequestJob, resource: Resource) -> None:
        try:
            body = resource.make()
        except Exception as error:
            self._fail(job, error)
        else:
            self._reply(job, resource, body)

    def _answer_later(self, job: QWebEngineUrlRequestJob, resource: Resource) -> None:
        """Chromium deletes the job of a page that no longer waits for it."""
        ticket = self._background.run(
            resource.make,
            lambda body: self._reply(job, resource, body),
            lambda error: self._fail(job, error),
        )
        job.destroyed.connect(lambda: self._background.drop(ticket))

    def _reply(self, job: QWebEngineUrlRequestJob, resource: Resource, body: bytes | None) -> None:
        if not isValid(job):
            return
        if body is None:
            self._refuse_unknown(job, job.requestUrl().path())
            return
        buffer = QBuffer(job)
        buffer.setData(body)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.setAdditionalResponseHeaders(self._headers)  # type: ignore[arg-type]
        job.reply(QByteArray(resource.media_type.encode()), buffer)

    def _fail(self, job: QWebEngineUrlRequestJob, error: Exception) -> None:
        report(error)
        if isValid(job):
            job.fail(_Error.RequestFailed)

    def _refuse_unknown(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        sentence = f"The page asked for {path[:200]}, which is not there."
        self._log.write(_bridge_log, logging.WARNING, sentence)
        job.fail(_Error.UrlNotFound)


def _is_allowed(job: QWebEngineUrlRequestJob) -> bool:
    """Whether our own page asks to read, or the page itself is loaded, which nothing initiates.

    An opaque origin (a sandboxed frame, a ``data:`` document) has ``null`` as its initiator.
    """
    if bytes(job.requestMethod().data()) != b"GET":
        return False
    url, initiator = job.requestUrl(), job.initiator()
    if initiator.isEmpty():
        return url.toString() == PAGE_URL
    return _is_ours(url) and _is_ours(initiator)


def _is_ours(url: QUrl) -> bool:
    return url.scheme() == SCHEME and f"{SCHEME}://{url.authority()}" == ORIGIN


def _shown(initiator: QUrl) -> str:
    return initiator.toDisplayString()[:200] or "nobody"


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
