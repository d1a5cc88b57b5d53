"""Everything can be reached, named and done without a mouse."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from mapapp.core.text import Language
from mapapp.qt.help.shortcut_sheet import ShortcutSheet
from mapapp.qt.parts.actions import MENU_NAMES
from tests.e2e.driver import Driver
from tests.e2e.test_window import details, position

pytestmark = pytest.mark.e2e

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
    QTabBar,
)  # fmt: skip
PANELS = ("view.time", "view.table")


def open_everything(driver: Driver) -> None:
    """Show every panel and a selection."""
    for command in PANELS:
        driver.window.commands[command].trigger()
    driver.click(*position("industrial_park", "cgip"))


def controls(driver: Driver) -> list[QWidget]:
    """All controls of the window that can be seen and used."""
    return [
        widget
        for kind in CONTROLS
        for widget in driver.window.findChildren(kind)
        if widget.isVisible() and widget.isEnabled() and is_our_own(widget)
    ]


def is_our_own(widget: QWidget) -> bool:
    """Whether a control is not a part of another, such as the editor of a spin box."""
    parent = widget.parentWidget()
    inner = isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit)
    scroll_bar = widget.metaObject().className() in {"QScrollBar", "QHeaderView"}
    corner = widget.metaObject().className() == "QTableCornerButton"
    return not (inner or scroll_bar or corner)


def menu_texts(menu: QMenu) -> list[QAction]:
    """All actions of a menu and its submenus."""
    found = []
    for action in menu.actions():
        found += menu_texts(action.menu()) if action.menu() else [action]
    return found


def test_every_command_has_text_tip_and_a_place(window: Driver) -> None:
    commands = window.window.commands
    placed = {
        action for menu in window.window.menuBar().actions() for action in menu_texts(menu.menu())
    }
    for id_, command in commands.commands.items():
        assert command.text.replace("&", "").strip(), id_
        assert command.tip.endswith("."), id_
        assert commands[id_].toolTip().startswith(command.tip), id_
        assert command.menu in MENU_NAMES, id_
        assert commands[id_] in placed, id_


def test_no_two_commands_share_keys_or_mnemonics(window: Driver) -> None:
    commands = window.window.commands
    keys = Counter(
        keys.toString() for id_ in commands.commands for keys in commands[id_].shortcuts()
    )
    assert not [key for key, count in keys.items() if count > 1]
    for entry in window.window.menuBar().actions():
        letters = Counter(
            QKeySequence.mnemonic(action.text()).toString()
            for action in entry.menu().actions()
            if not QKeySequence.mnemonic(action.text()).isEmpty()
        )
        assert not [key for key, count in letters.items() if count > 1], entry.text()


@pytest.mark.parametrize("language", get_args(Language))
def test_every_control_has_a_name(window: Driver, language: Language) -> None:
    window.state.set_language(language)
    open_everything(window)
    window.window.built_in.side.show_features()
    takers = [
        widget
        for widget in window.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and is_our_own(widget)
        and widget is not window.view.focusProxy()  # the page has names of its own
    ]
    nameless = [
        (type(widget).__name__, widget.objectName())
        for widget in {*takers, *controls(window)}
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert not nameless


def test_tab_reaches_every_control_and_is_never_trapped(window: Driver) -> None:
    open_everything(window)
    window.press(Qt.Key.Key_K, CTRL)
    start = QApplication.focusWidget()
    reached = [start]
    for _ in range(300):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is window.view.focusProxy():
            leave_the_map(window)
        reached.append(QApplication.focusWidget())
        if reached[-1] is start:
            break
    assert reached[-1] is start
    missed = [
        (type(widget).__name__, widget.objectName(), widget.accessibleName())
        for widget in controls(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget not in reached
    ]
    unreachable = [
        (type(widget).__name__, widget.objectName(), widget.accessibleName())
        for widget in controls(window)
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert not missed
    assert not unreachable


def leave_the_map(driver: Driver) -> None:
    """Press Tab in the page until it gives the keyboard back."""
    for _ in range(5):
        QTest.keyClick(driver.view.focusProxy(), Qt.Key.Key_Tab)
        driver.settle()
        if QApplication.focusWidget() is not driver.view.focusProxy():
            return
    pytest.fail("the map keeps the keyboard")


def test_f6_goes_around_the_window_and_back(window: Driver) -> None:
    window.window.activateWindow()
    window.view.setFocus()
    names = []
    for _ in range(3):
        window.press(Qt.Key.Key_F6)
        names.append(QApplication.focusWidget())
    assert (
        window.window.built_in.layers.isAncestorOf(names[0])
        or names[0] is window.window.built_in.layers
    )
    assert (
        window.window.built_in.details.isAncestorOf(names[1])
        or names[1] is window.window.built_in.details
    )
    assert names[2] is window.view.focusProxy()
    window.press(Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is names[1]


def test_a_panel_is_gone_to_and_closed_by_its_key(window: Driver) -> None:
    window.press(Qt.Key.Key_2, CTRL)
    assert window.window.panels.holds_keyboard("details")
    window.press(Qt.Key.Key_2, CTRL)
    assert not window.window.built_in.details.isVisible()
    assert QApplication.focusWidget() is window.view.focusProxy()
    window.press(Qt.Key.Key_2, CTRL)
    assert window.window.built_in.details.isVisible()


def names_in_list(driver: Driver) -> list[str]:
    """All names of the list of features in view."""
    model = driver.window.built_in.features.tree.model()
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        str(model.index(row, 0, group).data())
        for group in groups
        for row in range(model.rowCount(group))
    ]


def test_the_list_mirrors_the_map(window: Driver) -> None:
    window.press(Qt.Key.Key_5, CTRL)
    window.qtbot.waitUntil(lambda: "Port of Dalian" in names_in_list(window))
    window.go_to(123.43, 41.8, 10)
    window.qtbot.waitUntil(lambda: "Port of Dalian" not in names_in_list(window))
    assert "Shenyang High-Tech Zone" in names_in_list(window)
    window.state.set_visible("high_tech_zone", False)
    window.qtbot.waitUntil(lambda: "Shenyang High-Tech Zone" not in names_in_list(window))
    window.go_to(-150, 46, 6)  # links have boxes here, yet none of them passes
    window.qtbot.waitUntil(lambda: not names_in_list(window))
    assert "Move the map" in window.window.built_in.features.summary.text()


def test_enter_in_the_list_shows_details(window: Driver) -> None:
    window.press(Qt.Key.Key_5, CTRL)
    window.qtbot.waitUntil(lambda: "Port of Dalian" in names_in_list(window))
    QTest.keyClicks(QApplication.focusWidget(), "Port of Dand")
    window.press(Qt.Key.Key_Return)
    assert "丹东港" in details(window)


def test_the_sheet_lists_every_key(window: Driver) -> None:
    window.press(Qt.Key.Key_Slash, CTRL)
    sheet = window.window.findChild(ShortcutSheet)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    commands = window.window.commands
    native = QKeySequence.SequenceFormat.NativeText
    wanted = {
        keys.toString(native) for id_ in commands.commands for keys in commands[id_].shortcuts()
    }
    assert wanted <= shown
    sheet.close()


class Marking(QTranslator):
    """Translates every text into itself in brackets, so that what is not asked again shows."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return f"«{source}»"


def test_a_new_language_reaches_menus_commands_panels_and_box(window: Driver) -> None:
    marking = Marking()
    QApplication.installTranslator(marking)
    try:
        window.state.language_changed.emit(window.state.language)
        unnamed = [
            id_ for id_ in window.window.commands.commands
            if not window.window.commands[id_].text().startswith("«")
        ]  # fmt: skip
        tab = window.window.findChild(QTabBar, "qt_tabwidget_tabbar").tabText(0)
        titles = [action.text() for action in window.window.menuBar().actions()]
        placeholder = window.window.built_in.searching.box.placeholderText()
    finally:
        QApplication.removeTranslator(marking)
        window.state.language_changed.emit(window.state.language)  # the window is of all tests
    assert not unnamed
    assert all(title.startswith("«") for title in titles)
    assert tab == "«Layers»"
    assert placeholder.startswith("«")
