"""The main window: menus, toolbar, docks and the wiring between them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMessageBox,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from mapapp import __version__
from mapapp.core.extent import LIAONING
from mapapp.core.layerspec import Language, Theme
from mapapp.core.state import MapState, ViewState
from mapapp.qt.details_panel import DetailsPanel
from mapapp.qt.export_dialog import ExportDialog
from mapapp.qt.export_job import ExportJob
from mapapp.qt.layer_model import LayerModel
from mapapp.qt.layer_panel import LayerPanel
from mapapp.qt.map_controller import MapController
from mapapp.qt.map_view import MapView
from mapapp.qt.status_bar import MapStatusBar
from mapapp.qt.style import apply_theme
from mapapp.store.atlas import Atlas

_LEFT_PX, _RIGHT_PX = 248, 336


class MainWindow(QMainWindow):
    """Layer tree, map and details panel around one ``MapState``."""

    def __init__(self, state: MapState, atlas: Atlas, view: MapView) -> None:
        super().__init__()
        self.setWindowTitle("mapapp")
        self.resize(1366, 768)
        self.state = state
        self.view = view
        self.controller = MapController(state, atlas, view)
        self.layers = LayerPanel(LayerModel(state, atlas.counts(), self))
        self.details = DetailsPanel(state, atlas)
        self.status = MapStatusBar(state, self)
        self.setStatusBar(self.status)
        self.controller.hovered.connect(self.status.show_cursor)
        self.setCentralWidget(view)
        left = self._dock(self.tr("Layers"), self.layers, Qt.DockWidgetArea.LeftDockWidgetArea)
        right = self._dock(self.tr("Details"), self.details, Qt.DockWidgetArea.RightDockWidgetArea)
        self.resizeDocks([left, right], [_LEFT_PX, _RIGHT_PX], Qt.Orientation.Horizontal)
        self._add_actions(left, right)
        state.theme_changed.connect(self._show_theme)
        self._show_theme(state.theme)

    def export(self) -> None:
        """Ask what picture to make of the present view, and make it."""
        dialog = ExportDialog(self.state.language, self)
        if dialog.exec() and (target := dialog.ask_target()):
            self.start_export(target, dialog.arguments())

    def start_export(self, target: Path, arguments: list[str]) -> ExportJob:
        """Make a picture of the present view in the background."""
        layers = ",".join(spec.id for spec in self.state.visible_specs())
        view = ["--extent", str(self.state.view.extent), "--layers", layers]
        job = ExportJob(target, [*view, *arguments], self)
        self.status.showMessage(self.tr("Exporting {0} …").format(target.name))
        job.finished.connect(
            lambda path: self.status.showMessage(self.tr("Exported {0}.").format(path), 10_000)
        )
        job.failed.connect(self._say_failure)
        return job

    def show_province(self) -> None:
        """Show all of Liaoning."""
        view = self.state.view
        self.controller.go_to(ViewState.fitting(LIAONING, view.width_px, view.height_px))

    def _say_failure(self, sentence: str) -> None:
        self.status.clearMessage()
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Export a picture"), sentence)
        box.setParent(self, Qt.WindowType.Dialog)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _dock(self, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock-{widget.objectName()}")
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def _action(self, text: str, shortcut: str | QKeySequence.StandardKey, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(shortcut)
        action.triggered.connect(slot)
        return action

    def _add_actions(self, left: QDockWidget, right: QDockWidget) -> None:
        export = self._action(self.tr("&Export…"), "Ctrl+E", self.export)
        leave = self._action(self.tr("&Quit"), QKeySequence.StandardKey.Quit, self.close)
        home = self._action(self.tr("&Whole province"), "Ctrl+Home", self.show_province)
        about = self._action(self.tr("&About mapapp"), "", self._show_about)
        bar = self.menuBar()
        file_menu = bar.addMenu(self.tr("&File"))
        file_menu.addActions([export, leave])
        view_menu = bar.addMenu(self.tr("&View"))
        view_menu.addActions([home, left.toggleViewAction(), right.toggleViewAction()])
        view_menu.addSeparator()
        self._dark = self._action(self.tr("&Dark"), "Ctrl+D", self._toggle_theme)
        self._dark.setCheckable(True)
        self._chinese = self._action(self.tr("中文 / English"), "Ctrl+L", self._toggle_language)
        view_menu.addActions([self._dark, self._chinese])
        bar.addMenu(self.tr("&Help")).addAction(about)
        self._add_toolbar(home, export)

    def _add_toolbar(self, home: QAction, export: QAction) -> None:
        toolbar = QToolBar(self.tr("Toolbar"), self)
        toolbar.setObjectName("toolbar")
        toolbar.setMovable(False)
        toolbar.addAction(home)
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        toolbar.addWidget(gap)
        button = QToolButton(self)
        button.setObjectName("export")
        button.setDefaultAction(export)
        button.setText(self.tr("Export…"))
        toolbar.addWidget(button)
        self.addToolBar(toolbar)

    def _toggle_theme(self) -> None:
        theme: Theme = "light" if self.state.theme == "dark" else "dark"
        self.state.set_theme(theme)

    def _toggle_language(self) -> None:
        language: Language = "en" if self.state.language == "zh" else "zh"
        self.state.set_language(language)

    def _show_theme(self, theme: Theme) -> None:
        self._dark.setChecked(theme == "dark")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, theme)

    def _show_about(self) -> None:
        QMessageBox.about(
            self,
            self.tr("About mapapp"),
            self.tr(
                "mapapp {0}: a map explorer for Shenyang and Liaoning. Every figure carries its "
                "source. Boundaries: Natural Earth, de facto. Places: GeoNames, CC BY 4.0."
            ).format(__version__),
        )
