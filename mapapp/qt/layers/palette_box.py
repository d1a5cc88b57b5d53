"""A list of palettes, each with its colours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QWidget

from mapapp.core.style.palettes import Palette
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.qt.parts.wheel import spare_from_wheel

_WIDTH_PX, _HEIGHT_PX, _STEPS, _SCALE = 84, 14, 7, 2


class PaletteBox(QComboBox):
    """Palettes to choose from; the data of an entry is the name, empty for own colours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(_WIDTH_PX, _HEIGHT_PX))
        spare_from_wheel(self)

    def show_palettes(
        self,
        palettes: Sequence[Palette],
        chosen: str,
        theme: Theme,
        language: Language,
        *,
        is_reversed: bool,
    ) -> None:
        """Offer palettes, and before them own colours where these are chosen."""
        with QSignalBlocker(self):
            self.clear()
            if not chosen:
                self.addItem(self.tr("Own colours"), "")
            for each in palettes:
                icon = _icon(each, theme, is_reversed=is_reversed)
                self.addItem(icon, each.title.get(language), each.name)
            self.setCurrentIndex(max(self.findData(chosen), 0))


def _icon(palette: Palette, theme: Theme, *, is_reversed: bool) -> QIcon:
    """The colours of a palette side by side."""
    tones = palette.tones(palette.most or _STEPS, is_reversed=is_reversed)
    pixmap = QPixmap(_WIDTH_PX * _SCALE, _HEIGHT_PX * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(_SCALE, _SCALE)
    width = _WIDTH_PX / len(tones)
    for i, tone in enumerate(tones):
        painter.fillRect(QRectF(i * width, 0, width, _HEIGHT_PX), QColor(tone.get(theme)))
    painter.end()
    pixmap.setDevicePixelRatio(_SCALE)
    return QIcon(pixmap)
