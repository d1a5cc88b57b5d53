"""What the cursor finds, and which names there are, of layers that are seen view by view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import geopandas
import numpy as np
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.geo.mercator import world_px
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LabelSpec, LayerSpec
from mapapp.core.map.state import ViewState
from mapapp.core.style.symbology import BinRule, Classes, SymbolClass, SymbolSpec, Tone
from mapapp.core.text import NO_TEXT, Text
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.scene.dense import read_dense
from mapapp.render.scene.layer import read_few
from mapapp.render.scene.live import MOST_NAMED, LiveMap, LiveScene
from mapapp.render.scene.pointing import Pointer
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_frame

AT, ZOOM = (122.0, 41.0), 12.0
PX = 360 / world_px(ZOOM)
"""Degrees of longitude in a pixel."""


@pytest.fixture(scope="module")
def catalogue(atlas: Atlas) -> Iterator[LayerCatalogue]:
    with LayerCatalogue(atlas) as catalogue:
        yield catalogue


@pytest.fixture(scope="module")
def wells(catalogue: LayerCatalogue) -> LayerSpec:
    """Two wells in sight of each other, and a crowd around another town."""
    crowd = np.random.default_rng(1).normal((124.0, 42.0), 0.01, (2 * MOST_NAMED, 2))
    points = shapely.points([AT, (AT[0] + 60 * PX, AT[1]), *crowd])
    names = [f"Well {number}" for number in range(len(points))]
    source = of_frame(geopandas.GeoDataFrame({"name": names}, geometry=points, crs=4326), "wells")
    catalogue.hold(source)
    symbol = SymbolSpec(Tone("#E00010", "#E00010"), "square", 20.0)
    spec = LayerSpec(
        "wells", Text("Wells", "水井"), "mine", source.ref, "point", 1, symbol,
        LabelSpec(priority=99), roles=Roles(name_en="name"),
    )  # fmt: skip
    catalogue.show([*catalogue.specs, spec])
    return spec


@pytest.fixture
def live(catalogue: LayerCatalogue) -> Iterator[LiveMap]:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        yield LiveMap(basemap.read("place", columns=PLACE_COLUMNS), partial(read_few, catalogue))


def test_the_cursor_names_the_nearest_and_a_click_finds_it(
    catalogue: LayerCatalogue, live: LiveMap, wells: LayerSpec
) -> None:
    layer = read_dense(catalogue, wells)
    live.take(LiveScene([layer]))
    pointer = Pointer(catalogue, live)
    near = (AT[0] + 8 * PX, AT[1])
    assert pointer.title_at(*near, ZOOM, [wells], "en") == ("Well 0", 0)
    [found] = pointer.features_at(*near, ZOOM, [wells])
    assert found.fid == layer.keys[0]
    assert pointer.title_at(AT[0] + 30 * PX, AT[1], ZOOM, [wells], "en") == ("", 0)
    live.take(LiveScene([layer.only(layer.keys[1:])]))
    assert pointer.title_at(*near, ZOOM, [wells], "en") == ("", 0)


def test_few_have_their_names_and_many_have_none(
    catalogue: LayerCatalogue, live: LiveMap, wells: LayerSpec
) -> None:
    live.take(LiveScene([read_dense(catalogue, wells)]))
    labels, _ = live.labels(ViewState(*AT, ZOOM, 400, 300), "en")
    assert {"Well 0", "Well 1"} <= {label.text for label in labels}
    labels, _ = live.labels(ViewState(124.0, 42.0, 8.0, 400, 300), "en")
    assert not [label for label in labels if label.text.startswith("Well")]


def test_what_lies_on_top_is_meant(
    catalogue: LayerCatalogue, live: LiveMap, wells: LayerSpec
) -> None:
    over = replace(wells, id="over", title=Text("Over", "上面"))
    catalogue.show([*catalogue.specs, over])
    live.take(LiveScene(read_dense(catalogue, spec) for spec in (wells, over)))
    first, *_ = Pointer(catalogue, live).features_at(*AT, ZOOM, [wells, over])
    assert first.layer == "over"


@pytest.fixture
def fields(catalogue: LayerCatalogue) -> LayerSpec:
    """A field with a pond in it, another field in that pond, and one far away."""
    west = AT[0]
    field = shapely.box(west, 40.0, west + 4, 42.0) - shapely.box(west + 1, 40.5, west + 3, 41.5)
    inner = shapely.box(west + 1.8, 40.9, west + 2.2, 41.1)
    frame = geopandas.GeoDataFrame(
        {"name": ["Field", "Inner", "Far"]},
        geometry=[field, inner, shapely.box(-179.9, 0, -179.0, 1)],
        crs=4326,
    )
    source = of_frame(frame, "fields")
    catalogue.hold(source)
    symbol = SymbolSpec(Tone("#E00010", "#E00010"))
    spec = LayerSpec(
        "fields", Text("Fields", "田地"), "mine", source.ref, "polygon", 1, symbol,
        roles=Roles(name_en="name"),
    )  # fmt: skip
    catalogue.show([*catalogue.specs, spec])
    return spec


@pytest.mark.parametrize(
    ("right_deg", "named"),
    [
        (0.5, "Field"), (1.3, ""), (2.0, "Inner"), (-3 * PX, "Field"), (-30 * PX, ""),
        (1.0 + 3 * PX, "Field"), (360 + 0.5, "Field"),
    ],
)  # fmt: skip
def test_the_cursor_names_the_area_that_it_is_on(
    catalogue: LayerCatalogue, live: LiveMap, fields: LayerSpec, right_deg: float, named: str
) -> None:
    layer = read_dense(catalogue, fields)
    live.take(LiveScene([layer]))
    pointer = Pointer(catalogue, live)
    assert pointer.title_at(AT[0] + right_deg, AT[1], ZOOM, [fields], "en")[0] == named
    live.take(LiveScene([layer.only([])]))
    assert pointer.title_at(AT[0] + right_deg, AT[1], ZOOM, [fields], "en")[0] == ""


def test_an_area_is_near_beyond_the_edge_of_the_world(
    catalogue: LayerCatalogue, live: LiveMap, fields: LayerSpec
) -> None:
    live.take(LiveScene([read_dense(catalogue, fields)]))
    pointer = Pointer(catalogue, live)
    assert pointer.title_at(180.5, 0.5, ZOOM, [fields], "en") == ("Far", 0)


def test_a_square_of_a_density_means_the_nearest_of_its_points(
    catalogue: LayerCatalogue, live: LiveMap, wells: LayerSpec
) -> None:
    steps = (SymbolClass(Text("1", "1"), wells.symbol),)
    fallback = SymbolClass(NO_TEXT, wells.symbol)
    classes = Classes("density", "", None, steps, fallback, bins=BinRule(64))
    spec = replace(wells, classes=classes)
    layer = read_dense(catalogue, spec)
    live.take(LiveScene([layer]))
    pointer = Pointer(catalogue, live)
    side = 64 * PX
    west = ((AT[0] + 180) // side) * side - 180
    far, beyond = west + side - PX, west + side + PX
    if AT[0] - west > side / 2:
        far, beyond = west + PX, west - PX
    assert abs(far - AT[0]) > 20 * PX, "farther than a click reaches"
    first, second = (feature.fid for feature in catalogue.features(wells)[:2])
    title = pointer.title_at(far, AT[1], ZOOM, [spec], "en")
    assert title == ("Well 0", 0)
    assert [each.fid for each in pointer.features_at(far, AT[1], ZOOM, [spec])] == [first]
    assert pointer.title_at(beyond, AT[1], ZOOM, [spec], "en")[0] != "Well 0"
    live.take(LiveScene([layer.only({second})]))
    assert pointer.title_at(far, AT[1], ZOOM, [spec], "en") == ("", 0)
