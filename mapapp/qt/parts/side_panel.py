"""The panel at the left: pages of which one is seen, such as the layers and what is in view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget


class SidePanel(QTabWidget):
    """Pages with a tab each."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setDocumentMode(True)
        self._titles: list[Callable[[], str]] = []

    def add(self, page: QWidget, title: Callable[[], str]) -> None:
        """Add a page; ``title`` gives its name in the language of the moment."""
        self._titles.append(title)
        self.addTab(page, title())

    def retranslate(self) -> None:
        """Name the pages in the language of the window."""
        for number, title in enumerate(self._titles):
            self.setTabText(number, title())
