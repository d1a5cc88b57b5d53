"""Prints a picture: the same sheet as in a file, laid out for the paper in the printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, QSizeF, QThread, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from mapapp.core.errors import ExportError, MapappError
from mapapp.paint.export import Printer
from mapapp.paint.sheet import paint_sheet
from mapapp.render.paper import PageSize
from mapapp.render.request import CSS_DPI, ExportRequest

_A4 = PageSize.named("A4")


def printer_for(request: ExportRequest) -> QPrinter:
    """A printer that is set to the page of a request."""
    page = request.page or _A4
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setCreator("mapapp")
    printer.setDocName(request.title or "mapapp")
    sides = sorted((page.width_mm, page.height_mm))
    printer.setPageSize(QPageSize(QSizeF(*sides), QPageSize.Unit.Millimeter))
    turn = QPageLayout.Orientation
    printer.setPageOrientation(turn.Portrait if page.is_portrait else turn.Landscape)
    return printer


class PrintJob(QThread):
    """Prints in a thread of its own, with its own connection to the atlas.

    The printer must be left alone until it is done. Nothing large is filled with pixels here,
    so the lock of Python is never held for long.

    Signals:
        printed: all went to the printer.
        failed: a sentence for the user.
    """

    printed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        request: ExportRequest,
        printer: QPrinter,
        open_atlas: Callable[[], Printer],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._request = _on_paper(request, printer)
        self._printer = printer
        self._open_atlas = open_atlas
        self.finished.connect(self.deleteLater)
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.wait)

    def run(self) -> None:
        """Qt: the work of the thread."""
        try:
            self._print()
        except MapappError as error:
            self.failed.emit(str(error))
        else:
            self.printed.emit()

    def _print(self) -> None:
        with self._open_atlas() as maker:
            composition = maker.composed(self._request)
        painter = QPainter()
        if not painter.begin(self._printer):
            raise ExportError("The printer took nothing; check that it is ready.")
        scale = self._printer.resolution() / CSS_DPI
        painter.scale(scale, scale)
        paint_sheet(painter, composition)
        painter.end()


def _on_paper(request: ExportRequest, printer: QPrinter) -> ExportRequest:
    """The request for the paper that was chosen in the end."""
    paper = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    width, height = round(paper.width(), 2), round(paper.height(), 2)
    page = PageSize(f"{width:g}x{height:g}mm", width, height)
    return replace(request, format="pdf", page=page, size_px=None, dpi=None)
