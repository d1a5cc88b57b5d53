"""Pictures that a feature's own row names: read beside the window's thread, and bounded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from mapapp.core.disk.files import read_ordinary
from mapapp.core.disk.near_pictures import picture_near
from mapapp.core.errors import DataError
from mapapp.core.record import record
from mapapp.qt.parts.background import Background

MOST_BYTES = 40_000_000
MOST_PX = 50_000_000
"""Of a whole picture, as a good telephone takes it; decoding one can take as much as 200 MB."""

_FORMATS = frozenset({b"png", b"jpeg", b"webp", b"gif", b"tiff"})
"""What the content must be. Qt's readers of SVG and PDF would follow what stands in them."""

_SHOWN_PX = QSize(640, 480)
"""Of which a card shows half: sharp on dense screens, too."""


@record
class FieldPicture:
    """A picture as a card shows it: small, with its file and the size that it has there."""

    image: QImage
    path: Path
    full_px: tuple[int, int]


@record
class ShownPicture:
    """A picture of a card with the address of its file, and what it is in words."""

    image: QImage
    address: str
    told: str


class FieldPictures(QObject):
    """Reads pictures for the cards of a panel, in a thread that ends with it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        background = Background("pictures")
        self._background = background
        self._tickets: list[int] = []
        self.destroyed.connect(lambda: background.stop(wait=False))

    def stop(self) -> None:
        """Read nothing any more."""
        self._background.stop()

    def read(self, data: Path, text: str, then: Callable[[FieldPicture], None]) -> None:
        """Have ``then`` called with the picture that a text of a table names, if it is one."""

        def take(found: FieldPicture | None) -> None:
            if found is not None:
                then(found)

        self._tickets.append(self._background.run(lambda: read_picture(data, text), take))

    def drop(self) -> None:
        """Nobody waits for the pictures any more that were asked for."""
        for ticket in self._tickets:
            self._background.drop(ticket)
        self._tickets.clear()


def read_picture(data: Path, text: str) -> FieldPicture | None:
    """The picture that a text names below the folder of its table; None where it is none.

    What is missing, broken, of another kind or too large is no picture: the text stays a text.
    """
    path = picture_near(data, text)
    if path is None:
        return None
    try:
        content = read_ordinary(path, MOST_BYTES, DataError)
    except DataError:
        return None
    device = QBuffer()
    device.setData(QByteArray(content))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    return _decoded(QImageReader(device), path)


def _decoded(reader: QImageReader, path: Path) -> FieldPicture | None:
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _FORMATS:
        return None
    full = reader.size()
    if full.isEmpty() or full.width() * full.height() > MOST_PX:
        return None
    is_turned = bool(
        reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    )
    seen = full.transposed() if is_turned else full
    if not (seen.width() <= _SHOWN_PX.width() and seen.height() <= _SHOWN_PX.height()):
        small = seen.scaled(_SHOWN_PX, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        reader.setScaledSize(small.transposed() if is_turned else small)
    image = reader.read()
    return None if image.isNull() else FieldPicture(image, path, (seen.width(), seen.height()))
