"""A row of colours to choose from, and a line for any other."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.style.symbology import Theme, Tone
from mapapp.core.style.tones import offered_tones, tone_like

_SIDE_PX, _GAP_PX = 16, 2
_WRITTEN = re.compile(r"#?([0-9A-Fa-f]{6})")
_LONGEST = 7


class ColourRow(QWidget):
    """Shows and takes a colour.

    Signals:
        chosen: the :class:`Tone` that was chosen or written.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme = "light"
        self._tones = offered_tones()
        self.swatches = [QToolButton(self) for _ in self._tones]
        self.written = QLineEdit(self)
        self.written.setMaxLength(_LONGEST)
        self.written.textEdited.connect(self._take_written)
        self._group = QButtonGroup(self)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(_GAP_PX)
        for tone, swatch in zip(self._tones, self.swatches, strict=True):
            swatch.setCheckable(True)
            swatch.clicked.connect(partial(self.chosen.emit, tone))
            self._group.addButton(swatch)
            row.addWidget(swatch)
        row.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.written)
        self.setFocusProxy(self.written)

    def retranslate(self) -> None:
        """Name the parts in the language of the window."""
        self.written.setAccessibleName(self.tr("Colour as #rrggbb"))
        self.written.setToolTip(self.tr("Any other colour, written as #rrggbb"))
        for name, swatch in zip(self._names(), self.swatches, strict=True):
            swatch.setToolTip(name)
            swatch.setAccessibleName(name)

    def show_colour(self, tone: Tone, theme: Theme) -> None:
        """Show a tone as it is in a theme; what is being written stays as it is written."""
        self._theme = theme
        colour = tone.get(theme)
        for offered, swatch in zip(self._tones, self.swatches, strict=True):
            swatch.setIcon(_square(offered.get(theme)))
        self._group.setExclusive(False)
        for offered, swatch in zip(self._tones, self.swatches, strict=True):
            swatch.setChecked(offered == tone)
        self._group.setExclusive(True)
        if _colour(self.written.text()) != colour.upper():
            with QSignalBlocker(self.written):
                self.written.setText(colour)

    def _names(self) -> tuple[str, ...]:
        """What the offered tones are called, around the circle of colours, then the grey."""
        return (
            self.tr("Red"),
            self.tr("Brown"),
            self.tr("Olive"),
            self.tr("Grass green"),
            self.tr("Green"),
            self.tr("Sea green"),
            self.tr("Petrol"),
            self.tr("Blue"),
            self.tr("Indigo"),
            self.tr("Purple"),
            self.tr("Magenta"),
            self.tr("Grey"),
        )

    def _take_written(self, text: str) -> None:
        """Take a colour as soon as it is one."""
        if colour := _colour(text):
            self.chosen.emit(tone_like(colour, self._theme))


def _colour(text: str) -> str:
    """What is written as ``#RRGGBB``; empty as long as it is no colour."""
    read = _WRITTEN.fullmatch(text.strip())
    return f"#{read[1].upper()}" if read else ""


def _square(colour: str) -> QIcon:
    pixmap = QPixmap(_SIDE_PX, _SIDE_PX)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
