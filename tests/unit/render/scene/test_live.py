from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.placed_label import PlacedLabel
from mapapp.core.map.state import FeatureRef, ViewState
from mapapp.render.scene.live import LiveMap
from mapapp.render.scene.pointing import Pointer
from mapapp.store.atlas import Atlas
from mapapp.store.geopackage import GeoPackage

TIEXI = ViewState(123.2, 41.72, 11.0, 900, 700)


@pytest.fixture
def live(atlas: Atlas, specs: tuple[LayerSpec, ...]) -> Iterator[LiveMap]:
    with GeoPackage(asset("data", "basemap.gpkg")) as basemap:
        live = LiveMap(atlas.file, basemap)
        live.show(specs)
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
    offsets = dict(live.offsets())
    bridgestone = atlas.entity("bridgestone")
    assert bridgestone is not None
    dx, dy = offsets[FeatureRef("enterprise", bridgestone.fid)]
    assert (dx, dy) != (0, 0)
    point, size = bridgestone.geometry, world_px(TIEXI.zoom)
    lon = lon_of(float(world_x(point.x)) + dx / size)
    lat = lat_of(float(world_y(point.y)) + dy / size)
    found = Pointer(atlas, live).features_at(lon + 360, lat, TIEXI.zoom, specs)
    assert found[0].id == "bridgestone"
    assert "bmw-brilliance" in {feature.id for feature in found[1:]}


def test_a_label_stays_on_its_side_though_a_better_one_becomes_free(
    atlas: Atlas, specs: tuple[LayerSpec, ...], live: LiveMap
) -> None:
    ports = [spec for spec in specs if spec.id == "port"]
    live.show(ports)
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
    live.show(ports)
    with GeoPackage(asset("data", "basemap.gpkg")) as basemap:
        fresh = LiveMap(atlas.file, basemap)
        fresh.show(ports)
        assert side(fresh, 400) > 0, "where the best place is"


def test_a_layer_is_labelled_as_it_is_styled_now(
    live: LiveMap, specs: tuple[LayerSpec, ...]
) -> None:
    view = ViewState(124.16, 39.83, 9.0, 900, 700)
    assert "Port of Dandong" in texts(live.labels(view, "en")[0])
    without = tuple(replace(spec, label=None) if spec.id == "port" else spec for spec in specs)
    live.show(without)
    assert "Port of Dandong" not in texts(live.labels(view, "en")[0])
    live.show(specs)
    assert "Port of Dandong" in texts(live.labels(view, "en")[0])


def test_a_symbol_moved_aside_of_a_layer_that_has_gone_is_not_pointed_at(
    live: LiveMap, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    ref, (dx, dy) = next(live.offsets())
    place = atlas.feature(ref.layer, ref.fid).geometry
    zoom = 12.0
    lon = lon_of(float(world_x(place.x)) + dx / world_px(zoom))
    lat = lat_of(float(world_y(place.y)) + dy / world_px(zoom))
    pointer = Pointer(atlas, live)
    assert pointer.features_at(lon, lat, zoom, specs)[0].fid == ref.fid
    others = [spec for spec in specs if spec.id != ref.layer]
    atlas.show(others)
    assert ref.layer not in {f.layer for f in pointer.features_at(lon, lat, zoom, others)}
