"""What nobody asked for and went wrong is said in one place over the map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from mapapp.core.errors import DataBusyError, UsageError
from mapapp.qt.layers.time_slider import YearSlider
from mapapp.qt.parts.faults import exceptions_told
from mapapp.qt.parts.notice_bar import NoticeBar
from tests.conftest import ExpectedLog
from tests.e2e.driver import Driver

# What leaves a slot goes where it goes in the program, not to pytest-qt.
pytestmark = [pytest.mark.e2e, pytest.mark.qt_no_exception_capture]


@pytest.fixture
def driver(window: Driver) -> Iterator[Driver]:
    """A window that is told of what leaves slots."""
    with exceptions_told(window.window.built_in.problems.reported.emit):
        yield window


def bar(driver: Driver) -> NoticeBar:
    return driver.window.built_in.problems.bar


def broken(*_: object) -> None:
    raise KeyError("kind")


def test_a_fault_in_a_slot_is_one_sentence_over_the_map(
    driver: Driver, expected_log: ExpectedLog
) -> None:
    expected_log("ERROR mapapp.app: mapapp has a fault")
    driver.view.hovered.connect(broken)
    for _ in range(200):
        driver.view.hovered.emit(None)
    driver.view.hovered.disconnect(broken)
    driver.qtbot.waitUntil(bar(driver).isVisible)
    assert bar(driver).sentence.text() == (
        "mapapp has a fault (KeyError: 'kind'); if it comes again, start it with --verbose and "
        "report what it says."
    )
    assert not bar(driver).retry.isVisible()
    assert not driver.window.findChildren(QMessageBox)
    assert len(driver.window.findChildren(NoticeBar)) == 1
    QTest.mouseClick(bar(driver).close_button, Qt.MouseButton.LeftButton)
    assert bar(driver).isHidden()


def test_a_paint_method_that_fails_leaves_the_window_alive(
    driver: Driver, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("ERROR mapapp.app: mapapp has a fault")
    monkeypatch.setattr(YearSlider, "_x", broken)
    driver.window.panels.show("time")
    driver.qtbot.waitUntil(bar(driver).isVisible)
    driver.settle()
    driver.go_to(123.4, 41.8, 10)


def test_a_listener_that_fails_keeps_the_map_in_step(
    driver: Driver, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("ERROR mapapp.app: mapapp has a fault")
    monkeypatch.setattr(driver.window.built_in.details, "_card", broken)
    driver.go_to(121.65472, 38.92889, 11)
    driver.click(121.65472, 38.92889)
    driver.qtbot.waitUntil(bar(driver).isVisible)
    assert driver.state.selection
    table = driver.window.built_in.table
    table.show_layer("port")
    assert table.view.selectionModel().selectedRows()


def test_a_sentence_for_the_user_stands_as_it_is(driver: Driver) -> None:
    driver.window.built_in.problems.reported.emit(
        UsageError("The year 99999 is not known; choose another.")
    )
    driver.qtbot.waitUntil(bar(driver).isVisible)
    assert bar(driver).sentence.text() == "The year 99999 is not known; choose another."


def test_a_fault_does_not_hide_that_the_data_cannot_be_read(driver: Driver) -> None:
    problems = driver.window.built_in.problems
    problems.reported.emit(
        DataBusyError("atlas.gpkg is locked by another program; close it there.")
    )
    problems.reported.emit(KeyError("kind"))
    driver.qtbot.waitUntil(bar(driver).isVisible)
    driver.qtbot.waitUntil(bar(driver).isHidden)  # it was not locked at all
    assert "locked" in bar(driver).sentence.text()


def test_the_bar_speaks_the_language_of_the_window(driver: Driver) -> None:
    driver.state.set_language("zh")
    driver.window.built_in.problems.reported.emit(KeyError("kind"))
    driver.qtbot.waitUntil(bar(driver).isVisible)
    assert bar(driver).sentence.text().startswith("mapapp 出现故障（KeyError")
    assert bar(driver).retry.text() == "重试"


def test_an_open_bar_changes_its_language_with_the_window(driver: Driver) -> None:
    driver.window.built_in.problems.reported.emit(KeyError("kind"))
    driver.qtbot.waitUntil(bar(driver).isVisible)
    assert bar(driver).sentence.text().startswith("mapapp has a fault")
    driver.state.set_language("zh")
    driver.qtbot.waitUntil(lambda: bar(driver).sentence.text().startswith("mapapp 出现故障"))
    bar(driver).hide()
    driver.state.set_language("en")
    assert bar(driver).isHidden()


def test_the_bar_stays_inside_a_small_map(driver: Driver) -> None:
    driver.window.built_in.problems.reported.emit(KeyError("kind" * 40))
    driver.qtbot.waitUntil(bar(driver).isVisible)
    driver.window.resize(760, 560)
    driver.settle()
    assert driver.view.rect().contains(bar(driver).geometry())
    assert bar(driver).sentence.height() >= bar(driver).sentence.heightForWidth(
        bar(driver).sentence.width()
    )
