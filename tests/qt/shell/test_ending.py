"""What hears that the process is to end; tests/e2e/test_ending.py ends a window by it."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.qt.shell import ending
from mapapp.qt.shell.ending import Ending


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_each_signal_asks_for_the_end_with_the_code_of_shells(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(ending, "_PATIENCE_S", 60)  # or this very process would be ended
    before = signal.getsignal(number)
    hearing = Ending(qapp)
    try:
        with qtbot.waitSignal(hearing.asked) as asked:
            os.kill(os.getpid(), number)
    finally:
        hearing.stop()
    assert asked.args == [128 + number]
    assert signal.getsignal(number) is before
