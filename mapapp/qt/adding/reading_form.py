"""How a layer of a file is read: what was found, and what somebody says instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from mapapp.core.geo.crs import System
from mapapp.core.layer.roles import Roles
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.store.adding.candidate import LayerCandidate
from mapapp.store.files.raw import ReadOptions

_ENCODINGS = (("UTF-8", "utf-8"), ("GB 18030 (GBK)", "gb18030"), ("Big5", "big5"))
_SYSTEMS = (
    ("WGS84", "EPSG:4326"),
    ("CGCS2000", "EPSG:4490"),
    ("CGCS2000 / 120° E", "EPSG:4549"),
    ("CGCS2000 / 123° E", "EPSG:4550"),
    ("CGCS2000 / 126° E", "EPSG:4551"),
    ("CGCS2000 / 40", "EPSG:4528"),
    ("CGCS2000 / 41", "EPSG:4529"),
    ("CGCS2000 / 42", "EPSG:4530"),
    ("WGS84 / UTM 51N", "EPSG:32651"),
    ("Web Mercator", "EPSG:3857"),
)
"""What files of Liaoning are in; any other can be typed."""
_LEAST_CHARACTERS = 22

_Choice = tuple[str, str]


class ReadingForm(QWidget):
    """Fields for reference system, datum, encoding, columns of places, names and years.

    Signals:
        changed: the layer is to be read otherwise, as :attr:`options` say.
        described: other columns are names or years, as :attr:`roles` say.
    """

    changed = Signal()
    described = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.crs, self.datum, self.encoding, self.lon, self.lat, self.names, self.since = (
            self._field(text, tip) for text, tip in self._words()
        )
        self.crs.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = QLineEdit(self)
        bound(line)
        self.crs.setLineEdit(line)
        line.editingFinished.connect(self._tell)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "secondary")
        self._lay_out()
        self._options = ReadOptions()
        for field in (self.crs, self.datum, self.encoding, self.lon, self.lat):
            field.activated.connect(lambda _: self._tell())
        for field in (self.names, self.since):
            field.activated.connect(lambda _: self.described.emit())

    @property
    def options(self) -> ReadOptions:
        """How the layer is to be read."""
        chosen = (self.datum, self.encoding, self.lon, self.lat)
        return ReadOptions(_typed(self.crs), *(str(field.currentData()) for field in chosen))

    @property
    def roles(self) -> Roles:
        """Which columns are what."""
        return Roles(
            name_en=self.names.currentData() or None, since=self.since.currentData() or None
        )

    def show_candidate(self, candidate: LayerCandidate) -> None:
        """Show how a layer is read, and what else there is to choose."""
        report, said = candidate.report, candidate.options
        columns = [(field.name, field.name) for field in report.fields]
        places = report.coordinate_columns
        is_table = candidate.found is not None and candidate.found.raw.geometry is None
        _fill(self.crs, self._systems(candidate), said.crs)
        _fill(self.datum, self._datums(), said.datum)
        _fill(self.encoding, [self._found(report.encoding), *_ENCODINGS], said.encoding)
        for field, chosen, place in zip(
            (self.lon, self.lat), (said.lon, said.lat), (*places, "", "")[:2], strict=True
        ):
            _fill(field, [self._found(place), *columns], chosen)
            self._form.setRowVisible(field, is_table)
        roles, none = candidate.roles, (self.tr("none"), "")
        _fill(self.names, [none, *columns], roles.name_en or "")
        _fill(self.since, [none, *columns], roles.since or "")
        self._form.setRowVisible(self.encoding, candidate.found is not None)
        self._show_hint(is_wanted=candidate.may_be_shifted and not said.datum)
        self._options = self.options

    def _show_hint(self, *, is_wanted: bool) -> None:
        self.hint.setText(
            self.tr(
                "These places are in China. Positions from Amap, Tencent or Baidu lie up to a "
                "kilometre off unless their datum is said here."
            )
        )
        self._form.setRowVisible(self.hint, is_wanted)

    def _words(self) -> Iterator[tuple[str, str]]:
        yield self.tr("Reference system"), self.tr("Choose one, or type such as EPSG:4547.")
        yield self.tr("Datum"), self.tr("Who measured the degrees, or whose map they are from.")
        yield (
            self.tr("Encoding"),
            self.tr("How texts are written; choose another if they look wrong."),
        )
        yield (
            self.tr("Longitude"),
            self.tr("The column of longitudes, eastings or positions."),
        )
        yield self.tr("Latitude"), self.tr("The column of latitudes or northings.")
        yield self.tr("Names on the map"), self.tr("The column whose texts stand at the features.")
        yield (
            self.tr("There since"),
            self.tr("The column of years or dates, by which Time shows what was there."),
        )

    def _field(self, text: str, tip: str) -> QComboBox:
        field = QComboBox(self)
        field.setAccessibleName(text)
        field.setToolTip(tip)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(_LEAST_CHARACTERS)
        spare_from_wheel(field)
        return field

    def _lay_out(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(8)
        self._form.setHorizontalSpacing(12)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = (self.crs, self.datum, self.encoding, self.lon, self.lat, self.names, self.since)
        for field in fields:
            self._form.addRow(QLabel(field.accessibleName(), self), field)
            if field is self.datum:
                self._form.addRow("", self.hint)

    def _found(self, what: str) -> _Choice:
        return (self.tr("as found: {0}").format(what) if what else self.tr("none found")), ""

    def _systems(self, candidate: LayerCandidate) -> list[_Choice]:
        report = candidate.report
        first = report.crs if report.crs and not candidate.options.crs else ""
        offered = [self._found(first) if first else (self.tr("as the file says"), "")]
        if report.crs_guess:
            offered.append((self.tr("{0} (likely)").format(report.crs_guess), report.crs_guess))
        return [*offered, *((f"{code} {name}", code) for name, code in _SYSTEMS)]

    def _datums(self) -> Sequence[_Choice]:
        return (
            (self.tr("WGS84 or CGCS2000 (GPS)"), ""),
            (self.tr("{0} (Amap, Tencent)").format(System.GCJ02.label), System.GCJ02.value),
            (self.tr("{0} (Baidu)").format(System.BD09.label), System.BD09.value),
        )

    def _tell(self) -> None:
        if self.options != self._options:
            self._options = self.options
            self.changed.emit()


def _fill(field: QComboBox, choices: Iterable[_Choice], chosen: str) -> None:
    with QSignalBlocker(field):
        field.clear()
        for text, value in choices:
            field.addItem(text, value)
        at = field.findData(chosen)
        if at < 0:
            field.addItem(chosen, chosen)
            at = field.count() - 1
        field.setCurrentIndex(at)


def _typed(field: QComboBox) -> str:
    """What a field means whose text is chosen or typed."""
    text = field.currentText().strip()
    at = field.findText(text)
    return text if at < 0 else str(field.itemData(at))
