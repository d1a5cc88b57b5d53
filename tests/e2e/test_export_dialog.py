"""The export dialog: its preview, its options, and what leaves it without being saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QProcess, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mapapp.core.map.state import FeatureRef
from mapapp.qt.export.export_dialog import ExportDialog
from mapapp.qt.parts.option_group import choose
from mapapp.qt.shell.main_window import MainWindow
from mapapp.render.request.choices import Choices
from mapapp.render.request.request import PARTS, PARTS_OF_PAGES, PARTS_OF_WEB_PAGES
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.heartbeat import heartbeat
from tests.e2e.restoring import Start
from tests.timing import PatientBot

A4 = 297 / 210
PAPER = "#ffffff"


class DialogDriver:
    """Uses the dialog as a person does, and waits for its preview."""

    def __init__(self, window: Driver, dialog: ExportDialog) -> None:
        self.window = window
        self.dialog = dialog

    def settle(self) -> QImage:
        """The preview of what is chosen, once it is there."""
        with self.window.qtbot.waitSignal(self.dialog.previewed, timeout=TIMEOUT_MS):
            pass
        return self.dialog.pane.image

    def choose(self, combo: QComboBox, value: str) -> None:
        choose(combo, value)

    def is_shown(self, field: QWidget) -> bool:
        return field.isVisibleTo(self.dialog)


@pytest.fixture(scope="module")
def opened(
    _opened: tuple[MainWindow, Start], request: pytest.FixtureRequest
) -> Iterator[tuple[ExportDialog, Choices]]:
    """The dialog with its first preview, and what is chosen at first.

    It stays open until the end of the module: tests with dialogs of their own come before.
    """
    main, start = _opened
    window = Driver(main, PatientBot(request))
    start.restore(window)
    driver = DialogDriver(window, main.built_in.exporting.ask())
    driver.settle()
    yield driver.dialog, driver.dialog.choices
    driver.dialog.reject()


@pytest.fixture
def dialog(
    shared_window: MainWindow, opened: tuple[ExportDialog, Choices], qtbot: QtBot
) -> DialogDriver:
    """The dialog and its preview as they are at first."""
    dialog, first = opened
    driver = DialogDriver(Driver(shared_window, qtbot), dialog)
    if dialog.choices != first or dialog.pane.sentence:
        dialog.options.show_choices(first)
        driver.settle()
    assert dialog.choices == first
    assert dialog.pane.sentence == ""
    return driver


def ratio(image: QImage) -> float:
    return image.width() / image.height()


def test_the_selection_can_be_shown_where_there_is_one(window: Driver) -> None:
    window.state.select([FeatureRef("port", 1)])
    dialog = DialogDriver(window, window.window.built_in.exporting.ask())
    dialog.settle()
    dialog.choose(dialog.dialog.options.extent.what, "selection")
    assert dialog.dialog.choices.show == "selection"
    dialog.settle()
    assert dialog.dialog.pane.sentence == ""
    dialog.dialog.reject()


def test_choices_are_remembered(window: Driver) -> None:
    first = window.window.built_in.exporting.ask()
    choose(first.options.page.format, "svg")
    first.options.text.title.setText("Kept")
    first.options.parts.boxes["legend"].setChecked(False)
    first.reject()
    again = window.window.built_in.exporting.ask()
    assert again.choices.format == "svg"
    assert again.options.text.title.text() == "Kept"
    assert not again.options.parts.boxes["legend"].isChecked()
    again.reject()


def test_a_title_is_kept_for_its_map_and_language(window: Driver) -> None:
    exporting = window.window.built_in.exporting
    first = exporting.ask()
    choose(first.options.page.format, "svg")
    first.options.text.title.setText("辽宁的港口")
    first.reject()
    window.state.set_language("zh")
    again = exporting.ask()
    assert again.options.text.title.text() == ""
    assert again.choices.format == "svg"
    again.deleteLater()
    window.state.set_language("en")
    exporting._settings.update(workspace="/other.mapapp.json")
    assert exporting._kept().title == ""
    exporting._settings.update(workspace="")
    assert exporting._kept().title == "辽宁的港口"


def test_which_figures_are_told_is_chosen_where_there_are_some(window: Driver) -> None:
    dialog = window.window.built_in.exporting.ask()
    parts = dialog.options.parts
    assert dialog.choices.believed_only
    parts.believed_only.click()
    assert not dialog.choices.believed_only
    parts.boxes["figures"].click()
    assert not parts.believed_only.isEnabled()
    dialog.reject()


def test_the_preview_is_the_page(dialog: DialogDriver) -> None:
    image = dialog.dialog.pane.image
    assert ratio(image) == pytest.approx(A4, abs=0.01)
    assert image.pixelColor(2, 2).name() == PAPER
    room = dialog.dialog.pane.room
    assert image.width() == room.width() or image.height() == room.height()


def test_the_preview_follows_what_is_typed(dialog: DialogDriver) -> None:
    before = dialog.dialog.pane.image.copy()
    QTest.keyClicks(dialog.dialog.options.text.title, "Ports of Liaoning")
    assert dialog.settle() != before


def test_the_newest_choice_is_what_is_shown(dialog: DialogDriver) -> None:
    page = dialog.dialog.options.page
    for turn in ("portrait", "", "portrait"):
        dialog.choose(page.turn, turn)
    assert ratio(dialog.settle()) == pytest.approx(1 / A4, abs=0.01)


@pytest.mark.timed
@pytest.mark.alone
def test_the_window_stays_alive_while_previews_are_painted(dialog: DialogDriver) -> None:
    choose(dialog.dialog.options.page.page, "A0")
    dialog.settle()
    with heartbeat(50):
        for text in ("a", "ab", "abc"):
            dialog.dialog.options.text.subtitle.setText(text)
            dialog.settle()


def test_a_preset_sets_page_and_format(dialog: DialogDriver) -> None:
    QTest.mouseClick(dialog.dialog.options.presets.buttons["slide"], Qt.MouseButton.LeftButton)
    assert ratio(dialog.settle()) == pytest.approx(16 / 9, abs=0.01)
    assert dialog.dialog.choices.format == "png"
    assert "1920 × 1080" in dialog.dialog.size_text.text()


def test_what_cannot_be_is_one_sentence_and_cannot_be_exported(dialog: DialogDriver) -> None:
    page = dialog.dialog.options.page
    dialog.choose(page.format, "webp")
    dialog.choose(page.page, "A0")
    page.dpi.setValue(600)
    sentence = dialog.dialog.pane.sentence
    assert "16383" in sentence
    assert "\n" not in sentence
    assert not dialog.dialog.export.isEnabled()
    dialog.choose(page.format, "tiff")
    dialog.settle()
    assert dialog.dialog.pane.sentence == ""
    assert dialog.dialog.export.isEnabled()


def test_bounds_that_are_none_are_said(dialog: DialogDriver) -> None:
    extent = dialog.dialog.options.extent
    dialog.choose(extent.what, "extent")
    QTest.keyClicks(extent.bounds, "126,38,118,44")
    assert "126" in dialog.dialog.pane.sentence
    assert not dialog.dialog.export.isEnabled()


def test_a_scale_is_read_as_it_is_written(dialog: DialogDriver) -> None:
    extent = dialog.dialog.options.extent
    dialog.choose(extent.what, "scale")
    extent.scale.setEditText("1:125 000")
    assert dialog.dialog.choices.scale == 125_000
    dialog.settle()
    assert dialog.dialog.pane.sentence == ""


def test_only_what_matters_is_asked(dialog: DialogDriver) -> None:
    page = dialog.dialog.options.page
    assert not dialog.is_shown(page.dpi)
    dialog.choose(page.format, "png")
    assert dialog.is_shown(page.dpi)
    dialog.choose(page.page, "px")
    assert dialog.is_shown(page.width_px)
    assert not dialog.is_shown(page.turn)
    dialog.choose(page.format, "html")
    assert not dialog.is_shown(page.page)


def test_print_shops_are_offered_what_the_format_can_have(dialog: DialogDriver) -> None:
    shop, page = dialog.dialog.options.prepress, dialog.dialog.options.page
    assert dialog.is_shown(shop.bleed)
    assert not dialog.is_shown(shop.svg_text)
    dialog.choose(shop.standard, "x-4")
    shop.bleed.setValue(3)
    shop.crop_marks.setChecked(True)
    choices = dialog.dialog.choices
    assert (choices.pdf_standard, choices.bleed_mm, choices.crop_marks) == ("x-4", 3, True)
    dialog.choose(page.format, "svg")
    assert dialog.is_shown(shop.svg_text)
    assert not dialog.is_shown(shop.bleed)
    dialog.choose(page.format, "png")
    assert not dialog.is_shown(shop)


def test_a_border_in_sight_asks_for_a_review_number(dialog: DialogDriver) -> None:
    text = dialog.dialog.options.text
    dialog.choose(dialog.dialog.options.extent.what, "layer")  # links, all over the world
    dialog.settle()
    assert text.review_hint.property("role") == "warning"
    QTest.keyClicks(text.review_number, "GS(2026)0001")
    dialog.settle()
    assert text.review_hint.property("role") == "secondary"


def test_no_two_things_share_a_key(dialog: DialogDriver) -> None:
    named = [*dialog.dialog.findChildren(QLabel), *dialog.dialog.findChildren(QPushButton)]
    texts = [each.text() for each in named if dialog.is_shown(each)]
    keys = [key.lower() for text in texts for key in re.findall(r"&(\w)", text)]
    assert len(keys) > 10
    assert sorted(keys) == sorted(set(keys))


def test_everything_has_a_name(dialog: DialogDriver) -> None:
    fields = [
        *dialog.dialog.findChildren(QComboBox),
        *dialog.dialog.findChildren(QSpinBox),
        *dialog.dialog.findChildren(QAbstractButton),
    ]
    for field in filter(dialog.is_shown, fields):
        if field.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert field.accessibleName() or field.text()


def test_parts_without_a_place_are_grey_and_say_why(dialog: DialogDriver) -> None:
    page, boxes = dialog.dialog.options.page, dialog.dialog.options.parts.boxes
    choose(page.page, "px")
    grey = {part for part, box in boxes.items() if not box.isEnabled()}
    assert grey == PARTS_OF_PAGES
    assert all("all map" in boxes[part].toolTip() for part in grey)
    assert not dialog.dialog.options.parts.believed_only.isEnabled()
    dialog.settle()
    assert "locator" not in dialog.dialog.remark.text()
    choose(page.format, "html")
    grey = {part for part, box in boxes.items() if not box.isEnabled()}
    assert grey == PARTS - PARTS_OF_WEB_PAGES
    assert all("web page" in boxes[part].toolTip() for part in grey)
    assert not dialog.dialog.options.parts.graticule_labels.isEnabled()
    choose(page.format, "pdf")
    choose(page.page, "A4")
    dialog.settle()
    assert all(box.isEnabled() and box.isChecked() for box in boxes.values())
    assert not any(box.toolTip() for box in boxes.values())


def test_no_option_is_cut_at_the_side(dialog: DialogDriver) -> None:
    options = dialog.dialog.options
    choose(options.page.page, "px")
    assert options.widget().minimumSizeHint().width() <= options.viewport().width()
    dialog.settle()


def test_degrees_on_all_sides_are_a_tick_of_the_net(dialog: DialogDriver) -> None:
    parts, before = dialog.dialog.options.parts, dialog.dialog.pane.image.copy()
    parts.graticule_labels.click()
    assert dialog.dialog.choices.graticule_labels
    assert dialog.settle() != before
    parts.boxes["graticule"].click()
    assert not parts.graticule_labels.isEnabled()
    dialog.settle()


def test_a_projection_is_chosen_but_not_of_a_web_page(dialog: DialogDriver) -> None:
    extent = dialog.dialog.options.extent
    before = dialog.settle() if dialog.dialog.pane.image.isNull() else dialog.dialog.pane.image
    assert not dialog.is_shown(extent.true_from)
    dialog.choose(extent.projection, "azimuthal-equidistant")
    assert dialog.is_shown(extent.true_from)
    dialog.choose(extent.projection, "lambert")
    assert dialog.settle() != before
    assert dialog.dialog.choices.projection == "lambert"
    dialog.choose(dialog.dialog.options.page.format, "html")
    assert not extent.projection.isEnabled()


def test_a_city_without_inset_is_named(dialog: DialogDriver) -> None:
    dialog.choose(dialog.dialog.options.extent.inset, "place")
    QTest.keyClicks(dialog.dialog.options.extent.inset_of, "Atlantis")
    dialog.settle()
    assert "Atlantis" in dialog.dialog.pane.sentence


def test_the_picture_is_copied(dialog: DialogDriver) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    with dialog.window.qtbot.waitSignal(clipboard.dataChanged, timeout=TIMEOUT_MS):
        QTest.mouseClick(dialog.dialog.copy, Qt.MouseButton.LeftButton)
    assert ratio(clipboard.image()) == pytest.approx(A4, abs=0.01)
    assert clipboard.mimeData().hasFormat("image/png")


def test_the_picture_is_dragged_out_as_a_file(
    dialog: DialogDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real drag would wait for a drop; what it carries is looked at where it begins."""
    dragged: list[QMimeData] = []

    def begin(drag: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        dragged.append(drag.mimeData())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", begin)
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    pane = dialog.dialog.pane
    middle = pane.rect().center()
    with dialog.window.qtbot.waitSignal(dialog.dialog.drag.made, timeout=TIMEOUT_MS):
        QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(pane, middle + QPoint(60, 0))
    dialog.window.qtbot.waitUntil(lambda: bool(dragged), timeout=TIMEOUT_MS)
    [url] = dragged[0].urls()
    file = Path(url.toLocalFile())
    assert file.suffix == ".pdf"
    assert file.read_bytes().startswith(b"%PDF")


def test_a_preview_process_that_dies_comes_back(dialog: DialogDriver) -> None:
    with dialog.window.qtbot.waitSignal(dialog.dialog.previewed, timeout=TIMEOUT_MS):
        dialog.dialog.previews.findChild(QProcess).kill()
    assert dialog.dialog.pane.sentence
    dialog.dialog.options.text.title.setText("again")
    dialog.settle()
    assert dialog.dialog.pane.sentence == ""


def test_the_dialog_says_what_has_no_room_and_what_follows(dialog: DialogDriver) -> None:
    options = dialog.dialog.options
    dialog.choose(options.page.format, "svg")
    dialog.settle()
    options.text.notes.setPlainText("word " * 1500)
    dialog.settle()
    assert dialog.is_shown(dialog.dialog.remark)
    assert "No room for: " in dialog.dialog.remark.text()
    assert "notes (" in dialog.dialog.remark.text()
    dialog.choose(options.page.format, "pdf")
    dialog.settle()
    assert dialog.dialog.remark.text().startswith("What has no room here follows on ")
    options.text.notes.clear()
    for box in options.parts.boxes.values():
        box.setChecked(False)
    dialog.settle()
    told = dialog.dialog.remark.text()
    assert "notes (" not in told
    assert "follows on" not in told
