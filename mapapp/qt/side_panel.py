"""The panel at the left: pages of which one is seen, such as the layers and what is in view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget


class SidePanel(QTabWidget):
    """Pages with a tab each; the keyboard goes to the page that is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setDocumentMode(True)
        self._titles: list[Callable[[], str]] = []
        self.currentChanged.connect(self._pass_focus)

    def add(self, page: QWidget, title: Callable[[], str]) -> None:
        """Add a page; ``title`` gives its name in the language of the moment."""
        self._titles.append(title)
        self.addTab(page, title())
        self._pass_focus()

    def retranslate(self) -> None:
        """Name the pages in the language of the window."""
        for number, title in enumerate(self._titles):
            self.setTabText(number, title())

    def _pass_focus(self) -> None:
        self.setFocusProxy(self.currentWidget())
