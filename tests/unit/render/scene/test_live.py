from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.placed_label import PlacedLabel
from mapapp.core.map.state import FeatureRef, ViewState
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.scene import live as live_module
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.live import LiveMap, LiveScene, live_scene
from mapapp.render.scene.pointing import Pointer
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

TIEXI = ViewState(123.2, 41.72, 11.0, 900, 700)


def scene_of(atlas: Atlas, specs: Iterable[LayerSpec]) -> LiveScene:
    return live_scene(read_layer(LayerCatalogue(atlas), spec) for spec in specs)


def offsets_of(scene: LiveScene) -> dict[FeatureRef, tuple[float, float]]:
    return {FeatureRef(layer, fid): (dx, dy) for layer, fid, dx, dy in scene.offsets()}


@pytest.fixture
def live(atlas: Atlas, specs: tuple[LayerSpec, ...]) -> Iterator[LiveMap]:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        live = LiveMap(basemap.read("place", columns=PLACE_COLUMNS))
        live.take(scene_of(atlas, specs))
        yield live


def texts(labels: list[PlacedLabel]) -> str:
    return " ".join(label.text for label in labels)


def test_names_come_in_the_language_that_is_asked_for(live: LiveMap) -> None:
    view = ViewState(122.1, 41.0, 7.0, 900, 700)
    assert "Port of Dandong" in texts(live.labels(view, "en")[0])
    assert "丹东港" in texts(live.labels(view, "zh")[0])


def test_a_small_move_leaves_labels_on_their_side(live: LiveMap) -> None:
    before = {label.text: label.dx_px for label in live.labels(TIEXI, "en")[0]}
    moved = ViewState(TIEXI.lon + 0.002, TIEXI.lat, TIEXI.zoom, 900, 700)
    after = {label.text: label.dx_px for label in live.labels(moved, "en")[0]}
    both = before.keys() & after.keys()
    assert len(both) > 5
    assert all(before[text] == pytest.approx(after[text], abs=1e-6) for text in both)


def test_a_selected_feature_is_named_in_bold(live: LiveMap, atlas: Atlas) -> None:
    cgip = atlas.file.by_id("industrial_park", "cgip")
    assert cgip is not None
    labels, _ = live.labels(TIEXI, "zh", [FeatureRef("industrial_park", cgip.fid)])
    assert {label.style for label in labels if "中德" in label.text} == {"selected"}


def test_a_label_stands_in_every_world_in_sight(live: LiveMap) -> None:
    labels, _ = live.labels(ViewState(90, 40, 2.1, 2300, 500), "en")
    lons = [label.lon for label in labels if label.text == "Chicago, United States"]
    assert len(lons) == 2
    assert abs(lons[0] - lons[1]) == pytest.approx(360, abs=8)


def test_features_at_one_point_are_set_apart_and_each_can_be_pointed_at(
    live: LiveMap, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    offsets = offsets_of(live.scene)
    bridgestone = atlas.entity("bridgestone")
    assert bridgestone is not None
    dx, dy = offsets[FeatureRef("enterprise", bridgestone.fid)]
    assert (dx, dy) != (0, 0)
    point, size = bridgestone.geometry, world_px(TIEXI.zoom)
    lon = lon_of(float(world_x(point.x)) + dx / size)
    lat = lat_of(float(world_y(point.y)) + dy / size)
    found = Pointer(LayerCatalogue(atlas), live).features_at(lon + 360, lat, TIEXI.zoom, specs)
    assert found[0].id == "bridgestone"
    assert "bmw-brilliance" in {feature.id for feature in found[1:]}


def test_a_label_stays_on_its_side_though_a_better_one_becomes_free(
    atlas: Atlas, specs: tuple[LayerSpec, ...], live: LiveMap
) -> None:
    ports = [spec for spec in specs if spec.id == "port"]
    live.take(scene_of(atlas, ports))
    port = atlas.entity("port-dandong")
    assert port is not None

    def side(shown: LiveMap, pixels_from_the_right: float) -> float:
        size = world_px(9.0)
        middle = float(world_x(port.geometry.x)) + (pixels_from_the_right - 450) / size
        view = ViewState(lon_of(middle), port.geometry.y, 9.0, 900, 700)
        (label,) = [each for each in shown.labels(view, "en")[0] if each.text == "Port of Dandong"]
        return (label.lon - port.geometry.x) * size / 360

    assert side(live, 40) < -40, "at the edge of the map there is room on the left only"
    assert side(live, 400) < -40, "so there it stays, with room on the right as well"
    live.take(scene_of(atlas, ports))
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        fresh = LiveMap(basemap.read("place", columns=PLACE_COLUMNS))
        fresh.take(scene_of(atlas, ports))
        assert side(fresh, 400) > 0, "where the best place is"


def test_what_is_dense_is_named_from_its_symbols(
    live: LiveMap, atlas: Atlas, specs: tuple[LayerSpec, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = [spec for spec in specs if spec.id == "port"]
    port = atlas.entity("port-dandong")
    assert port is not None
    live.take(scene_of(atlas, ports))
    catalogue = LayerCatalogue(atlas)
    pointer, at = Pointer(catalogue, live), (port.geometry.x, port.geometry.y, 9.0)
    wanted = ("Port of Dandong", 0)
    assert pointer.title_at(*at, ports, "en") == wanted
    monkeypatch.setattr(live_module, "DENSE", 5)
    assert live.scene.dense_layers() == {"port"}
    monkeypatch.setattr(catalogue, "identify", lambda *asked: [] if not asked[3] else 1 / 0)
    assert pointer.title_at(*at, ports, "en") == wanted
    assert pointer.title_at(at[0] + 360, at[1], at[2], ports, "zh") == ("丹东港", 0)
    assert pointer.title_at(at[0], at[1] + 0.05, at[2], ports, "en") == ("", 0)


def test_what_does_not_pass_is_not_pointed_at(
    live: LiveMap, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    port = atlas.entity("port-dandong")
    assert port is not None
    ports = [spec for spec in specs if spec.id == "port"]
    at = (port.geometry.x, port.geometry.y, 9.0)
    live.take(scene_of(atlas, ports))
    assert Pointer(LayerCatalogue(atlas), live, lambda _: {port.fid}).features_at(*at, ports)
    assert (
        Pointer(LayerCatalogue(atlas), live, lambda _: {port.fid + 1}).features_at(*at, ports) == []
    )


def test_a_symbol_moved_aside_of_a_layer_that_has_gone_is_not_pointed_at(
    live: LiveMap, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    with atlas.again() as own:
        catalogue = LayerCatalogue(own)
        ref, (dx, dy) = next(iter(offsets_of(live.scene).items()))
        place, zoom = catalogue.feature(ref.layer, ref.fid).geometry, 12.0
        lon = lon_of(float(world_x(place.x)) + dx / world_px(zoom))
        lat = lat_of(float(world_y(place.y)) + dy / world_px(zoom))
        pointer = Pointer(catalogue, live)
        assert pointer.features_at(lon, lat, zoom, specs)[0].fid == ref.fid
        others = [spec for spec in specs if spec.id != ref.layer]
        catalogue.show(others)
        assert ref.layer not in {f.layer for f in pointer.features_at(lon, lat, zoom, others)}
