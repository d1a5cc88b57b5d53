"""Chinese is complete, and the language changes while the window is used."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
)

from mapapp.bridge.messages import Hovered, SetHint, SetWords, ToPage
from mapapp.qt.shell.main_window import MainWindow
from tests.e2e.driver import Driver
from tests.e2e.speaking import english
from tests.e2e.test_window import details, position

pytestmark = pytest.mark.e2e

CTRL = Qt.KeyboardModifier.ControlModifier


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
