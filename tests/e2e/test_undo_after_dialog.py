"""What a closed dialog wrote is taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.e2e.driver import Driver

pytestmark = pytest.mark.e2e


def test_undo_after_the_filter_dialog_was_left(window: Driver, qapp: QApplication) -> None:
    listeners = len(window.state.filter_changed)
    dialog = window.window.built_in.filtering.filter("port")
    dialog.advanced.click()
    QTest.keyClicks(dialog.line.edit, 'status = "planned"')
    assert window.state.filter("port").expression == 'status = "planned"'
    QTest.keyClick(dialog.line.popup, Qt.Key.Key_Escape)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(window.state.filter_changed) == listeners
    window.settle()
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.state.filter("port")
