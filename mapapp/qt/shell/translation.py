"""The words of the widgets in the language of the state: ours, and those Qt brings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from mapapp.core.disk.assets import asset
from mapapp.core.map.state import MapState
from mapapp.core.message import speak
from mapapp.core.text import Language
from mapapp.qt.parts.subscription import connect

_LOCALE = "zh_CN"


class Translation(QObject):
    """Translates the application while it runs.

    It must listen to the state before any widget does: widgets ask for their texts as soon as
    they hear of a new language. English is what stands in the code.
    """

    def __init__(self, state: MapState) -> None:
        super().__init__()
        self._translators = tuple(map(_load, _files()))
        self._is_installed = False
        connect(self, state.language_changed, self._speak)
        self._speak(state.language)

    def remove(self) -> None:
        """Speak English again."""
        self._speak("en")

    def _speak(self, language: Language) -> None:
        speak(language)
        wanted = language == "zh"
        if wanted == self._is_installed:
            return
        self._is_installed = wanted
        for translator in self._translators:
            if wanted:
                QCoreApplication.installTranslator(translator)
            else:
                QCoreApplication.removeTranslator(translator)


def system_language() -> Language:
    """The language the system asks for: Chinese, or else English."""
    return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"


def _files() -> tuple[Path, Path]:
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return qt / f"qtbase_{_LOCALE}.qm", asset("i18n", f"mapapp_{_LOCALE}.qm")


def _load(file: Path) -> QTranslator:
    translator = QTranslator()
    translator.load(str(file))
    return translator
