"""The look of the widgets: one family of type, a 4-px grid, one accent, in each theme."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from mapapp.core.disk.assets import asset
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.paint.fonts import font_families
from mapapp.qt.parts.style_sheet import CONTRAST_SHEET, SHEET

BODY_PX = 13
SECONDARY_PX = 11
TITLE_PX = 16


@record
class Colours:
    """Colours of the widgets in one theme, as ``#rrggbb``."""

    window: str
    panel: str
    text: str
    secondary: str
    line: str
    hover: str
    accent: str
    on_accent: str
    warning: str


COLOURS: dict[Theme, Colours] = {
    "light": Colours(
        "#F2F0EB", "#FCFBF8", "#2B2A27", "#6A665D", "#DDD8CD", "#ECE8DF", "#17727F", "#FFFFFF",
        "#9A4A00",
    ),
    "dark": Colours(
        "#1F2328", "#262A30", "#E8E6E1", "#A3A099", "#3A3F47", "#30353C", "#5FD3DF", "#12262A",
        "#F0A860",
    ),
    "contrast": Colours(
        "#FFFFFF", "#FFFFFF", "#000000", "#262626", "#000000", "#FFE680", "#003F6B", "#FFFFFF",
        "#7A1F00",
    ),
}  # fmt: skip
"""Every text keeps at least 4.5:1 on its ground, 7:1 in high contrast (tests/qt/parts)."""


def style_sheet(theme: Theme, language: Language) -> str:
    """The Qt style sheet of a theme, with the fonts of a language."""
    colours = asdict(COLOURS[theme])
    ink = "dark" if theme == "dark" else "light"
    sheet = SHEET.substitute(
        colours,
        icons=asset("icons").as_posix(),
        ink=ink,
        families=", ".join(f'"{family}"' for family in font_families(language)),
        secondary_px=SECONDARY_PX, title=TITLE_PX,
    )  # fmt: skip
    return sheet + CONTRAST_SHEET.substitute(colours) if theme == "contrast" else sheet


def palette(theme: Theme) -> QPalette:
    """The palette of a theme, for what style sheets do not reach."""
    colours, result = COLOURS[theme], QPalette()
    for role, colour in {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.Base: colours.panel,
        QPalette.ColorRole.AlternateBase: colours.window,
        QPalette.ColorRole.Button: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.secondary,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
    }.items():
        result.setColor(role, QColor(colour))
    return result


def apply_style(app: QApplication, language: Language) -> None:
    """Give the application its type and its style, which are the same in all themes."""
    font = QFont()
    font.setFamilies(font_families(language))
    font.setPixelSize(BODY_PX)
    app.setFont(font)
    app.setStyle("Fusion")


def apply_theme(app: QApplication, theme: Theme, language: Language) -> None:
    """Dress the whole application in the colours of a theme and the type of a language.

    The sheet is set for a language, too: widgets with rules of their own keep a font otherwise.
    """
    font = app.font()
    font.setFamilies(font_families(language))
    app.setFont(font)
    app.setPalette(palette(theme))
    sheet = style_sheet(theme, language)
    if app.styleSheet() != sheet:  # a second window: Qt would dress each widget of it twice
        app.setStyleSheet(sheet)
