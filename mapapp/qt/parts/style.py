"""The look of the widgets: one family of type, a 4-px grid, one accent, in each theme."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from mapapp.core.disk.assets import asset
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.paint.fonts import font_families

BODY_PX = 13
SECONDARY_PX = 11
TITLE_PX = 16


@dataclass(frozen=True, slots=True)
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

_SHEET = Template("""
* { font-family: $families; }
QMainWindow, QDialog { background: $window; }
QWidget#details, QTreeView#layers, QWidget#card { background: $panel; color: $text; }
QTreeView#layers {
  border: none; padding: 4px; outline: none; selection-background-color: $hover;
}
QTreeView#layers::item { height: 30px; border-radius: 4px; }
QTreeView#layers::item:hover { background: $hover; }
QTreeView#layers::item:selected { background: $hover; color: $text; border-radius: 0; }
QWidget#layer-panel, QFrame#opacity { background: $panel; }
QFrame#opacity, QFrame#solo { border: none; border-top: 1px solid $line; }
QFrame#solo { background: $hover; }
QFrame#solo QToolButton { color: $accent; padding: 4px 8px; }
QFrame#opacity QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QFrame#opacity QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QFrame#opacity QSlider::handle:horizontal {
  width: 12px; margin: -5px 0; border: 1px solid $secondary; border-radius: 7px; background: $panel;
}
QFrame#opacity QSlider::handle:horizontal:hover, QFrame#opacity QSlider::handle:horizontal:focus {
  border-color: $accent; background: $accent;
}
QFrame#opacity QSlider::sub-page:horizontal:disabled { background: $line; }
QFrame#opacity QSlider::handle:horizontal:disabled { border-color: $line; background: $panel; }
QTreeView::indicator, QCheckBox::indicator {
  width: 13px; height: 13px; border: 1px solid $secondary; border-radius: 3px; background: $panel;
}
QTreeView::indicator:checked, QCheckBox::indicator:checked {
  background: $accent; border-color: $accent; image: url("$tick");
}
QTreeView::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url("$dash");
}
QScrollArea#details { border: none; }
QDockWidget { color: $secondary; font-size: ${secondary_px}px; }
QDockWidget::title { background: $panel; padding: 10px 12px 4px 12px; text-align: left; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QToolBar {
  background: $window; border: none; border-bottom: 1px solid $line; padding: 4px 8px; spacing: 4px;
}
QToolButton { color: $text; border: none; border-radius: 4px; padding: 6px 10px; }
QToolButton:hover, QToolButton:focus { background: $hover; }
QToolButton#export, QToolButton#tour-next, QToolButton#map-retry {
  background: $accent; color: $on_accent; font-weight: bold; padding: 6px 14px;
}
QLineEdit#search {
  background: $panel; color: $text; border: 1px solid $line; border-radius: 6px;
  padding: 6px 8px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit#search:focus { border-color: $accent; }
QFrame#search-popup { background: $panel; border: 1px solid $line; border-radius: 6px; }
QFrame#search-popup QListView {
  background: $panel; alternate-background-color: $hover; color: $text;
  placeholder-text-color: $secondary; outline: none;
}
QMenuBar { background: $window; color: $text; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 12px; border-radius: 4px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $secondary; background: transparent; }
QStatusBar { background: $window; color: $secondary; border-top: 1px solid $line; }
QStatusBar QToolButton {
  color: $secondary; font-size: ${secondary_px}px; padding: 2px 8px; text-align: left;
}
QStatusBar QToolButton::menu-indicator { width: 0; }
QFrame#notice-bar { background: $panel; border: 1px solid $warning; border-radius: 6px; }
QFrame#map-notice { background: $panel; border: none; }
QFrame#measure-bar { background: $panel; border: 1px solid $line; border-radius: 6px; }
QStatusBar QLabel { color: $secondary; font-size: ${secondary_px}px; padding: 0 8px; }
QStatusBar::item { border: none; }
QWidget#table, QWidget#time { background: $panel; color: $text; }
QWidget#table QTableView { border: 1px solid $line; gridline-color: $line; background: $panel; }
QWidget#table QLineEdit, QDialog QLineEdit, QDialog QPlainTextEdit {
  background: $panel; color: $text; border: 1px solid $line; border-radius: 4px; padding: 2px 6px;
}
QWidget#table QLineEdit:focus, QDialog QLineEdit:focus, QDialog QPlainTextEdit:focus {
  border-color: $accent;
}
QComboBox#filter-field { combobox-popup: 0; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $secondary; }
QWidget#table QHeaderView::section {
  background: $panel; color: $secondary; border: none; border-bottom: 1px solid $line; padding: 4px;
}
QWidget#table QTableView::item { border-bottom: 1px solid $line; }
QWidget#table QTableView::item:selected { background: $accent; color: $on_accent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: bold; color: $text; }
QLabel[role="heading"] { font-weight: bold; color: $text; }
QPushButton#primary {
  background: $accent; color: $on_accent; font-weight: bold; border: 1px solid $accent;
  border-radius: 4px; padding: 5px 16px;
}
QPushButton#primary:focus { border-color: $text; }
QPushButton#primary:disabled { background: $line; border-color: $line; color: $secondary; }
QPushButton:disabled { color: $secondary; }
QProgressBar { background: $line; border: none; border-radius: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QLabel[role="secondary"] { color: $secondary; font-size: ${secondary_px}px; }
QLabel[role="warning"] { color: $warning; font-size: ${secondary_px}px; }
QLabel[role="key"] {
  background: $hover; color: $text; border: 1px solid $line; border-radius: 4px;
  padding: 1px 6px; font-size: ${secondary_px}px;
}
QDialog QScrollArea > QWidget > QWidget { background: transparent; }
QTabWidget#side { background: $panel; }
QTabWidget#side::pane { border: none; }
QTabWidget#side QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabWidget#side QTabBar::tab {
  background: $panel; color: $secondary; border: none; border-bottom: 2px solid transparent;
  padding: 8px 4px 4px 4px; margin-left: 10px; font-size: ${secondary_px}px;
}
QTabWidget#side QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget#side QTabBar::tab:focus { background: $hover; }
QWidget#features { background: $panel; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTextBrowser#card { background: $panel; color: $text; border: none; }
QToolButton#card-menu { padding: 0 6px; font-weight: bold; }
QToolButton#card-menu::menu-indicator { image: none; width: 0; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; }
QListWidget#help-pages {
  background: $window; color: $text; border: none; border-right: 1px solid $line; padding: 12px 8px;
  outline: none;
}
QListWidget#help-pages::item { padding: 6px 8px; border-radius: 4px; }
QListWidget#help-pages::item:selected { background: $hover; color: $text; }
QTextBrowser#help { background: $panel; color: $text; border: none; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
""")
_CONTRAST_SHEET = Template("""
QToolButton:focus, QLineEdit:focus, QAbstractItemView:focus, QTextBrowser:focus,
QTreeView#layers:focus { border: 2px solid $accent; }
QMenu::item:selected, QMenuBar::item:selected { border: 1px solid $line; }
QToolButton:hover { border: 1px solid $line; }
""")
"""What has the keyboard gets a frame: a change of its ground alone is not seen by all."""


def style_sheet(theme: Theme, language: Language) -> str:
    """The Qt style sheet of a theme, with the fonts of a language."""
    colours = asdict(COLOURS[theme])
    ink = "dark" if theme == "dark" else "light"
    sheet = _SHEET.substitute(
        colours,
        tick=asset("icons", f"tick-{ink}.svg").as_posix(),
        dash=asset("icons", f"dash-{ink}.svg").as_posix(),
        families=", ".join(f'"{family}"' for family in font_families(language)),
        secondary_px=SECONDARY_PX, title=TITLE_PX,
    )  # fmt: skip
    return sheet + _CONTRAST_SHEET.substitute(colours) if theme == "contrast" else sheet


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
    app.setStyleSheet(style_sheet(theme, language))
