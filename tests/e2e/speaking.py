"""What the windows of mapapp say, and what of it is English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from mapapp.core.credits import DATA, PROGRAMS
from mapapp.qt.details.feature_card import FeatureCard
from tests.e2e.driver import TIMEOUT_MS, Driver

NAMES = re.compile(
    r"mapapp|English|WGS84|CGCS2000|UTM|Natural Earth|GeoNames|Ctrl\S*|Shift\S*|Alt\S*|Esc|"
    r"\w+[-.](?:id|coord\w*)|\w+\.csv"
)
NOT_OURS = ("Title", "Sentence.", *(credit.name for credit in (*DATA, *PROGRAMS)))
WORD = re.compile(r"[A-Za-z]{3,}")
HAN = re.compile(r"[㐀-鿿]")


class Listener:
    """Listens to all that opens in a window, and keeps what stays English of it."""

    def __init__(self, driver: Driver, qapp: QApplication) -> None:
        self.left: dict[str, set[str]] = {}
        self._driver = driver
        self._qapp = qapp
        self._heard: set[tuple[type[QWidget], str]] = set()

    def hear(self, name: str) -> None:
        """Keep what is English in a Chinese window that has opened something."""
        self.left[name] = left_in_english(self._driver, self._qapp, with_menus=True)

    def hear_switched(self, name: str) -> None:
        """Keep what stays English of an English window that is switched to Chinese and back.

        Menus and what is modal are left out: nobody can change the language beneath them.
        Nor is it changed after commands that have nothing new said: each change takes a while.
        """
        self._qapp.processEvents()
        said = words(self._qapp)
        is_held = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        is_known = name in self._driver.window.commands.commands and said <= self._heard
        if is_held or is_known:
            return
        self._heard |= said
        self._driver.state.set_language("zh")
        self.left[name] = left_in_english(self._driver, self._qapp, with_menus=False)
        self._driver.state.set_language("en")


def texts(widget: QWidget) -> Iterator[str]:
    """All that a widget says, seen or read aloud."""
    yield from (widget.toolTip(), widget.statusTip(), widget.accessibleName())
    yield widget.accessibleDescription()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QTabBar():
            yield from (widget.tabText(index) for index in range(widget.count()))
        case QMenu():
            yield widget.title()
        case QDialog() | QDockWidget():
            yield widget.windowTitle()
    for action in widget.actions():
        yield from action_texts(action)


def action_texts(action: QAction) -> tuple[str, ...]:
    """All that an action says."""
    return action.text(), action.toolTip(), action.statusTip(), action.iconText()


def english(top: QWidget, *, with_menus: bool = True) -> set[str]:
    """What a window says without a Chinese character; names, data and Qt's dialogs left out."""
    said = {text for widget in ours(top, with_menus=with_menus) for text in texts(widget)}
    return {text for text in said if WORD.search(NAMES.sub("", text)) and not HAN.search(text)}


def ours(top: QWidget, *, with_menus: bool) -> Iterator[QWidget]:
    """What speaks in a window with words of mapapp."""
    shut = QMenu if with_menus else ()
    for widget in [top, *top.findChildren(QWidget)]:
        is_seen = widget.isVisible() or isinstance(widget, shut)
        if is_seen and not is_data(widget) and not is_of_qt(widget):
            yield widget


def is_data(widget: QWidget) -> bool:
    """Whether a widget shows what sources say."""
    while widget is not None:
        if isinstance(widget, FeatureCard):
            return True
        widget = widget.parentWidget()
    return False


def is_of_qt(widget: QWidget) -> bool:
    """Whether a widget is part of a dialog that Qt brings, with its own translations."""
    return isinstance(widget.window(), QFileDialog | QPrintDialog)


def left_in_english(driver: Driver, qapp: QApplication, *, with_menus: bool) -> set[str]:
    """What stays English; lists are read beside the window, and filled when they are there."""
    with suppress(driver.qtbot.TimeoutError):
        driver.qtbot.waitUntil(
            lambda: not said_in_english(qapp, with_menus=with_menus), timeout=TIMEOUT_MS
        )
    return said_in_english(qapp, with_menus=with_menus)


def said_in_english(qapp: QApplication, *, with_menus: bool) -> set[str]:
    """What any window says in English that is neither a name nor a sentence of a test."""
    said = {text for top in shown(qapp) for text in english(top, with_menus=with_menus)}
    return {text for text in said if not text.startswith(NOT_OURS)}


def words(qapp: QApplication) -> set[tuple[type[QWidget], str]]:
    """All that is said now, each with what kind of widget says it."""
    speaking = [each for top in shown(qapp) for each in ours(top, with_menus=False)]
    return {(type(widget), text) for widget in speaking for text in texts(widget)}


def shown(qapp: QApplication) -> list[QWidget]:
    """All windows that are to be seen."""
    return [each for each in qapp.topLevelWidgets() if each.isVisible()]
