"""Which panels a window has, and where: lists at the left, details at the right, tables below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from mapapp.qt.details.details_panel import DetailsPanel
from mapapp.qt.details.feature_list import FeatureList
from mapapp.qt.layers.layer_panel import LayerPanel
from mapapp.qt.layers.time_slider import TimeSlider
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.side_panel import SidePanel
from mapapp.qt.shell.panels import Panel, Panels
from mapapp.qt.table.table_panel import TablePanel

_LEFT_PX, _RIGHT_PX = 264, 336


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelWidgets:
    """What stands in the panels."""

    layers: LayerPanel
    features: FeatureList
    details: DetailsPanel
    time: TimeSlider
    table: TablePanel


class WindowPanels(QObject):
    """Puts the panels around the map of a window."""

    def __init__(self, window: QMainWindow, panels: Panels, widgets: PanelWidgets) -> None:
        super().__init__(window)
        self._panels = panels
        self._widgets = widgets
        self._side = SidePanel()
        self._side.add(widgets.layers, lambda: self.tr("Layers"))
        self._side.add(widgets.features, lambda: self.tr("In view"))
        left, right, time, table = (panels.add(panel) for panel in self._described())
        for dock in (left, time, table):
            dock.setTitleBarWidget(QWidget(dock))
        _settle(window, left, right, time, table)

    def retranslate(self) -> None:
        """Name the panels in the language of the window."""
        self._panels.retranslate()
        self._side.retranslate()

    def commands(self) -> Iterator[Command]:
        """Show, hide and go to each panel."""
        yield from self._panels.commands()
        yield Command(
            id="view.features",
            text=self.tr("In &view"),
            tip=self.tr("List what the map shows now, by name."),
            run=self.show_features,
            menu="view",
            section=20,
            shortcuts=("Ctrl+5",),
        )

    def show_features(self) -> None:
        """List what the map shows now, and give the list the keyboard."""
        self._side.setCurrentWidget(self._widgets.features)
        self._panels.show("layers")

    def _described(self) -> Iterator[Panel]:
        """The panels; the time slider stands right under the map, the table below it."""
        widgets, area = self._widgets, Qt.DockWidgetArea
        yield Panel(
            id="layers",
            title=lambda: self.tr("&Layers"),
            tip=lambda: self.tr("Show or hide the layer tree."),
            widget=self._side,
            area=area.LeftDockWidgetArea,
            shortcut="Ctrl+1",
        )
        yield Panel(
            id="details",
            title=lambda: self.tr("&Details"),
            tip=lambda: self.tr("Show or hide what is known of the selection."),
            widget=widgets.details,
            area=area.RightDockWidgetArea,
            shortcut="Ctrl+2",
        )
        yield Panel(
            id="time",
            title=lambda: self.tr("&Time"),
            tip=lambda: self.tr("Look at what was known, and what was there, in a year."),
            widget=widgets.time,
            area=area.BottomDockWidgetArea,
            shortcut="Ctrl+4",
            is_open=False,
        )
        yield Panel(
            id="table",
            title=lambda: self.tr("T&able"),
            tip=lambda: self.tr("Show or hide the features of a layer as a table."),
            widget=widgets.table,
            area=area.BottomDockWidgetArea,
            shortcut="Ctrl+3",
            is_open=False,
        )


def _settle(
    window: QMainWindow,
    left: QDockWidget,
    right: QDockWidget,
    time: QDockWidget,
    table: QDockWidget,
) -> None:
    """Give the sides their whole height and their widths, and stack what is below the map."""
    window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
    window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
    window.splitDockWidget(time, table, Qt.Orientation.Vertical)
    window.resizeDocks([left, right], [_LEFT_PX, _RIGHT_PX], Qt.Orientation.Horizontal)
