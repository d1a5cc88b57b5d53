"""The ground is styled in one place: what that says, page, painter and standalone map do."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.bridge.messages import SetTheme
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import ViewState
from mapapp.core.style.ground import GROUND_STYLE, MAX_ZOOM, GroundKind, GroundStyle
from mapapp.core.style.theme import LIGHT
from mapapp.paint.devices.bands import whole_image
from mapapp.paint.export import Printer
from mapapp.render.html.file import WebMap
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.scene import read_ground
from mapapp.render.view.graticule import graticule
from mapapp.render.view.viewport import Viewport
from mapapp.store.basemap import Basemap
from tests.e2e.live_page import TIMEOUT_MS, LivePage
from tests.e2e.pixels import count, pixels
from tests.timing import PatientBot
from tests.web_maps import html_document

ATLAS, BASEMAP = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
MARKED = asdict(LIGHT) | {"river": "#ff0000", "province": "#00ff00", "graticule": "#ff00ff"}
WIDTH, HEIGHT = 640, 480
REGION = (122.5, 41.5)
ATLANTIC = (-35.0, 30.0)


@pytest.fixture(scope="module")
def live_page(
    specs: tuple[LayerSpec, ...], qapp: QApplication, request: pytest.FixtureRequest
) -> Iterator[LivePage]:
    """A page without any layer; each test tells it a style of its own."""
    start = ViewState(*REGION, 7.0, WIDTH, HEIGHT)
    with ExitStack() as opened:
        page = LivePage(specs, ATLAS, start, PatientBot(request), opened)
        for spec in specs:
            page.state.set_visible(spec.id, False)
        yield page


@pytest.fixture
def live(live_page: LivePage, qtbot: QtBot) -> LivePage:
    """The page with the style and the view that it has at first."""
    live_page.qtbot = qtbot
    show(live_page, 7.0, GROUND_STYLE)
    return live_page


def marked(live: LivePage, kind: str) -> int:
    """How much of the map has the colour by which a kind of line is told."""
    return count(live.picture(), MARKED[kind], 60, np.s_[80:-40, :])


def until(live: LivePage, right: Callable[[], bool]) -> None:
    live.qtbot.waitUntil(right, timeout=TIMEOUT_MS // 4)


def show(live: LivePage, zoom: float, style: GroundStyle, at: tuple[float, float] = REGION) -> None:
    live.view.send(SetTheme(MARKED, style))
    live.go_to(ViewState(*at, zoom, WIDTH, HEIGHT))


def with_line(kind: GroundKind, **changes: object) -> GroundStyle:
    """The style with one kind of line drawn in another way."""
    part = GROUND_STYLE.parts[kind]
    assert part.line is not None
    line = replace(part.line, **changes)  # type: ignore[arg-type]
    return replace(GROUND_STYLE, parts={**GROUND_STYLE.parts, kind: replace(part, line=line)})


@pytest.mark.parametrize("kind", ["river", "province"])
def test_the_page_draws_a_line_from_the_zoom_it_is_told(live: LivePage, kind: GroundKind) -> None:
    told = with_line(kind, from_zoom=6.3, width_px=3.0)
    show(live, 6.4, told)
    until(live, lambda: marked(live, kind) > 60)
    show(live, 6.2, told)
    until(live, lambda: marked(live, kind) == 0)


def test_the_page_draws_a_line_as_wide_as_it_is_told(live: LivePage) -> None:
    show(live, 7.0, with_line("province", width_px=4.0, dash_px=()))
    until(live, lambda: marked(live, "province") > 400)
    whole = marked(live, "province")
    show(live, 7.0, with_line("province", width_px=4.0, dash_px=(4.0, 12.0)))
    until(live, lambda: 0 < marked(live, "province") < 0.6 * whole)


def test_the_region_is_drawn_from_the_zoom_that_is_told(live: LivePage) -> None:
    rivers = with_line("river", from_zoom=0.0, width_px=3.0, far_width_px=3.0)
    show(live, 5.9, replace(rivers, region_from_zoom=6.0))
    until(live, lambda: marked(live, "river") == 0)  # rivers are of the region
    assert count(live.picture(), LIGHT.land, 8) > 5000
    show(live, 5.9, replace(rivers, region_from_zoom=5.8))
    until(live, lambda: marked(live, "river") > 60)


def test_the_page_has_the_meridians_it_is_told(live: LivePage) -> None:
    net = replace(GROUND_STYLE.graticule, steps_deg=(7.0,), width_px=2.0)
    show(live, 5.0, replace(GROUND_STYLE, graticule=net), ATLANTIC)
    view = Viewport.fitted(ViewState(*ATLANTIC, 5.0, WIDTH, HEIGHT).extent, WIDTH, HEIGHT)
    x = round(float(view.x(-35.0)))

    def has_line() -> bool:
        image = live.picture()
        column = [image.pixelColor(x + dx, 200).name() for dx in (-1, 0, 1)]
        return "#ff00ff" in column and marked(live, "graticule") > 400

    until(live, has_line)


@pytest.mark.parametrize("zoom", [2.0, 4.7, 7.3, 10.0])
def test_page_and_painter_have_the_same_meridians(live: LivePage, zoom: float) -> None:
    wide = replace(GROUND_STYLE.graticule, width_px=2.0)
    show(live, zoom, replace(GROUND_STYLE, graticule=wide), ATLANTIC)
    view = Viewport.fitted(ViewState(*ATLANTIC, zoom, WIDTH, HEIGHT).extent, WIDTH, HEIGHT)
    wanted = {round(x) for x, _ in graticule(view).meridians if 5 < x < WIDTH - 5}

    def agree() -> bool:
        pink = (pixels(live.picture())[150:350, 5:-5] == (255, 0, 255)).all(axis=2)
        found = np.flatnonzero(pink.mean(axis=0) > 0.6) + 5
        apart = np.abs(found[:, None] - np.array(sorted(wanted)))
        return bool(len(found) and apart.min(axis=0).max() <= 2 and apart.min(axis=1).max() <= 2)

    until(live, agree)


def test_the_page_goes_as_close_as_it_is_told(live: LivePage) -> None:
    live.go_to(ViewState(*REGION, 24.0, WIDTH, HEIGHT))
    until(live, lambda: live.state.view.zoom == MAX_ZOOM)
    show(live, 9.0, replace(GROUND_STYLE, max_zoom=11.0))
    live.go_to(ViewState(*REGION, 13.0, WIDTH, HEIGHT))
    until(live, lambda: live.state.view.zoom == 11.0)


@pytest.mark.parametrize("kind", ["river", "province", "lake"])
def test_the_painter_draws_a_kind_from_the_zoom_of_the_style(kind: GroundKind) -> None:
    line = GROUND_STYLE.parts[kind].line
    assert line is not None
    first = max(line.from_zoom, GROUND_STYLE.region_from_zoom)
    with Basemap(BASEMAP) as basemap:
        for zoom, expected in ((first - 0.01, False), (first + 0.01, True)):
            extent = ViewState(*REGION, zoom, WIDTH, HEIGHT).extent
            parts = read_ground(basemap, Viewport.fitted(extent, WIDTH, HEIGHT))
            assert (kind in {part.kind for part in parts}) is expected


def test_the_standalone_map_is_told_the_style(specs: tuple[LayerSpec, ...]) -> None:
    document = html_document(WebMap(("port",)), ATLAS, BASEMAP, specs)
    block = r'<script type="application/json" id="mapapp-map">(.*?)</script>'
    found = re.search(block, document, re.DOTALL)
    assert found is not None
    told = json.loads(found[1])["style"]
    assert told == json.loads(json.dumps(asdict(GROUND_STYLE)))


@pytest.mark.parametrize("name", ["map.js", "ground.js", "features.js", "labels.js", "start.js"])
def test_scripts_keep_no_style_of_their_own(name: str) -> None:
    (path,) = [p for f in ("web", "html") if (p := asset(f) / name).is_file()]
    text = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    own = r"(?i)\b(?:max|min)Zoom: ?\d|set(?:Max|Min)Zoom\(\d|_ZOOM = \d|lineWidth = [\d.]+;"
    assert not re.search(own, text)


def with_hole_that_runs_the_same_way(path: Path) -> Path:
    """A basemap with one land: a square around a square, both rings against the clock."""
    shutil.copy(BASEMAP, path)
    outer, hole = shapely.box(-45, 20, -25, 40), shapely.box(-40, 25, -30, 35)
    wkb = shapely.to_wkb(shapely.Polygon(outer.exterior.coords, [hole.exterior.coords]))
    blob = b"GP\0\1" + struct.pack("<i", 4326) + wkb
    with closing(sqlite3.connect(path)) as db:
        table = "world_land"
        for (trigger,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
        ).fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        db.execute(f'DROP TABLE "rtree_{table}_geom"')
        db.execute(f"DELETE FROM {table} WHERE fid > (SELECT min(fid) FROM {table})")
        db.execute(f"UPDATE {table} SET geom = ?", [blob])
        db.commit()
    return path


def test_a_hole_in_the_land_is_open_whichever_way_its_ring_runs(
    specs: tuple[LayerSpec, ...], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    basemap = with_hole_that_runs_the_same_way(tmp_path / "basemap.gpkg")
    view = ViewState(*ATLANTIC, 4.0, WIDTH, HEIGHT)

    def is_right(image: QImage) -> bool:
        port = Viewport.fitted(view.extent, WIDTH, HEIGHT)
        at = {
            place: image.pixelColor(round(float(port.x(place[0]))), round(float(port.y(place[1]))))
            for place in ((-35.5, 30.7), (-27.3, 30.7))
        }
        return [each.name().upper() for each in at.values()] == [LIGHT.sea, LIGHT.land]

    request = ExportRequest(
        path=Path("a.png"), format="png", area=view.extent, layers=(), size_px=(WIDTH, HEIGHT),
        parts=frozenset(),
    )  # fmt: skip
    with Printer(ATLAS, basemap, specs) as printer:
        assert is_right(whole_image(printer.composed(request)))
    with ExitStack() as opened:
        page = LivePage(specs, ATLAS, view, qtbot, opened, basemap)
        page.go_to(view)
        qtbot.waitUntil(lambda: is_right(page.picture()), timeout=TIMEOUT_MS // 4)
