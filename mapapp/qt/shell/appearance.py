"""Theme and language of the window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mapapp.core.map.settings import SettingsFile, ThemeChoice
from mapapp.core.map.state import MapState
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.qt.parts.actions import Command, Submenu
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.style import apply_theme
from mapapp.qt.parts.subscription import connect

APPEARANCE = "view.appearance"


class Appearance(Extension, QObject):
    """Dresses the application as the state says, changes it, and follows the system.

    To dress all widgets anew takes Qt as long as all the rest of a change of theme or language;
    it has a turn of the event loop of its own, so that the window goes on answering.
    The choice is kept in the settings; a theme that was set by others becomes the choice.
    """

    def __init__(self, state: MapState, settings: SettingsFile, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._settings = settings
        self._choice: ThemeChoice = settings.now.theme
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._dress)
        connect(self, state.theme_changed, self._take_theme)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)
        self._worn: tuple[Theme, Language] | None = None
        self._dress()
        follow_language(self, state, self._soon.start)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield self._theme_command(
            "system", self.tr("As the &system"), self.tr("Follow the theme of the system.")
        )
        yield self._theme_command(
            "light", self.tr("&Light theme"), self.tr("Show dark things on light ground.")
        )
        yield Command(
            id="view.dark",
            text=self.tr("&Dark theme"),
            tip=self.tr("Show light things on dark ground; once more goes back to light."),
            run=lambda: self.choose("light" if self._choice == "dark" else "dark"),
            menu="view",
            submenu=APPEARANCE,
            section=40,
            shortcuts=("Ctrl+D",),
            is_checked=lambda: self._choice == "dark",
        )
        yield self._theme_command(
            "contrast",
            self.tr("&High contrast"),
            self.tr("Show black text on white, and symbols with black edges."),
        )
        yield Command(
            id="view.language",
            text=self.tr("中文 / En&glish"),
            label="English" if self._state.language == "zh" else "中文",
            icon="language",
            tip=self.tr("Change between Chinese and English."),
            run=self.toggle_language,
            menu="view",
            section=40,
            shortcuts=("Ctrl+L",),
        )

    def submenus(self) -> Iterator[Submenu]:
        """The choice of a theme."""
        yield Submenu(
            id=APPEARANCE,
            text=self.tr("Appearan&ce"),
            label=self.tr("Theme"),
            icon="theme",
            tip=self.tr("Choose light, dark or high contrast."),
            menu="view",
            section=40,
        )

    def choose(self, choice: ThemeChoice) -> None:
        """Take a theme, or that of the system from now on."""
        self._choice = choice
        self._keep()
        self._state.set_theme(resolve_theme(choice))

    def toggle_language(self) -> None:
        """Change from English to Chinese, or back."""
        language: Language = "en" if self._state.language == "zh" else "zh"
        self._state.set_language(language)

    def _theme_command(self, choice: ThemeChoice, text: str, tip: str) -> Command:
        return Command(
            id=f"view.{choice}",
            text=text,
            tip=tip,
            run=lambda: self.choose(choice),
            menu="view",
            submenu=APPEARANCE,
            section=40,
            is_checked=lambda: self._choice == choice,
        )

    def _follow_system(self) -> None:
        self._state.set_theme(resolve_theme(self._choice))

    def _take_theme(self, theme: Theme) -> None:
        self._soon.start()
        if theme != resolve_theme(self._choice):
            self._choice = theme
            self._keep()

    def _dress(self) -> None:
        wanted = self._state.theme, self._state.language
        app = QApplication.instance()
        if wanted != self._worn and isinstance(app, QApplication):
            self._worn = wanted
            apply_theme(app, *wanted)

    def _keep(self) -> None:
        self._settings.update(theme=self._choice)


def resolve_theme(choice: ThemeChoice) -> Theme:
    """The theme of a choice: itself, or what the system asks for."""
    if choice != "system":
        return choice
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
