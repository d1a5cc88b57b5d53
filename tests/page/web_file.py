"""A standalone map in the real engine, opened from disk, with every request but its own refused."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot

TIMEOUT_MS = 20_000


class Refusal(QWebEngineUrlRequestInterceptor):
    """Counts requests and lets none but the file itself through."""

    def __init__(self, file: QUrl) -> None:
        super().__init__()
        self.file = file
        self.refused: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl() != self.file:
            self.refused.append(info.requestUrl().toString())
            info.block(True)


class Console(QWebEnginePage):
    """A page that keeps what its scripts complain about."""

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self.said: list[str] = []

    def javaScriptConsoleMessage(self, level: Any, message: str, line: int, source: str) -> None:
        self.said.append(message)


def _first(code: str) -> QWebEngineScript:
    """Code that runs before any script of the page."""
    script = QWebEngineScript()
    script.setSourceCode(code)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    return script


class OpenFile:
    """A file in a view of its own."""

    def __init__(
        self,
        path: Path,
        qtbot: QtBot,
        width_px: int = 1000,
        height_px: int = 700,
        before: str = "",
    ) -> None:
        self.qtbot = qtbot
        self.profile = QWebEngineProfile()
        self.refusal = Refusal(QUrl())
        self.profile.setUrlRequestInterceptor(self.refusal)
        self.page = Console(self.profile)
        self.page.scripts().insert(_first(before))
        self.view = QWebEngineView()
        self.view.setPage(self.page)
        self.view.resize(width_px, height_px)
        self.view.show()
        self.load(path)

    def load(self, path: Path) -> None:
        """Show another file in place of the one before."""
        self.refusal.file = QUrl.fromLocalFile(str(path))
        with self.qtbot.waitSignal(self.page.loadFinished, timeout=TIMEOUT_MS):
            self.page.load(self.refusal.file)
        self.qtbot.waitUntil(lambda: self.run("document.querySelector('.panel') !== null"))

    def close(self) -> None:
        self.view.close()
        shiboken6.delete(self.view)
        shiboken6.delete(self.page)  # before its profile, or Qt warns

    def run(self, code: str) -> Any:
        answers: list[str] = []
        self.page.runJavaScript(f"JSON.stringify(({code}) ?? null)", answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=TIMEOUT_MS)
        return json.loads(answers[0]) if answers[0] else None

    def search(self, text: str) -> list[str]:
        self.run(
            "(box => { box.value = " + json.dumps(text) + "; box.dispatchEvent(new Event('input'));"
            " return 1; })(document.querySelector('.search'))"
        )
        found = self.run(
            "[...document.querySelectorAll('.results strong')].map(e => e.textContent)"
        )
        return [str(name) for name in found]

    def choose(self, text: str) -> str:
        self.search(text)
        self.run("(document.querySelector('.results button').click(), 1)")
        return str(self.run("document.querySelector('.leaflet-popup-content').innerText"))

    def picture(self) -> QImage:
        return self.view.grab().toImage()

    def has_painted(self, right: Callable[[QImage], bool]) -> None:
        self.qtbot.waitUntil(lambda: right(self.picture()), timeout=TIMEOUT_MS)

    def at(self, lon: float, lat: float) -> tuple[int, int]:
        x, y = self.run(
            "(p => [p.x, p.y])(window[JSON.parse(document.getElementById('mapapp-map')"
            f".textContent).map].latLngToContainerPoint([{lat}, {lon}]))"
        )
        return round(x), round(y)


class Browser:
    """One view for many standalone maps, each in place of the one before."""

    def __init__(self, folder: Path, width_px: int, height_px: int) -> None:
        self._targets = (folder / f"{number}.html" for number in itertools.count())
        self._size_px = width_px, height_px
        self._file: OpenFile | None = None

    def show(self, document: str, qtbot: QtBot) -> OpenFile:
        """Write a map into the folder and open it."""
        target = next(self._targets)
        target.write_text(document, encoding="utf-8")
        if self._file is None:
            self._file = OpenFile(target, qtbot, *self._size_px)
        else:
            self._file.qtbot = qtbot
            self._file.load(target)
        return self._file

    def close(self) -> None:
        """Close the view, if there has been any."""
        if self._file is not None:
            self._file.close()
