"""Cells that were copied from a spreadsheet and pasted on the map are a layer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from mapapp.qt.adding import kept_files
from tests.e2e.driver import Driver
from tests.e2e.test_adding import dialog_of, press_enter

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]


def paste(driver: Driver, text: str) -> None:
    QGuiApplication.clipboard().setText(text)  # Qt's own data, which outlives Python
    driver.window.commands["edit.paste"].trigger()


def kept_pastes(driver: Driver) -> list[Path]:
    folder = driver.window.built_in.adding._folder
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_pasted_cells_are_a_layer_that_stays(window: Driver) -> None:
    before = kept_pastes(window)
    paste(window, "name\tlon\tlat\nWell\t122.35\t40.65\n")
    [layer] = press_enter(window, dialog_of(window))
    [path] = [each for each in kept_pastes(window) if each not in before]
    assert window.state.spec(layer).source.uri == str(path)
    assert window.state.spec(layer).title.en.startswith("Pasted ")


def test_two_pastes_in_one_second_are_two_layers(
    window: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Mock(now=Mock(return_value=datetime(2026, 11, 30, 9, 0, 0)))  # noqa: DTZ001
    monkeypatch.setattr(kept_files, "datetime", clock)
    paste(window, "name\tlon\tlat\nWell\t122.35\t40.65\n")
    [first] = press_enter(window, dialog_of(window))
    kept = Path(window.state.spec(first).source.uri)
    before = kept.read_text()
    paste(window, "name\tlon\tlat\nMine\t123.35\t41.65\n")
    dialog_of(window).reject()
    assert kept.read_text() == before


def test_a_paste_that_is_cancelled_leaves_no_file(window: Driver) -> None:
    before = kept_pastes(window)
    paste(window, "name\tlon\tlat\nWell\t122.35\t40.65\n")
    dialog_of(window).reject()
    assert set(kept_pastes(window)) <= set(before)


def test_what_is_no_table_cannot_be_pasted(window: Driver) -> None:
    paste(window, "a word")
    [box] = window.window.findChildren(QMessageBox)
    assert "no table" in box.text()
