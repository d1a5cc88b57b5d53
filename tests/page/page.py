"""The map page for tests, in a view of its own."""

from __future__ import annotations

import json
from typing import Any

from pytestqt.qtbot import QtBot

from mapapp.bridge.resources import PageResources
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_content import PageData

TIMEOUT_MS = 20_000


class Page:
    """The map page in a view of its own, without a window around it."""

    def __init__(
        self, view: MapView, resources: PageResources, data: PageData, qtbot: QtBot
    ) -> None:
        self.view = view
        self.resources = resources
        self.data = data
        self.qtbot = qtbot

    def settle(self) -> None:
        """Wait until all that was sent can be seen."""
        with self.qtbot.waitSignal(self.view.settled, timeout=TIMEOUT_MS):
            self.view.ping()

    def run(self, code: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        answers: list[str] = []
        self.view.page().runJavaScript("window.answer = undefined")
        self.view.page().runJavaScript(
            f"Promise.resolve({code}).then(v => v, e => `refused: ${{e}}`)"
            ".then(v => { window.answer = JSON.stringify(v ?? null); }); 0"
        )

        def arrived() -> bool:
            self.view.page().runJavaScript("window.answer", answers.append)
            return bool(answers and answers[-1])

        self.qtbot.waitUntil(arrived, timeout=TIMEOUT_MS)
        return json.loads(answers[-1])
