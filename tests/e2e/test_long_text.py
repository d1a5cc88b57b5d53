"""32,767 characters, as many as a field of Qt's holds, are pasted: the window goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLabel, QLineEdit, QToolTip, QWidget

from mapapp.core.expression.filters import NO_FILTER
from mapapp.qt.map.go_to_dialog import GoToDialog
from mapapp.qt.parts.bounded import LONG, SHORT
from mapapp.qt.parts.option_group import choose
from mapapp.qt.workspace.bookmark_dialog import BookmarkDialog
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.watchdog import Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.timed]

CTRL = Qt.KeyboardModifier.ControlModifier
MOST = 32_767
TEXTS = [
    (head + part * MOST)[: MOST - 1] + "x"
    for head, part in (
        ("41, ", "9"), ("41", " "), ("", "9"), ("", "ab "), ("", "a"), ("", "沈阳"), ("", "("),
        ("", '"'), ("", 'status = "operating" or '), ("", "\ufdfa"), ("", "😀"), ("", "a\n"),
    )
]  # fmt: skip


def paste_all(driver: Driver, field: QWidget) -> None:
    """Paste each text in place of the one before, while the window must go on."""
    for text in TEXTS:
        QGuiApplication.clipboard().setText(text)
        with Watchdog() as watchdog:
            QTest.keyClick(field, Qt.Key.Key_A, CTRL)
            QTest.keyClick(field, Qt.Key.Key_V, CTRL)
            driver.settle()
        watchdog.expect_answers(what=text[:20])


def test_the_search_box_says_what_is_too_long(window: Driver) -> None:
    box = window.window.built_in.searching.box
    window.press(Qt.Key.Key_K, CTRL)
    paste_all(window, box)
    assert "at most 200 characters" in box.popup.hint.text()
    window.state.set_language("zh")
    window.settle()
    paste_all(window, box)
    assert "最多 200 个字符" in box.popup.hint.text()


def test_the_coordinates_say_what_is_too_long(window: Driver) -> None:
    window.press(Qt.Key.Key_G, CTRL)
    dialog = window.window.findChild(GoToDialog)
    assert dialog
    paste_all(window, dialog.line)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("at most 2000 characters" in text for text in said)
    dialog.reject()


def test_the_filter_line_says_what_is_too_long(window: Driver) -> None:
    window.window.built_in.open_table("port")
    window.settle()
    line = window.window.built_in.table.filter
    line.edit.setFocus()
    paste_all(window, line.edit)
    assert "at most 10,000 characters" in line.problem.text()
    assert window.state.filter("port") == NO_FILTER
    line.popup.hide()


def test_the_text_to_find_is_cut_and_this_is_said(window: Driver) -> None:
    window.window.built_in.open_table("port")
    window.settle()
    paste_all(window, window.window.built_in.table.text)
    assert len(window.window.built_in.table.text.text()) == SHORT
    assert f"At most {SHORT} characters fit" in QToolTip.text()


def test_the_name_of_a_bookmark_is_cut(window: Driver) -> None:
    window.press(Qt.Key.Key_B, CTRL)
    dialog = window.window.findChild(QInputDialog)
    assert dialog
    paste_all(window, dialog.findChildren(QLineEdit)[0])
    dialog.accept()
    [bookmark] = window.window.built_in.bookmarking.bookmarks.all
    assert len(bookmark.name) <= SHORT
    window.press(Qt.Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
    edit = window.window.findChild(BookmarkDialog)
    assert edit
    QTest.keyClick(edit.list, Qt.Key.Key_F2)
    paste_all(window, edit.list.findChildren(QLineEdit)[0])
    edit.close()


def test_the_words_of_a_picture_are_cut(window: Driver) -> None:
    dialog = window.window.built_in.exporting.ask()
    with window.qtbot.waitSignal(dialog.previewed, timeout=TIMEOUT_MS):
        pass
    words, extent = dialog.options.text, dialog.options.extent
    choose(extent.what, "extent")
    for line in (words.title, words.subtitle, words.review_number, extent.bounds):
        paste_all(window, line)
        assert len(line.text()) == SHORT
    choose(extent.what, "scale")
    for line in extent.scale.findChildren(QLineEdit):
        paste_all(window, line)
        assert len(line.text()) == SHORT
    paste_all(window, words.notes)
    assert len(words.notes.toPlainText()) == LONG
    dialog.reject()
