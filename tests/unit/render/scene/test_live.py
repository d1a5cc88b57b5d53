from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.moved_symbol import MovedSymbol
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.placed_label import PlacedLabel
from mapapp.core.map.state import FeatureRef, ViewState
from mapapp.core.text import Language
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.scene import live as live_module
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.live import PIN_PX, LiveMap, LiveScene
from mapapp.render.scene.pointing import Pointer
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

TIEXI = ViewState(123.2, 41.72, 11.0, 900, 700)


def scene_of(atlas: Atlas, specs: Iterable[LayerSpec]) -> LiveScene:
    return LiveScene(read_layer(LayerCatalogue(atlas), spec) for spec in specs)


def moved_of(scene: LiveScene, zoom: float = TIEXI.zoom) -> dict[FeatureRef, MovedSymbol]:
    return {FeatureRef(each.layer, each.fid): each for each in scene.at(zoom).moved()}


def degrees(symbol: MovedSymbol, zoom: float, right: float = 0) -> tuple[float, float, float]:
    """Where a symbol stands, and some pixels right of there."""
    size = world_px(zoom)
    return (
        lon_of(symbol.x + (symbol.right_px + right) / size),
        lat_of(symbol.y + symbol.down_px / size),
        zoom,
    )


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


@pytest.mark.parametrize("size", [(764, 643), (764, 400), (1318, 955)])
@pytest.mark.parametrize(("language", "china"), [("en", "China"), ("zh", "中国")])
def test_china_is_named_on_the_world_beside_the_crowd_of_its_symbols(
    live: LiveMap,
    atlas: Atlas,
    specs: tuple[LayerSpec, ...],
    size: tuple[int, int],
    language: Language,
    china: str,
) -> None:
    live.take(scene_of(atlas, (spec for spec in specs if spec.visible)))
    zoom = max(math.log2(size[1] / world_px(0)), 1.0)
    labels, _ = live.labels(ViewState(0, 0, zoom, *size), language)
    assert china in [label.text for label in labels]


@pytest.mark.parametrize("lon", [123.4337, 123.4337 - 360])
def test_names_keep_clear_of_a_pin(live: LiveMap, lon: float) -> None:
    view, pin = ViewState(lon, 41.7977, 12.0, 764, 643), (123.4337, 41.7977)
    aside, up = PIN_PX
    covered = (382 - aside, 321.5 - up, 382 + aside, 321.5)
    assert any(meets(name, covered, view) for name in live.labels(view, "en")[0])
    assert not any(meets(name, covered, view) for name in live.labels(view, "en", (), [pin])[0])


def meets(label: PlacedLabel, box: BoxPx, view: ViewState) -> bool:
    """Whether a line of a name meets a box of pixels of the view."""
    size = world_px(view.zoom)
    x = view.width_px / 2 + (world_x(label.lon) - world_x(view.lon)) * size + label.dx_px
    y = view.height_px / 2 + (world_y(label.lat) - world_y(view.lat)) * size + label.dy_px
    width = measurer().width(label.text, label.size_px, bold=False)
    left, top, right, bottom = box
    return bool(x < right and x + width > left and y > top and y - label.size_px * 0.7 < bottom)


def test_symbols_that_were_moved_can_each_be_pointed_at(
    live: LiveMap, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    pointer = Pointer(LayerCatalogue(atlas), live)
    moved = {ref: at for ref, at in moved_of(live.scene).items() if at.count == 1}
    assert len(moved) > 5
    for ref, symbol in moved.items():
        lon, lat, zoom = degrees(symbol, TIEXI.zoom)
        found = pointer.features_at(lon + 360, lat, zoom, specs)
        assert (found[0].layer, found[0].fid) == (ref.layer, ref.fid)


def test_a_click_on_a_gathered_symbol_finds_all_that_it_stands_for(
    live: LiveMap, atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    zoom = 7.0
    moved = moved_of(live.scene, zoom)
    companies = next(m for m in moved.values() if m.layer == "enterprise" and m.count > 1)
    assert companies.count > 10
    at = degrees(companies, zoom)
    found = Pointer(LayerCatalogue(atlas), live).features_at(*at, specs)
    refs = [FeatureRef(each.layer, each.fid) for each in found]
    place = (companies.x, companies.y, companies.right_px, companies.down_px)
    gathered = {r for r, m in moved.items() if (m.x, m.y, m.right_px, m.down_px) == place}
    assert len(gathered) == companies.count
    assert refs[0] == FeatureRef("enterprise", companies.fid)
    assert set(refs[: len(gathered)]) == gathered


def test_the_same_symbols_stand_alike_at_all_zooms_of_a_level(live: LiveMap) -> None:
    assert live.scene.at(9.0) is live.scene.at(9.4)
    assert live.scene.at(9.0) is not live.scene.at(9.5)


def test_what_another_symbol_stands_for_has_no_name_unless_it_is_selected(
    live: LiveMap, atlas: Atlas
) -> None:
    view = ViewState(123.4, 41.8, 10.0, 900, 700)
    hidden = [ref for ref, each in moved_of(live.scene, view.zoom).items() if each.count == 0]
    ref = next(each for each in hidden if each.layer == "enterprise")
    name = LayerCatalogue(atlas).feature(ref.layer, ref.fid).name.zh
    assert name not in texts(live.labels(view, "zh")[0])
    assert name[:4] in texts(live.labels(view, "zh", [ref])[0])


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
    assert live.scene.at(9).dense_layers() == {"port"}
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
        ref, symbol = next((r, s) for r, s in moved_of(live.scene).items() if s.count == 1)
        lon, lat, zoom = degrees(symbol, TIEXI.zoom)
        pointer = Pointer(catalogue, live)
        assert pointer.features_at(lon, lat, zoom, specs)[0].fid == ref.fid
        others = [spec for spec in specs if spec.id != ref.layer]
        catalogue.show(others)
        assert ref.layer not in {f.layer for f in pointer.features_at(lon, lat, zoom, others)}
