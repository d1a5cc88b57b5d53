"""The style sheet of the widgets, as templates: colours and sizes are those of a theme.

Everything that takes the keyboard has a border that the focus colours, and no control keeps what
Fusion draws of its own: its gradients, and the icons on buttons of dialogs. Icons that a sheet
names are files, so they have one colour, which is seen on the grounds of all themes.
"""

from __future__ import annotations

from string import Template

SHEET = Template("""
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
QFrame#solo QToolButton { color: $accent; padding: 2px 6px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
  width: 12px; margin: -5px 0; border: 1px solid $secondary; border-radius: 7px; background: $panel;
}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {
  border-color: $accent; background: $accent;
}
QSlider::sub-page:horizontal:disabled { background: $line; }
QSlider::handle:horizontal:disabled { border-color: $line; background: $panel; }
QTreeView::indicator, QListView::indicator, QCheckBox::indicator {
  width: 13px; height: 13px; border: 1px solid $secondary; border-radius: 3px; background: $panel;
}
QTreeView::indicator:checked, QListView::indicator:checked, QCheckBox::indicator:checked {
  background: $accent; border-color: $accent; image: url("$icons/tick-$ink.svg");
}
QTreeView::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url("$icons/dash-$ink.svg");
}
QScrollArea#details { border: none; }
QWidget#found { background: $panel; border-bottom: 1px solid $line; }
QWidget#found QToolButton { padding: 4px 8px; }
QToolButton#found-all { color: $accent; }
QDockWidget { color: $secondary; font-size: ${secondary_px}px; }
QDockWidget::title { background: $panel; padding: 10px 12px 4px 12px; text-align: left; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QToolBar {
  background: $window; border: none; border-bottom: 1px solid $line; padding: 4px 8px; spacing: 4px;
}
QToolButton {
  color: $text; border: 2px solid transparent; border-radius: 4px; padding: 4px 8px;
}
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $hover; color: $accent; border-bottom-color: $accent; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $secondary; }
QToolButton[popupMode="2"] { padding-right: 20px; }
QToolButton::menu-indicator {
  image: url("$icons/chevron-down.svg"); subcontrol-origin: padding;
  subcontrol-position: center right; width: 12px; height: 12px; right: 4px;
}
QToolButton#export, QToolButton#tour-next, QToolButton#map-retry {
  background: $accent; color: $on_accent; font-weight: bold; padding: 4px 12px;
}
QToolButton#export:focus, QToolButton#tour-next:focus, QToolButton#map-retry:focus {
  border-color: $text;
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
  color: $secondary; font-size: ${secondary_px}px; padding: 0 6px; text-align: left;
}
QStatusBar QToolButton::menu-indicator { image: none; width: 0; }
QFrame#notice-bar { background: $panel; border: 1px solid $warning; border-radius: 6px; }
QFrame#map-notice { background: $panel; border: none; }
QFrame#prompt-bar { background: $panel; border: 1px solid $line; border-radius: 6px; }
QStatusBar QLabel { color: $secondary; font-size: ${secondary_px}px; padding: 0 8px; }
QStatusBar::item { border: none; }
QWidget#table, QWidget#time { background: $panel; color: $text; }
QWidget#table QTableView { border: 1px solid $line; gridline-color: $line; background: $panel; }
QWidget#table QLineEdit, QDialog QLineEdit, QDialog QPlainTextEdit, QComboBox, QAbstractSpinBox {
  background: $panel; color: $text; border: 1px solid $line; border-radius: 4px; padding: 2px 6px;
}
QWidget#table QLineEdit:focus, QDialog QLineEdit:focus, QDialog QPlainTextEdit:focus,
QComboBox:focus, QAbstractSpinBox:focus { border-color: $accent; }
QComboBox, QAbstractSpinBox, QDialog QLineEdit { min-height: 22px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; min-height: 0; }
QComboBox:disabled, QAbstractSpinBox:disabled, QDialog QLineEdit:disabled { color: $secondary; }
QComboBox { padding-right: 22px; }
QComboBox#filter-field { combobox-popup: 0; }
QComboBox::drop-down {
  border: none; width: 22px; subcontrol-origin: padding; subcontrol-position: center right;
}
QComboBox::down-arrow { image: url("$icons/chevron-down.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
  background: $panel; color: $text; border: 1px solid $line; outline: none;
  selection-background-color: $hover; selection-color: $text;
}
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; }
QAbstractSpinBox::up-arrow { image: url("$icons/chevron-up.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$icons/chevron-down.svg"); width: 10px; height: 10px; }
QCheckBox, QRadioButton { border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled { color: $secondary; }
QCheckBox::indicator:disabled { border-color: $line; background: $panel; }
QCheckBox::indicator:checked:disabled { border-color: $line; background: $line; }
QRadioButton::indicator {
  width: 13px; height: 13px; border: 1px solid $secondary; border-radius: 7px; background: $panel;
}
QRadioButton::indicator:checked {
  width: 7px; height: 7px; border: 4px solid $accent; border-radius: 7px;
}
QDialog QAbstractItemView {
  background: $panel; color: $text; border: 1px solid $line; outline: none;
  selection-background-color: $hover; selection-color: $text;
}
QDialog QAbstractItemView:focus, QWidget#table QTableView:focus { border-color: $accent; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $secondary; }
QHeaderView::section {
  background: $panel; color: $secondary; border: none; border-bottom: 1px solid $line; padding: 4px;
}
QWidget#table QTableView::item { border-bottom: 1px solid $line; }
QWidget#table QTableView::item:selected { background: $accent; color: $on_accent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: bold; color: $text; }
QLabel[role="heading"] { font-weight: bold; color: $text; }
QPushButton {
  background: $panel; color: $text; border: 1px solid $line; border-radius: 4px;
  padding: 4px 15px; min-height: 18px;
}
QPushButton:hover, QPushButton:checked, QPushButton:pressed { background: $hover; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 14px; }
QPushButton#primary, QMessageBox QPushButton:default {
  background: $accent; color: $on_accent; font-weight: bold; border-color: $accent;
}
QPushButton#primary:focus, QMessageBox QPushButton:default:focus { border-color: $text; }
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
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMessageBox {
  messagebox-warning-icon: url("$icons/say-warning.svg");
  messagebox-critical-icon: url("$icons/say-warning.svg");
  messagebox-question-icon: url("$icons/say-question.svg");
  messagebox-information-icon: url("$icons/say-information.svg");
}
QFileDialog QToolButton { padding: 1px; }
QFileDialog {
  filedialog-backward-icon: url("$icons/files-back.svg");
  backward-icon: url("$icons/files-back.svg");
  forward-icon: url("$icons/files-forward.svg");
  filedialog-parent-directory-icon: url("$icons/files-up.svg");
  filedialog-new-directory-icon: url("$icons/files-new.svg");
  filedialog-listview-icon: url("$icons/files-list.svg");
  filedialog-detailedview-icon: url("$icons/files-details.svg");
}
QScrollArea#remarks { background: $panel; border: 1px solid $line; border-radius: 4px; }
QListView#candidates { outline: none; }
QListView#candidates::item { padding: 6px; border-radius: 4px; }
QTableView#sample::item { padding: 0 8px; }
QTableView#sample QHeaderView::section { padding: 4px 8px; }
QDialog QScrollArea > QWidget > QWidget { background: transparent; }
QTabWidget { background: $panel; }
QTabWidget::pane { border: none; }
QTabWidget QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabWidget QTabBar::tab {
  background: $panel; color: $secondary; border: none; border-bottom: 2px solid transparent;
  padding: 8px 4px 4px 4px; margin-left: 10px; font-size: ${secondary_px}px;
}
QTabWidget QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget QTabBar::tab:selected:focus { background: $hover; color: $accent; }
QDialog QTabWidget, QDialog QTabBar, QDialog QTabBar::tab { background: transparent; }
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
QToolButton#card-menu { padding: 0 4px; font-weight: bold; }
QToolButton#card-menu::menu-indicator { image: none; width: 0; }
QLabel#copied {
  background: $text; color: $panel; font-size: ${secondary_px}px;
  padding: 3px 8px; border-radius: 4px;
}
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
CONTRAST_SHEET = Template("""
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QAbstractItemView:focus,
QTextBrowser:focus { border: 2px solid $accent; }
QMenu::item:selected, QMenuBar::item:selected { border: 1px solid $line; }
QLineEdit#search:focus { border: 3px solid $accent; padding: 4px 6px; }
QToolButton:hover { border-color: $line; }
QToolButton:focus { border-color: $accent; }
""")
"""What has the keyboard gets a frame: a change of its ground alone is not seen by all."""
