"""Data of layers handed on from the window, and the endings of what is saved."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMessageBox
from shiboken6 import isValid

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.map.state import FeatureRef
from mapapp.qt.export.data_dialog import DataDialog
from mapapp.qt.export.data_job import DataJob
from mapapp.qt.export.export_progress import ExportProgress
from mapapp.render.card.layer_file import LayerFile, LayerPart
from tests.e2e.driver import TIMEOUT_MS, Driver


def open_dialog(window: Driver) -> QFileDialog:
    """The dialog for files that a command has opened."""
    window.qtbot.waitUntil(lambda: bool(window.window.findChildren(QFileDialog)))
    dialog = window.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    return dialog


def name_and_save(dialog: QFileDialog, folder: Path, name: str = "", kind: str = "") -> None:
    """Choose a kind by the list, type a name where one is given, and press Enter."""
    dialog.setDirectory(str(folder))
    types = dialog.findChild(QComboBox, "fileTypeCombo")
    if kind:
        types.setCurrentIndex(types.findText(kind, Qt.MatchFlag.MatchContains))
        types.activated.emit(types.currentIndex())
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    if name:
        field.selectAll()
        QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose_and_go_on(window: Driver, kind: str, **said: str) -> None:
    """Choose a format in the dialog of a layer, and whatever else is said, and press the button."""
    dialog = window.window.findChild(DataDialog)
    assert isinstance(dialog, DataDialog)
    dialog.format.setCurrentIndex(dialog.format.findText(kind, Qt.MatchFlag.MatchStartsWith))
    for name, data in said.items():
        box = getattr(dialog, name)
        box.setCurrentIndex(box.findData(data))
    dialog._save.click()


def saved(window: Driver, target: Path) -> Path:
    """A file, once it is there and all is told of it."""
    window.qtbot.waitUntil(target.exists, timeout=TIMEOUT_MS)
    window.qtbot.waitUntil(lambda: not window.window.findChildren(DataJob), timeout=TIMEOUT_MS)
    return target


def test_a_layer_is_saved_as_it_is_filtered(window: Driver, tmp_path: Path) -> None:
    window.window.built_in.layers.choose("port")
    window.state.set_filter("port", LayerFilter('id = "port-dalian"'))
    window.window.commands["export.layer"].trigger()
    choose_and_go_on(window, "CSV")
    name_and_save(open_dialog(window), tmp_path)
    title = window.state.spec("port").title.en
    with saved(window, tmp_path / f"{title}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Identifier"] for row in rows] == ["port-dalian"]
    [told] = window.window.findChildren(ExportProgress)
    assert told.label.text() == f"Exported {title}.csv"


def test_what_was_chosen_is_saved_though_the_dialog_is_closed_meanwhile(
    window: Driver, tmp_path: Path
) -> None:
    window.window.built_in.layers.choose("port")
    window.window.commands["export.layer"].trigger()
    choose_and_go_on(window, "CSV")
    files = open_dialog(window)
    dialog = window.window.findChild(DataDialog)
    dialog.close()
    window.qtbot.waitUntil(lambda: not isValid(dialog))
    name_and_save(files, tmp_path, "ports.csv")
    assert saved(window, tmp_path / "ports.csv").stat().st_size


def test_a_layer_is_saved_for_a_phone_in_another_datum(window: Driver, tmp_path: Path) -> None:
    window.window.built_in.layers.choose("port")
    window.state.select([FeatureRef("port", 1)])
    window.window.commands["layers.export"].trigger()
    choose_and_go_on(window, "KML", scope="selected", datum="gcj02")
    name_and_save(open_dialog(window), tmp_path, "one")
    text = saved(window, tmp_path / "one.kml").read_text(encoding="utf-8")
    assert text.count("<Placemark") == 1
    place = window.window.catalogue.feature("port", 1).geometry
    lon = float(text.split("<coordinates>")[1].split(",")[0])
    assert 0.001 < abs(lon - place.x) < 0.01
    assert not window.window.findChildren(DataDialog)


def test_a_reference_system_that_is_not_known_cannot_be_saved(window: Driver) -> None:
    window.window.built_in.layers.choose("port")
    dialog = window.window.built_in.data_export.ask_layer()
    dialog.system.setEditText("EPSG:999999")
    assert "EPSG:999999" in dialog.note.text()
    assert not dialog._save.isEnabled()
    dialog.system.setEditText("EPSG:4528")
    assert dialog._save.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData(".kml"))
    assert not dialog.system.isEnabled()
    assert (dialog.crs, dialog.datum.isEnabled()) == ("", True)
    dialog.close()


def test_the_selection_is_saved_as_the_ending_that_was_typed(
    window: Driver, tmp_path: Path
) -> None:
    window.state.select([FeatureRef("port", 1), FeatureRef("airport", 2)])
    window.window.commands["export.selection"].trigger()
    name_and_save(open_dialog(window), tmp_path, "two.geojson")
    found = json.loads(saved(window, tmp_path / "two.geojson").read_text(encoding="utf-8"))
    assert {f["properties"]["layer"] for f in found["features"]} == {"port", "airport"}
    assert len(found["features"]) == 2


def test_all_visible_layers_are_saved_as_a_workbook_at_first(
    window: Driver, tmp_path: Path
) -> None:
    window.window.commands["export.visible"].trigger()
    name_and_save(open_dialog(window), tmp_path, "v1.2")
    assert saved(window, tmp_path / "v1.2.xlsx").read_bytes().startswith(b"PK")


def test_what_cannot_be_written_is_told_in_one_sentence(window: Driver, tmp_path: Path) -> None:
    part = LayerPart(window.state.spec("port"))
    target = tmp_path / "gone" / "ports.csv"
    window.window.built_in.data_export.start(LayerFile(target, (part,), "en"))
    window.qtbot.waitUntil(lambda: bool(window.window.findChildren(QMessageBox)))
    assert "There is no folder" in window.window.findChild(QMessageBox).text()
    window.qtbot.waitUntil(lambda: not window.window.findChildren(DataJob))


def test_a_cancelled_export_leaves_nothing(window: Driver, tmp_path: Path) -> None:
    part = LayerPart(window.state.spec("port"))
    job = window.window.built_in.data_export.start(LayerFile(tmp_path / "ports.csv", (part,), "en"))
    with window.qtbot.waitSignal(job.cancelled, timeout=TIMEOUT_MS):
        window.window.findChild(ExportProgress).cancel.click()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("command", "name"), [("file.save-as", "v1.2.mapapp.json"), ("file.share", "v1.2.mapapp")]
)
def test_a_workspace_gets_its_ending(
    window: Driver, tmp_path: Path, command: str, name: str
) -> None:
    window.window.commands[command].trigger()
    name_and_save(open_dialog(window), tmp_path, "v1.2")
    saved(window, tmp_path / name)
    assert not window.window.findChildren(QMessageBox)


def test_a_table_is_saved_by_enter_alone(window: Driver, tmp_path: Path) -> None:
    window.window.built_in.table.show_layer("port")
    window.window.built_in.table.save_button.click()
    name_and_save(open_dialog(window), tmp_path)
    assert saved(window, tmp_path / "Sea ports.xlsx").read_bytes().startswith(b"PK")
    assert QApplication.activeModalWidget() is None
