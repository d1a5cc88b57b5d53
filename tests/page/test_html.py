"""The standalone map in the real engine, from disk, with every request counted and refused."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import folium
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import mapapp
from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.theme import LIGHT
from mapapp.render.html.bundle import bundled_script
from mapapp.render.html.file import WebMap
from tests.page.web_file import OpenFile
from tests.timing import PatientBot
from tests.web_maps import html_document

pytestmark = pytest.mark.page

ATLAS, BASEMAP = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
TIMEOUT_MS = 20_000
HOSTILE = "</script><img src=x onerror=document.ran=1>`${document.ran=1}`<!--\u2028"


Opener = Callable[..., OpenFile]


def map_of(
    folder: Path, qtbot: QtBot, specs: tuple[LayerSpec, ...], atlas: Path = ATLAS, **changes: Any
) -> OpenFile:
    """Write a map of the layers visible at the first start and open it from disk."""
    target = folder / "map.html"
    usual = tuple(spec.id for spec in specs if spec.visible)
    wanted = WebMap(**{"layers": usual, "extent": LIAONING} | changes)
    target.write_text(html_document(wanted, atlas, BASEMAP, specs), encoding="utf-8")
    return OpenFile(target, qtbot)


@pytest.fixture
def opened(
    qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> Iterator[Opener]:
    """Opens such a map with changes."""
    files: list[OpenFile] = []

    def open_map(**changes: Any) -> OpenFile:
        files.append(map_of(tmp_path, qtbot, specs, **changes))
        return files[-1]

    yield open_map
    for file in files:
        file.close()


@pytest.fixture(scope="module")
def usual(
    qapp: QApplication,
    request: pytest.FixtureRequest,
    specs: tuple[LayerSpec, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OpenFile]:
    """Such a map for all tests that search in it and open cards."""
    file = map_of(tmp_path_factory.mktemp("usual"), PatientBot(request), specs)
    yield file
    file.close()


@pytest.fixture
def hostile_atlas(tmp_path: Path) -> Path:
    """The atlas with markup and code for names, notes and sources."""
    path = tmp_path / "hostile.gpkg"
    shutil.copy(ATLAS, path)
    with sqlite3.connect(path) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'port'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')  # they need functions of a GIS
        texts = (HOSTILE, HOSTILE, HOSTILE)
        database.execute("UPDATE port SET name_en = ?, name_zh = ?, note = ?", texts)
        database.execute("UPDATE fact SET note = ?, verdict = ?, value_text = ?", texts)
        database.execute(
            "UPDATE source SET publisher = ?, title = ?, url = 'javascript:document.ran=1'",
            texts[:2],
        )
    database.close()
    return path


def near(one: QColor, other: QColor, tolerance: int = 8) -> bool:
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)
    return all(abs(int(a) - int(b)) <= tolerance for a, b in pairs)


def test_opening_it_asks_for_nothing_else(opened: Opener) -> None:
    file = opened()
    file.choose("cgip")
    file.has_painted(lambda image: image.width() == 1000)
    assert file.refusal.refused == []
    assert file.page.said == []


def test_the_ground_and_the_symbols_are_painted(
    opened: Opener, specs: tuple[LayerSpec, ...]
) -> None:
    file = opened()
    blue = QColor(next(spec.symbol.colour.light for spec in specs if spec.id == "port"))
    port, sea, land = file.at(121.65472, 38.92889), file.at(120.6, 39.4), file.at(120.9, 42.9)

    def right(image: QImage) -> bool:
        around = [(port[0] + dx, port[1] + dy) for dx in range(-9, 10) for dy in range(-9, 10)]
        return (
            near(image.pixelColor(*sea), QColor(LIGHT.sea))
            and near(image.pixelColor(*land), QColor(LIGHT.land))
            and any(near(image.pixelColor(x, y), blue) for x, y in around)
        )

    file.has_painted(right)


def test_a_click_on_a_symbol_opens_its_card(usual: OpenFile) -> None:
    usual.run(
        "[...document.querySelectorAll('.leaflet-marker-icon')]"
        ".find(e => e.alt === 'Port of Dandong').click()"
    )
    text = str(usual.run("document.querySelector('.leaflet-popup-content').innerText"))
    assert "Port of Dandong" in text
    assert "丹东港" in text


CLICK_BETWEEN = """
(() => {   // on the nearest two symbols, nearer to the first; it answers with their names
  const icons = [...document.querySelectorAll('.leaflet-marker-icon')].filter(({alt}) => alt);
  const places = icons.map(icon => {
    const {left, top, width, height} = icon.getBoundingClientRect();
    return {icon, x: left + width / 2, y: top + height / 2};
  });
  const away = ([one, other]) => Math.hypot(one.x - other.x, one.y - other.y);
  const pairs = places.flatMap((one, i) => places.slice(i + 1).map(other => [one, other]));
  const [one, other] = pairs.sort((a, b) => away(a) - away(b))[0];
  const at = {clientX: one.x * 0.6 + other.x * 0.4, clientY: one.y * 0.6 + other.y * 0.4};
  one.icon.dispatchEvent(new MouseEvent('click', {bubbles: true, ...at}));
  return [one.icon.alt, other.icon.alt];
})()
"""
POPUP = "document.querySelector('.leaflet-popup-content').innerText"
TURN = "(document.querySelector('.pages button[title=Next]').click(), 1)"


def test_a_click_on_several_symbols_shows_their_cards_one_at_a_time(usual: OpenFile) -> None:
    first, other = usual.run(CLICK_BETWEEN)
    text = usual.run(POPUP)
    [count] = map(int, re.findall(r"1 / (\d+)", text))
    assert first in text
    cards = [text]
    for at in range(2, count + 1):
        usual.run(TURN)
        cards.append(usual.run(POPUP))
        assert f"{at} / {count}" in cards[-1]
    assert any(other in card for card in cards[1:])
    usual.run(TURN)
    assert usual.run(POPUP) == text
    usual.run("(document.querySelector('.leaflet-popup-close-button').click(), 1)")


def test_a_click_on_one_symbol_alone_has_nothing_to_turn(usual: OpenFile) -> None:
    usual.run(
        "[...document.querySelectorAll('.leaflet-marker-icon')]"
        ".find(e => e.alt === 'Port of Dandong').click()"
    )
    assert usual.run("document.querySelector('.pages')") is None


def test_lines_that_have_faded_out_cannot_be_clicked(opened: Opener) -> None:
    file = opened(layers=("friendship_link",))
    map_ = "window[JSON.parse(document.getElementById('mapapp-map').textContent).map]"
    lines = f"Object.values({map_}._layers).filter(each => each instanceof L.Polyline).length"
    file.run(f"({map_}.setView([41.8, 123.4], 10.9, {{animate: false}}), 1)")
    assert file.run(lines) > 0
    file.run(f"({map_}.setView([41.8, 123.4], 11, {{animate: false}}), 1)")
    assert file.run(lines) == 0
    file.run(f"({map_}.setView([41.8, 123.4], 9, {{animate: false}}), 1)")
    assert file.run(lines) > 0


def test_a_card_tells_figures_with_their_sources(usual: OpenFile) -> None:
    text = usual.choose("cgip")
    assert "86.4 bn CNY" in text
    assert "2 sources disagree" in text
    assert "481.5 bn CNY" not in text
    usual.run("(document.querySelector('.card summary').click(), 1)")
    assert "481.5 bn CNY" in usual.run("document.querySelector('.card').innerText")
    assert usual.run("document.querySelector('.card .chart').getAttribute('aria-label')") == (
        "2014: 48 bn CNY; 2021: 94.61 bn CNY; 2022: 86.4 bn CNY"
    )
    assert "Xinhua (copy on scnjtv.com), Report on the Tiexi day in Munich, 2023-03-28" in text


def test_a_relation_leads_to_the_card_of_the_other(usual: OpenFile) -> None:
    assert "Part of" in usual.choose("dayaowan")
    usual.run("(document.querySelector('.card .link').click(), 1)")
    assert usual.run("document.querySelector('.card h2').textContent") == "Port of Dalian"


FOUND = {
    "瀋陽": "Shenyang",
    "大連港": "Port of Dalian",
    "沈阳": "Shenyang",
    "sy": "Shenyang",
    "mukden": "Shenyang",
    "dusseldorf": "Düsseldorf, Germany",
    "DÜSSELDORF": "Düsseldorf, Germany",
    "dlg": "Port of Dalian",
    "dandong port": "Port of Dandong",
}


def test_search_finds_by_any_name(usual: OpenFile, subtests: pytest.Subtests) -> None:
    for query, name in FOUND.items():
        with subtests.test(query):
            assert usual.search(query)[0] == name


def test_search_says_that_nothing_was_found(usual: OpenFile) -> None:
    assert usual.search("qqqq") == []
    assert usual.run("document.querySelector('.nothing').textContent") == "Nothing found"


def test_a_layer_is_switched_by_its_line_in_the_legend(opened: Opener) -> None:
    file = opened(layers=("port",))
    count = "document.querySelectorAll('.leaflet-marker-icon').length"
    assert file.run(count) == 8
    file.run("document.querySelector('.legend input').click()")
    assert file.run(count) == 0
    file.choose("dandong port")
    assert file.run("document.querySelector('.legend input').checked")
    assert file.run(count) == 8


def test_features_stand_in_every_copy_of_the_world_in_sight(opened: Opener) -> None:
    file = opened(layers=("friendship_city",), extent=Extent(-180, -60, 180, 75))
    file.run("window.map_atlas.setView([30, 180], 0.5)")
    marks = "[...document.querySelectorAll('.leaflet-marker-icon')]"
    assert file.run(f"{marks}.filter(mark => /Chicago/.test(mark.alt)).length") >= 2


def test_it_opens_in_the_other_language(opened: Opener) -> None:
    file = opened(language="zh")
    assert file.run("document.documentElement.lang") == "zh"
    assert file.run("document.querySelector('.legend h2').textContent") == "图例"
    assert "中德（沈阳）高端装备制造产业园" in file.choose("zdy")


def test_names_and_notes_never_run(opened: Opener, hostile_atlas: Path) -> None:
    file = opened(atlas=hostile_atlas, title=HOSTILE, about=HOSTILE, notes=(HOSTILE,))
    text = file.choose("img src")
    file.has_painted(lambda image: image.width() == 1000)
    assert "</script><img src=x" in text
    assert file.run("document.ran") is None
    assert file.run("[...document.images].filter(i => !i.src.startsWith('data:')).length") == 0
    assert file.run("document.querySelectorAll('.card a').length") == 0
    assert "</script><img src=x" in file.choose("cgip")
    assert file.run("document.ran") is None
    assert file.refusal.refused == []
    assert file.page.said == []


def test_the_policy_refuses_a_script_of_others(
    qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    target = tmp_path / "changed.html"
    document = html_document(WebMap(("port",)), ATLAS, BASEMAP, specs)
    target.write_text(document.replace("<body>", "<body><script>document.ran=1</script>"))
    file = OpenFile(target, qtbot)
    assert file.run("document.ran") is None
    assert any("Content Security Policy" in text for text in file.page.said)
    file.close()


def test_what_folium_adds_works_without_a_network(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """Popups ask for jQuery, and markers for a picture; what is added after them is drawn, too."""
    page = mapapp.folium_map(layers=[], title="Mine")
    folium.Marker([41.8, 123.4], popup="<b>Here</b>").add_to(page)
    folium.CircleMarker([40.0, 122.0], popup=folium.Popup("later", lazy=True)).add_to(page)
    folium.CircleMarker([41.0, 121.0], tooltip="after").add_to(page)
    page.save(str(tmp_path / "map.html"))
    file = OpenFile(tmp_path / "map.html", qtbot)
    marker = "document.querySelector('img.leaflet-marker-icon')"
    qtbot.waitUntil(lambda: file.run(f"{marker}.naturalWidth") == 25)
    assert file.run("document.querySelectorAll('path.leaflet-interactive').length") == 2
    file.run(f"({marker}.click(), 1)")
    assert file.run("document.querySelector('.leaflet-popup-content b').innerText") == "Here"
    assert (file.refusal.refused, file.page.said) == ([], [])
    file.close()


def test_only_the_parts_that_are_wanted_stand_around_the_map(
    opened: Opener, usual: OpenFile
) -> None:
    code = """["hgroup", ".legend h2", ".legend input", ".leaflet-control-scale", ".search"]
        .map(each => document.querySelectorAll(each).length > 0)"""
    assert usual.run(code) == [True] * 5
    bare = opened(parts=frozenset())
    assert bare.run(code) == [False, False, False, False, True]
    assert bare.page.said == []


PLACED = """(lines => {
    const { of_lines, of_names } = window.modules;
    const cover = new of_lines.LineCover(L.point(400, 300));
    for (const [x0, y0, x1, y1] of lines) cover.add(L.point(x0, y0), L.point(x1, y1));
    const names = { _width: () => 60, _map: { getSize: () => L.point(400, 300) } };
    const name = { lines: [{ size_px: 10 }], x: 200, y: 150, half: 4 };
    return of_names.Names.prototype._boxAt.call(names, name, [], [], cover, 0).box;
})"""


def test_names_stand_clear_of_lines_where_they_can(usual: OpenFile) -> None:
    bundle = bundled_script("names").removeprefix('"use strict";\n').strip().removesuffix("})();")
    usual.run(f"(window.modules = {bundle} return {{ of_lines, of_names }}; }})(), 1)")

    def box(*lines: tuple[float, ...]) -> list[float]:
        return list(usual.run(f"{PLACED}({[list(line) for line in lines]})"))

    first = box()
    assert first[0] > 200
    assert first[1] < 150 < first[3], "right of its symbol, where nothing is in the way"
    to_the_right = (200, 150, 1e7, 150)  # as a link far beyond the frame
    assert box(to_the_right)[3] < 150, "above the line"
    beside = ((230, -1e7, 230, 1e7), to_the_right)
    assert box(*beside)[2] < 200, "left of both"
    everywhere = [(x, 0, x, 300) for x in range(0, 400, 20)]
    assert box(*everywhere) == first, "on a line rather than nowhere"
