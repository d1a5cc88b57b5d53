"""What the page fetches of its layers, when, and what it draws of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from mapapp.bridge import messages as m
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.style.symbology import Theme
from mapapp.core.style.theme import LIGHT
from mapapp.qt.map.page_content import GEOMETRY, SYMBOLOGY
from mapapp.render.page.layers import encode_geometry, encode_visible
from mapapp.render.scene.layer import make_layer
from mapapp.store.atlas import Atlas
from tests.page.page import TIMEOUT_MS, Page

PORTS, ZONES = "port", "ftz_area"


class Asked:
    """Shows layers and remembers what the page asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.paths: list[str] = []
        for prefix, make in ((GEOMETRY, page.data.geometry), (SYMBOLOGY, page.data.symbology)):
            page.resources.add_prefix(prefix, self._noted(prefix, make))

    def _noted(self, prefix: str, make: Any) -> Any:
        def noted(rest: str) -> bytes | None:
            self.paths.append(prefix + rest)
            made: bytes | None = make(rest)
            return made

        return noted

    def source(self, layer: str, *, visible: bool = True, theme: Theme = "light") -> m.LayerSource:
        data = self.page.data
        return m.LayerSource(
            layer, data.geometry_url(layer, None), data.symbology_url(layer, None, theme), visible
        )

    def news(self) -> list[str]:
        """What was asked for since the last time, once all is there."""
        self.page.settle()
        paths, self.paths = sorted(self.paths), []
        return paths

    def pixels(self) -> int:
        """How many pixels of the layers' canvases are drawn on."""
        self.page.settle()
        return int(
            self.page.run(
                "[...document.querySelectorAll('.leaflet-overlay-pane canvas')].map(c => {"
                " const copy = new OffscreenCanvas(c.width, c.height),"
                " x = copy.getContext('2d', {willReadFrequently: true}); x.drawImage(c, 0, 0);"
                " return x.getImageData(0, 0, c.width, c.height).data"
                ".filter((value, i) => i % 4 === 3 && value > 0).length; })"
                ".reduce((a, b) => a + b, 0)"
            )
        )


@pytest.fixture
def asked(page: Page) -> Iterator[Asked]:
    page.view.send(m.SetTheme({"sea": LIGHT.sea, "halo": "#ffffff", "glow": "#ff0000"}))
    page.view.send(m.SetView(121.65, 38.93, 9))
    return Asked(page)


@pytest.fixture
def port(atlas: Atlas) -> int:
    found = atlas.file.by_id(PORTS, "port-dalian")
    assert found is not None
    return found.fid


def test_a_hidden_layer_is_fetched_when_it_is_shown(page: Page, asked: Asked) -> None:
    page.view.send(m.ShowLayers((asked.source(PORTS), asked.source(ZONES, visible=False))))
    assert asked.news() == ["/geometry/0/now/port.bin", "/symbology/0/now/light/port.json"]
    page.view.send(m.SetVisibility(ZONES, True))
    assert asked.news() == ["/geometry/0/now/ftz_area.bin", "/symbology/0/now/light/ftz_area.json"]
    page.view.send(m.SetVisibility(ZONES, False))
    page.view.send(m.SetVisibility(ZONES, True))
    assert asked.news() == []


def test_another_theme_sends_no_geometry_again(page: Page, asked: Asked) -> None:
    page.view.send(m.ShowLayers((asked.source(PORTS),)))
    asked.news()
    page.view.send(m.ShowLayers((asked.source(PORTS, theme="dark"),)))
    assert asked.news() == ["/symbology/0/now/dark/port.json"]
    page.data.renew(None)
    page.view.send(m.ShowLayers((asked.source(PORTS, theme="dark"),)))
    assert asked.news() == ["/geometry/1/now/port.bin", "/symbology/1/now/dark/port.json"]


def test_a_layer_that_is_another_now_is_fetched_alone(page: Page, asked: Asked) -> None:
    both = (PORTS, ZONES)
    page.view.send(m.ShowLayers(tuple(map(asked.source, both))))
    assert len(asked.news()) == 4
    page.data.renew({ZONES})
    page.view.send(m.ShowLayers(tuple(map(asked.source, both))))
    assert asked.news() == ["/geometry/1/now/ftz_area.bin", "/symbology/1/now/light/ftz_area.json"]


CANVASES = "[...document.querySelectorAll('.leaflet-overlay-pane canvas')]"


def watch(page: Page) -> None:
    """Count from now on how often each canvas is drawn."""
    page.settle()
    page.run(
        f"[{CANVASES}.forEach(c => {{ const x = c.getContext('2d'), clear = x.clearRect;"
        " c.drawn = 0; x.clearRect = (...a) => { c.drawn += 1; clear.apply(x, a); }; }), 0][1]"
    )


def drawn(page: Page) -> list[int]:
    """How often each canvas was drawn, the lowest first."""
    page.settle()
    by_place = "sort((a, b) => a.style.zIndex - b.style.zIndex).map(c => c.drawn ?? 1)"
    counts: list[int] = page.run(f"{CANVASES}.{by_place}")
    return counts


def test_small_layers_share_a_canvas(page: Page, asked: Asked) -> None:
    page.view.send(m.ShowLayers((asked.source(ZONES), asked.source(PORTS))))
    watch(page)
    assert drawn(page) == [0]
    page.view.send(m.SetOpacity(PORTS, 0.5))
    assert drawn(page) == [1]
    page.view.send(m.SetOpacity(PORTS, 0.5))
    page.view.send(m.SetVisibility("port", True))
    assert drawn(page) == [2], "what is filled again is drawn again, nothing else"


def test_a_large_layer_is_not_drawn_anew_when_others_change(page: Page, asked: Asked) -> None:
    fids, places = np.arange(3000), np.random.default_rng(4).uniform(121, 122, 3000)
    many = FeatureSet("", fids, shapely.points(places, places - 83), {})
    large = encode_geometry(make_layer(page.data._known[ZONES][1], many, ()))
    page.resources.add("/large.bin", lambda: large)
    source = replace(asked.source(ZONES), geometry_url="/large.bin")
    page.view.send(m.ShowLayers((asked.source("airport"), source, asked.source(PORTS))))
    watch(page)
    assert drawn(page) == [0, 0, 0]
    page.view.send(m.SetOpacity(PORTS, 0.5))
    page.view.send(m.Select((("airport", 1),)))
    assert drawn(page) == [1, 0, 1]
    page.view.send(m.SetOrder((ZONES, "airport", PORTS)))
    assert drawn(page) == [0, 2], "the two small ones are together now, above the large one"
    assert asked.pixels() > 3000


def test_a_crowd_is_whole_at_the_edges_of_its_canvas(page: Page, asked: Asked) -> None:
    """What reaches in from the left is not taken for what stands at the right, a row above."""
    middle = np.floor([world_x(121.65) * world_px(9), world_y(38.93) * world_px(9)]) + 0.2
    near = np.arange(-8.0, 8.0)
    left = np.column_stack([middle[0] - 400 + near, np.full(16, middle[1] + 1)])
    right = np.column_stack([middle[0] + 400 + near, np.full(16, middle[1])])

    def pixels(*points: NDArray[np.float64]) -> int:
        far = np.tile(middle + 5_000, (3000, 1))
        xs, ys = np.concatenate([far, *points]).T / world_px(9)
        places = shapely.points([lon_of(x) for x in xs], [lat_of(y) for y in ys])
        features = FeatureSet("", np.arange(len(places)), places, {})
        crowd = encode_geometry(make_layer(page.data._known[ZONES][1], features, ()))
        url = f"/crowd{len(places)}{len(points)}{points[0][0, 0]}.bin"
        page.resources.add(url, lambda: crowd)
        page.view.send(m.ShowLayers((replace(asked.source(ZONES), geometry_url=url),)))
        return asked.pixels()

    assert pixels(right, left) == pixels(right) + pixels(left) > 0


def test_only_features_that_are_shown_are_drawn(page: Page, asked: Asked, port: int) -> None:
    page.view.send(m.ShowLayers((asked.source(PORTS),)))
    everything = asked.pixels()
    page.view.send(m.SetVisibleFeatures(PORTS, page.data.show_only(PORTS, frozenset())))
    assert everything > 0 == asked.pixels()
    page.view.send(m.SetVisibleFeatures(PORTS, page.data.show_only(PORTS, frozenset([port]))))
    assert 0 < asked.pixels() < everything
    page.view.send(m.SetVisibleFeatures(PORTS, page.data.show_only(PORTS, None)))
    assert asked.pixels() == everything


def test_each_bit_of_a_filter_is_that_of_its_feature(page: Page, asked: Asked) -> None:
    lons = np.full(3000, -60.0)
    lons[1777] = 121.6  # the only one in sight
    features = FeatureSet("", np.arange(5, 3005), shapely.points(lons, 38.9), {})
    layer = make_layer(page.data._known[ZONES][1], features, ())
    page.resources.add("/large.bin", lambda: encode_geometry(layer))
    page.resources.add("/one.bin", lambda: encode_visible(layer, [1782]))
    page.resources.add("/others.bin", lambda: encode_visible(layer, set(range(5, 3005)) - {1782}))
    source = replace(asked.source(ZONES), geometry_url="/large.bin")
    page.view.send(m.ShowLayers((source,)))
    everything = asked.pixels()
    page.view.send(m.SetVisibleFeatures(ZONES, "/one.bin"))
    assert everything == asked.pixels() > 0
    page.view.send(m.SetVisibleFeatures(ZONES, "/others.bin"))
    assert asked.pixels() == 0


def test_a_filter_that_came_before_its_layer_holds(page: Page, asked: Asked) -> None:
    page.view.send(m.SetVisibleFeatures(PORTS, page.data.show_only(PORTS, frozenset())))
    page.settle()
    page.view.send(m.ShowLayers((asked.source(PORTS),)))
    assert asked.pixels() == 0


def test_the_late_answer_of_a_filter_does_not_meet_another_layer_of_its_name(
    page: Page, asked: Asked
) -> None:
    begun, go = Event(), Event()

    def nothing() -> bytes:
        begun.set()
        go.wait(TIMEOUT_MS / 1000)
        return bytes(8)

    page.resources.add("/nothing.bin", nothing)
    page.view.send(m.ShowLayers((asked.source(PORTS),)))
    everything = asked.pixels()
    page.view.send(m.SetVisibleFeatures(PORTS, "/nothing.bin"))
    page.qtbot.waitUntil(begun.is_set)
    page.view.send(m.ShowLayers(()))
    page.view.send(m.ShowLayers((asked.source(PORTS),)))
    go.set()
    assert asked.pixels() == everything > 0


def test_a_selected_feature_has_a_ring_also_when_it_was_selected_before(
    page: Page, asked: Asked, port: int
) -> None:
    page.view.send(m.Select(((PORTS, port), (PORTS, 999_999), ("nothing", 1))))
    page.view.send(m.ShowLayers((asked.source(PORTS),)))
    ringed = asked.pixels()
    page.view.send(m.Select(()))
    assert asked.pixels() < ringed


@pytest.mark.parametrize(
    "path",
    [
        "geometry/0/now/nowhere.bin",
        "geometry/0/now/extra/port.bin",
        "geometry/0/-1/port.bin",
        "geometry/0/²/port.bin",
        "geometry/port.bin",
        "symbology/0/now/pink/port.json",
        "symbology/0/now/port.json",
        "visible/1/nowhere.bin",
    ],
)
def test_what_is_no_address_of_ours_is_not_there(
    asked_page: Page, expected_log: Any, path: str
) -> None:
    expected_log("which is not there")
    assert asked_page.run(f"fetch('/{path}').then(a => a.ok)") is False
