"""The fonts that mapapp ships, made known to Qt; what draws with it would load numpy first.

There are two families, which differ in a few marks: packaging/mapfont.py says why.
"""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFontDatabase

from mapapp.core.disk.assets import asset
from mapapp.core.text import Language

OWN_FAMILY, LATIN_FAMILY = "Mapapp Sans", "Mapapp Sans Latin"

_OTHERS = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Noto Sans", "DejaVu Sans")
"""Where our own lack a character, or cannot be read."""


def font_families(language: Language) -> list[str]:
    """The families of texts in a language, the first choice first."""
    own = [OWN_FAMILY] if language == "zh" else [LATIN_FAMILY, OWN_FAMILY]
    return [*own, *_OTHERS]


@functools.cache
def load_fonts() -> None:
    """Make the fonts that mapapp ships known to Qt; a QGuiApplication must exist.

    Raises:
        AssetError: if one of their files was not found.
    """
    # Qt names each font that it tries for a script; paint/glyphs.py says what none can draw.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    for family in (OWN_FAMILY, LATIN_FAMILY):
        for is_bold in (False, True):
            QFontDatabase.addApplicationFont(str(font_file(family, is_bold)))


def font_file(family: str, is_bold: bool) -> Path:
    """The file of a family of ours in one weight.

    Raises:
        AssetError: if it was not found.
    """
    style = "Bold" if is_bold else "Regular"
    western = "-western" if family == LATIN_FAMILY else ""
    return asset("fonts", f"MapappSans-{style}{western}.ttf")
