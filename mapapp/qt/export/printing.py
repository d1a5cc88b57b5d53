"""Prints a picture: the same sheet as in a file, laid out for the paper in the printer.

A process of its own prints: to finish a print of the world holds Python's lock for 0.2 s.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Self

from PySide6.QtCore import QMarginsF, QObject, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from mapapp.core.errors import ExportError, UsageError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.core.texts.strict import StrictTable
from mapapp.paint.export import Printer
from mapapp.paint.sheet_painter import paint_further_page, paint_sheet
from mapapp.qt.parts.worker import Worker
from mapapp.render.request.from_json import request_from_table, request_to_table
from mapapp.render.request.paper import LEAST_SIDE_MM, MOST_SIDE_MM, PageSize
from mapapp.render.request.request import CSS_DPI, ExportRequest
from mapapp.render.sheet.cautions import Caution
from mapapp.render.sheet.composition import maker_cautions

_A4 = PageSize.named("A4")
_MOST_COPIES, _MOST = 9999, 2**31 - 1


@record
class PrinterSettings:
    """What was chosen in the print dialog, as it goes to the process that prints.

    Attributes:
        name: of the printer; empty for a file.
        file: the PDF to write; empty for a printer.
        width_mm, height_mm: of the paper as it lies.
        copies, collated: how many, and whether sheet by sheet.
        output, colours, sides, tray: numbers of Qt's enumerations.
    """

    name: str
    file: str
    width_mm: float
    height_mm: float
    copies: int
    collated: bool
    output: int
    colours: int
    sides: int
    tray: int

    @classmethod
    def read(cls, table: StrictTable) -> Self:
        """The settings of a table, as ``asdict`` makes it."""
        settings = cls(
            table.take("name", str),
            table.take("file", str),
            table.number("width_mm", LEAST_SIDE_MM, MOST_SIDE_MM),
            table.number("height_mm", LEAST_SIDE_MM, MOST_SIDE_MM),
            table.whole("copies", 1, _MOST_COPIES),
            table.take("collated", bool),
            *(table.whole(key, 0, _MOST) for key in ("output", "colours", "sides", "tray")),
        )
        table.finish()
        return settings

    @classmethod
    def of(cls, printer: QPrinter) -> Self:
        """The settings of a printer."""
        paper = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
        return cls(
            printer.printerName(),
            printer.outputFileName(),
            round(paper.width(), 2),
            round(paper.height(), 2),
            printer.copyCount(),
            printer.collateCopies(),
            printer.outputFormat().value,
            printer.colorMode().value,
            printer.duplex().value,
            printer.paperSource().value,
        )

    def printer(self) -> QPrinter:
        """A printer with these settings."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat(self.output))
        if self.name:
            printer.setPrinterName(self.name)
        if self.file:
            printer.setOutputFileName(self.file)
        _set_paper(printer, PageSize("", self.width_mm, self.height_mm))
        printer.setCopyCount(self.copies)
        printer.setCollateCopies(self.collated)
        printer.setColorMode(QPrinter.ColorMode(self.colours))
        printer.setDuplex(QPrinter.DuplexMode(self.sides))
        printer.setPaperSource(QPrinter.PaperSource(self.tray))
        return printer


def printer_for(request: ExportRequest) -> QPrinter:
    """A printer that is set to the page of a request."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(request.title or "mapapp")
    _set_paper(printer, request.page or _A4)
    return printer


def _set_paper(printer: QPrinter, page: PageSize) -> None:
    """Set size and orientation; the sheet has margins of its own."""
    printer.setFullPage(True)
    sides = sorted((page.width_mm, page.height_mm))
    turn = QPageLayout.Orientation
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QSizeF(*sides), QPageSize.Unit.Millimeter),
            turn.Portrait if page.is_portrait else turn.Landscape,
            QMarginsF(),
        )
    )


class PrintJob(QObject):
    """One print.

    Signals:
        printed: all went to the printer; with what had no room and what may mislead, or empty.
        failed: a sentence for the user.
    """

    printed = Signal(str)
    failed = Signal(str)

    def __init__(
        self, request: ExportRequest, printer: QPrinter, atlas: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        settings = PrinterSettings.of(printer)
        order = {
            "request": request_to_table(_on_paper(request, settings)),
            "settings": asdict(settings),
        }
        worker = Worker(self)
        worker.succeeded.connect(lambda: self.printed.emit(worker.remark))
        worker.failed.connect(self.failed)
        for end in (worker.succeeded, worker.failed, worker.stopped):
            end.connect(self.deleteLater)
        worker.start(["print", str(atlas)], json.dumps(order))


def print_order(text: str, maker: Printer) -> tuple[Caution, ...]:
    """Print what a :class:`PrintJob` ordered; what had no room on it, and what may mislead.

    Raises:
        UsageError: if there can be no such picture.
        DataError: if there is nothing to show.
        ExportError: if the printer takes nothing.
    """
    try:
        order = StrictTable(json_table(text), "The order", UsageError)
    except ParseError as error:
        raise UsageError("This is no order to print ({reason}).", reason=error) from error
    request = request_from_table(order.take("request", dict), Message("the request"))
    composition = maker.composed(request)
    printer = PrinterSettings.read(order.need("settings")).printer()
    printer.setDocName(request.title or "mapapp")
    printer.setCreator("mapapp")
    painter = QPainter()
    if not painter.begin(printer):
        raise ExportError("The printer took nothing; check that it is ready.")
    scale = printer.resolution() / CSS_DPI
    painter.scale(scale, scale)
    paint_sheet(painter, composition)
    for page in composition.sheet.further:
        printer.newPage()
        paint_further_page(painter, composition, page)
    if not painter.end():
        raise ExportError("The printer did not take the whole sheet; check that it is ready.")
    return tuple(maker_cautions(composition))


def _on_paper(request: ExportRequest, settings: PrinterSettings) -> ExportRequest:
    """The request for the paper that was chosen in the end."""
    page = PageSize.named(f"{settings.width_mm:g}x{settings.height_mm:g}mm")
    return replace(request, format="pdf", page=page, size_px=None, dpi=None)
