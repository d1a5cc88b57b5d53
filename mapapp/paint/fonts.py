"""The font that mapapp ships, made known to Qt; what draws with it would load numpy first."""

from __future__ import annotations

import functools

from PySide6.QtGui import QFontDatabase

from mapapp.core.disk.assets import asset


@functools.cache
def load_fonts() -> None:
    """Make the font that mapapp ships known to Qt; a QGuiApplication must exist.

    Raises:
        AssetError: if a file of it was not found.
    """
    for style in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(asset("fonts", f"MapappSans-{style}.ttf")))
