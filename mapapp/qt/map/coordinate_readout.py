"""Where the cursor is, written in the system and style the user chose."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from mapapp.bridge.messages import Hovered
from mapapp.core.geo.crs import DegreeStyle, System, describe

_WIDEST = "123°25′58.0″ E  41°47′32.0″ N  CGCS2000"


class CoordinateReadout(QToolButton):
    """A button of the status bar: it shows the cursor's position, a click offers systems.

    Signals:
        changed: another system or style was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readout")
        self.system = System.WGS84
        self.style_of_degrees: DegreeStyle = "dd"
        self._hovered: Hovered | None = None
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(lambda: self.fill(self._menu))
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(_WIDEST))

    def show_cursor(self, hovered: Hovered | None) -> None:
        """Show where the cursor is, or only the system when it has left the map."""
        self._hovered = hovered
        place = self.text_at(hovered.lon, hovered.lat) if hovered else ""
        self.setText(f"{place}  {self.system.label}".strip())

    def text_at(self, lon: float, lat: float) -> str:
        """A position (WGS84) in the chosen system, or a dash where that is not defined."""
        return describe(lon, lat, self.system, self.style_of_degrees) or "—"

    def labelled_text_at(self, lon: float, lat: float) -> str:
        """The same with the name of the system."""
        return f"{self.text_at(lon, lat)}  {self.system.label}"

    def choose(self, system: System, style: DegreeStyle) -> None:
        """Write positions in another way."""
        self.system, self.style_of_degrees = system, style
        self.show_cursor(self._hovered)
        self.changed.emit()

    def retranslate(self) -> None:
        """Name the button in the language of the window."""
        self.setToolTip(self.tr("Position of the cursor; click to choose how it is written."))
        self.setAccessibleName(self.tr("Position of the cursor"))
        self.show_cursor(self._hovered)

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with the systems and the styles to choose from."""
        menu.clear()
        for left in menu.findChildren(QActionGroup):
            left.deleteLater()
        systems = QActionGroup(menu)
        for system, name in self._system_names().items():
            action = systems.addAction(name)
            action.setCheckable(True)
            action.setChecked(system is self.system)
            action.triggered.connect(
                lambda _=False, chosen=system: self.choose(chosen, self.style_of_degrees)
            )
        menu.addActions(systems.actions())
        menu.addSeparator()
        styles = QActionGroup(menu)
        for style in get_args(DegreeStyle):
            action = styles.addAction(self._style_name(style))
            action.setCheckable(True)
            action.setChecked(style == self.style_of_degrees)
            action.setEnabled(not self.system.is_projected)
            action.triggered.connect(lambda _=False, chosen=style: self.choose(self.system, chosen))
        menu.addActions(styles.actions())

    def _system_names(self) -> dict[System, str]:
        return {
            System.WGS84: self.tr("WGS84, as GPS shows it"),
            System.CGCS2000: self.tr("CGCS2000, degrees"),
            System.GK_ZONE: self.tr("CGCS2000, Gauss–Krüger 3°, easting with zone number"),
            System.GK_MERIDIAN: self.tr("CGCS2000, Gauss–Krüger 3°, easting without zone number"),
            System.UTM: self.tr("UTM on WGS84"),
            System.MGRS: self.tr("MGRS, squares of the military grid"),
            System.WEB_MERCATOR: self.tr("Web Mercator, EPSG:3857"),
            System.GCJ02: self.tr("GCJ-02, as AMap and Tencent show it"),
            System.BD09: self.tr("BD-09, as Baidu shows it"),
        }

    def _style_name(self, style: DegreeStyle) -> str:
        if style == "dd":
            return self.tr("Decimal degrees, 41.79222°")
        return self.tr("Degrees, minutes, seconds, 41°47′32″")
