"""PDF: true vectors, embedded subset fonts, real text, and a map that GIS programs can place.

Its layers can be shown and hidden, and it can be read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from mapapp.core.errors import ExportError
from mapapp.core.record import record
from mapapp.paint.devices.pdf_extras import (
    PageExtras,
    add_outline,
    finish_page,
    further_extras,
    page_extras,
    page_labels,
    sheet_place,
)
from mapapp.paint.devices.pdf_file import PdfFile
from mapapp.paint.devices.pdf_layers import add_layers
from mapapp.paint.devices.pdf_metadata import PdfMetadata, write_metadata
from mapapp.paint.devices.pdf_pages import join_pages
from mapapp.paint.devices.pdf_pieces import ContentMark, PdfPiece, further_page_pieces, pdf_pieces
from mapapp.paint.devices.pdf_structure import PdfStructure
from mapapp.render.labels.words import LANGUAGE_TAGS, MAP, in_language
from mapapp.render.request.request import CSS_DPI, ExportRequest
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.reading import layer_titles

_DPI = 1200
_POINTS_PER_INCH = 72


@record
class _PaintedPage:
    """What is still to be said of a page after it has been painted."""

    marks: tuple[ContentMark, ...]
    extras: PageExtras
    layers: dict[str, str]


def write_pdf(file: BinaryIO, sheets: Iterator[Composition], title: str, description: str) -> None:
    """Write a PDF of compositions, at least one; its metadata say what it is."""
    first = next(sheets)
    request = first.request
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, request)
    painter = QPainter(writer)
    painter.scale(_DPI / CSS_DPI, _DPI / CSS_DPI)
    margin = sheet_place(request).margin / _POINTS_PER_INCH * CSS_DPI
    painter.translate(margin, margin)
    painted = list(_painted(writer, painter, chain([first], sheets)))
    if not painter.end():
        raise ExportError("The PDF could not be painted; try a smaller page.")
    document = PdfFile(bytes(buffer.data().data()))
    named = title or in_language(MAP, request.language)
    _put_together(document, painted, request, PdfMetadata(named, description))
    file.write(document.finish())


def _writer(buffer: QBuffer, request: ExportRequest) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    size = QPageSize(
        QSizeF(*sheet_place(request).page),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    writer.setResolution(_DPI)
    writer.setDocumentXmpMetadata(b" ")  # so that there is an object for it
    return writer


def _painted(
    writer: QPdfWriter, painter: QPainter, sheets: Iterator[Composition]
) -> Iterator[_PaintedPage]:
    """Paint sheets, each piece of them on a page of its own; the very first is there already."""
    is_fresh = True
    for sheet in sheets:
        titles = layer_titles(sheet.scene, sheet.request.language)
        for pieces, extras in _pages(sheet):
            marks = []
            for piece in pieces:
                if not is_fresh:
                    writer.newPage()
                is_fresh = False
                piece.paint(painter)
                has_links = sheet.request.prepress.standard != "x-4"  # ISO 15930-7 allows none
                marks.append(piece.mark if has_links else replace(piece.mark, links=()))
            yield _PaintedPage(tuple(marks), extras, titles)


def _pages(sheet: Composition) -> Iterator[tuple[Iterator[PdfPiece], PageExtras]]:
    """The page of a sheet and those after it."""
    yield pdf_pieces(sheet), page_extras(sheet)
    for page in sheet.sheet.further:
        yield further_page_pieces(sheet, page), further_extras(sheet.request, page)


def _put_together(
    file: PdfFile, painted: Sequence[_PaintedPage], request: ExportRequest, metadata: PdfMetadata
) -> None:
    """Make the pieces pages again, and add what Qt cannot say.

    Raises:
        ExportError: if the PDF has other pages than were painted.
    """
    left = file.pages()
    if len(left) != sum(len(page.marks) for page in painted):
        raise ExportError("The PDF engine wrote other pages than it was given; try fewer.")
    titles = {id_: title for page in painted for id_, title in page.layers.items()}
    used = {mark.layer for page in painted for mark in page.marks}
    layers = add_layers(file, titles, used, request.language)
    pages = []
    for page in painted:
        pieces, left = left[: len(page.marks)], left[len(page.marks) :]
        _, height = page.extras.place.page
        pages.append(join_pages(file, pieces, page.marks, layers, height))
        finish_page(file, pages[-1], page.extras)
    file.keep_pages(pages)
    described = [(number, page.extras) for number, page in zip(pages, painted, strict=True)]
    sheets = {extras.sheet: number for number, extras in described}
    structure = PdfStructure(file, request.language, sheets)
    for (number, extras), page in zip(described, painted, strict=True):
        structure.add_page(number, extras, page.marks)
    structure.finish()
    labels = {"/PageLabels": page_labels(extras for _, extras in described)}
    catalog = _catalog(add_outline(file, described), request)
    file.extend(file.catalog, catalog | (labels if any(sheets) else {}))
    if request.prepress:
        from mapapp.paint.devices.prepress.standards import finish_for_print

        metadata = finish_for_print(file, described, request, metadata)
    write_metadata(file, metadata)


def _catalog(outline: int, request: ExportRequest) -> dict[str, str]:
    return {
        "/Lang": f"({LANGUAGE_TAGS[request.language]})",
        "/Outlines": f"{outline} 0 R",
        "/ViewerPreferences": "<< /DisplayDocTitle true >>",
    }
