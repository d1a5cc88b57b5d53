"""Help, About and the first steps, with keys only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from mapapp import __version__
from mapapp.core.credits import DATA, PROGRAMS
from mapapp.core.text import Language
from mapapp.qt.help.about_dialog import AboutDialog
from mapapp.qt.help.help_window import HelpWindow, help_pages
from mapapp.qt.parts.actions import plain
from mapapp.qt.parts.bubble import Bubble
from tests.e2e.driver import Driver

pytestmark = pytest.mark.e2e


@pytest.fixture
def help_window(window: Driver) -> Iterator[HelpWindow]:
    window.press(Qt.Key.Key_F1)
    shown = window.window.findChild(HelpWindow)
    yield shown
    shown.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_command_is_told_of(window: Driver, language: Language) -> None:
    window.state.set_language(language)
    about = {"en": "&About mapapp", "zh": "关于 mapapp(&A)"}[language]
    window.qtbot.waitUntil(lambda: window.window.commands["help.about"].text() == about)
    told = "\n".join(page.markdown for page in help_pages(language))
    bold = set(re.findall(r"\*\*(.+?)\*\*", told))
    names = {plain(c.text).removesuffix("…") for c in window.window.commands.commands.values()}
    assert sorted(names - bold) == []


def test_pages_are_gone_through_by_keys(help_window: HelpWindow) -> None:
    titles = [help_window.list.item(row).text() for row in range(help_window.list.count())]
    assert titles == [page.title for page in help_pages("en")]
    help_window.list.setFocus()
    QTest.keyClick(help_window.list, Qt.Key.Key_Down)
    assert help_window.text.toPlainText().startswith("Searching")
    QTest.keyClick(help_window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert help_window.text.toPlainText().startswith("Reading a card")
    assert help_window.text.accessibleName() == "Reading a card"


def test_the_page_changes_its_language(window: Driver, help_window: HelpWindow) -> None:
    help_window.list.setCurrentRow(1)
    window.state.set_language("zh")
    window.qtbot.waitUntil(lambda: help_window.text.toPlainText().startswith("搜索"))
    assert help_window.windowTitle() == "帮助"


def test_help_is_opened_once(window: Driver, help_window: HelpWindow) -> None:
    window.window.commands["help.contents"].trigger()
    assert window.window.findChildren(HelpWindow) == [help_window]


def test_about_names_version_licences_and_origins(window: Driver) -> None:
    window.window.commands["help.about"].trigger()
    dialog = window.window.findChild(AboutDialog)
    text = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.close()
    works = (*DATA, *PROGRAMS)
    wanted = {f"mapapp {__version__}", *(c.name for c in works), *(c.licence for c in works)}
    assert not {each for each in wanted if each not in text}


def bubble(driver: Driver) -> Bubble:
    """The bubble that is shown."""
    shown = driver.window.built_in.tour.bubble
    assert shown is not None
    return shown


def test_the_tour_has_three_steps_and_is_shown_once(window: Driver) -> None:
    window.window.built_in.tour.greet()
    for _ in range(3):
        assert bubble(window).isVisible()
        assert window.window.rect().contains(bubble(window).geometry())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.window.built_in.tour.bubble is None
    window.window.built_in.tour.greet()
    assert window.window.built_in.tour.bubble is None
    window.window.commands["help.tour"].trigger()
    assert bubble(window).isVisible()


def test_escape_ends_the_tour_for_good(window: Driver) -> None:
    window.window.built_in.tour.greet()
    window.press(Qt.Key.Key_Escape)
    assert window.window.built_in.tour.bubble is None
    window.window.built_in.tour.greet()
    assert window.window.built_in.tour.bubble is None


def test_the_tour_can_be_read_aloud_and_changes_its_language(window: Driver) -> None:
    window.window.built_in.tour.greet()
    role = QAccessible.Text.Name
    said = QAccessible.queryAccessibleInterface(bubble(window)).text(role)
    window.state.set_language("zh")
    assert said == "Choose what is shown"
    window.qtbot.waitUntil(lambda: bubble(window).accessibleName() == "选择显示内容")
    names = {button.text() for button in bubble(window).findChildren(QToolButton)}
    assert names == {"下一步", "关闭"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tour_points_at_what_it_speaks_of_and_covers_none_of_it(
    window: Driver, language: Language, subtests: pytest.Subtests
) -> None:
    window.state.set_language(language)
    for size in ((1366, 749), (1024, 681), (960, 520), (1920, 1061)):
        with subtests.test(size=size):
            window.window.resize(*size)
            window.settle()
            window.window.commands["help.tour"].trigger()
            expect_free_sight(window)


def expect_free_sight(window: Driver) -> None:
    """Expect each bubble of the tour beside what it speaks of."""
    main, built_in = window.window, window.window.built_in
    shenyang = window.view.mapTo(main, window.point(123.43, 41.8))
    spoken_of = (
        [rect_of(built_in.layers, main)],
        [QRect(shenyang, QSize(1, 1)), rect_of(built_in.details, main)],
        [rect_of(built_in.searching.box, main), rect_of(export_button(main), main)],
    )
    for parts in spoken_of:
        shown = bubble(window).geometry()
        tip = bubble(window)._tip.boundingRect().translated(shown.topLeft())
        assert main.rect().contains(shown)
        assert not [part for part in parts if part.intersects(shown)]
        assert parts[0].adjusted(-42, -42, 42, 42).intersects(tip)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_the_tour_follows_the_window(window: Driver) -> None:
    window.window.built_in.tour.greet()
    window.window.resize(900, 600)
    window.settle()
    assert window.window.rect().contains(bubble(window).geometry())
    assert not rect_of(window.window.built_in.layers, window.window).intersects(
        bubble(window).geometry()
    )


def export_button(main: QWidget) -> QToolButton:
    """The button of the toolbar that the last step speaks of."""
    found = main.findChild(QToolButton, "export")
    assert found is not None
    return found


def rect_of(part: QWidget, main: QWidget) -> QRect:
    """The place of a part in its window."""
    return QRect(part.mapTo(main, QPoint()), part.size())


def test_an_empty_table_says_what_to_do(window: Driver) -> None:
    window.window.built_in.open_table("port")
    table = window.window.built_in.table
    assert not table.nothing.isVisible()
    table.text.setText("zzz")
    assert table.nothing.isVisible()
    assert "Change the filter" in table.nothing.text()


def test_what_is_told_in_the_status_bar_is_read_aloud(
    window: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", said.append)
    window.state.set_visible("port", False)
    window.window.built_in.navigation.reveal("port-dalian")
    assert [event.message() for event in said] == [window.window.status.currentMessage()]
    assert "Sea ports" in said[0].message()
