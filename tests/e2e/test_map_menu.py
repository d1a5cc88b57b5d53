"""The menu of a right click on the map, by real clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from mapapp.core.geo.geodesy import distance_m
from mapapp.core.map.state import FeatureRef
from mapapp.qt.map.map_menu import FEATURE, HERE
from mapapp.qt.parts.actions import plain
from tests.e2e.driver import TIMEOUT_MS, Driver

PLAIN = (122.6, 42.3)

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


def right_click(window: Driver, lon: float, lat: float) -> QMenu:
    """The menu that a right click opens."""
    target = window.view.focusProxy()
    assert target
    with window.qtbot.waitSignal(window.view.context_menu_requested, timeout=TIMEOUT_MS):
        QTest.mouseClick(
            target, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier,
            window.point(lon, lat),
        )  # fmt: skip
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(window: Driver, menu: QMenu, name: str) -> None:
    """Click an entry of a menu."""
    [entry] = [action for action in menu.actions() if plain(action.text()).startswith(name)]
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        menu.actionGeometry(entry).center(),
    )  # fmt: skip
    window.qtbot.waitUntil(lambda: window.window.built_in.map_menu._menu is None)


def port(window: Driver) -> tuple[float, float, int]:
    """A port with nothing beside it: where it is, and its key."""
    catalogue = window.window.built_in.map_menu._catalogue
    spec = window.state.spec("port")
    [found] = [each for each in catalogue.features(spec) if each.id == "port-dandong"]
    return found.geometry.x, found.geometry.y, found.fid


def test_a_place_can_be_measured_from(window: Driver) -> None:
    window.go_to(*PLAIN, 8)
    choose(window, right_click(window, *PLAIN), "Measure from here")
    measurement = window.window.built_in.measuring.measurement
    assert measurement is not None
    [(lon, lat)] = measurement.vertices
    assert distance_m(lon, lat, *PLAIN)[0] < 2000


def test_a_place_is_brought_to_the_middle_or_nearer(window: Driver) -> None:
    window.go_to(PLAIN[0] + 1, PLAIN[1], 8)
    for name, zoom in (("Centre here", 8), ("Zoom in here", 9)):
        choose(window, right_click(window, *PLAIN), name)
        window.settle()
        view = window.state.view
        assert (view.zoom, distance_m(view.lon, view.lat, *PLAIN)[0] < 3000) == (zoom, True)


def test_a_place_can_be_bookmarked(window: Driver) -> None:
    window.go_to(PLAIN[0] + 1, PLAIN[1], 8)
    choose(window, right_click(window, *PLAIN), "Bookmark here")
    dialog = window.window.findChild(QInputDialog)
    assert dialog.textValue()
    dialog.setTextValue("Plain")
    dialog.accept()
    [bookmark] = window.window.built_in.bookmarking.bookmarks.all
    assert bookmark.lon == pytest.approx(PLAIN[0], abs=0.02)


def test_on_a_feature_the_menu_is_called_so_and_offers_what_it_has(window: Driver) -> None:
    lon, lat, fid = port(window)
    window.go_to(lon, lat, 9)
    menu = right_click(window, lon, lat)
    assert menu.actions()[0].text() == window.window.built_in.map_menu._pointed.title("en")
    choose(window, menu, "Show its card")
    assert window.state.selection == (FeatureRef("port", fid),)
    window.state.select(())
    choose(window, right_click(window, lon, lat), "Copy as text")
    assert "Dandong" in QGuiApplication.clipboard().text()
    assert window.window.status.currentMessage().startswith("Copied: ")
    choose(window, right_click(window, lon, lat), "Show in table")
    assert window.window.built_in.table.layer == "port"
    assert window.window.built_in.table.view.selectionModel().selectedRows()
    window.go_to(lon, lat, 9)
    choose(window, right_click(window, lon, lat), "Show only its layer")
    assert window.state.solo == "port"


def test_beside_features_the_menu_has_nothing_of_one(window: Driver) -> None:
    window.state.select([FeatureRef("port", 1)])
    window.go_to(*PLAIN, 9)
    menu = right_click(window, *PLAIN)
    assert not [action for action in menu.actions() if "card" in action.text()]
    menu.close()


def test_all_entries_are_commands_that_the_search_box_finds(window: Driver) -> None:
    lon, lat, _ = port(window)
    window.go_to(lon, lat, 9)
    menu = right_click(window, lon, lat)
    entries = {plain(action.text()).partition(":")[0] for action in menu.actions()[1:]} - {""}
    commands = window.window.commands.of_menu("map")
    known = {plain(each.text) for each in commands if each.submenu in {HERE, FEATURE}}
    assert entries <= known
    menu.close()


def test_the_menu_of_a_card_stands_in_the_menu_map_and_so_in_the_search_box(
    window: Driver,
) -> None:
    _, _, fid = port(window)
    window.state.select([FeatureRef("port", fid)])
    menu = window.window.built_in.details.cards[0].menu()
    wanted = {action.text() for action in menu.actions()} - {""}
    commands = [each for each in window.window.commands.of_menu("map") if each.submenu == FEATURE]
    assert wanted <= {plain(each.text) for each in commands}
    for action in menu.actions()[:3]:
        action.trigger()
        by_menu = QGuiApplication.clipboard().text()
        QGuiApplication.clipboard().clear()
        [command] = [each for each in commands if plain(each.text) == action.text()]
        window.window.commands[command.id].trigger()
        assert QGuiApplication.clipboard().text() == by_menu


def test_without_a_click_here_is_the_pin_or_the_middle(window: Driver) -> None:
    window.go_to(*PLAIN, 8)
    window.window.commands["map.copy-here"].trigger()
    assert QGuiApplication.clipboard().text().startswith("122.6")
    window.window.built_in.places.show_here(123.5, 41.5)
    window.window.commands["map.copy-here"].trigger()
    assert QGuiApplication.clipboard().text().startswith("123.5")
