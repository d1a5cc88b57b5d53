"""Whose borders a picture has is chosen by typing or by finding a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapapp.qt.export.export_text import ExportText
from mapapp.render.request.choices import Choices


def test_the_file_of_the_borders_is_typed_found_and_given_up(qtbot: QtBot, tmp_path: Path) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    text = ExportText(holder)
    text.show_choices(Choices(ground="/maps/old.gpkg"))
    assert text.taken(Choices()).ground == "/maps/old.gpkg"
    changes: list[str] = []
    text.changed.connect(lambda: changes.append(text.taken(Choices()).ground))

    asked = text.ground.ask()
    asked.fileSelected.emit(str(tmp_path / "standard.gpkg"))
    asked.reject()
    assert text.ground.line.text() == str(tmp_path / "standard.gpkg")

    text.ground.line.clear()
    QTest.keyClicks(text.ground.line, " a.geojson")
    assert len(changes) == 1, "half a path is no file"
    QTest.keyClick(text.ground.line, "\r")
    text.ground.line.clear()
    text.ground.line.editingFinished.emit()
    assert changes == [str(tmp_path / "standard.gpkg"), "a.geojson", ""]
