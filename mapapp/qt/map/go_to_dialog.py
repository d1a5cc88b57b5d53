"""Asks for coordinates and says what it understood while they are typed."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.geo.crs import System, describe
from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.geo.positions.reading import MAX_TEXT, PositionError, Reading
from mapapp.core.text import Language
from mapapp.qt.parts.wheel import spare_from_wheel

_CHOICES = (None, System.WGS84, System.CGCS2000, System.GCJ02, System.BD09)
_WIDTH_PX, _GAP_PX = 460, 8


class GoToDialog(QDialog):
    """One line for coordinates, their system, and a preview of the place."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language: Language = language
        self.setObjectName("go-to")
        self.setWindowTitle(self.tr("Go to coordinates"))
        self.line = QLineEdit(self)
        self.line.setMaxLength(MAX_TEXT + 1)  # one too many is told
        self.line.setPlaceholderText(self.tr("41.79, 123.43   or   41°47′32″N 123°25′58″E"))
        self.system = QComboBox(self)
        for system in _CHOICES:
            self.system.addItem(system.label if system else self.tr("As the text says, else WGS84"))
        self.reading = QComboBox(self)
        for combo in (self.system, self.reading):
            spare_from_wheel(combo)
        self.preview = QLabel(self)
        self.preview.setWordWrap(True)
        self._how = QLabel(self)
        self._how.setProperty("role", "secondary")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self._go = self._buttons.addButton(
            self.tr("Go there"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._candidates: tuple[Reading, ...] = ()
        self._lay_out()
        self._connect()
        self._read()

    def say_purpose(self, title: str, go: str) -> None:
        """Ask for something else than where to go: a title, and what its button says."""
        self.setWindowTitle(title)
        self._go.setText(go)

    @property
    def chosen(self) -> Reading:
        """The place that was understood; there is one once the dialog is accepted."""
        return self._candidates[max(self.reading.currentIndex(), 0)]

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.addRow(self.tr("Coordinates"), self.line)
        self._form.addRow(self.tr("System"), self.system)
        self._form.addRow(self.tr("Read as"), self.reading)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addSpacing(_GAP_PX)
        layout.addWidget(self.preview)
        layout.addWidget(self._how)
        layout.addStretch()
        layout.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH_PX)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._read)
        self.system.currentIndexChanged.connect(self._read)
        self.reading.currentIndexChanged.connect(self._show_place)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _read(self) -> None:
        text, system = self.line.text(), _CHOICES[self.system.currentIndex()]
        problem = self.tr("Degrees or metres, in most ways they are written.")
        self._candidates = ()
        if len(text) > MAX_TEXT:
            problem = self.tr("Coordinates have at most {0} characters; shorten this text.").format(
                MAX_TEXT
            )
        elif text.strip():
            try:
                self._candidates = parse_position(text, system)
            except PositionError as error:
                problem = error.text(self._language)
        self._offer_readings()
        self._go.setEnabled(bool(self._candidates))
        if self._candidates:
            self._show_place()
        else:
            self._say(problem, "", "warning" if text.strip() else "secondary")

    def _offer_readings(self) -> None:
        """A choice only where the text leaves one."""
        self.reading.blockSignals(True)
        self.reading.clear()
        several = len({read.system for read in self._candidates}) > 1
        name = self._system_name if several else self._order_name
        self.reading.addItems([name(read) for read in self._candidates])
        self.reading.blockSignals(False)
        self._form.setRowVisible(self.reading, len(self._candidates) > 1)

    def _show_place(self) -> None:
        place = self.chosen
        position = describe(place.lon, place.lat, System.WGS84) or ""
        how = self.tr("Read as {0}, {1}").format(place.system.label, self._order_name(place))
        self._say(f"{position}  {System.WGS84.label}", how, "value")

    def _say(self, text: str, how: str, role: str) -> None:
        self.preview.setText(text)
        self._how.setText(how)
        self.preview.setProperty("role", role)
        self.preview.style().polish(self.preview)

    def _system_name(self, place: Reading) -> str:
        return place.system.label

    def _order_name(self, place: Reading) -> str:
        match place.order:
            case "named":
                return self.tr("as its parts are named")
            case "lat first":
                return self.tr("latitude before longitude")
            case "lon first":
                return self.tr("longitude before latitude")
