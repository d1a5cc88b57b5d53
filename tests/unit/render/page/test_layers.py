"""What the page is sent of a layer: exact enough, small enough, and of the right features."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.mercator import world_px, world_x, world_y
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.page.layers import (
    describe_geometry,
    encode_geometry,
    encode_visible,
    layer_fids,
)
from mapapp.render.scene.layer import SceneLayer, make_layer, read_layer
from mapapp.store.atlas import Atlas
from tests.page_bytes import sent_layer, unpack


def points_layer(
    spec: LayerSpec, fids: NDArray[np.int64], lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> SceneLayer:
    return make_layer(
        replace(spec, classes=None), FeatureSet("", fids, shapely.points(lons, lats), {}), ()
    )


def plain(specs: tuple[LayerSpec, ...]) -> LayerSpec:
    return next(spec for spec in specs if spec.id == "port")


@pytest.mark.parametrize(
    ("span_deg", "zoom", "most_px"), [(179.9, 17, 0.005), (36.0, 24, 0.101), (4.0, 24, 0.012)]
)
def test_positions_are_exact_enough_for_every_zoom(
    specs: tuple[LayerSpec, ...], span_deg: float, zoom: float, most_px: float
) -> None:
    rng = np.random.default_rng(2)
    lons, lats = rng.uniform(-span_deg, span_deg, 500), rng.uniform(-1, 1, 500) * span_deg / 3
    sent = encode_geometry(points_layer(plain(specs), np.arange(500), lons, lats))
    header, columns = unpack(sent)
    (left, top), (x_step, y_step) = header["origin"], header["scale"]
    size = world_px(zoom)
    away = np.maximum(
        np.abs(left + columns["x"] * x_step - world_x(lons)),
        np.abs(top + columns["y"] * y_step - world_y(lats)),
    )
    assert away.max() * size < most_px


def test_a_plain_point_takes_eight_bytes(specs: tuple[LayerSpec, ...]) -> None:
    rng = np.random.default_rng(3)
    lons, lats = rng.uniform(118, 126, 10_000), rng.uniform(38, 44, 10_000)
    sent = encode_geometry(points_layer(plain(specs), np.arange(7, 10_007), lons, lats))
    assert len(sent) <= 8 * 10_000 + 1000
    assert [fid for fid, *_ in sent_layer(sent).points] == list(range(7, 10_007))


@pytest.mark.parametrize("fids", [[3, 4, 9], [0, 1, 2], [5], [], [1, 2**40, 2**52]], ids=str)
def test_features_keep_their_keys(specs: tuple[LayerSpec, ...], fids: list[int]) -> None:
    places = np.arange(len(fids), dtype=float)
    layer = points_layer(plain(specs), np.array(fids, dtype=np.int64), places, places)
    assert [fid for fid, *_ in sent_layer(encode_geometry(layer)).points] == fids


def test_the_page_is_sent_what_a_standalone_map_is_told(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    for spec in specs:
        layer = read_layer(atlas.file, spec)
        told, sent = describe_geometry(layer), sent_layer(encode_geometry(layer))
        assert [point[:2] for point in sent.points] == [tuple(p[:2]) for p in told["points"]]
        for (style, closed, features), group in zip(sent.shapes, told["shapes"], strict=True):
            assert (style, closed) == (group["style"], group["closed"])
            for (fid, lines), (wanted, rings) in zip(
                features.items(), group["features"], strict=True
            ):
                assert fid == wanted
                for line, ring in zip(lines, rings, strict=True):
                    assert np.abs(np.array(line) - np.array(ring)).max() < 2e-6


def test_one_bit_says_whether_a_feature_is_shown(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    layer = read_layer(atlas.file, next(spec for spec in specs if spec.id == "industrial_park"))
    fids = layer_fids(layer)
    shown = set(fids[::3].tolist())
    for kept in (shown, np.array(sorted(shown)), frozenset(), set(fids.tolist())):
        bits = np.unpackbits(
            np.frombuffer(encode_visible(layer, kept), np.uint8), bitorder="little"
        )[: len(fids)]
        assert fids[bits.astype(bool)].tolist() == sorted(int(fid) for fid in kept)
