"""Pictures of pictures: a sheet as it will be, small enough for the screen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter

from mapapp.core.message import Spoken, spoken
from mapapp.paint.export import Printer
from mapapp.paint.sheet_painter import paint_sheet
from mapapp.render.request.from_json import request_from_table
from mapapp.render.request.preview import Answer, PreviewOrder
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.sheet import sheet_remarks

_FAST = 80
"""Qt's "quality" of a PNG is how little it is compressed: the picture goes through a pipe."""


def paint_preview(order: PreviewOrder, printer: Printer) -> Answer:
    """Paint what was ordered.

    Raises:
        UsageError: if there can be no such picture.
        DataError: if a GeoPackage cannot be read.
    """
    request = request_from_table(order.request, "The request")
    composition = printer.composed(request)
    image = paint_image(composition, order.width_px, order.height_px)
    return Answer(
        order.serial,
        remark=" ".join(_remarks(composition)),
        shows_border=_shows_border(composition),
        png=_png(image),
    )


def _remarks(composition: Composition) -> Iterator[str]:
    """What a preview does not show, and what may mislead."""
    yield from map(spoken, sheet_remarks(composition.sheet))
    for caution in composition.cautions:
        yield caution.text.get(Spoken.language)


def paint_image(composition: Composition, width_px: int, height_px: int) -> QImage:
    """A composition as large as it fits into a box."""
    width, height = composition.request.css_size
    scale = min(width_px / width, height_px / height)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(size[0] / width, size[1] / height)
    paint_sheet(painter, composition)
    painter.end()
    return image


_BORDERS = ("border", "demarcation")


def _shows_border(composition: Composition) -> bool:
    borders = (part for part in composition.scene.ground if part.kind in _BORDERS)
    return any(len(part.outlines.starts) > 0 for part in borders)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", _FAST)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
