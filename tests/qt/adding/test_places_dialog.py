"""The list of the names of a table with their places, without a map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.adding.place_finding import _written
from mapapp.qt.adding.place_model import JUDGEMENT, NAME, PLACE, ROWS, SCORE
from mapapp.qt.adding.places_dialog import PlacesDialog
from mapapp.qt.parts.preview_process import PreviewProcess
from mapapp.store.adding.candidates import look_into
from mapapp.store.geocoding.geocoder import PlaceQuery
from mapapp.store.geocoding.named_rows import NamedRows
from mapapp.store.geocoding.place_choices import PlaceChoices
from mapapp.store.geopackage import GeoPackage
from mapapp.store.tables import FileSchema

pytestmark = pytest.mark.qt

ROWS_WRITTEN = "school,city,n\nA,Dalian,1\nB,Dalain,2\nC,qqxx yyzz,3\nD,Dalian,4\nE,Osaka,5\n"

Opened = Callable[..., PlacesDialog]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "schools.csv"
    path.write_text(ROWS_WRITTEN)
    return path


@pytest.fixture
def opened(
    qtbot: QtBot, specs: tuple[LayerSpec, ...], tmp_path: Path, table: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Opened:  # fmt: skip
    """Opens the dialog for a table whose names have all been looked up."""
    monkeypatch.setattr(PreviewProcess, "order", lambda *_: 0)  # no ground, so no process
    parent = QWidget()
    qtbot.addWidget(parent)

    def open_dialog(text: str = ROWS_WRITTEN) -> PlacesDialog:
        table.write_text(text)
        (candidate,) = look_into(table)
        state = MapState(specs, "en", "light")
        folder = tmp_path / "kept" / "tables"
        dialog = PlacesDialog(candidate, folder, state, asset("data", "atlas.gpkg"), parent)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.finding.is_running)
        return dialog

    return open_dialog


def shown(dialog: PlacesDialog, *columns: int) -> list[tuple[str, ...]]:
    """The cells of the list."""
    model = dialog.names.table.model()
    return [
        tuple(model.index(row, column).data() for column in columns)
        for row in range(model.rowCount())
    ]


def select(dialog: PlacesDialog, name: str) -> None:
    names = [each for (each,) in shown(dialog, NAME)]
    dialog.names.table.selectRow(names.index(name))


def typed(dialog: PlacesDialog, text: str) -> None:
    line = dialog.fields.other
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_each_name_is_listed_once_with_what_was_found_of_it(opened: Opened) -> None:
    dialog = opened()
    assert dialog.column.currentText() == "city", "the column whose cells are found"
    assert shown(dialog, NAME, PLACE, JUDGEMENT, ROWS) == [
        ("Dalian", "Dalian, Liaoning", "sure", "2"),
        ("Dalain", "Dalian, Liaoning", "doubtful", "1"),
        ("qqxx yyzz", "", "no place", "1"),
        ("Osaka", "Osaka, Japan", "sure", "1"),
    ]
    scores = [score for (score,) in shown(dialog, SCORE)]
    assert scores[2] == ""
    assert 0.6 <= float(scores[1]) < 0.8 <= float(scores[0])
    said = "Rows with a place: 4 of 5; doubtful: 1; without one: 1, which stay in the table"
    assert dialog.state_text.text() == said
    assert dialog.add.isEnabled()
    dialog.reject()


def test_another_candidate_or_none_can_be_chosen(opened: Opened) -> None:
    dialog = opened()
    select(dialog, "Dalain")
    field = dialog.fields.place
    assert field.currentText().startswith("Dalian, Liaoning · 38.9° N 121.6° E · 0.7")
    field.activated.emit(field.currentIndex())
    assert shown(dialog, PLACE, JUDGEMENT, SCORE)[1] == ("Dalian, Liaoning", "by hand", "1.00")
    field.activated.emit(field.count() - 1)
    assert shown(dialog, PLACE, JUDGEMENT)[1] == ("", "by hand")
    assert field.currentText() == "no place"
    assert "without one: 2" in dialog.state_text.text()
    dialog.reject()


def test_another_name_or_a_position_is_typed(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened()
    select(dialog, "qqxx yyzz")
    typed(dialog, "wwvv uuzz")
    qtbot.waitUntil(lambda: "No place is called so" in dialog.fields.note.text())
    assert shown(dialog, JUDGEMENT)[2] == ("no place",)
    typed(dialog, "Yingkou")
    qtbot.waitUntil(lambda: shown(dialog, PLACE)[2] == ("Yingkou, Liaoning",))
    assert not dialog.fields.note.text()
    typed(dialog, "40.25, 122.5")
    assert shown(dialog, PLACE, JUDGEMENT)[2] == ("40.2500° N 122.5000° E", "by hand")
    assert dialog.fields.place.itemText(1) == "no place"
    assert dialog.isVisible(), "Enter in the line takes no places"
    dialog.reject()


def test_only_what_is_not_sure_is_listed_and_what_is_put_right_stays(opened: Opened) -> None:
    dialog = opened()
    dialog.names.unsure.click()
    assert shown(dialog, NAME) == [("Dalain",), ("qqxx yyzz",)]
    select(dialog, "qqxx yyzz")
    typed(dialog, "40.25, 122.5")
    dialog.names.filter()
    assert shown(dialog, NAME) == [("Dalain",), ("qqxx yyzz",)]
    dialog.names.unsure.click()
    assert len(shown(dialog, NAME)) == 4
    dialog.reject()


def test_the_list_is_put_in_order_and_the_current_name_stays_the_same(opened: Opened) -> None:
    dialog = opened()
    select(dialog, "Osaka")
    table = dialog.names.table
    table.sortByColumn(SCORE, Qt.SortOrder.AscendingOrder)
    names = [name for (name,) in shown(dialog, NAME)]
    assert names[:2] == ["qqxx yyzz", "Dalain"]
    assert dialog.fields.title.text() == "Osaka"
    assert shown(dialog, NAME)[table.currentIndex().row()] == ("Osaka",)
    table.sortByColumn(ROWS, Qt.SortOrder.DescendingOrder)
    assert shown(dialog, NAME)[0] == ("Dalian",)
    dialog.names.unsure.click()
    assert dialog.fields.title.text() == shown(dialog, NAME)[0][0], "Osaka is sure and left out"
    dialog.reject()


def test_all_lie_in_an_area_and_what_was_chosen_by_hand_stays(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened()
    select(dialog, "qqxx yyzz")
    typed(dialog, "40.25, 122.5")
    for area, sentence in (
        ("Nowhereland", "No province, country or city is called 'Nowhereland'"),
        ("Liaoning", "Rows with a place: 4 of 5"),
    ):
        dialog.within.setFocus()
        dialog.within.setText(area)
        QTest.keyClick(dialog.within, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog.finding.is_running)
        assert sentence in dialog.state_text.text()
        assert dialog.add.isEnabled() == (area == "Liaoning")
    assert shown(dialog, PLACE)[2:] == [("40.2500° N 122.5000° E",), ("",)]
    select(dialog, "qqxx yyzz")
    assert dialog.fields.place.currentText() == "40.2500° N 122.5000° E"
    dialog.reject()


def test_another_column_is_looked_up(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened("note,town\nqq,Dalian\nqq,Osaka\n")
    dialog.column.setCurrentText("note")
    dialog.column.activated.emit(dialog.column.currentIndex())
    qtbot.waitUntil(lambda: not dialog.finding.is_running)
    assert shown(dialog, NAME, ROWS) == [("qq", "2")]
    assert not dialog.add.isEnabled()
    dialog.reject()


def test_the_table_is_written_with_its_places_and_the_file_stays(
    opened: Opened, qtbot: QtBot, table: Path
) -> None:
    dialog = opened()
    select(dialog, "qqxx yyzz")
    typed(dialog, "40.25, 122.5")
    field = dialog.fields.place
    select(dialog, "Osaka")
    field.activated.emit(field.count() - 1)
    with qtbot.waitSignal(dialog.written) as written:
        dialog.add.click()
    path = written.args[0].path
    assert path == table.parent / "kept" / "tables" / "schools.gpkg"
    assert table.read_text() == ROWS_WRITTEN
    with GeoPackage(path, FileSchema(in_any_crs=True)) as file:
        (name,) = file.tables()
        rows = list(file.rows(name, ("school", "city", "n", "lat", "matched", "score")))
    assert [row[1:4] for row in rows] == [
        ("A", "Dalian", 1), ("B", "Dalain", 2), ("C", "qqxx yyzz", 3), ("D", "Dalian", 4),
        ("E", "Osaka", 5),
    ]  # fmt: skip
    assert rows[2][4:] == (40.25, "40.2500° N 122.5000° E", 1.0)
    assert rows[4][4:] == (None, None, None)


def test_a_table_of_a_name_that_is_kept_already_gets_a_number(opened: Opened, qtbot: QtBot) -> None:
    paths = []
    for _ in range(2):
        dialog = opened()
        with qtbot.waitSignal(dialog.written) as written:
            dialog.accept()
        paths.append(written.args[0].path.name)
    assert paths == ["schools.gpkg", "schools (2).gpkg"]


def test_what_cannot_be_written_is_said_and_the_list_stays(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened()
    (tmp_path / "kept").write_text("a file where the folder is to be")
    dialog.accept()
    qtbot.waitUntil(dialog.content.isEnabled)
    assert "There is no folder" in dialog.state_text.text()
    assert dialog.isVisible()
    assert dialog.add.isEnabled()
    dialog.reject()


def test_a_table_that_nobody_waits_for_any_more_leaves_no_file(table: Path, tmp_path: Path) -> None:
    (candidate,) = look_into(table)
    assert candidate.found is not None
    choices = PlaceChoices([NamedRows(PlaceQuery("Dalian"), tuple(range(5)))])
    folder = tmp_path / "kept"
    dropped = Event()
    dropped.set()
    assert not _written(candidate.found.raw, choices, folder / "a.gpkg", dropped).path.exists()
    assert list(folder.iterdir()) == []
