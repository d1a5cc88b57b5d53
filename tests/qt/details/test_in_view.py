"""What is in view of each layer: no more than somebody reads, and each layer for itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import geopandas
import numpy as np
import pytest
import shapely

from mapapp.core.errors import ReadCancelledError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.qt.details import in_view
from mapapp.qt.details.in_view import MOST_LISTED, read_in_view
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_frame

pytestmark = pytest.mark.qt

EXTENT = Extent(0, 0, 10, 10)
MANY = 1_000


@pytest.fixture
def catalogue(atlas: Atlas) -> LayerCatalogue:
    return LayerCatalogue(atlas)


@pytest.fixture
def wells(catalogue: LayerCatalogue) -> LayerSpec:
    """Many points in the extent, half as many outside of it."""
    lons = np.concatenate([np.linspace(1, 9, MANY), np.linspace(20, 30, MANY // 2)])
    frame = geopandas.GeoDataFrame(geometry=shapely.points(lons, 5.0), crs="EPSG:4326")
    source = of_frame(frame, "wells")
    catalogue.hold(source)
    symbol = SymbolSpec(Tone("#E00010", "#E00010"), "square", 9.0)
    return LayerSpec("wells", Text("Wells", "水井"), "mine", source.ref, "point", 999, symbol)


def test_no_more_are_listed_than_anybody_reads(catalogue: LayerCatalogue, wells: LayerSpec) -> None:
    keys = catalogue.open(wells.source).keys()
    few = keys[[3, MANY - 1, MANY + 1]]
    all_of_it, some = read_in_view(catalogue, None, EXTENT, [(wells, None), (wells, few)])
    assert len(all_of_it.features) == MOST_LISTED
    assert all_of_it.count == f"{MOST_LISTED}+"
    assert [feature.fid for feature in some.features] == few[:2].tolist()
    assert some.count == "2"


def test_what_is_left_out_makes_room_for_others(
    catalogue: LayerCatalogue, wells: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_view, "_meets", lambda geometry, _: geometry.x > 8.9)
    [found] = read_in_view(catalogue, None, EXTENT, [(wells, None)])
    assert 0 < len(found.features) < 20
    assert found.is_all


def test_a_layer_that_cannot_be_read_leaves_the_others(
    catalogue: LayerCatalogue, wells: LayerSpec, tmp_path: Path
) -> None:
    gone = replace(wells, source=SourceRef("geopackage", str(tmp_path / "gone.gpkg"), "wells"))
    first, second = read_in_view(catalogue, None, EXTENT, [(gone, None), (wells, None)])
    assert "gone.gpkg" in str(first.fault)
    assert not first.features
    assert second.features


def test_nothing_is_read_for_nobody(catalogue: LayerCatalogue, wells: LayerSpec) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(ReadCancelledError):
        read_in_view(catalogue, cancel, EXTENT, [(wells, None)])
