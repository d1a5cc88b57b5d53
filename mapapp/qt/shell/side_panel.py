"""The panel at the left: the layers, and behind them a list of what is in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension, PanelSpec

_WIDTH_PX, _NARROW_PX = 264, 220


class SidePanel(Extension, QTabWidget):
    """Two pages with a tab each."""

    def __init__(
        self, layers: QWidget, features: QWidget, show_panel: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setDocumentMode(True)
        self._features = features
        self._show_panel = show_panel
        for page in (layers, features):
            self.addTab(page, "")

    def retranslate(self) -> None:
        """Name the pages."""
        self.setAccessibleName(self.tr("Layers"))
        self.setTabText(0, self.tr("Layers"))
        self.setTabText(1, self.tr("In view"))

    def panel(self) -> PanelSpec:
        """Itself."""
        return PanelSpec(
            id="layers",
            title=self.tr("&Layers"),
            tip=self.tr("Show or hide the layer tree."),
            widget=self,
            area=Qt.DockWidgetArea.LeftDockWidgetArea,
            shortcut="Ctrl+1",
            width_px=_WIDTH_PX,
            narrow_px=_NARROW_PX,
        )

    def commands(self) -> Iterator[Command]:
        """The way to the second page."""
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
        self.setCurrentWidget(self._features)
        self._show_panel("layers")
