"""An extension that mapapp does not know stands in its window like those that come with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMenu
from pytestqt.qtbot import QtBot

from mapapp.core.layer.spec import LayerSpec
from mapapp.qt.parts.actions import Command, Submenu
from mapapp.qt.parts.extension import Extension, PanelSpec
from mapapp.qt.shell.main_window import MainWindow
from mapapp.qt.shell.workbench import Workbench
from tests.e2e.driver import Driver, driven_window
from tests.timing import PatientBot

pytestmark = pytest.mark.e2e

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Rain(Extension, QObject):
    """Counts how often it is asked for rain, in two languages."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.window)
        self._state = bench.state
        self.asked = 0
        self.label = QLabel()
        self.label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def commands(self) -> Iterator[Command]:
        yield Command(
            id="rain.ask",
            text=self._in("Ask for &rain", "求雨(&R)"),
            tip=self._in("Count once more.", "再数一次。"),
            run=self._ask,
            menu="map",
            submenu="rain",
            shortcuts=("Ctrl+Alt+R",),
        )

    def submenus(self) -> Iterator[Submenu]:
        yield Submenu(id="rain", text=self._in("&Weather", "天气(&W)"), menu="map")

    def panel(self) -> PanelSpec:
        return PanelSpec(
            id="rain",
            title=self._in("R&ain", "降雨(&A)"),
            tip=self._in("Show or hide the rain.", "显示或隐藏降雨。"),
            widget=self.label,
            area=Qt.DockWidgetArea.BottomDockWidgetArea,
            shortcut="Ctrl+Alt+A",
            is_open=False,
            is_titled=True,
        )

    def retranslate(self) -> None:
        self.label.setText(self._in("Asked: {0}", "次数：{0}").format(self.asked))

    def _ask(self) -> None:
        self.asked += 1
        self.retranslate()

    def _in(self, english: str, chinese: str) -> str:
        return chinese if self._state.language == "zh" else english


@pytest.fixture(scope="module")
def rainy(
    qapp: QApplication, request: pytest.FixtureRequest, specs: tuple[LayerSpec, ...]
) -> Iterator[MainWindow]:
    """A window with rain."""
    with driven_window(qapp, PatientBot(request), specs, (Rain,)) as driver:
        yield driver.window


@pytest.fixture
def driver(rainy: MainWindow, qtbot: QtBot) -> Driver:
    """The same for all tests, in English, with the panels it had at first."""
    driver = Driver(rainy, qtbot)
    driver.state.set_language("en")
    for name in ("table", "rain"):
        driver.window.findChild(QDockWidget, f"dock-{name}").hide()
    driver.settle()
    return driver


@pytest.fixture
def rain(driver: Driver) -> Rain:
    """What was asked of it before is forgotten."""
    rain = driver.window.findChild(Rain)
    assert rain
    rain.asked = 0
    rain.retranslate()
    return rain


def entry(driver: Driver, *path: str) -> QAction:
    """An entry of the menus by the titles on the way to it."""
    actions = driver.window.menuBar().actions()
    for title in path[:-1]:
        menu = next(each for each in actions if each.text() == title).menu()
        assert isinstance(menu, QMenu)
        actions = menu.actions()
    return next(each for each in actions if each.text() == path[-1])


def test_its_command_stands_in_its_submenu_and_has_its_key(driver: Driver, rain: Rain) -> None:
    entry(driver, "&Map", "&Weather", "Ask for &rain").trigger()
    driver.press(Qt.Key.Key_R, CTRL_ALT)
    assert rain.label.text() == "Asked: 2"


def test_its_command_is_found_by_searching(driver: Driver, rain: Rain) -> None:
    box = driver.window.built_in.searching.box
    box.ask("> ask for r")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert rain.asked == 1


def test_its_panel_opens_by_key_and_takes_the_keyboard(driver: Driver, rain: Rain) -> None:
    dock = driver.window.findChild(QDockWidget, "dock-rain")
    assert dock.isHidden()
    driver.press(Qt.Key.Key_A, CTRL_ALT)
    assert rain.label.isVisible()
    assert rain.label.hasFocus()
    assert dock.windowTitle() == "Rain"
    driver.press(Qt.Key.Key_A, CTRL_ALT)
    assert dock.isHidden()


def test_its_panel_stands_below_those_of_its_side(driver: Driver, rain: Rain) -> None:
    driver.window.panels.show("table")
    driver.window.panels.show("rain")
    driver.settle()
    table = driver.window.built_in.table
    at = rain.label.mapTo(driver.window, rain.label.rect().topLeft())
    assert at.y() > table.mapTo(driver.window, table.rect().bottomLeft()).y()


def test_it_speaks_the_language_of_the_window(driver: Driver, rain: Rain) -> None:
    driver.state.set_language("zh")
    driver.settle()
    assert entry(driver, "地图(&M)", "天气(&W)", "求雨(&R)").toolTip().startswith("再数一次。")
    assert entry(driver, "视图(&V)", "降雨(&A)").toolTip().startswith("显示或隐藏降雨。")
    assert driver.window.findChild(QDockWidget, "dock-rain").windowTitle() == "降雨"
    assert rain.label.text() == "次数：0"


def test_two_panels_of_one_name_are_refused(
    qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]
) -> None:
    makers = (Rain, Rain)
    with (
        pytest.raises(ValueError, match="'rain'"),
        driven_window(qapp, qtbot, specs, makers),
    ):
        pass
