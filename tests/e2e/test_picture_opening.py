"""A picture that is dropped on the window brings its map back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QMessageBox

import mapapp
from mapapp.app import show_picture
from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.extent import Extent
from mapapp.core.map.state import FeatureRef
from mapapp.paint.export import export_picture
from mapapp.qt.export import picture_opening
from mapapp.render.request.request import ExportRequest
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_export import DANDONG, export


def drop(window: Driver, path: Path) -> bool:
    """Drop a file on the window; whether that takes it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(window.window.rect().center(), *how, plain)
    enter.ignore()
    QApplication.sendEvent(window.window, enter)
    if enter.isAccepted():
        middle = QPointF(window.window.rect().center())
        QApplication.sendEvent(window.window, QDropEvent(middle, *how, plain))
    return enter.isAccepted()


def test_a_dropped_picture_restores_its_map(window: Driver, tmp_path: Path) -> None:
    """Each format is told apart in test_opened_as.py and read in tests/golden/test_devices.py."""
    state = window.state
    window.go_to(*DANDONG, 9)
    state.set_visible("rail_hub", False)
    state.set_opacity("port", 0.5)
    state.set_filter("port", LayerFilter(text="dandong"))
    state.set_as_of_year(2024)
    state.select([FeatureRef("port", 1)])
    state.set_language("zh")
    before, order = state.view, state.order
    export(window, tmp_path / "map.pdf")

    window.go_to(123.4, 41.8, 6)
    state.set_visible("rail_hub", True)
    state.set_opacity("port", 1.0)
    state.set_filter("port", LayerFilter())
    state.set_as_of_year(None)
    state.select([])
    state.set_language("en")
    state.set_order(reversed(order))

    assert drop(window, tmp_path / "map.pdf")
    window.settle()
    assert (state.view.lon, state.view.lat) == pytest.approx((before.lon, before.lat), abs=1e-3)
    assert state.view.zoom == pytest.approx(before.zoom, abs=0.05)
    assert not state.is_visible("rail_hub")
    assert state.opacity("port") == 0.5
    assert state.filter("port") == LayerFilter(text="dandong")
    assert state.as_of_year == 2024
    assert state.selection == (FeatureRef("port", 1),)
    assert state.language == "zh"
    shown = [layer for layer in state.order if state.is_visible(layer)]
    assert shown == [layer for layer in order if layer in shown]


def test_a_picture_of_somebody_else_is_one_sentence(window: Driver, tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    window.picture().save(str(path))
    before = window.state.view
    assert drop(window, path)
    [box] = window.window.findChildren(QMessageBox)
    assert "cat.png" in box.text()
    assert "\n" not in box.text()
    box.close()
    assert window.state.view == before


def test_why_a_picture_cannot_be_opened_is_told_in_the_language_of_the_window(
    window: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cat.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    window.state.set_language("zh")
    said = []
    for small_bytes in (1_000_000, 0):  # read here, and by another process
        monkeypatch.setattr(picture_opening, "SMALL_BYTES", small_bytes)
        assert drop(window, tmp_path / "cat.png")
        window.qtbot.waitUntil(
            lambda: bool(window.window.findChildren(QMessageBox)), timeout=TIMEOUT_MS
        )
        [box] = window.window.findChildren(QMessageBox)
        said.append(box.text())
        with window.qtbot.waitSignal(box.destroyed, timeout=TIMEOUT_MS):
            box.close()
    assert said[0].endswith("没有 mapapp 的说明；请打开由 mapapp 制作的图片。")
    assert said[1] == said[0]


def test_of_a_picture_of_a_notebook_the_layers_of_the_atlas_come_back(
    window: Driver, tmp_path: Path
) -> None:
    own = mapapp.read("rail_hub")
    picture = mapapp.snapshot(tmp_path / "own.png", layers=["port", own], extent=(119, 38, 125, 43))
    assert drop(window, picture)
    [box] = window.window.findChildren(QMessageBox)
    assert "A layer was left out." in box.text()
    assert "'memory'" in box.text()
    box.close()
    state = window.state
    assert [spec.id for spec in state.specs if state.is_visible(spec.id)] == ["port"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.md", b"notes", "notes.md is nothing that mapapp can open"),
        ("a", b"", "a is nothing that mapapp can open"),
    ],
)
def test_why_other_files_cannot_be_dropped_is_said(
    window: Driver, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert drop(window, path)
    [box] = window.window.findChildren(QMessageBox)
    assert told in box.text()


def test_a_picture_by_another_name_is_known_by_what_it_holds(
    window: Driver, tmp_path: Path
) -> None:
    export(window, tmp_path / "map.png", page="px", size_px=(400, 300), dpi=96)
    renamed = (tmp_path / "map.png").rename(tmp_path / "map")
    with window.qtbot.waitSignal(window.window.built_in.pictures.opened, timeout=TIMEOUT_MS):
        assert drop(window, renamed)


def test_a_window_that_starts_with_a_picture_shows_it_once_it_has_its_size(
    window: Driver, tmp_path: Path
) -> None:
    picture = tmp_path / "map.png"
    area = Extent(123, 39.4, 125, 40.4)
    request = ExportRequest(picture, "png", area, ("port",), size_px=(640, 400))
    atlas, basemap = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
    export_picture(request, atlas, basemap, window.state.specs)
    show_picture(window.window, picture)
    with window.qtbot.waitSignal(window.window.built_in.pictures.opened, timeout=TIMEOUT_MS):
        window.go_to(120, 40, 6)
    window.settle()
    assert (window.state.view.lon, window.state.view.lat) == pytest.approx((124, 39.9), abs=0.01)
    assert [spec.id for spec in window.state.visible_specs()] == ["port"]


def test_a_picture_of_another_program_opens_no_window(tmp_path: Path) -> None:
    QImage(8, 8, QImage.Format.Format_RGB32).save(str(tmp_path / "other.png"))
    command = [sys.executable, "-m", "mapapp", "open", str(tmp_path / "other.png")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("mapapp: other.png carries no description by mapapp")
