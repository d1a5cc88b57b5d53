"""Chinese is complete, and the language changes while the window is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
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

from mapapp.bridge.messages import Hovered, SetHint, SetWords, ToPage
from mapapp.core.credits import DATA, PROGRAMS
from mapapp.qt.details.feature_card import FeatureCard
from mapapp.qt.shell.main_window import MainWindow
from tests.e2e.dialogs import close_all, modal_dialogs_dismissed, openers, select_a_port
from tests.e2e.driver import Driver
from tests.e2e.test_window import details, position

pytestmark = pytest.mark.e2e

_PATIENCE_MS = 20_000
CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = re.compile(
    r"mapapp|English|WGS84|CGCS2000|UTM|Natural Earth|GeoNames|Ctrl\S*|Shift\S*|Alt\S*|Esc|"
    r"\w+[-.](?:id|coord\w*)"
)
NOT_OURS = ("Title", "Sentence.", *(credit.name for credit in (*DATA, *PROGRAMS)))
WORD = re.compile(r"[A-Za-z]{3,}")
HAN = re.compile(r"[㐀-鿿]")


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


@pytest.fixture
def chinese(window: Driver) -> Driver:
    """A window whose language was changed."""
    window.state.set_language("zh")
    return window


@pytest.fixture
def whole(window: Driver) -> Driver:
    """A window with all its panels whose language was changed by a key."""
    window.window.commands["view.time"].trigger()
    window.window.commands["view.table"].trigger()
    window.settle()
    window.go_to(*position("industrial_park", "cgip"), 11)  # from where nothing covers it
    window.click(*position("industrial_park", "cgip"))
    window.press(Qt.Key.Key_L, CTRL)
    assert window.state.language == "zh"
    return window


def test_a_name_with_others_tells_the_others_in_english_and_all_in_chinese(
    chinese: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints: list[str] = []
    send = chinese.view.send

    def listen(message: object) -> None:
        if isinstance(message, SetHint):
            hints.append(message.text)
        send(message)

    monkeypatch.setattr(chinese.view, "send", listen)
    at = position("context", "shenyang")
    chinese.go_to(*at, 8.0)
    for _ in ("zh", "en"):
        chinese.view.hovered.emit(Hovered(*at))
        chinese.view.hovered.emit(None)
        chinese.press(Qt.Key.Key_L, CTRL)
    said = [hint for hint in hints if hint]
    (all_of_them,) = re.findall(r" 等 (\d+) 个$", said[0])
    (others,) = re.findall(r" and (\d+) more$", said[1])
    assert int(all_of_them) == int(others) + 1


def test_the_hint_under_a_resting_cursor_and_the_page_change_with_the_language(
    window: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    send = window.view.send

    def listen(message: ToPage) -> None:
        sent.append(message)
        send(message)

    monkeypatch.setattr(window.view, "send", listen)
    at = position("port", "port-dalian")
    window.go_to(*at, 12.0)
    window.view.hovered.emit(Hovered(*at))
    window.press(Qt.Key.Key_L, CTRL)
    window.qtbot.waitUntil(lambda: SetHint("大连港") in sent)
    assert SetHint("Port of Dalian") in sent
    assert SetWords("zh", "放大", "缩小") in sent
    sent.clear()
    window.go_to(*at, 11.0)  # there the page hides the hint
    window.view.hovered.emit(Hovered(*at))
    assert SetHint("大连港") in sent


def test_nothing_of_the_window_stays_english(whole: Driver) -> None:
    assert not english(whole.window)


def test_empty_panels_speak_chinese(whole: Driver) -> None:
    whole.state.select([])
    whole.window.built_in.side.show_features()
    whole.go_to(-150, 46, 6)  # links have boxes here, yet none of them passes
    whole.qtbot.waitUntil(lambda: "没有" in whole.window.built_in.features.summary.text())
    whole.window.built_in.searching.box.ask("zzzqq")
    assert not english(whole.window)


@pytest.mark.parametrize(
    "commands",
    [("help.contents", "help.shortcuts", "help.about", "help.tour"),
     ("map.go_to", "layers.filter", "view.edit-bookmarks", "view.add-bookmark")],
    ids=lambda commands: commands[0].partition(".")[0],
)  # fmt: skip
def test_nothing_of_a_dialog_stays_english(
    chinese: Driver, commands: tuple[str, ...], subtests: pytest.Subtests
) -> None:
    for command in commands:
        with subtests.test(command):
            expect_no_english(chinese, command)


def expect_no_english(chinese: Driver, command: str) -> None:
    chinese.window.commands[command].trigger()
    opened = [each for each in chinese.window.findChildren(QDialog) if each.isVisible()]
    assert opened or command == "help.tour"
    left = english(chinese.window)
    for dialog in opened:
        dialog.close()
    assert not {text for text in left if not text.startswith(NOT_OURS)}


def test_nothing_that_opens_is_english(chinese: Driver, qapp: QApplication, tmp_path: Path) -> None:
    left = {}
    with modal_dialogs_dismissed():
        for name, open_it in ways_to_open(chinese, tmp_path):
            open_it()
            left[name] = left_in_english(chinese, qapp, with_menus=True)
            close_all(qapp, chinese.window)
    assert not {name: said for name, said in left.items() if said}


def test_nothing_that_is_open_stays_english(
    window: Driver, qapp: QApplication, tmp_path: Path
) -> None:
    """Menus and what is modal are left out: nobody can change the language beneath them.

    Nor is it changed after commands that have nothing new said: each change takes a while.
    """
    left: dict[str, set[str]] = {}
    heard: set[tuple[type[QWidget], str]] = set()
    with modal_dialogs_dismissed():
        for name, open_it in ways_to_open(window, tmp_path):
            open_it()
            qapp.processEvents()
            said = words(qapp)
            is_held = QApplication.activeModalWidget() or QApplication.activePopupWidget()
            is_known = name in window.window.commands.commands and said <= heard
            if not is_held and not is_known:
                heard |= said
                window.state.set_language("zh")
                left[name] = left_in_english(window, qapp, with_menus=False)
                window.state.set_language("en")
            close_all(qapp, window.window)
    assert not {name: said for name, said in left.items() if said}
    assert {"help.contents", "help.tour", "layers.filter", "search", "an export"} <= left.keys()


def ways_to_open(driver: Driver, folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """All that ``dialogs.py`` opens but for the change of language itself, beside a card."""
    for name, open_it in openers(driver.window, folder).items():
        if name != "view.language":
            select_a_port(driver.window)
            yield name, open_it


def left_in_english(driver: Driver, qapp: QApplication, *, with_menus: bool) -> set[str]:
    """What stays English; lists are read beside the window, and filled when they are there."""
    with suppress(driver.qtbot.TimeoutError):
        driver.qtbot.waitUntil(
            lambda: not said_in_english(qapp, with_menus=with_menus), timeout=_PATIENCE_MS
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


def test_texts_come_back_in_english(whole: Driver) -> None:
    before = whole.window.menuBar().actions()[0].text()
    whole.press(Qt.Key.Key_L, CTRL)
    assert before == "文件(&F)"
    assert whole.window.menuBar().actions()[0].text() == "&File"
    assert "offline" in {label.text() for label in whole.window.status.findChildren(QLabel)}
    assert "Gross industrial output" in details(whole)


def test_mnemonics_do_not_clash_in_chinese(chinese: Driver) -> None:
    assert not clashes(chinese.window.menuBar().actions())
    for entry in chinese.window.menuBar().actions():
        assert not clashes(entry.menu().actions()), entry.text()


def clashes(actions: list[QAction]) -> list[str]:
    """Letters that more than one entry of a menu answers to."""
    letters = Counter(QKeySequence.mnemonic(action.text()).toString() for action in actions)
    return [letter for letter, count in letters.items() if letter and count > 1]


def test_a_closed_chinese_window_leaves_english_behind(window: Driver) -> None:
    window.state.set_language("zh")
    assert QApplication.translate("Menus", "&File") == "文件(&F)"
    window.state.set_language("en")
    assert QApplication.translate("Menus", "&File") == "&File"
    QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    assert isinstance(window.window, MainWindow)
