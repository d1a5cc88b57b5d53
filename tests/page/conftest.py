"""The real page in the real engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.bridge.resources import PageResources
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_content import PageData, serve_data
from mapapp.qt.map.page_files import serve_files
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from tests.page.page import TIMEOUT_MS, Page


@pytest.fixture
def page(
    qapp: QApplication, qtbot: QtBot, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> Iterator[Page]:
    with ExitStack() as closing:
        basemap = closing.enter_context(Basemap(asset("data", "basemap.gpkg")))
        resources = PageResources()
        serve_files(resources)
        view = MapView(resources)
        data = PageData(specs, atlas.file, basemap, view.background.closing)
        serve_data(resources, data)
        closing.callback(view.shut_down)
        view.resize(640, 480)
        with qtbot.waitSignal(view.page_ready, timeout=TIMEOUT_MS):
            view.start()
            view.attend()
            view.show()
        page = Page(view, resources, data, qtbot)
        page.settle()
        yield page
        view.close()
