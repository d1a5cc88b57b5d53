"""The real page in the real engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

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
from mapapp.store.catalogue import LayerCatalogue
from tests.page.page import TIMEOUT_MS, Page
from tests.timing import PatientBot


@pytest.fixture
def page(
    qapp: QApplication, qtbot: QtBot, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> Iterator[Page]:
    """A page of its own."""
    with opened_page(qtbot, atlas, specs) as page:
        yield page


@pytest.fixture(scope="module")
def _asked_page(
    qapp: QApplication,
    request: pytest.FixtureRequest,
    atlas: Atlas,
    specs: tuple[LayerSpec, ...],
) -> Iterator[Page]:
    with opened_page(PatientBot(request), atlas, specs) as page:
        yield page


@pytest.fixture
def asked_page(_asked_page: Page, qtbot: QtBot) -> Page:
    """One page for all tests of a module that set what they ask about, and load nothing anew."""
    _asked_page.qtbot = qtbot
    return _asked_page


@contextmanager
def opened_page(qtbot: QtBot, atlas: Atlas, specs: tuple[LayerSpec, ...]) -> Iterator[Page]:
    """A page that has painted, closed at the end."""
    with ExitStack() as closing:
        basemap = closing.enter_context(Basemap(asset("data", "basemap.gpkg")))
        resources = PageResources()
        serve_files(resources)
        view = MapView(resources)
        data = PageData(specs, LayerCatalogue(atlas), basemap, view.background.closing)
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
