"""The fonts that mapapp ships, made known to Qt; what draws with it would load numpy first.

There are two families, which differ in a few marks: packaging/mapfont.py says why.
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFontDatabase

from mapapp.core.disk.assets import asset
from mapapp.core.text import Language

_OTHERS = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Noto Sans", "DejaVu Sans")
"""Where our own lack a character, or cannot be read."""


def font_families(language: Language) -> list[str]:
    """The families of texts in a language, the first choice first."""
    own = ["Mapapp Sans"] if language == "zh" else ["Mapapp Sans Latin", "Mapapp Sans"]
    return [*own, *_OTHERS]


@functools.cache
def load_fonts() -> None:
    """Make the fonts that mapapp ships known to Qt; a QGuiApplication must exist.

    Raises:
        AssetError: if one of their files was not found.
    """
    # Qt names each font that it tries for a script; paint/glyphs.py says what none can draw.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    for style in ("Regular", "Bold", "Regular-western", "Bold-western"):
        QFontDatabase.addApplicationFont(str(asset("fonts", f"MapappSans-{style}.ttf")))
