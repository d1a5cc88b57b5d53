"""The place that distances are true from is chosen by name, or typed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapapp.qt.export.place_choice import PlaceChoice


def test_a_place_is_chosen_by_name_or_typed(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    middle = "41.0554° N 122.1000° E"
    choice = PlaceChoice({"Shenyang": "", "Centre of the map": middle}, holder)
    choice.show_position("")
    assert (choice.currentText(), choice.position) == ("Shenyang", "")
    choice.activated.emit(1)
    assert (choice.currentText(), choice.position) == (middle, middle)
    changes: list[str] = []
    choice.changed.connect(lambda: changes.append(choice.position))
    choice.setEditText(" 51.2277, 6.7735 ")
    choice.setEditText("Shenyang")
    assert changes == ["51.2277, 6.7735", ""]
