"""Cells of a copy that are edited in the table: checked, written, undone and redone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMessageBox, QToolTip
from pytestqt.qtbot import QtBot

from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.qt.editing.editing import Editing
from mapapp.qt.map.place_picker import PlacePicker
from mapapp.qt.table.table_panel import TablePanel
from mapapp.qt.workspace.undo import History
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.editing import writing
from tests.unit.store.editing.copies import TABLE, asked, made_copy

pytestmark = pytest.mark.qt


class Desk:
    """A table with what edits it, as the window joins them."""

    def __init__(self, qtbot: QtBot, state: MapState, catalogue: LayerCatalogue) -> None:
        self.qtbot = qtbot
        self.state = state
        self.catalogue = catalogue
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.editing = Editing(
            state,
            catalogue,
            Mock(PlacePicker),
            lambda: next(iter(state.selection), None),
            lambda: "wells",
            self.window,
        )
        self.history = History(state, self.window)
        self.panel = TablePanel(state, catalogue, self.window)
        self.window.setCentralWidget(self.panel)
        self.editing.recorded.connect(self.history.record)
        self.editing.edits.written.connect(self._renew)
        self.panel.allow_edits(self.editing.editable)
        self.panel.cell_edited.connect(self.editing.write_cell)
        self.window.resize(900, 400)
        self.window.show()
        qtbot.waitExposed(self.window)

    def _renew(self, path: Path) -> None:
        specs = [spec for spec in self.state.specs if spec.source.uri == str(path)]
        self.catalogue.reopen([spec.source for spec in specs])
        self.state.data_returned.emit(frozenset(spec.id for spec in specs))

    def index(self, fid: int, column: str) -> QModelIndex:
        model = self.panel.model
        (row,) = model.rows_of([fid])
        return model.index(row, [field.id for field in model.columns].index(column))

    def text(self, fid: int, column: str) -> str:
        return str(self.index(fid, column).data())

    def begin(self, fid: int, column: str) -> QLineEdit:
        """Press F2 on a cell."""
        view = self.panel.view
        view.setFocus()
        view.setCurrentIndex(self.index(fid, column))
        QTest.keyClick(view, Qt.Key.Key_F2)
        return self.line()

    def line(self) -> QLineEdit | None:
        """The line in which a cell is edited; one that is closed goes in the next turn."""
        return ([*self.panel.view.findChildren(QLineEdit)] or [None])[-1]

    def type(self, fid: int, column: str, text: str) -> None:
        """Edit a cell by keyboard."""
        line = self.begin(fid, column)
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def write(self, fid: int, column: str, text: str) -> None:
        """The same, until it is written."""
        with self.qtbot.waitSignal(self.editing.edits.written):
            self.type(fid, column, text)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return made_copy(tmp_path / "wells.gpkg")


@pytest.fixture
def desk(qtbot: QtBot, specs: tuple[LayerSpec, ...], atlas: Atlas, copy: Path) -> Iterator[Desk]:
    state = MapState(specs, "en", "light")
    ref = file_ref(str(copy), TABLE)
    wells = replace(state.spec("port"), id="wells", source=ref, roles=Roles(), classes=None)
    with Atlas(atlas.path, state.specs) as own, LayerCatalogue(own) as catalogue:
        state.layers_changed.connect(lambda _: catalogue.show(state.specs))
        state.add_layer(wells)
        desk = Desk(qtbot, state, catalogue)
        desk.panel.show_layer("wells")
        desk.history.begin_anew()
        yield desk
        desk.window.close()


def test_a_cell_is_typed_into_written_and_undone(desk: Desk, copy: Path) -> None:
    desk.write(1, "depth", "7.25")
    assert asked(copy, "SELECT depth FROM wells WHERE fid = 1") == [(7.25,)]
    assert desk.text(1, "depth") == "7.25"
    assert desk.panel.view.currentIndex() == desk.index(1, "depth")
    assert desk.history.undo_text == "change depth of Sea ports"
    assert desk.history.is_clean  # a workspace does not hold it
    for step, depth in ((desk.history.undo, 12.5), (desk.history.redo, 7.25)):
        with desk.qtbot.waitSignal(desk.history.told):
            step()
        assert asked(copy, "SELECT depth FROM wells WHERE fid = 1") == [(depth,)]
        assert desk.text(1, "depth") == str(depth)


def test_an_emptied_cell_holds_nothing(desk: Desk, copy: Path) -> None:
    line = desk.begin(1, "name")
    assert line.text() == "Old well"
    line.clear()
    with desk.qtbot.waitSignal(desk.editing.edits.written):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked(copy, "SELECT name FROM wells WHERE fid = 1") == [(None,)]


def test_the_line_stays_open_until_its_text_can_stand_there(desk: Desk, copy: Path) -> None:
    desk.type(1, "depth", "deep")
    assert "which holds a number such as 12.5" in QToolTip.text()
    assert desk.panel.view.is_editing
    line = desk.line()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not desk.panel.view.is_editing
    assert asked(copy, "SELECT depth FROM wells WHERE fid = 1") == [(12.5,)]
    assert not desk.history.undo_text


def test_what_another_program_changed_is_told_and_shown(desk: Desk, copy: Path) -> None:
    line = desk.begin(1, "name")
    asked(copy, "UPDATE wells SET name = 'Theirs' WHERE fid = 1")
    line.setText("Mine")
    with desk.qtbot.waitSignal(desk.editing.edits.refused):
        QTest.keyClick(line, Qt.Key.Key_Return)
    [box] = desk.window.findChildren(QMessageBox)
    assert "another program has changed name in the row 1 meanwhile" in box.text()
    assert desk.text(1, "name") == "Theirs"
    assert not desk.history.undo_text


def test_a_step_that_can_never_be_undone_goes(desk: Desk, copy: Path) -> None:
    desk.write(1, "name", "Mine")
    desk.write(1, "number", "9")
    asked(copy, "UPDATE wells SET number = 10 WHERE fid = 1")
    with desk.qtbot.waitSignal(desk.editing.edits.refused):
        desk.history.undo()
    assert desk.history.undo_text == "change name of Sea ports"
    assert not desk.history.redo_text
    with desk.qtbot.waitSignal(desk.history.told):
        desk.history.undo()
    assert asked(copy, "SELECT name, number FROM wells WHERE fid = 1") == [("Old well", 10)]


def test_a_step_stays_where_its_file_cannot_be_written_now(desk: Desk, copy: Path) -> None:
    desk.write(1, "name", "Mine")
    away = copy.rename(copy.with_name("away.gpkg"))
    with desk.qtbot.waitSignal(desk.editing.edits.refused) as told:
        desk.history.undo()
    assert "does not exist" in str(told.args[0])
    assert desk.history.undo_text == "change name of Sea ports"
    away.rename(copy)
    with desk.qtbot.waitSignal(desk.history.told):
        desk.history.undo()
    assert asked(copy, "SELECT name FROM wells WHERE fid = 1") == [("Old well",)]


def test_what_could_not_be_written_is_not_shown(
    desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_BUSY_TIMEOUT_S", 0.0)
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with desk.qtbot.waitSignal(desk.editing.edits.refused):
            desk.type(1, "name", "Mine")
    [box] = desk.window.findChildren(QMessageBox)
    assert "is being written by another program" in box.text()
    assert desk.text(1, "name") == "Old well"
    assert not desk.history.undo_text


def test_what_is_typed_now_is_not_taken_away_by_what_was_written(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.editing.edits.written):
        desk.type(1, "name", "First")
        QApplication.processEvents()
        line = desk.begin(2, "name")
        QTest.keyClicks(line, "Second")
    assert desk.panel.view.is_editing
    assert desk.line().text() == "Second"
    with desk.qtbot.waitSignal(desk.editing.edits.written):
        QTest.keyClick(line, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.text(2, "name") == "Second")
    assert desk.text(1, "name") == "First"


def test_the_window_closes_after_all_is_written(desk: Desk, copy: Path) -> None:
    go = threading.Event()
    desk.editing.edits._background.run(go.wait, lambda _: None)
    for fid in (1, 2, 3):
        desk.type(fid, "number", str(10 * fid))
        QApplication.processEvents()
    threading.Timer(0.05, go.set).start()
    desk.window.close()
    assert asked(copy, "SELECT number FROM wells") == [(10,), (20,), (30,)]


def test_long_texts_and_those_of_several_lines_are_not_edited(desk: Desk, copy: Path) -> None:
    asked(copy, "UPDATE wells SET name = 'one' || char(10) || 'two' WHERE fid = 1")
    asked(copy, "UPDATE wells SET name = printf('%.*c', 3000, 'x') WHERE fid = 2")
    desk._renew(copy)
    for fid in (1, 2):
        assert desk.begin(fid, "name") is None
        assert "several lines or more than 2,000" in QToolTip.text()
    assert asked(copy, "SELECT length(name) FROM wells") == [(7,), (3000,), (None,)]


def test_a_file_of_ones_own_is_not_edited_and_a_tip_says_how(desk: Desk, tmp_path: Path) -> None:
    own = made_copy(tmp_path / "own.gpkg", marked=False)
    spec = replace(desk.state.spec("wells"), id="own", source=file_ref(str(own), TABLE))
    desk.state.add_layer(spec)
    desk.panel.show_layer("own")
    assert desk.begin(1, "name") is None
    assert QToolTip.text() == "Keep a copy in my workspace to edit"
    tip = desk.index(1, "name").data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Old well\nKeep a copy in my workspace to edit"
    desk.panel.show_layer("port")
    assert desk.begin(1, "name_en") is None
    assert "copy" not in desk.index(1, "name_en").data(Qt.ItemDataRole.ToolTipRole)


def test_a_double_click_edits_where_it_can_and_else_opens_the_row(desk: Desk) -> None:
    opened = []
    desk.panel.zoom_requested.connect(lambda: opened.append(True))

    def double_click(fid: int, column: str) -> None:
        view = desk.panel.view
        at = view.visualRect(desk.index(fid, column)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    double_click(1, "name")
    assert desk.panel.view.is_editing
    assert not opened
    assert desk.state.selection == (FeatureRef("wells", 1),)
    desk.panel.show_layer("port")
    double_click(1, "name_en")
    assert not desk.panel.view.is_editing
    assert opened
