"""Read, type, copy and mark coordinates in the real window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QMenu, QToolButton

from mapapp.core.geo.crs import System, describe
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.map.state import FeatureRef
from mapapp.qt.details.place_view import PlaceView
from mapapp.qt.map.go_to_dialog import GoToDialog
from mapapp.qt.parts.actions import plain
from mapapp.qt.parts.style import COLOURS
from mapapp.render.scene.live import LiveMap
from tests.e2e.driver import TIMEOUT_MS, Driver

PLAIN = (123.9, 42.9)
"""Nothing is drawn here."""

SHENYANG = (123.43278, 41.79222)
HEAD = QPoint(0, 20)
"""From the head of the pin to its point, which is on the place."""

GLOW = COLOURS["light"].accent


def ask(window: Driver) -> GoToDialog:
    """Open the dialog by its shortcut."""
    window.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = window.window.findChild(GoToDialog)
    assert dialog
    return dialog


def type_text(dialog: GoToDialog, text: str) -> None:
    dialog.line.clear()
    if text.isascii():
        QTest.keyClicks(dialog.line, text)
    else:
        dialog.line.insert(text)


def choose(window: Driver, name: str) -> None:
    """Choose in the menu of the read-out."""
    readout = window.window.status.readout
    menu = readout.menu()
    menu.aboutToShow.emit()
    [action] = [action for action in menu.actions() if name in action.text()]
    action.trigger()


def hover(window: Driver, place: tuple[float, float]) -> str:
    """Move the mouse to a place; the answer is what the status bar says."""
    target = window.view.focusProxy()
    assert target
    lon = place[0]
    with window.qtbot.waitSignal(
        window.view.hovered,
        timeout=TIMEOUT_MS,
        check_params_cb=lambda seen: seen is not None and abs(seen.lon - lon) < 0.01,
    ):
        # A cursor that is there already, from another test, does not move.
        QTest.mouseMove(target, window.point(*place) + QPoint(40, 40))
        QTest.mouseMove(target, window.point(*place))
    return window.window.status.readout.text()


def context_menu(window: Driver, place: tuple[float, float]) -> QMenu:
    """Click with the right button; the answer is the menu that opened."""
    target = window.view.focusProxy()
    assert target
    with window.qtbot.waitSignal(window.view.context_menu_requested, timeout=TIMEOUT_MS):
        QTest.mouseClick(
            target,
            Qt.MouseButton.RightButton,
            Qt.KeyboardModifier.NoModifier,
            window.point(*place),
        )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("WGS84, as", "123.4", "WGS84"),
        ("easting with zone", "415", "(GK zone 41)  CGCS2000"),
        ("UTM", "53", "(UTM 51N)  WGS84"),
        ("GCJ-02", "123.4", "GCJ-02"),
        ("seconds", "123°2", "WGS84"),
    ],
)
def test_the_read_out_is_written_as_chosen(window: Driver, name: str, start: str, end: str) -> None:
    choose(window, name)
    text = hover(window, SHENYANG)
    assert text.startswith(start)
    assert text.endswith(end)


def test_where_a_system_is_not_defined_a_dash_stands(window: Driver) -> None:
    window.go_to(-87.65, 41.85, 8)
    choose(window, "easting with zone")
    assert hover(window, (-87.6, 41.8)).startswith("—")


def test_ctrl_g_goes_there_and_marks_the_place(window: Driver) -> None:
    dialog = ask(window)
    type_text(dialog, "GCJ-02 123.43891, 41.79465")
    assert "123.43278° E  41.79222° N" in dialog.preview.text()
    with window.qtbot.waitSignal(window.view.view_changed, timeout=TIMEOUT_MS):
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    window.settle()
    view = window.state.view
    assert distance_m(view.lon, view.lat, *SHENYANG)[0] < 2
    assert view.zoom == 12
    window.expect_pixels(GLOW, window.point(*SHENYANG) - HEAD, 12, at_least=40)


def test_the_chosen_system_is_that_of_the_numbers(window: Driver) -> None:
    dialog = ask(window)
    type_text(dialog, "123.44550 41.80045")
    dialog.system.setCurrentText("BD-09")
    assert "123.43278° E  41.79222° N" in dialog.preview.text()
    dialog.reject()


def test_what_cannot_be_read_is_said_and_goes_nowhere(window: Driver) -> None:
    before = window.state.view
    dialog = ask(window)
    type_text(dialog, "41.79N 41.8N")
    assert dialog.preview.text().startswith("Both numbers name the same axis")
    [button] = [
        button
        for button in dialog.findChildren(QDialogButtonBox)[0].buttons()
        if button.text() == "Go there"
    ]
    assert not button.isEnabled()
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()
    assert window.state.view == before


def test_where_both_orders_fit_the_user_may_turn_them(window: Driver) -> None:
    dialog = ask(window)
    type_text(dialog, "41.79, 80.2")
    assert dialog.reading.isVisible()
    assert "80.20000° E  41.79000° N" in dialog.preview.text()
    QTest.keyClick(dialog.reading, Qt.Key.Key_Down)
    assert "41.79000° E  80.20000° N" in dialog.preview.text()
    type_text(dialog, "41.79, 123.4")
    assert not dialog.reading.isVisible()
    dialog.reject()


def test_the_mark_can_be_removed(window: Driver) -> None:
    window.window.built_in.places.go_to(*SHENYANG)
    window.settle()
    window.expect_pixels(GLOW, window.point(*SHENYANG) - HEAD, 12, at_least=40)
    window.window.commands["map.unmark"].trigger()
    window.settle()
    window.expect_pixels(GLOW, window.point(*SHENYANG) - HEAD, 12, at_most=10)


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_coordinates_are_copied_from_the_map(window: Driver) -> None:
    window.go_to(*SHENYANG, 14)
    choose(window, "BD-09")
    menu = context_menu(window, SHENYANG)
    here, wgs84 = (action for action in menu.actions() if ": " in action.text())
    here.trigger()
    assert QGuiApplication.clipboard().text().startswith("123.445")
    assert "123.445" in here.text()
    wgs84.trigger()
    lat, lon = map(float, QGuiApplication.clipboard().text().split(", "))
    assert distance_m(lon, lat, *SHENYANG)[0] < 10
    menu.close()


def card(window: Driver) -> PlaceView:
    """The card of the place that has the pin."""
    view = window.window.built_in.details.place_view
    assert view
    return view


def follow(window: Driver, text: str) -> None:
    """Click a link of the card of the place with the mouse."""
    view = card(window)
    found = view.document().find(text.replace(" ", "\N{NO-BREAK SPACE}"))
    found = view.document().find(text) if found.isNull() else found
    found.setPosition(found.selectionStart() + 2)
    assert found.charFormat().isAnchor()
    spot = view.cursorRect(found).center()
    window.window.built_in.details.ensureVisible(0, view.pos().y() + spot.y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_search_and_ctrl_g_go_to_a_position_alike(window: Driver) -> None:
    seen = []
    for ask_for in (go_by_search, go_by_dialog):
        window.go_to(120, 40, 7)
        ask_for(window, "41.5 N 123.25 E")
        window.settle()
        view, place = window.state.view, window.window.built_in.places.place
        seen.append((round(view.lon, 4), round(view.lat, 4), view.zoom, place, card(window).card))
        window.window.built_in.places.unpin()
    assert seen[0] == seen[1]
    assert seen[0][2] == 12


def go_by_search(window: Driver, text: str) -> None:
    window.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.window.built_in.searching.box, text)
    QTest.keyClick(window.window.built_in.searching.box, Qt.Key.Key_Return)


def go_by_dialog(window: Driver, text: str) -> None:
    dialog = ask(window)
    type_text(dialog, text)
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)


def test_a_position_looked_at_from_nearer_is_not_left(window: Driver) -> None:
    window.go_to(120, 40, 14)
    window.window.built_in.places.go_to(*SHENYANG)
    window.settle()
    assert window.state.view.zoom == 14


def test_going_to_a_place_without_features_takes_the_old_card_away(window: Driver) -> None:
    details = window.window.built_in.details
    window.state.select([FeatureRef("port", 1)])
    assert details.cards
    go_by_search(window, "Fushun")
    window.settle()
    assert not details.cards
    assert not window.state.selection
    assert (card(window).card.title, card(window).card.other_title) == ("Fushun", "抚顺")
    assert card(window).card.kind == "City"


def test_the_pin_stays_while_features_are_looked_at(window: Driver) -> None:
    places, details = window.window.built_in.places, window.window.built_in.details
    places.go_to(*PLAIN)
    window.state.select([FeatureRef("port", 1)])
    assert details.cards
    assert details.place_view is None
    window.state.select(())
    assert card(window).card.place == places.place
    places.unpin()
    assert details.place_view is None


def test_a_right_click_tells_what_is_here(window: Driver) -> None:
    window.go_to(*PLAIN, 9)
    menu = context_menu(window, PLAIN)
    before = window.state.view
    [here] = [action for action in menu.actions() if plain(action.text()) == "What is here?"]
    here.trigger()
    menu.close()
    window.settle()
    assert window.state.view == before
    place = card(window).card.place
    assert distance_m(place.lon, place.lat, *PLAIN)[0] < 500
    window.expect_pixels(GLOW, window.point(*PLAIN) - HEAD, 12, at_least=40)


def test_a_position_of_the_card_is_copied_by_a_click_and_that_is_said(window: Driver) -> None:
    window.window.built_in.places.show_here(*SHENYANG)
    follow(window, "535958 E")
    text = QGuiApplication.clipboard().text()
    assert text == "535958 E  4626798 N  (UTM 51N)"
    assert window.window.status.currentMessage() == f"Copied: {text}"
    follow(window, "Copy all")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "What is here"
    assert f"MGRS: {describe(*SHENYANG, System.MGRS)}" in copied


def test_a_link_of_the_card_leads_to_the_feature(window: Driver) -> None:
    window.window.built_in.places.show_here(*SHENYANG)
    nearest = card(window).card.near[0]
    follow(window, nearest.title)
    assert window.state.selection == (nearest.ref,)


def test_what_is_nearest_goes_by_what_is_shown(window: Driver) -> None:
    window.window.built_in.places.show_here(*SHENYANG)
    hidden = card(window).card.near[0].ref.layer
    window.state.set_visible(hidden, visible=False)
    assert hidden not in {near.ref.layer for near in card(window).card.near}


def test_measuring_begins_at_the_place(window: Driver) -> None:
    window.window.built_in.places.show_here(*SHENYANG)
    follow(window, "Measure from here")
    measuring = window.window.built_in.measuring
    assert measuring.is_active
    assert measuring.measurement
    assert measuring.measurement.vertices == (SHENYANG,)


def test_a_place_is_bookmarked_by_its_name(window: Driver) -> None:
    go_by_search(window, "Fushun")
    follow(window, "Bookmark")
    dialog = window.window.findChild(QInputDialog)
    assert dialog
    assert dialog.textValue() == "Fushun"
    dialog.accept()
    [bookmark] = window.window.built_in.bookmarking.bookmarks.all
    place = window.window.built_in.places.place
    assert place
    assert (bookmark.name, bookmark.lon, bookmark.lat) == ("Fushun", place.lon, place.lat)


def test_the_cross_removes_the_pin(window: Driver) -> None:
    window.window.built_in.places.show_here(*SHENYANG)
    [cross] = card(window).findChildren(QToolButton)
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert window.window.built_in.places.place is None
    assert not window.window.commands["map.unmark"].isEnabled()


def test_a_card_in_chinese_has_no_english_labels(window: Driver) -> None:
    window.window.built_in.places.show_here(*SHENYANG)
    window.state.set_language("zh")
    text = card(window).toPlainText()
    assert "此处信息" in text
    assert "最近的要素" in text
    assert "高斯-克吕格 3° 带，含带号" in text
    assert "Nearest" not in text


def test_what_a_place_is_follows_the_language(window: Driver) -> None:
    go_by_search(window, "Fushun")
    window.state.set_language("zh")
    assert (card(window).card.title, card(window).card.kind) == ("抚顺", "城市")
    window.window.built_in.places.go_to(*SHENYANG, System.GCJ02)
    assert card(window).card.kind == "按 GCJ-02 读取"


def test_what_cannot_be_read_is_said_in_chinese(window: Driver) -> None:
    window.state.set_language("zh")
    dialog = ask(window)
    type_text(dialog, "41.79N 41.8N")
    assert dialog.preview.text().startswith("两个数字标的是同一方向")
    dialog.reject()


def test_links_of_google_are_offered_in_both_systems(window: Driver) -> None:
    dialog = ask(window)
    type_text(dialog, "https://www.google.com/maps/@41.80833,123.435,15z")
    assert [dialog.reading.itemText(n) for n in range(2)] == ["WGS84", "GCJ-02"]
    dialog.reject()


def test_names_are_set_around_the_pin_as_soon_as_it_stands(
    window: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_clear: list[Sequence[tuple[float, float]]] = []
    labels = LiveMap.labels

    def watched(live: LiveMap, *asked: Any) -> Any:
        kept_clear.append(asked[3])
        return labels(live, *asked)

    monkeypatch.setattr(LiveMap, "labels", watched)
    places = window.window.built_in.places
    places.show_here(*SHENYANG)
    window.settle()
    assert kept_clear[-1] == (SHENYANG,)
    places.unpin()
    window.settle()
    assert kept_clear[-1] == ()
