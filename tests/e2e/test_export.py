"""Export from the window: the picture is made by a worker process, from the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolButton

from mapapp.cli import main
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.mercator import world_px, world_x, world_y
from mapapp.qt.export.export_dialog import ExportDialog
from mapapp.qt.export.export_job import ExportJob
from mapapp.qt.export.export_progress import ExportProgress
from mapapp.render.request.choices import Choices
from mapapp.render.request.from_json import request_to_json
from mapapp.render.request.request import ExportRequest
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.heartbeat import heartbeat
from tests.tools import output

DANDONG = (124.16, 39.82)
PORT = "#3a4ec8"


def request_of(window: Driver, target: Path, **choices: object) -> ExportRequest:
    """The picture of the window with these choices."""
    view = window.state.view
    wanted = replace(Choices(), format=target.suffix[1:], **choices)  # type: ignore[arg-type]
    request = wanted.request(window.window.built_in.exporting.base(), (view.lon, view.lat))
    return replace(request, path=target)


def export(window: Driver, target: Path, **choices: object) -> None:
    """Export and wait until the picture is there."""
    job = window.window.built_in.exporting.start(request_of(window, target, **choices))
    with window.qtbot.waitSignal(job.finished, timeout=TIMEOUT_MS):
        pass


def print_out(window: Driver, target: Path, **choices: object) -> None:
    """Export as the worker does, in this process: to start another takes longer than to paint."""
    atlas = window.window.catalogue.atlas.path
    asked = target.with_name("request.json")
    asked.write_text(request_to_json(request_of(window, target, **choices)), encoding="utf-8")
    assert main(["snapshot", "--data", str(atlas), "--request", str(asked)]) == 0


def words_of(pdf: Path) -> str:
    return output("pdftotext", pdf, "-")


def colours_near(picture: QImage, x: int, y: int, radius: int = 12) -> set[str]:
    around = range(-radius, radius + 1)
    return {picture.pixelColor(x + dx, y + dy).name() for dx in around for dy in around}


def test_a_png_of_the_view_shows_the_layers_colour(window: Driver, tmp_path: Path) -> None:
    target = tmp_path / "map.png"
    window.go_to(*DANDONG, 8)
    export(window, target, page="px", size_px=(800, 600), dpi=96)
    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == (800, 600)
    assert PORT in colours_near(picture, 400, 300)


def test_a_pdf_of_the_view_has_its_words_and_figures(window: Driver, tmp_path: Path) -> None:
    target = tmp_path / "map.pdf"
    print_out(window, target, title="辽宁 Liaoning")
    text = words_of(target)
    for word in ("Dalian", "48.15", "辽宁 Liaoning", "Natural Earth"):
        assert word in text
    assert "481.5" not in text, "a misprint"


BEGINNINGS = {
    "svg": b"<?xml",
    "jpeg": b"\xff\xd8\xff",
    "tiff": b"ii*\0",
    "webp": b"riff",
    "html": b"<!doctype html>",
}


def test_every_other_format_is_written(
    window: Driver, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for ending, begin in BEGINNINGS.items():
        with subtests.test(ending):
            target = tmp_path / f"map.{ending}"
            print_out(window, target, page="A5", dpi=72)
            assert target.read_bytes()[: len(begin)].lower() == begin


def test_a_hidden_layer_is_not_printed(window: Driver, tmp_path: Path) -> None:
    window.state.set_visible("port", False)
    print_out(window, tmp_path / "map.pdf")
    text = words_of(tmp_path / "map.pdf")
    assert "Sea ports" not in text
    assert "Industrial parks" in text


def test_a_filtered_feature_is_not_printed(window: Driver, tmp_path: Path) -> None:
    window.state.set_filter("port", LayerFilter(text="dandong"))
    print_out(window, tmp_path / "map.pdf")
    text = words_of(tmp_path / "map.pdf")
    assert "Port of Dandong" in text
    assert "Port of Jinzhou" not in text


def test_what_is_not_there_in_a_year_is_not_printed(window: Driver, tmp_path: Path) -> None:
    window.state.set_as_of_year(1900)
    print_out(window, tmp_path / "map.pdf")
    text = words_of(tmp_path / "map.pdf")
    assert "48.15" not in text
    assert "Port of Dandong" not in text
    assert "As it was known at the end of 1900." in text


def test_a_faded_layer_is_printed_faded(window: Driver, tmp_path: Path) -> None:
    window.go_to(*DANDONG, 8)
    window.state.set_opacity("port", 0.3)
    print_out(window, tmp_path / "map.png", page="px", size_px=(800, 600), dpi=96)
    assert PORT not in colours_near(QImage(str(tmp_path / "map.png")), 400, 300)


def test_a_selected_feature_stands_out_if_it_is_asked_for(window: Driver, tmp_path: Path) -> None:
    window.go_to(*DANDONG, 8)
    files = [tmp_path / f"{name}.png" for name in ("before", "usual", "marked")]
    print_out(window, files[0], page="px", size_px=(800, 600), dpi=96)
    window.click(*DANDONG)
    assert window.state.selection
    print_out(window, files[1], page="px", size_px=(800, 600), dpi=96)
    print_out(window, files[2], page="px", size_px=(800, 600), dpi=96, mark_selected=True)
    before, usual, marked = (colours_near(QImage(str(file)), 400, 300, 24) for file in files)
    assert usual == before
    assert marked - before


def test_a_map_without_layers_can_be_printed(window: Driver, tmp_path: Path) -> None:
    for spec in window.state.specs:
        window.state.set_visible(spec.id, False)
    print_out(window, tmp_path / "map.png", page="px", size_px=(400, 300))
    assert QImage(str(tmp_path / "map.png")).width() == 400


def test_the_view_of_the_window_is_the_view_of_the_picture(window: Driver, tmp_path: Path) -> None:
    """Where the port is in the picture follows from the extent the window gave."""
    window.enlarge()
    window.go_to(DANDONG[0] - 1, DANDONG[1] + 0.5, 8)
    view = window.state.view
    print_out(
        window, tmp_path / "map.png", page="px", size_px=(view.width_px, view.height_px), dpi=96
    )
    extent = view.extent
    width = float(world_x(extent.east) - world_x(extent.west))
    assert width * world_px(8) == pytest.approx(view.width_px, abs=1)
    x = round(float(world_x(DANDONG[0]) - world_x(extent.west)) * world_px(8))
    y = round(float(world_y(DANDONG[1]) - world_y(extent.north)) * world_px(8))
    assert PORT in colours_near(QImage(str(tmp_path / "map.png")), x, y, 8)


def test_an_unwritable_target_is_one_sentence_and_the_window_stays(
    window: Driver, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / "map.png"
    job = window.window.built_in.exporting.start(request_of(window, target))
    with window.qtbot.waitSignal(job.failed, timeout=TIMEOUT_MS) as failed:
        pass
    [sentence] = failed.args
    assert str(target.parent) in sentence
    assert "\n" not in sentence
    [box] = window.window.findChildren(QMessageBox)
    assert box.text() == sentence
    box.close()
    assert window.window.isVisible()


def test_a_protected_target_is_told_before_the_picture_is_made(
    window: Driver, tmp_path: Path
) -> None:
    target = tmp_path / "map.png"
    target.write_bytes(b"old")
    target.chmod(0o444)
    job = window.window.built_in.exporting.start(request_of(window, target))
    progress = []
    job.progressed.connect(progress.append)
    with window.qtbot.waitSignal(job.failed, timeout=TIMEOUT_MS) as failed:
        pass
    assert "map.png is protected against writing" in failed.args[0]
    assert (progress, target.read_bytes()) == ([], b"old")
    window.window.findChild(QMessageBox).close()


def test_a_failure_of_the_worker_is_its_sentence_and_leaves_nothing(
    window: Driver, tmp_path: Path
) -> None:
    request = replace(request_of(window, tmp_path / "map.png"), layers=("atlantis",))
    job = window.window.built_in.exporting.start(request)
    with window.qtbot.waitSignal(job.failed, timeout=TIMEOUT_MS) as failed:
        pass
    assert "atlantis" in failed.args[0]
    assert list(tmp_path.iterdir()) == []
    window.window.findChild(QMessageBox).close()


def poster(window: Driver, target: Path) -> ExportJob:
    """A picture that takes a while: A0, painted in bands."""
    return window.window.built_in.exporting.start(request_of(window, target, page="A0", dpi=300))


def test_a_cancelled_export_leaves_nothing(window: Driver, tmp_path: Path) -> None:
    job = poster(window, tmp_path / "map.png")
    progress = window.window.findChild(ExportProgress)
    with window.qtbot.waitSignal(job.progressed, timeout=TIMEOUT_MS):
        pass
    with window.qtbot.waitSignal(job.cancelled, timeout=TIMEOUT_MS):
        QTest.mouseClick(progress.cancel, Qt.MouseButton.LeftButton)
    assert list(tmp_path.iterdir()) == []
    assert "cancelled" in progress.label.text()


@pytest.mark.timed
@pytest.mark.alone
def test_the_window_stays_alive_while_a_poster_is_made(window: Driver, tmp_path: Path) -> None:
    target = tmp_path / "map.png"
    with heartbeat(50):
        job = poster(window, target)
        with window.qtbot.waitSignal(job.finished, timeout=6 * TIMEOUT_MS):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["map.png"]


def test_a_finished_export_can_be_shown_in_its_folder(
    window: Driver, tmp_path: Path, opened: Callable[[], list[str]]
) -> None:
    export(window, tmp_path / "map.png", page="px", size_px=(400, 300))
    progress = window.window.findChild(ExportProgress)
    assert "map.png" in progress.label.text()
    for button in (progress.folder, progress.open):
        assert isinstance(button, QToolButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened() == [str(tmp_path), str(tmp_path / "map.png")]


def test_a_finished_export_follows_the_language(window: Driver, tmp_path: Path) -> None:
    export(window, tmp_path / "map.png", page="px", size_px=(400, 300))
    progress = window.window.findChild(ExportProgress)
    window.state.set_language("zh")
    assert progress.label.text() == "已导出 map.png"
    assert progress.folder.text() == "打开所在文件夹"


@pytest.fixture
def opened() -> Iterator[Callable[[], list[str]]]:
    """What the desktop was asked to open."""
    paths: list[str] = []

    class Handler(QObject):
        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            paths.append(url.toLocalFile())

    handler = Handler()
    QDesktopServices.setUrlHandler("file", handler, "take")
    yield lambda: paths
    QDesktopServices.unsetUrlHandler("file")


def test_the_menu_leads_to_a_picture(window: Driver, tmp_path: Path) -> None:
    QTest.keyClick(window.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog)
    QTest.keyClicks(dialog.options.text.title, "Ports: 2026")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    files = dialog.findChild(QFileDialog)
    files.setDirectory(str(tmp_path))
    assert [Path(name).name for name in files.selectedFiles()] == ["Ports 2026.pdf"]
    files.accept()
    target = tmp_path / "Ports 2026.pdf"
    window.qtbot.waitUntil(target.exists, timeout=TIMEOUT_MS)
    assert "Ports: 2026" in words_of(target)


@pytest.mark.parametrize("typed", ["old", "old.pdf", "old.png"])
def test_a_picture_that_exists_is_asked_about(window: Driver, tmp_path: Path, typed: str) -> None:
    old = tmp_path / ("old.png.pdf" if typed == "old.png" else "old.pdf")
    old.write_text("old")
    dialog = window.window.built_in.exporting.ask()
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    files = dialog.findChild(QFileDialog)
    files.setDirectory(str(tmp_path))
    files.selectFile(typed)

    def refuse() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.button(QMessageBox.StandardButton.No).click()

    QTimer.singleShot(0, refuse)
    files.accept()
    assert old.read_text() == "old"
    assert window.window.findChild(ExportJob) is None
    files.reject()
    dialog.reject()


def test_what_had_no_room_is_said_after_the_export(window: Driver, tmp_path: Path) -> None:
    request = request_of(window, tmp_path / "x.svg", page="A5", notes="word " * 1500)
    job = window.window.built_in.exporting.start(request)
    with window.qtbot.waitSignal(job.finished, timeout=TIMEOUT_MS):
        pass
    assert "notes (" in window.window.statusBar().currentMessage()


@pytest.mark.parametrize("ending", ["svg", "pdf"])
def test_what_had_no_room_is_said_after_copying(
    window: Driver, tmp_path: Path, ending: str
) -> None:
    request = request_of(
        window, tmp_path / f"x.{ending}", page="A5", notes="word " * 1500, bleed_mm=3
    )
    copy = window.window.built_in.exporting.copy(request)
    with window.qtbot.waitSignal(copy.finished, timeout=TIMEOUT_MS):
        pass
    said = window.window.statusBar().currentMessage()
    assert "on the clipboard" in said
    assert "notes (" in said


def test_copying_the_map_names_no_part_of_a_page(window: Driver) -> None:
    copy = window.window.built_in.exporting.copy(window.window.built_in.exporting.base())
    with window.qtbot.waitSignal(copy.finished, timeout=TIMEOUT_MS):
        pass
    assert "locator" not in window.window.statusBar().currentMessage()


@pytest.mark.timed
@pytest.mark.alone
def test_the_map_is_copied_by_a_key(window: Driver) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with (
        heartbeat(50),
        window.qtbot.waitSignal(clipboard.dataChanged, timeout=TIMEOUT_MS),
    ):
        QTest.keyClick(window.window, Qt.Key.Key_C, keys)
    view, image = window.state.view, clipboard.image()
    ratio = view.width_px / view.height_px
    assert image.width() / image.height() == pytest.approx(ratio, abs=0.01)
