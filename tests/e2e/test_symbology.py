"""Classes of features on the live map: they go by what was known in the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from tests.e2e.driver import Driver, driven_window
from tests.e2e.test_window import position
from tests.roles import PLACE_ROLES

pytestmark = pytest.mark.e2e

HUBS = (
    """
id = "rail_hub"
group = "transport"
geometry = "point"
order = 90

[title]
en = "Rail hubs"
zh = "铁路枢纽"

[symbol]
kind = "graduated"
field = "area"
breaks = [0.1]
sizes_px = [20, 20]
lights = ["#1040F0", "#E01010"]
darks = ["#1040F0", "#E01010"]
light = "#10A010"
dark = "#10A010"
"""
    + PLACE_ROLES
)


@pytest.fixture
def hubs(qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]) -> Iterator[Driver]:
    """A window that shows hubs alone, by their area."""
    told = parse_layer_spec(HUBS, "rail_hub.toml")
    layers = (*(replace(spec, visible=False) for spec in specs if spec.id != told.id), told)
    with driven_window(qapp, qtbot, layers) as driver:
        yield driver


def test_a_year_changes_the_class(hubs: Driver) -> None:
    place = position("rail_hub", "cre-shenyang-hub")
    hubs.go_to(*place, 12)
    hubs.expect_pixels("#E01010", hubs.point(*place), at_least=30)
    hubs.state.set_as_of_year(2023)
    hubs.settle()
    hubs.expect_pixels("#1040F0", hubs.point(*place), at_least=30)
    hubs.expect_pixels("#E01010", hubs.point(*place), at_most=0)
