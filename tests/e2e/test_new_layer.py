"""Adding a layer is one table and one TOML file: it is then on the map, in the tree, in the
legend, in search and in the panel, without a line of code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
from mapapp.making import BASEMAP, RIVERS, build_all
from tests.e2e.driver import TIMEOUT_MS, Driver, driven_window
from tests.roles import PLACE_ROLES
from tests.tools import output
from tests.unit.conftest import write_ground

ROOT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = (121.2, 38.75)
COLOUR = "#0A8F3C"
TOML = f"""
id = "lighthouse"
group = "transport"
geometry = "point"
order = 90
[title]
en = "Lighthouses"
zh = "灯塔"
[symbol]
shape = "triangle"
size_px = 18
light = "{COLOUR}"
dark = "{COLOUR}"
[label]
priority = 99
min_zoom = 4
{PLACE_ROLES}"""
CSV = """\
id,name_en,name_zh,short_en,short_zh,aliases,lon,lat,status,status_as_of,precision,\
coord_source,coord_source_zh,coord_datum,coord_datum_zh,district,note,note_zh
laotieshan-light,Laotieshan Lighthouse,老铁山灯塔,,,,121.2,38.75,operating,,campus,made up,虚构,\
WGS84,WGS84,,,
"""


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one layer more."""
    folder = tmp_path_factory.mktemp("assets")
    shutil.copytree(asset("layers"), folder / "layers")
    sources = folder / "sources"
    shutil.copytree(ROOT / "data" / "sources", sources, ignore=shutil.ignore_patterns("basemap"))
    write_ground(sources)
    (folder / "layers" / "lighthouse.toml").write_text(TOML, encoding="utf-8")
    (sources / "lighthouse.csv").write_text(CSV, encoding="utf-8")
    data = folder / "data"
    build_all(sources, folder / "layers", data)
    for ground in (BASEMAP, RIVERS):  # a layer changes none of it, and to build it takes seconds
        shutil.copyfile(asset("data", ground), data / ground)
    return folder


@pytest.fixture
def window(
    qapp: QApplication, qtbot: QtBot, assets: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Driver]:
    """The window of that installation."""
    monkeypatch.setenv("MAPAPP_ASSETS", str(assets))
    with driven_window(qapp, qtbot, load_layer_specs(asset("layers"))) as driver:
        yield driver


def test_it_is_on_the_map_in_the_panel_and_in_search(window: Driver) -> None:
    window.go_to(*LIGHTHOUSE, 7)
    window.expect_pixels(COLOUR, window.point(*LIGHTHOUSE), at_least=40)
    window.click(*LIGHTHOUSE)
    [card] = window.window.built_in.details.cards
    assert "老铁山灯塔" in card.toPlainText()
    window.click(119.5, 39.0)
    box = window.window.built_in.searching.box
    box.setFocus()
    QTest.keyClicks(box, "ltsdt")
    window.qtbot.waitUntil(box.popup.isVisible, timeout=TIMEOUT_MS)
    QTest.keyClick(box, Qt.Key.Key_Return)
    window.settle()
    assert [card.card.feature.id for card in window.window.built_in.details.cards] == [
        "laotieshan-light"
    ]


def test_it_is_in_the_legend_of_a_picture(assets: Path, tmp_path: Path) -> None:
    target = tmp_path / "map.pdf"
    subprocess.run(
        [sys.executable, "-m", "mapapp", "snapshot", "-o", str(target)],
        check=True,
        env={**os.environ, "MAPAPP_ASSETS": str(assets)},
    )
    text = output("pdftotext", target, "-")
    assert "Lighthouses" in text
    assert "Laotieshan Lighthouse" in text
