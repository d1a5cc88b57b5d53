"""The composition root of the window: makes the parts and joins them.

The page's process takes longest to come up, so it is started first; the atlas and the panels
are loaded while it does.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from mapapp.core.assets import asset
from mapapp.core.layerspec import Language, LayerSpec, Theme, load_layer_specs
from mapapp.qt.environment import configure_chromium, require_display

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mapapp.qt.main_window import MainWindow


def run_window() -> int:
    """Open the window and run until it is closed; the answer is the exit code.

    Raises:
        MapappError: if there is no display, or a part of the installation is missing.
    """
    require_display(os.environ)
    specs = load_layer_specs(asset("layers"))
    app = make_application()
    with ExitStack() as closing:
        window = open_window(specs, closing)
        window.show()
        return app.exec()


def make_application() -> QApplication:
    """The Qt application with our scheme known to Chromium; both must come before any window."""
    configure_chromium(os.environ)
    from mapapp.qt.scheme import register_scheme

    register_scheme()
    from PySide6.QtWidgets import QApplication

    from mapapp.paint.text import load_fonts

    app = QApplication(sys.argv[:1])
    app.setApplicationName("mapapp")
    load_fonts()
    return app


def open_window(specs: tuple[LayerSpec, ...], closing: ExitStack) -> MainWindow:
    """The main window on the atlas; ``closing`` gets what must be closed after it.

    Raises:
        DataError: if the atlas or the basemap cannot be read.
    """
    from mapapp.bridge.resources import PageResources
    from mapapp.qt.map_view import MapView

    resources = PageResources()
    view = MapView(resources)
    view.start()

    from mapapp.core.state import MapState
    from mapapp.qt.main_window import MainWindow
    from mapapp.qt.page_content import serve_page
    from mapapp.store.atlas import Atlas
    from mapapp.store.geopackage import GeoPackage

    atlas = closing.enter_context(Atlas(asset("data", "atlas.gpkg"), specs))
    basemap = closing.enter_context(GeoPackage(asset("data", "basemap.gpkg")))
    closing.callback(view.shut_down)
    serve_page(resources, specs, atlas.file, basemap)
    return MainWindow(MapState(specs, _language(), _theme()), atlas, basemap, view)


def _language() -> Language:
    from PySide6.QtCore import QLocale

    return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"


def _theme() -> Theme:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"
