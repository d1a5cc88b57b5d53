"""Open it, click it: the window end to end on the real data, with real events."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from mapapp.app import MAP_SIZE_PX
from mapapp.core.disk.assets import asset
from mapapp.qt.shell.placement import SIZE_PX
from tests.e2e.driver import TIMEOUT_MS, Driver

ATLAS = asset("data", "atlas.gpkg")


def from_atlas(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """Read the atlas without mapapp."""
    with closing(sqlite3.connect(f"file:{ATLAS}?mode=ro", uri=True)) as db:
        return db.execute(sql, parameters).fetchall()


def position(table: str, entity: str) -> tuple[float, float]:
    """Where a point is, read from the R-tree."""
    [(lon, lat)] = from_atlas(
        f"SELECT minx, miny FROM rtree_{table}_geom JOIN {table} ON fid = id_ WHERE id = ?"
        .replace("id_", f"rtree_{table}_geom.id").replace("WHERE id", f"WHERE {table}.id"),
        entity,
    )  # fmt: skip
    return float(str(lon)), float(str(lat))


def details(driver: Driver) -> str:
    """All text of the details panel."""
    panel = driver.window.built_in.details
    texts = [label.text() for label in panel.findChildren(QLabel)]
    return "\n".join([*texts, *(card.toPlainText() for card in panel.cards)])


def row_of(driver: Driver, title: str) -> QModelIndex:
    """The index of a layer in the tree by its title."""
    model = driver.window.built_in.layers.model()
    [found] = model.match(
        model.index(0, 0),
        Qt.ItemDataRole.DisplayRole,
        title,
        1,
        Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
    )
    return found


def tick(driver: Driver, title: str) -> None:
    """Click the box before a layer's title."""
    tree = driver.window.built_in.layers
    tree.scrollTo(row_of(driver, title))
    row = tree.visualRect(row_of(driver, title))
    QTest.mouseClick(
        tree.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(row.left() + 12, row.center().y()),
    )
    driver.settle()


def test_clicking_the_park_shows_its_figures_from_the_geopackage(window: Driver) -> None:
    figures = from_atlas(
        "SELECT value_num FROM fact WHERE entity_id = 'cgip' AND attribute_id = ?",
        "gross_industrial_output",
    )
    assert (481.5,) in figures
    window.go_to(*position("industrial_park", "cgip"), 11)  # from where nothing covers it
    window.click(*position("industrial_park", "cgip"))
    text = details(window)
    for (value,) in figures:
        assert f"{value:g} " in text
    assert "中德（沈阳）高端装备制造产业园" in text
    assert "e-works" in text


def test_clicking_the_port_of_dalian_shows_its_membership(window: Driver) -> None:
    window.click(*position("port", "port-dalian"))
    text = details(window)
    [(label,)] = from_atlas("SELECT label_en FROM attribute WHERE id = 'listed_as_port'")
    assert "大连港" in text
    assert str(label) in text


def test_a_place_that_several_share_lists_them_all(window: Driver) -> None:
    tick(window, "Companies")
    lon, lat = position("enterprise", "bridgestone")
    window.go_to(lon, lat, 14)
    window.click(lon, lat)
    window.window.built_in.details.show_all_cards(True)
    shown = {card.card.feature.id for card in window.window.built_in.details.cards}
    assert {"bridgestone", "bmw-brilliance"} <= shown


def test_clicking_nothing_clears_the_panel(window: Driver) -> None:
    window.click(*position("port", "port-dandong"))
    assert window.window.built_in.details.cards
    window.click(120.2, 39.0)
    assert not window.window.built_in.details.cards
    assert "Click a symbol" in details(window)


def test_a_selected_feature_glows(window: Driver) -> None:
    lon, lat = position("port", "port-dandong")
    window.expect_pixels("#17727F", window.point(lon, lat), 20, at_most=0)
    window.click(lon, lat)
    window.expect_pixels("#17727F", window.point(lon, lat), 20, at_least=41)


def test_hiding_a_layer_removes_its_pixels(window: Driver) -> None:
    spot = window.point(*position("port", "port-dandong"))
    window.expect_pixels("#3A4EC8", spot, at_least=61)
    tick(window, "Sea ports")
    window.expect_pixels("#3A4EC8", spot, at_most=0)
    tick(window, "Sea ports")
    window.expect_pixels("#3A4EC8", spot, at_least=61)


def test_a_hidden_layer_is_not_clicked(window: Driver) -> None:
    tick(window, "Sea ports")
    window.click(*position("port", "port-dandong"))
    assert not window.window.built_in.details.cards


def test_ticking_a_group_hides_all_its_layers(window: Driver) -> None:
    tick(window, "Zones")
    assert not {"industrial_park", "ftz_area", "high_tech_zone"} & {
        spec.id for spec in window.state.visible_specs()
    }


def test_dragging_and_the_wheel_move_the_map(window: Driver) -> None:
    before = window.state.view
    map_widget = window.view.focusProxy()
    with window.qtbot.waitSignal(window.view.view_changed, timeout=TIMEOUT_MS):
        QTest.mousePress(map_widget, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
        for step in range(1, 11):
            QTest.mouseMove(map_widget, QPoint(300 + 10 * step, 300))
        QTest.mouseRelease(map_widget, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    window.settle()
    assert window.state.view.lon < before.lon - 0.5
    with window.qtbot.waitSignal(window.view.view_changed, timeout=TIMEOUT_MS):
        QTest.keyClick(map_widget, Qt.Key.Key_Plus)
    assert window.state.view.zoom == pytest.approx(before.zoom + 0.5)


def test_the_status_bar_follows_the_cursor(window: Driver) -> None:
    status = window.window.status
    QTest.mouseMove(window.view.focusProxy(), window.point(123.0, 41.0))
    window.qtbot.waitUntil(lambda: "123.0" in status.readout.text(), timeout=TIMEOUT_MS)
    assert any(label.text().startswith("1:3") for label in status.findChildren(QLabel))


def test_a_friendship_link_is_drawn_in_the_next_world_too(window: Driver) -> None:
    for lon in (-87.65005, -87.65005 + 360):
        window.go_to(lon, 41.85003, 5)
        window.expect_pixels("#C3576A", window.point(lon, 41.85003), 10, at_least=11)
        window.click(lon, 41.85003)
        assert "friendship-chicago" in {
            c.card.feature.id for c in window.window.built_in.details.cards
        }


def test_the_map_comes_back_after_its_process_died(window: Driver, expected_log: object) -> None:
    assert callable(expected_log)
    expected_log("The map's process ended")
    spot = window.point(*position("port", "port-dandong"))
    window.click(*position("port", "port-dandong"))
    with window.qtbot.waitSignal(window.view.page_ready, timeout=TIMEOUT_MS):
        os.kill(window.view.page().renderProcessPid(), signal.SIGKILL)
    window.settle()
    window.expect_pixels("#3A4EC8", spot, at_least=61)
    window.expect_pixels("#17727F", spot, 20, at_least=41)


def test_chinese_names_are_shown_when_asked_for(window: Driver) -> None:
    window.state.set_language("zh")
    window.click(*position("port", "port-dalian"))
    assert window.window.built_in.details.cards[0].card.title == "大连港"
    assert row_of(window, "海港").isValid()


def test_the_dark_theme_reaches_the_map(window: Driver) -> None:
    window.state.set_theme("dark")
    window.settle()
    window.expect_pixels("#1B2026", window.point(120.5, 39.5), 3, at_least=49, at_most=49)


def test_the_page_starts_at_the_size_that_the_map_gets(window: Driver) -> None:
    window.window.resize(SIZE_PX)
    window.qtbot.waitUntil(lambda: window.view.size().toTuple() == MAP_SIZE_PX)


def test_the_atlas_is_left_as_it_was(window: Driver) -> None:
    folder, before = sorted(ATLAS.parent.iterdir()), ATLAS.stat().st_mtime_ns
    digest = hashlib.sha256(ATLAS.read_bytes()).hexdigest()
    window.click(*position("industrial_park", "cgip"))
    assert sorted(ATLAS.parent.iterdir()) == folder
    assert ATLAS.stat().st_mtime_ns == before
    assert hashlib.sha256(ATLAS.read_bytes()).hexdigest() == digest
