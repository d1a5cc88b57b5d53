"""The real window, offscreen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.layer.spec import LayerSpec
from tests.e2e.driver import Driver, driven_window


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]) -> Iterator[Driver]:
    """A shown window whose map is painted, on the atlas that mapapp ships."""
    with driven_window(qapp, qtbot, specs) as driver:
        yield driver
