"""Which features of a layer a scope means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely

from mapapp.core.expression.filters import Criteria
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.column_reading import read_column
from mapapp.store.scopes import Scope, keys_within
from mapapp.store.sources.memory import of_arrow

SQUARE = ((120.0, 40.0), (123.0, 40.0), (123.0, 43.0), (120.0, 43.0), (120.0, 40.0))
KINDS = {
    "point": [shapely.Point(119.5 + i, 41.5) for i in range(5)],
    "polygon": [shapely.box(119.0 + i, 41.0, 119.8 + i, 42.0) for i in range(5)],
}


@pytest.fixture
def catalogue(atlas: Atlas) -> Iterator[LayerCatalogue]:
    with LayerCatalogue(atlas) as opened:
        yield opened


def layer(catalogue: LayerCatalogue, shapes: list[Any], kind: Any = "point") -> LayerSpec:
    table = pa.table({"n": list(range(len(shapes))), "geometry": shapely.to_wkb(shapes)})
    source = of_arrow(table, "mine")
    catalogue.hold(source)
    symbol = SymbolSpec(Tone("#AA2233", "#EE8899"))
    return LayerSpec("mine", Text("Mine", "我的"), "own", source.ref, kind, 1, symbol)


def numbers(catalogue: LayerCatalogue, spec: LayerSpec, scope: Scope) -> list[float]:
    keys = keys_within(catalogue, spec, scope)
    return read_column(catalogue, spec, "n", keys=keys).numbers.tolist()


def test_nothing_left_out_is_none(catalogue: LayerCatalogue) -> None:
    assert keys_within(catalogue, layer(catalogue, KINDS["point"]), Scope()) is None


@pytest.mark.parametrize("kind", KINDS)
def test_an_area_means_what_has_a_part_in_it(catalogue: LayerCatalogue, kind: str) -> None:
    spec = layer(catalogue, KINDS[kind], kind)
    area = shapely.Polygon(SQUARE)
    inside = [float(i) for i, shape in enumerate(KINDS[kind]) if area.intersects(shape)]
    assert 0 < len(inside) < len(KINDS[kind])
    assert numbers(catalogue, spec, Scope(ring=SQUARE)) == inside


def test_all_conditions_hold_at_once(catalogue: LayerCatalogue) -> None:
    spec = layer(catalogue, KINDS["point"])
    keys = tuple(catalogue.open(spec.source).keys().tolist())
    scope = Scope(Criteria("n > 1"), keys=keys[:4], ring=SQUARE)
    assert numbers(catalogue, spec, scope) == [2.0, 3.0]


def test_features_that_have_gone_are_not_meant(catalogue: LayerCatalogue) -> None:
    spec = layer(catalogue, KINDS["point"])
    key = int(catalogue.open(spec.source).keys()[0])
    assert numbers(catalogue, spec, Scope(keys=(key, 999))) == [0.0]


@pytest.mark.parametrize("by_deg", [-360.0, 360.0])
def test_an_area_drawn_in_another_copy_of_the_world_means_the_same(
    catalogue: LayerCatalogue, by_deg: float
) -> None:
    spec = layer(catalogue, KINDS["point"])
    ring = tuple((lon + by_deg, lat) for lon, lat in SQUARE)
    assert numbers(catalogue, spec, Scope(ring=ring)) == [1.0, 2.0, 3.0]


def test_an_area_over_the_antimeridian_means_both_sides(catalogue: LayerCatalogue) -> None:
    spec = layer(catalogue, [shapely.Point(lon, 0) for lon in (179.0, -179.0, 170.0)])
    ring = ((178.0, -1.0), (182.0, -1.0), (182.0, 1.0), (178.0, 1.0), (178.0, -1.0))
    assert numbers(catalogue, spec, Scope(ring=ring)) == [0.0, 1.0]


def test_an_area_that_crosses_itself_is_an_area(catalogue: LayerCatalogue) -> None:
    spec = layer(catalogue, [shapely.Point(x, 0.5) for x in (0.1, 0.9, 0.5)])
    ring = ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
    assert np.isin([0.0, 1.0], numbers(catalogue, spec, Scope(ring=ring))).all()


def test_every_column_of_every_layer_can_be_read_for_a_summary(catalogue: LayerCatalogue) -> None:
    for spec in catalogue.atlas.specs:
        table = catalogue.table_of(spec)
        keys = table.fids()
        for field in table.columns:
            found = read_column(catalogue, spec, field.id, keys=keys)
            assert found.known + found.missing == len(keys), (spec.id, field.id)
