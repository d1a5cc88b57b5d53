"""Export from the window: the picture is made by a worker process, from the data."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox

from mapapp.core.mercator import world_px, world_x, world_y
from tests.e2e.driver import TIMEOUT_MS, Driver

DANDONG = (124.16, 39.82)


def export(window: Driver, target: Path, *arguments: str) -> None:
    """Export the present view and wait until the picture is there."""
    job = window.window.exporting.start(target, list(arguments))
    with window.qtbot.waitSignal(job.finished, timeout=TIMEOUT_MS):
        pass


def test_a_png_of_the_view_shows_the_layers_colour(window: Driver, tmp_path: Path) -> None:
    target = tmp_path / "map.png"
    window.go_to(*DANDONG, 8)
    export(window, target, "--size", "800x600")
    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == (800, 600)
    port = QColor("#3A4EC8")
    seen = {picture.pixelColor(x, y).name() for x in range(385, 415) for y in range(285, 315)}
    assert port.name() in seen


def test_a_pdf_of_the_view_has_its_words_and_figures(window: Driver, tmp_path: Path) -> None:
    target = tmp_path / "map.pdf"
    export(window, target, "--page", "A4", "--title", "辽宁 Liaoning")
    text = subprocess.run(
        ["pdftotext", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    for word in ("大连", "481.5", "辽宁 Liaoning", "Natural Earth"):
        assert word in text


def test_a_hidden_layer_is_not_printed(window: Driver, tmp_path: Path) -> None:
    target = tmp_path / "map.pdf"
    window.state.set_visible("port", False)
    export(window, target)
    text = subprocess.run(
        ["pdftotext", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Sea ports" not in text
    assert "Industrial parks" in text


def test_a_map_without_layers_can_be_printed(window: Driver, tmp_path: Path) -> None:
    for spec in window.state.specs:
        window.state.set_visible(spec.id, False)
    export(window, tmp_path / "map.png", "--size", "400x300")
    assert QImage(str(tmp_path / "map.png")).width() == 400


def test_the_view_of_the_window_is_the_view_of_the_picture(window: Driver, tmp_path: Path) -> None:
    """Where the port is in the picture follows from the extent the window gave."""
    window.go_to(DANDONG[0] - 1, DANDONG[1] + 0.5, 8)
    extent = window.state.view.extent
    export(window, tmp_path / "map.png", "--size", "780x670")
    picture = QImage(str(tmp_path / "map.png"))
    width = float(world_x(extent.east) - world_x(extent.west))
    assert width * world_px(8) == pytest.approx(window.state.view.width_px, abs=1)
    x = round(float(world_x(DANDONG[0]) - world_x(extent.west)) / width * 780)
    height = float(world_y(extent.south) - world_y(extent.north))
    y = round(float(world_y(DANDONG[1]) - world_y(extent.north)) / height * 670)
    near = {picture.pixelColor(x + dx, y + dy).name() for dx in range(-8, 9) for dy in range(-8, 9)}
    assert "#3a4ec8" in near


def test_an_unwritable_target_is_one_sentence_and_the_window_stays(
    window: Driver, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / "map.png"
    job = window.window.exporting.start(target, [])
    with window.qtbot.waitSignal(job.failed, timeout=TIMEOUT_MS) as failed:
        pass
    [sentence] = failed.args
    assert str(target.parent) in sentence
    assert "\n" not in sentence
    [box] = window.window.findChildren(QMessageBox)
    assert box.text() == sentence
    box.close()
    assert window.window.isVisible()


def test_a_cancelled_export_leaves_nothing(window: Driver, tmp_path: Path) -> None:
    job = window.window.exporting.start(tmp_path / "map.pdf", ["--page", "A0"])
    with window.qtbot.waitSignal(job.failed, timeout=TIMEOUT_MS):
        job.cancel()
    assert list(tmp_path.iterdir()) == []
    for box in window.window.findChildren(QMessageBox):
        box.close()


def test_the_menu_leads_to_a_picture(
    window: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "from the menu.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))

    def press_enter() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(0, press_enter)
    QTest.keyClick(window.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    window.qtbot.waitUntil(target.exists, timeout=TIMEOUT_MS)
