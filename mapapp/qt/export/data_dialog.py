"""Asks what of a layer is to be handed on, and as what: format, reference system, encoding."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError
from mapapp.core.geo.crs import System
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.qt.layers.scope_box import ScopeBox
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.saving import FileKind
from mapapp.qt.parts.subscription import connect
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.store.files.targets import TARGETS
from mapapp.store.scopes import AreaRing

_WIDTH_PX = 460
_ENCODED = (".csv", ".shp")
_BRACKETS = re.compile(r" ?[(（]")


class DataDialog(QDialog):
    """What of one layer is handed on, and as what; a file is asked for afterwards.

    Signals:
        chosen: all is chosen, and a file is to be asked for.
    """

    chosen = Signal()

    def __init__(
        self, state: MapState, layer: str, drawn: Callable[[], AreaRing], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = state
        self.layer = layer
        self.setMinimumWidth(_WIDTH_PX)
        self.scope = ScopeBox(state, lambda: layer, drawn, self)
        self.format, self.system, self.datum, self.encoding = (QComboBox(self) for _ in range(4))
        self._names = [QLabel(self) for _ in range(5)]
        self._make_parts()
        self._lay_out()
        follow_language(self, state, self.retranslate)
        connect(self, state.layers_changed, self._follow)
        connect(self, state.selection_changed, lambda _: self.scope.follow())

    @property
    def kind(self) -> FileKind:
        """What kind of file is chosen."""
        return FileKind(_BRACKETS.split(self.format.currentText())[0], self.format.currentData())

    @property
    def crs(self) -> str:
        """The reference system to write, empty for EPSG:4326."""
        if not self.system.isEnabled():
            return ""
        row = self.system.findText(self.system.currentText())
        return str(self.system.itemData(row)) if row >= 0 else self.system.currentText().strip()

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        title = self._state.spec(self.layer).title.get(self._state.language)
        self.setWindowTitle(self.tr("Export data: {0}").format(title))
        self.scope.retranslate()
        self.scope.follow()
        names = (self.tr("Of"), self.tr("Format"), self.tr("Reference system"), self.tr("Datum"),
                 self.tr("Encoding"))  # fmt: skip
        for label, box, name in zip(self._names, self._boxes(), names, strict=True):
            label.setText(name)
            box.setAccessibleName(name)
        _fill(self.format, self._formats())
        _fill(self.system, self._systems())
        _fill(self.datum, self._datums())
        _fill(self.encoding, self._encodings())
        self._save.setText(self.tr("&Save as…"))
        self._show()

    def _make_parts(self) -> None:
        self.system.setEditable(True)
        edit = self.system.lineEdit()
        if edit is not None:
            bound(edit)
        for box in (self.format, self.system, self.datum, self.encoding):
            spare_from_wheel(box)
            box.currentTextChanged.connect(lambda _: self._show())
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "warning")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, box in zip(self._names, self._boxes(), strict=True):
            form.addRow(label, box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._save = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.close)
        buttons.accepted.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(buttons)

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.scope, self.format, self.system, self.datum, self.encoding

    def _formats(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Excel workbook (.xlsx)"), ".xlsx"),
            (self.tr("CSV (.csv)"), ".csv"),
            ("GeoPackage (.gpkg)", ".gpkg"),
            ("GeoJSON (.geojson)", ".geojson"),
            ("Shapefile (.shp)", ".shp"),
            (self.tr("KML, for phones and Google Earth (.kml)"), ".kml"),
            (self.tr("GPX, for phones and GPS devices (.gpx)"), ".gpx"),
            ("FlatGeobuf (.fgb)", ".fgb"),
            ("GeoParquet (.parquet)", ".parquet"),
            ("MapInfo (.tab)", ".tab"),
            ("DXF (.dxf)", ".dxf"),
            (self.tr("OpenDocument table (.ods)"), ".ods"),
        )

    def _systems(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Degrees of WGS84 (EPSG:4326)"), ""),
            (self.tr("Degrees of CGCS2000 (EPSG:4490)"), "EPSG:4490"),
            (self.tr("CGCS2000, meridian 123° E (EPSG:4550)"), "EPSG:4550"),
            (self.tr("CGCS2000, meridian 120° E (EPSG:4549)"), "EPSG:4549"),
            (self.tr("UTM zone 51 N (EPSG:32651)"), "EPSG:32651"),
            (self.tr("Web Mercator (EPSG:3857)"), "EPSG:3857"),
        )

    def _datums(self) -> tuple[tuple[str, str], ...]:
        gcj02, bd09 = self.tr("GCJ-02 (AMap, Tencent)"), self.tr("BD-09 (Baidu)")
        return ("WGS84", ""), (gcj02, System.GCJ02), (bd09, System.BD09)

    def _encodings(self) -> tuple[tuple[str, str], ...]:
        older = self.tr("GB 18030, for older Chinese programs")
        return ("UTF-8", "utf-8-sig"), (older, "gb18030")

    def _show(self) -> None:
        """Offer what the format has; what cannot be is said, and cannot be saved."""
        suffix = self.format.currentData()
        if suffix is None:
            return
        self.system.setEnabled(not TARGETS[suffix].in_degrees)
        self.datum.setEnabled(not self.crs)
        self.encoding.setEnabled(suffix in _ENCODED)
        self.note.setText(self._problem())
        self.note.setVisible(bool(self.note.text()))
        self._save.setEnabled(not self.note.text())

    def _problem(self) -> str:
        from mapapp.core.source.reprojection import reprojection_from

        try:
            if self.crs:
                reprojection_from(self.crs)
        except DataError:
            unknown = self.tr("“{0}” is no known reference system. Type a code such as EPSG:4528.")
            return unknown.format(self.crs)
        return ""

    def _follow(self, _change: LayersChange) -> None:
        if not self._state.has(self.layer):
            self.close()


def _fill(box: QComboBox, entries: tuple[tuple[str, str], ...]) -> None:
    """Name the entries of a list anew; what is chosen or typed stays."""
    row, is_new = box.currentIndex(), not box.count()
    typed = box.currentText() if box.isEditable() and box.findText(box.currentText()) < 0 else ""
    for place, (name, data) in enumerate(entries):
        if is_new:
            box.addItem(name, data)
        else:
            box.setItemText(place, name)
    box.setCurrentIndex(0 if is_new else row)
    if typed and not is_new:
        box.setEditText(typed)
