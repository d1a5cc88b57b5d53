"""The place of one name of a table: what it may be, or what somebody says instead."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.geo.coordinates import lat_text, lon_text
from mapapp.core.map.state import MapState
from mapapp.core.text import NO_TEXT
from mapapp.core.texts.plain import shortened
from mapapp.qt.adding.small_map import SmallMap
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.store.geocoding.geocoder import PlaceMatch
from mapapp.store.geocoding.placed_rows import Matches

_TITLE_CHARACTERS = 60
_GAP_PX = 8
_FAR = 0.5
"""Candidates with so much less of the score of the best do not make the map smaller."""


class PlaceFields(QWidget):
    """Candidates to choose from, a line for another name or a position, and a small map.

    Signals:
        chosen: the place that somebody chose (``PlaceMatch``), or None for none.
        typed: another name, or a position.
    """

    chosen = Signal(object)
    typed = Signal(str)

    def __init__(self, state: MapState, atlas: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._name: str | None = None
        self._offered: Matches = ()
        self.title, self.rows, self.note = (QLabel(self) for _ in range(3))
        self.title.setProperty("role", "title")
        self.rows.setProperty("role", "secondary")
        self.note.setProperty("role", "warning")
        for label in (self.title, self.rows, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.place = QComboBox(self)
        self.place.setAccessibleName(self.tr("Place"))
        self.place.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        spare_from_wheel(self.place)
        self.other = QLineEdit(self)
        self.other.setAccessibleName(self.tr("Another name, or a position"))
        self.other.setPlaceholderText(self.other.accessibleName())
        bound(self.other)
        self.look = QPushButton(self.tr("&Find"), self)
        self.look.setAutoDefault(False)
        self.small_map = SmallMap(state, atlas, self)
        self.small_map.setAccessibleName(self.tr("Where it is"))
        self._lay_out()
        self.place.activated.connect(self._choose)
        self.other.returnPressed.connect(self._ask)
        self.look.clicked.connect(self._ask)

    def show_name(self, name: str, rows: str, offered: Matches, place: PlaceMatch | None) -> None:
        """Show what a name may mean, and what is taken for it."""
        if name != self._name:
            self._name = name
            self.other.clear()
        self.title.setText(shortened(name, _TITLE_CHARACTERS))
        self.rows.setText(rows)
        self.say("")
        if place is not None and not any(_is_same(each, place) for each in offered):
            offered = (place, *offered)
        self._offered = offered
        current = next((at for at, each in enumerate(offered) if _is_same(each, place)), None)
        with QSignalBlocker(self.place):
            self.place.clear()
            self.place.addItems([self._described(each) for each in offered])
            self.place.addItem(self.tr("no place"))
            self.place.setCurrentIndex(len(offered) if current is None else current)
        self._show_on_map(current)

    def say(self, sentence: str) -> None:
        """Say why what was typed is no place; nothing where the sentence is empty."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.other, 1)
        line.addWidget(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        for part in (self.title, self.rows, self.place):
            column.addWidget(part)
        column.addLayout(line)
        column.addWidget(self.note)
        column.addWidget(self.small_map)
        column.addStretch(1)
        self.setFixedWidth(self.small_map.width())

    def _described(self, match: PlaceMatch) -> str:
        if match.candidate.place.name == NO_TEXT:
            return match.label
        where = f"{lat_text(match.lat, 1)} {lon_text(match.lon, 1)}"
        return f"{match.label} · {where} · {match.score:.2f}"

    def _choose(self, at: int) -> None:
        self.chosen.emit(self._offered[at] if at < len(self._offered) else None)

    def _ask(self) -> None:
        if text := self.other.text().strip():
            self.typed.emit(text)

    def _show_on_map(self, current: int | None) -> None:
        offered = self._offered
        points = np.array([(each.lon, each.lat) for each in offered]).reshape(-1, 2)
        least = max((each.score for each in offered), default=0.0) * _FAR
        near = [at for at, each in enumerate(offered) if each.score >= least or at == current]
        self.small_map.show_places(points, near, current, self.place.currentText())


def _is_same(one: PlaceMatch, other: PlaceMatch | None) -> bool:
    """Whether both are one place, which may have been chosen meanwhile."""
    return other is not None and one.candidate.place == other.candidate.place
