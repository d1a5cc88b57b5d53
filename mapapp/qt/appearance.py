"""Theme and language of the window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mapapp.core.layerspec import Language, Theme
from mapapp.core.state import MapState
from mapapp.qt.actions import Command
from mapapp.qt.style import apply_theme


class Appearance(QObject):
    """Dresses the application as the state says, and changes it."""

    def __init__(self, state: MapState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        state.theme_changed.connect(_dress)
        _dress(state.theme)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="view.dark",
            text=self.tr("Dark t&heme"),
            tip=self.tr("Change between the light and the dark theme."),
            run=self.toggle_theme,
            menu="view",
            section=40,
            shortcuts=("Ctrl+D",),
            is_checked=lambda: self._state.theme == "dark",
        )
        yield Command(
            id="view.language",
            text=self.tr("中文 / En&glish"),
            tip=self.tr("Change between Chinese and English."),
            run=self.toggle_language,
            menu="view",
            section=40,
            shortcuts=("Ctrl+L",),
        )

    def toggle_theme(self) -> None:
        """Change from light to dark, or back."""
        theme: Theme = "light" if self._state.theme == "dark" else "dark"
        self._state.set_theme(theme)

    def toggle_language(self) -> None:
        """Change from English to Chinese, or back."""
        language: Language = "en" if self._state.language == "zh" else "zh"
        self._state.set_language(language)


def _dress(theme: Theme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, theme)
