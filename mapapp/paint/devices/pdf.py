"""PDF: true vectors, embedded subset fonts, real text, and a map that GIS programs can place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from mapapp.core.errors import ExportError
from mapapp.core.version import __version__
from mapapp.paint.devices.pdf_extras import PageExtras, further_extras, page_extras, with_extras
from mapapp.paint.devices.xmp import xmp_packet
from mapapp.paint.sheet_painter import paint_further_page, paint_sheet
from mapapp.render.request.request import CSS_DPI, ExportRequest
from mapapp.render.sheet.composition import Composition

_DPI = 1200
_POINTS_PER_CSS_PX = 72 / CSS_DPI


def write_pdf(file: BinaryIO, pages: Iterator[Composition], title: str, description: str) -> None:
    """Write a PDF of one page a composition, at least one; its metadata say what it is."""
    first = next(pages)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, first.request, title, description)
    painter = QPainter(writer)
    painter.scale(_DPI / CSS_DPI, _DPI / CSS_DPI)
    extras = _painted(painter, writer, first)
    for page in pages:
        writer.newPage()
        extras += _painted(painter, writer, page)
    if not painter.end():
        raise ExportError("The PDF could not be painted; try a smaller page.")
    file.write(with_extras(bytes(buffer.data().data()), extras, first.request.language))


def _painted(painter: QPainter, writer: QPdfWriter, composition: Composition) -> list[PageExtras]:
    """Paint a sheet and the pages after it; the extras of each."""
    paint_sheet(painter, composition)
    extras = [page_extras(composition)]
    for page in composition.sheet.further:
        writer.newPage()
        paint_further_page(painter, page, composition.request.theme)
        extras.append(further_extras(page))
    return extras


def _writer(buffer: QBuffer, request: ExportRequest, title: str, description: str) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    width, height = (side * _POINTS_PER_CSS_PX for side in request.css_size)
    size = QPageSize(
        QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    writer.setResolution(_DPI)
    writer.setTitle(title)
    writer.setCreator(f"mapapp {__version__}")
    writer.setDocumentXmpMetadata(QByteArray(xmp_packet(title, description)))
    return writer
