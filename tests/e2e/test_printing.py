"""Printing: the sheet of an export on the device of a printer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mapapp.qt.export.printing import printer_for
from mapapp.render.labels import words
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.heartbeat import heartbeat
from tests.e2e.test_export import request_of, words_of
from tests.tools import output


def to_file(printer: QPrinter, target: Path) -> QPrinter:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return printer


def page_of(pdf: Path) -> tuple[float, float]:
    """Width and height of the sheet, which one page may follow, in points."""
    lines = dict(line.split(":", 1) for line in output("pdfinfo", pdf).splitlines())
    assert int(lines["Pages"]) <= 2
    width, _, height = lines["Page size"].split()[:3]
    return float(width), float(height)


@pytest.mark.timed
@pytest.mark.alone
def test_a_print_has_the_words_of_the_sheet_on_its_page(window: Driver, tmp_path: Path) -> None:
    request = request_of(window, tmp_path / "x.pdf", title="On paper", page="A4", portrait=True)
    printer = to_file(printer_for(request), tmp_path / "print.pdf")
    with heartbeat(50):
        job = window.window.built_in.exporting.print_on(printer, request)
        with window.qtbot.waitSignal(job.printed, timeout=TIMEOUT_MS):
            pass
    text = words_of(tmp_path / "print.pdf")
    for word in ("On paper", "Dalian", "48.15"):
        assert word in text
    width, height = page_of(tmp_path / "print.pdf")
    assert (round(width), round(height)) == (595, 842)


def test_the_sheet_is_laid_out_for_the_paper_that_was_chosen_in_the_end(
    window: Driver, tmp_path: Path
) -> None:
    title = "Ports and more of Liaoning " * 36
    request = request_of(window, tmp_path / "x.pdf", page="A4", language="both", title=title)
    printer = to_file(printer_for(request), tmp_path / "print.pdf")
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    job = window.window.built_in.exporting.print_on(printer, request)
    with window.qtbot.waitSignal(job.printed, timeout=TIMEOUT_MS) as printed:
        pass
    (said,) = printed.args
    assert said.startswith("No room for: title"), "what had no room, and what may mislead"
    assert words.DE_FACTO.en in said
    width, height = page_of(tmp_path / "print.pdf")
    assert width < height
    assert "Industrial parks" in words_of(tmp_path / "print.pdf")


def test_a_print_that_cannot_be_is_one_sentence(window: Driver, tmp_path: Path) -> None:
    request = replace(request_of(window, tmp_path / "x.pdf"), layers=("atlantis",))
    printer = to_file(printer_for(request), tmp_path / "print.pdf")
    job = window.window.built_in.exporting.print_on(printer, request)
    with window.qtbot.waitSignal(job.failed, timeout=TIMEOUT_MS) as failed:
        pass
    assert "atlantis" in failed.args[0]
    QApplication.activeModalWidget().close()


def test_a_key_asks_how_to_print(window: Driver) -> None:
    QTest.keyClick(window.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    dialog.reject()
