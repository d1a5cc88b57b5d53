"""A dialog that grows stays on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from mapapp.qt.parts.on_screen import keep_on_screen

pytestmark = pytest.mark.qt


def test_a_dialog_that_grows_over_the_edge_is_moved(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    keep_on_screen(dialog)
    dialog.resize(200, 100)
    dialog.show()
    room = dialog.screen().availableGeometry()
    dialog.move(room.right() - 220, room.bottom() - 120)
    at = dialog.pos()
    dialog.resize(210, 110)
    assert dialog.pos() == at, "there is room"
    dialog.resize(300, 400)
    qtbot.waitUntil(lambda: room.contains(dialog.frameGeometry()))
    dialog.resize(300, room.height() + 200)
    qtbot.waitUntil(lambda: dialog.frameGeometry().top() == room.top())
