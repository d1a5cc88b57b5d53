"""The painter, the page and the standalone map draw one scene alike: order, looks, shapes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import TimeoutError as QtTimeoutError
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.map.state import FeatureRef, ViewState
from mapapp.core.style.theme import LIGHT
from mapapp.paint.devices.bands import whole_image
from mapapp.paint.export import Printer
from mapapp.render.html.file import WebMap
from mapapp.render.request.area import FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene import layer
from mapapp.render.scene.scene import Choice
from tests.drawn_atlas import (
    BLUE,
    CROWD,
    GLOW,
    LAT,
    LON,
    RED,
    SEA,
    ZOOM,
    fid_of,
    specs,
    write_atlas,
)  # fmt: skip
from tests.e2e.engine_cases import CASES, CLEAR, EVEN, Case, Probe
from tests.e2e.live_page import LivePage
from tests.e2e.pixels import count
from tests.page.web_file import Browser, OpenFile
from tests.timing import PatientBot
from tests.web_maps import html_document

TIMEOUT_MS = 20_000
WIDTH, HEIGHT = 640, 480
BASEMAP = asset("data", "basemap.gpkg")
VIEW = ViewState(LON, LAT, ZOOM, WIDTH, HEIGHT)


@pytest.fixture(scope="module")
def atlas_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_atlas(tmp_path_factory.mktemp("drawn") / "atlas.gpkg")


@pytest.fixture(scope="module")
def sparse_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same but for a crowd, all of which each standalone map would have in its search."""
    return write_atlas(tmp_path_factory.mktemp("drawn") / "sparse.gpkg", is_dense=False)


def paint(case: Case, atlas: Path) -> QImage:
    """The picture that a snapshot is."""
    request = ExportRequest(
        path=Path("view.png"),
        format="png",
        area=VIEW.extent,
        layers=case.layers,
        opacities=dict(case.opacities),
        selected=tuple(FeatureId(*each) for each in case.selected),
        size_px=(WIDTH, HEIGHT),
        parts=frozenset(),
    )
    with Printer(atlas, BASEMAP, specs()) as printer:
        return whole_image(printer.composed(request))


def show(live: LivePage, case: Case, atlas: Path) -> None:
    """Do what a user would to come to a case."""
    hidden = set(live.state.order) - set(case.layers)
    live.state.set_order((*hidden, *case.layers))
    for name in live.state.order:
        live.state.set_visible(name, name in case.layers)
        live.state.set_opacity(name, case.opacities.get(name, 1.0))
    live.state.select(FeatureRef(name, fid_of(atlas, name, id_)) for name, id_ in case.selected)
    live.go_to(VIEW)


BY_MAP = sorted(CASES, key=lambda name: CASES[name].map)
OpenWeb = Callable[[Case], OpenFile]


@pytest.fixture(scope="module")
def browser(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("web"), WIDTH, HEIGHT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shown_webs() -> dict[str, OpenFile]:
    """The standalone map that is open, if it is as it was opened."""
    return {}


@pytest.fixture
def open_web(
    sparse_path: Path,
    browser: Browser,
    shown_webs: dict[str, OpenFile],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> OpenWeb:
    """Opens the standalone map of a case at the same view, without its panel, unless it is open."""

    def open_(case: Case) -> OpenFile:
        if shown := shown_webs.get(case.map):
            shown.qtbot = qtbot
            return shown
        if "crowd" in case.layers:
            monkeypatch.setattr(layer, "DENSE", len(CROWD))
        selected = [FeatureId(*each) for each in case.selected]
        choice = Choice(selected=selected, opacities=case.opacities)
        wanted = WebMap(case.layers, VIEW.extent, choice=choice)
        document = html_document(wanted, sparse_path, BASEMAP, specs())
        file = browser.show(document, qtbot)
        file.run("document.querySelector('.panel').remove()")
        file.run(f"(window.map_atlas.setView([{LAT}, {LON}], {ZOOM}), 1)")
        shown_webs.clear()
        shown_webs[case.map] = file
        return file

    return open_


def wrong(image: QImage, probes: tuple[Probe, ...]) -> list[str]:
    """The probes that do not show what they must."""
    found = []
    for x, y, want, tolerance in probes:
        seen = image.pixelColor(int(WIDTH / 2 + x), int(HEIGHT / 2 + y))
        pairs = zip(seen.getRgb()[:3], QColor(want).getRgb()[:3], strict=True)
        if max(abs(a - b) for a, b in pairs) > tolerance:
            found.append(f"{seen.name()} instead of {want} at {x:g},{y:g}")
    return found


def until_right(qtbot: QtBot, grab: Callable[[], QImage], case: Case) -> None:
    """Wait for the picture: a page's last frame reaches its widget a moment later."""
    found: list[str] = []

    def agrees() -> bool:
        found[:] = wrong(grab(), case.probes)
        return not found

    try:
        qtbot.waitUntil(agrees, timeout=TIMEOUT_MS // 4)
    except QtTimeoutError:
        pytest.fail("; ".join(found))


@pytest.mark.parametrize("name", CASES)
def test_painter(name: str, atlas_path: Path, qapp: QApplication) -> None:
    assert wrong(paint(CASES[name], atlas_path), CASES[name].probes) == []


@pytest.fixture(scope="module")
def live_page(
    atlas_path: Path, qapp: QApplication, request: pytest.FixtureRequest
) -> Iterator[LivePage]:
    with ExitStack() as closing:
        yield LivePage(specs(), atlas_path, VIEW, PatientBot(request), closing)


@pytest.fixture
def live(live_page: LivePage, qtbot: QtBot) -> LivePage:
    """The page without any layer."""
    live_page.qtbot = qtbot
    for name in live_page.state.order:
        live_page.state.set_visible(name, False)
    live_page.settle()
    return live_page


@pytest.mark.parametrize("name", CASES)
def test_page(name: str, live: LivePage, atlas_path: Path, qtbot: QtBot) -> None:
    show(live, CASES[name], atlas_path)
    until_right(qtbot, live.picture, CASES[name])


@pytest.mark.parametrize("name", BY_MAP)
def test_standalone_map(name: str, open_web: OpenWeb, qtbot: QtBot) -> None:
    until_right(qtbot, open_web(CASES[name]).picture, CASES[name])


def cover(image: QImage, points: list[tuple[float, float]]) -> float:
    """How much of a path is blue: of a dashed line about half, whoever smooths its edges."""
    least, most = QColor(BLUE).red(), QColor(SEA).red()
    pixels = ((int(WIDTH / 2 + x), int(HEIGHT / 2 + y)) for x, y in points)
    reds = (image.pixelColor(*pixel).red() for pixel in pixels)
    return sum(min(max((most - red) / (most - least), 0), 1) for red in reds) / len(points)


RING = [
    (160 + 15.25 * math.cos(a / 180 * math.pi), 60 + 15.25 * math.sin(a / 180 * math.pi))
    for a in range(360)
]
STATED_EDGE = [(x / 2, -150.5) for x in range(2 * 205, 2 * 275)]


@pytest.mark.parametrize("points", [RING, STATED_EDGE], ids=["district", "schematic area"])
def test_what_is_known_roughly_has_a_dashed_edge_in_all_three(
    points: list[tuple[float, float]],
    atlas_path: Path,
    live: LivePage,
    open_web: OpenWeb,
    qtbot: QtBot,
) -> None:
    case = Case(("stop",), ((-60, 60, BLUE, EVEN),))
    show(live, case, atlas_path)
    file = open_web(case)
    for grab in (live.picture, file.picture):
        until_right(qtbot, grab, case)
    images = [paint(case, atlas_path), live.picture(), file.picture()]
    shares = [cover(image, points) for image in images]
    assert all(0.2 < share < 0.5 for share in shares), shares
    assert max(shares) - min(shares) < 0.1, shares


def test_the_edge_of_a_selected_schematic_area_stays_dashed_in_all_three(
    atlas_path: Path, live: LivePage, open_web: OpenWeb, qtbot: QtBot
) -> None:
    case = Case(("stop",), ((240, -120 + 17.5, GLOW, CLEAR),), selected=(("stop", "stated"),))
    show(live, case, atlas_path)
    file = open_web(case)
    for grab in (live.picture, file.picture):
        until_right(qtbot, grab, case)
    images = [paint(case, atlas_path), live.picture(), file.picture()]
    probes = tuple((x, y - 1, GLOW, 70) for x, y in STATED_EDGE)
    shares = [1 - len(wrong(image, probes)) / len(probes) for image in images]
    assert all(0.35 < share < 0.75 for share in shares), shares


NAMED = np.s_[325:395, 85:215]
"""Rows and columns of the area that is named, without its hole."""


def test_a_name_has_a_halo_in_all_three(
    atlas_path: Path, live: LivePage, open_web: OpenWeb, qtbot: QtBot
) -> None:
    case = Case(("named",), ((-150, 150, RED, EVEN),))
    show(live, case, atlas_path)
    file = open_web(case)

    def is_named(image: QImage) -> bool:
        letters = count(image, LIGHT.label, CLEAR, NAMED)
        return letters > 20 and count(image, LIGHT.halo, CLEAR, NAMED) > letters

    assert is_named(paint(case, atlas_path))
    for picture in (live.picture, file.picture):
        qtbot.waitUntil(lambda picture=picture: is_named(picture()), timeout=TIMEOUT_MS // 4)


def test_a_count_of_the_standalone_map_opens_a_list_of_all_that_it_stands_for(
    open_web: OpenWeb, shown_webs: dict[str, OpenFile], qtbot: QtBot
) -> None:
    case = CASES["one symbol with a count stands for many"]
    file = open_web(case)
    shown_webs.clear()  # it is changed here
    until_right(qtbot, file.picture, case)
    file.run("(document.querySelector('.leaflet-marker-icon[alt^=gathered]').click(), 1)")
    links = "[...document.querySelectorAll('.leaflet-popup .link')]"
    names = ",".join(f"gathered {number}" for number in range(9))
    assert file.run(f"{links}.map(e => e.textContent).join()") == names
    file.run(f"({links}[4].click(), 1)")
    assert file.run("document.querySelector('.leaflet-popup h2').textContent") == "gathered 4"
