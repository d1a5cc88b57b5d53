"""The log cannot be flooded by the page, nor the terminal steered by it."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.log import logger
from mapapp.qt.map.page_log import LONGEST, MOST_A_SECOND, PageLog

JS = logger("js")


def test_a_flood_is_counted_and_told_at_the_end_of_the_second(
    qapp: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture, expected_log: Any
) -> None:
    expected_log("bad")
    expected_log("Records of the page left out: 9,980")
    log = PageLog()
    for _ in range(10_000):
        log.write(JS, logging.ERROR, "bad")
    assert len(caplog.records) == MOST_A_SECOND
    qtbot.waitUntil(lambda: len(caplog.records) > MOST_A_SECOND)
    assert len(caplog.records) == MOST_A_SECOND + 1
    log.write(JS, logging.ERROR, "bad again")
    assert caplog.records[-1].getMessage() == "bad again"


def test_the_rest_is_told_when_the_page_ends(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, expected_log: Any
) -> None:
    expected_log("bad")
    expected_log("left out: 1")
    log = PageLog()
    for _ in range(MOST_A_SECOND + 1):
        log.write(JS, logging.ERROR, "bad")
    log.finish()
    log.finish()
    assert len(caplog.records) == MOST_A_SECOND + 1


def test_what_is_not_written_anyway_takes_no_room(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, expected_log: Any
) -> None:
    expected_log("bad")
    log = PageLog()
    JS.setLevel(logging.WARNING)
    for _ in range(100):
        log.write(JS, logging.INFO, "chatter")
    JS.setLevel(logging.NOTSET)
    log.write(JS, logging.ERROR, "bad")
    assert [record.getMessage() for record in caplog.records] == ["bad"]


def test_a_record_is_short_and_plain(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, expected_log: Any
) -> None:
    expected_log("red")
    PageLog().write(JS, logging.ERROR, "\x1b[31mred\n2026 ERROR forged\x9b" + "沈" * 5000)
    text = caplog.records[0].getMessage()
    assert len(text) == LONGEST
    assert text.endswith("沈…")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", text)
