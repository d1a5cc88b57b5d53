"""Layers of very many features: stacks stay, and the cursor asks what is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.scene import live as live_module
from mapapp.render.scene.layer import DENSE, SceneLayer, read_layer, set_apart
from mapapp.render.scene.live import LiveMap, LiveScene
from mapapp.render.scene.pointing import Pointer
from mapapp.render.scene.scene import Choice, read_layers
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import MemorySource, of_arrow

AT, ZOOM = (122.0, 41.0), 9.0
AROUND = Extent(121.9, 40.9, 122.1, 41.1)
SYMBOL = SymbolSpec(Tone("#E00010", "#E00010"), "square", 20.0)


def points(count: int, name: str, at: tuple[float, float] = AT) -> MemorySource:
    """Two points in one place, and others far away."""
    lons, lats = np.divmod(np.arange(count, dtype=float), 60)
    lons[:2], lats[:2] = at
    columns = {
        "name": ["", *(f"{name} {i}" for i in range(1, count))],
        "geometry": shapely.to_wkb(shapely.points(lons, lats)),
    }
    return of_arrow(pa.table(columns), name)


def layer(source: MemorySource, name: str) -> LayerSpec:
    title = Text(name.capitalize(), name)
    return LayerSpec(
        name, title, "mine", source.ref, "point", 1, SYMBOL, roles=Roles(name_en="name")
    )


@pytest.fixture(scope="module")
def dense() -> MemorySource:
    return points(DENSE, "wells")


@pytest.fixture
def catalogue(atlas: Atlas) -> Iterator[LayerCatalogue]:
    with atlas.again() as own, LayerCatalogue(own) as made:
        yield made


@pytest.fixture
def live() -> Iterator[LiveMap]:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        yield LiveMap(basemap.read("place", columns=PLACE_COLUMNS))


def shown(catalogue: LayerCatalogue, *sources: MemorySource) -> tuple[LayerSpec, ...]:
    """Layers of these sources, the last on top, and nothing else."""
    specs = tuple(layer(source, source.ref.table) for source in sources)
    for source in sources:
        catalogue.hold(source)
    catalogue.show(specs)
    return specs


def moved(layers: Sequence[SceneLayer]) -> list[int]:
    return [int(layer.marks.is_moved.sum()) for layer in set_apart(layers, ZOOM)]


def test_stacks_of_a_dense_layer_stay_on_screen_and_in_print(
    catalogue: LayerCatalogue, dense: MemorySource
) -> None:
    specs = shown(catalogue, points(DENSE - 1, "few"), dense)
    screen = LiveScene(read_layer(catalogue, spec) for spec in specs)
    assert moved([each.drawn for each in screen.at(ZOOM).layers]) == [2, 0]
    assert {each.layer for each in screen.at(ZOOM).moved()} == {"few"}
    assert moved(read_layers(catalogue, specs, extent=AROUND)) == [2, 0]
    assert moved(read_layers(catalogue, specs, Choice(lambda _: {1, 2}))) == [2, 0]


def test_a_dense_layer_moves_no_symbol_of_another(
    catalogue: LayerCatalogue, dense: MemorySource
) -> None:
    single = of_arrow(
        pa.table({"name": ["A"], "geometry": [shapely.to_wkb(shapely.Point(*AT))]}), "single"
    )
    assert moved(read_layers(catalogue, shown(catalogue, single, dense))) == [0, 0]
    assert moved(read_layers(catalogue, shown(catalogue, single, points(3, "few")))) == [1, 2]


def test_a_dense_layer_is_dense_whatever_is_left_of_it(
    catalogue: LayerCatalogue, dense: MemorySource
) -> None:
    specs = shown(catalogue, points(DENSE - 1, "few"), dense)
    scene = LiveScene(read_layer(catalogue, spec).only({5}) for spec in specs)
    assert scene.at(ZOOM).dense_layers() == {"wells"}


def test_an_unnamed_feature_of_a_dense_layer_is_called_by_its_layer_and_key(
    catalogue: LayerCatalogue, live: LiveMap, dense: MemorySource
) -> None:
    (spec,) = shown(catalogue, dense)
    live.take(LiveScene([read_layer(catalogue, spec)]))
    pointer = Pointer(catalogue, live)
    assert pointer.title_at(*AT, ZOOM, [spec], "en") == ("Wells 1", 0)
    assert pointer.title_at(*AT, ZOOM, [spec], "zh") == ("wells 1", 0)


def test_of_two_dense_layers_the_one_on_top_is_named(
    catalogue: LayerCatalogue, live: LiveMap, dense: MemorySource
) -> None:
    specs = shown(catalogue, dense, points(DENSE, "mines"))
    live.take(LiveScene(read_layer(catalogue, spec) for spec in specs))
    pointer = Pointer(catalogue, live)
    assert pointer.title_at(*AT, ZOOM, specs, "en") == ("Mines 1", 1)
    assert pointer.title_at(*AT, ZOOM, specs[:1], "en") == ("Wells 1", 0)


@pytest.mark.parametrize("count", [DENSE, 5])
def test_a_layer_of_another_source_is_not_pointed_at_where_the_old_one_was_drawn(
    catalogue: LayerCatalogue, live: LiveMap, count: int
) -> None:
    (old,) = shown(catalogue, points(count, "old"))
    live.take(LiveScene([read_layer(catalogue, old)]))
    pointer = Pointer(catalogue, live)
    symbols = live.scene.at(ZOOM).moved()
    dx, dy = next(((each.right_px, each.down_px) for each in symbols), (0.0, 0.0))
    lon = lon_of(float(world_x(AT[0])) + dx / world_px(ZOOM))
    lat = lat_of(float(world_y(AT[1])) + dy / world_px(ZOOM))
    assert pointer.title_at(lon, lat, ZOOM, [old], "en")[0] == "Old 1"
    elsewhere = points(count, "new", (170.0, 30.0))
    catalogue.hold(elsewhere)
    new = replace(old, source=elsewhere.ref)
    catalogue.show([new])
    assert pointer.features_at(lon, lat, ZOOM, [new]) == []
    assert pointer.title_at(lon, lat, ZOOM, [new], "en") == ("", 0)
    assert len(pointer.features_at(170, 30, ZOOM, [new])) == 2


def test_what_is_not_drawn_yet_is_not_read_for_the_cursor(
    catalogue: LayerCatalogue, live: LiveMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs = shown(catalogue, points(5, "few"))
    asked: list[object] = []
    monkeypatch.setattr(catalogue, "identify", lambda *told: asked.append(told[3]) or [])
    assert Pointer(catalogue, live).title_at(*AT, ZOOM, specs, "en") == ("", 0)
    assert asked == [[]]


@pytest.mark.parametrize(("at", "lon"), [(179.99, -179.99), (-179.99, 179.99), (10.0, 370.01)])
def test_a_symbol_is_near_whichever_copy_of_the_world_is_meant(
    catalogue: LayerCatalogue, at: float, lon: float
) -> None:
    (spec,) = shown(catalogue, points(3, "few", (at, 41.0)))
    [layer] = LiveScene([replace(read_layer(catalogue, spec), is_dense=True)]).at(9.0).layers
    found = layer.nearest(float(world_x(lon)), float(world_y(41.0)), 14 / world_px(9.0))
    assert found is not None
    assert layer.drawn.marks.mark(found[0]).lon == at


def test_a_layer_of_few_features_of_very_many_points_is_dense(
    catalogue: LayerCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    (spec,) = shown(catalogue, points(5, "few"))
    scene = LiveScene([read_layer(catalogue, spec)])
    assert scene.at(ZOOM).dense_layers() == frozenset()
    monkeypatch.setattr(live_module, "DENSE", 5)
    assert scene.at(ZOOM).dense_layers() == {"few"}
