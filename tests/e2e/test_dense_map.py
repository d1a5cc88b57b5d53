"""Layers that the page sees view by view, in the real window."""

from __future__ import annotations

from dataclasses import replace

import geopandas
import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from mapapp.bridge.messages import SetHint, ToPage
from mapapp.core.expression.filters import NO_FILTER, LayerFilter
from mapapp.core.geo.mercator import world_px
from mapapp.core.layer.spec import Geometry, LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.style.theme import ground
from mapapp.core.text import Text
from mapapp.render.scene import dense as dense_module
from mapapp.render.scene import dense_points as points_module
from mapapp.store.sources.memory import of_frame
from tests.e2e.driver import Driver
from tests.e2e.pixels import count, mixed, pixels

pytestmark = pytest.mark.e2e

RED, NIGHT = "#E00010", "#30C060"
AT, OTHER = (122.35, 40.65), (122.65, 40.85)
GLOW = ground("light").glow


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layers of three features are seen view by view."""
    monkeypatch.setattr(dense_module, "VIEWED", 3)


SYMBOL = SymbolSpec(Tone(RED, NIGHT), "square", 30.0, fill_opacity=1.0, width_px=4.0)


def add(
    driver: Driver,
    geometries: list[shapely.Geometry],
    geometry: Geometry = "point",
    symbol: SymbolSpec = SYMBOL,
) -> LayerSpec:
    """A layer of some geometries, in a window that shows nothing else."""
    frame = geopandas.GeoDataFrame(
        {"depth": np.arange(len(geometries))}, geometry=geometries, crs="EPSG:4326"
    )
    source = of_frame(frame, "wells")
    driver.window.catalogue.hold(source)
    spec = LayerSpec("wells", Text("Wells", "水井"), "mine", source.ref, geometry, 999, symbol)
    for shipped in driver.state.order:
        driver.state.set_visible(shipped, False)
    driver.state.add_layer(spec)
    driver.go_to(*AT, 9)
    return spec


@pytest.fixture
def wells(window: Driver) -> LayerSpec:
    """Points: two in sight, one far away."""
    return add(window, [shapely.Point(AT), shapely.Point(OTHER), shapely.Point(10, 50)])


def expect(window: Driver, at: tuple[float, float], colour: str, *, there: bool) -> None:
    """See whether a symbol stands at a place."""
    bounds = {"at_least": 300} if there else {"at_most": 0}
    window.expect_pixels(colour, window.point(*at), 12, **bounds)


def test_points_follow_the_view_the_filter_and_the_theme(window: Driver, wells: LayerSpec) -> None:
    state = window.state
    for zoom in (9.0, 10.25, 7.0):
        window.go_to(AT[0] + 0.1, AT[1], zoom)
        expect(window, AT, RED, there=True)
    window.go_to(*OTHER, 10)
    state.set_filter(wells.id, LayerFilter("depth = 1"))
    window.settle()
    expect(window, AT, RED, there=False)
    expect(window, OTHER, RED, there=True)
    state.set_filter(wells.id, NO_FILTER)
    state.set_theme("dark")
    window.settle()
    expect(window, AT, NIGHT, there=True)
    state.set_visible(wells.id, False)
    window.settle()
    expect(window, AT, NIGHT, there=False)
    state.set_visible(wells.id, True)
    window.settle()
    expect(window, AT, NIGHT, there=True)
    state.set_opacity(wells.id, 0.2)
    window.settle()
    expect(window, AT, NIGHT, there=False)
    state.set_opacity(wells.id, 1.0)
    window.settle()
    expect(window, AT, NIGHT, there=True)
    state.remove_layer(wells.id)
    window.settle()
    expect(window, AT, NIGHT, there=False)


def test_a_click_selects_and_the_cursor_names(
    window: Driver, wells: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = count(window.picture(), GLOW, 24)
    window.click(*AT)
    [ref] = window.state.selection
    assert ref.layer == wells.id
    window.qtbot.waitUntil(lambda: count(window.picture(), GLOW, 24) > before + 100)
    expect(window, AT, RED, there=True)
    hints: list[str] = []
    send = window.view.send

    def noted(message: ToPage) -> None:
        hints.extend([message.text] if isinstance(message, SetHint) else [])
        send(message)

    monkeypatch.setattr(window.view, "send", noted)
    for aside in (40, 1, 0):
        with window.qtbot.waitSignal(window.view.hovered):
            target = window.point(*OTHER)
            QTest.mouseMove(window.view.focusProxy(), target + type(target)(aside, 0))
    window.qtbot.waitUntil(lambda: bool(hints))
    assert hints[-1].startswith("Wells ")


def test_very_many_points_are_pixels_of_their_colour(
    window: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points_module, "IN_ORDER", 100)
    chance = np.random.default_rng(1)
    crowd = shapely.points(chance.normal(AT, 0.02, (20_000, 2)))
    add(window, [*crowd, shapely.Point(OTHER)])
    window.expect_pixels(RED, window.point(*AT), 3, at_least=20)
    window.expect_pixels(RED, window.point(*OTHER), 12, at_most=9)


def test_areas_have_their_holes_and_stand_out_when_selected(window: Driver) -> None:
    area = shapely.box(122.0, 40.3, 122.7, 41.0) - shapely.box(122.25, 40.55, 122.45, 40.75)
    add(window, [area, shapely.box(10, 50, 11, 51), shapely.box(12, 50, 13, 51)], "polygon")
    inside, hole = (122.12, 40.65), (122.35, 40.65)
    for zoom in (9, 11):
        window.go_to(*hole, zoom)
        expect(window, hole, RED, there=False)
    window.go_to(*hole, 9)
    expect(window, inside, RED, there=True)
    window.click(*inside)
    assert len(window.state.selection) == 1
    window.qtbot.waitUntil(lambda: count(window.picture(), GLOW, 24) > 50)


def test_lines_are_drawn_where_they_run_until_they_have_faded(window: Driver) -> None:
    window.enlarge()
    way = shapely.LineString([(122.0, 40.55), (124.0, 40.55)])
    away = [shapely.LineString([(10, 50), (11, 51)])] * 2
    add(window, [way, *away], "line", replace(SYMBOL, fade_zooms=(9.0, 10.0)))
    for lon in (122.4, 122.9, 123.2):
        place = window.point(lon, 40.55)
        line = "#E86167"  # red over land, through which the land is seen
        window.expect_pixels(line, place, 4, at_least=20, at_most=45)
    window.go_to(122.9, 40.55, 9.75)
    window.expect_pixels("#F2CECA", window.point(122.9, 40.55), 4, at_least=20)


def test_very_many_areas_have_their_holes_and_cover_as_one(window: Driver) -> None:
    """So many vertices are filled pixel by pixel (``resources/web/pixels.js``)."""
    px = 360 / world_px(9)
    right, up = np.meshgrid(np.arange(-280, 300, 20) * px, np.arange(0, 220, 20) * px)
    middles = shapely.points(AT[0] + right.ravel(), AT[1] + up.ravel())
    rings = shapely.buffer(middles, 8 * px, quad_segs=16) - shapely.buffer(
        middles, 4 * px, quad_segs=16
    )
    wide = shapely.box(AT[0] - 240 * px, AT[1] - 80 * px, AT[0] + 240 * px, AT[1] - 40 * px)
    long = shapely.box(AT[0] - 50, AT[1] - 60 * px, AT[0] + 50, AT[1] - 90 * px)  # leaves the view
    symbol = replace(SYMBOL, fill_opacity=0.5, width_px=0.1)
    add(window, [*rings, *np.repeat(wide, 6), long], "polygon", symbol)
    colour = mixed(RED, ground("light").land, 0.5)
    window.expect_pixels(colour, window.point(AT[0] + 225 * px, AT[1] - 70 * px), 3, at_least=20)
    seen = pixels(window.picture())

    def at(right_px: float, up_px: float) -> list[int]:
        point = window.point(AT[0] + right_px * px, AT[1] + up_px * px)
        return seen[point.y(), point.x()].tolist()

    bare, filled = at(190, 0), at(225, -70)
    assert QColor(*bare).name() == ground("light").land.lower()
    assert at(180, 0) == bare, "a hole"
    for right_px, up_px in ((174, 0), (186, 0), (214, 0), (225, -45), (265, -75)):
        assert np.abs(np.array(at(right_px, up_px)) - filled).max() <= 4, (right_px, up_px)
