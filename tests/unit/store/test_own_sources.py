"""Layers of sources of somebody's own in the catalogue, beside those of the atlas."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError, UsageError
from mapapp.core.expression.filters import Criteria
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec, load_layer_specs
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.scene.layer import read_layer
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import MemorySource, of_frame

SPECS = load_layer_specs(asset("layers"))
SYMBOL = SymbolSpec(Tone("#E00010", "#E00010"), "square", 20.0)
AT = (122.0, 41.0)


@pytest.fixture
def wells() -> MemorySource:
    values = {"well": ["old", "new", None], "depth": [3.0, 40.0, None]}
    points = [shapely.Point(*AT), shapely.Point(123, 42), None]
    return of_frame(geopandas.GeoDataFrame(values, geometry=points, crs=4326), "wells")


@pytest.fixture
def spec(wells: MemorySource) -> LayerSpec:
    return LayerSpec("wells", Text("Wells", "水井"), "mine", wells.ref, "point", 1, SYMBOL)


@pytest.fixture
def catalogue(atlas: Atlas, wells: MemorySource, spec: LayerSpec) -> Iterator[LayerCatalogue]:
    made = LayerCatalogue(atlas.again())
    made.hold(wells)
    made.show((*SPECS, spec))
    yield made
    made.close()
    made.atlas.close()


def keys_of(catalogue: LayerCatalogue, criteria: Criteria) -> list[int] | None:
    found = catalogue.visible_fids("wells", criteria)
    return None if found is None else found.tolist()


def test_it_is_filtered_by_its_fields_and_no_year_leaves_any_out(catalogue: LayerCatalogue) -> None:
    assert keys_of(catalogue, Criteria("depth > 10")) == [1]
    assert keys_of(catalogue, Criteria(text="OLD")) == [0]
    assert keys_of(catalogue, Criteria(extent=Extent(121, 40, 124, 43))) == [0, 1]
    assert keys_of(catalogue, Criteria("depth is empty", extent=Extent(121, 40, 124, 43))) == []
    assert keys_of(catalogue, Criteria(year=1950)) is None
    assert keys_of(catalogue, Criteria("depth > 10", year=1950)) == [1]


def test_a_feature_without_an_id_is_found_by_its_key(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    found = catalogue.find(spec, "1")
    assert found is not None
    assert (found.layer, found.fid, found.id) == ("wells", 1, "1")
    assert found.title("en") == "Wells 1"
    assert found.properties == {"well": "new", "depth": 40.0}
    assert [catalogue.find(spec, id_) for id_ in ("9", "-1", "", "one", "9" * 30)] == [None] * 5


def test_a_role_gives_it_an_id(catalogue: LayerCatalogue, spec: LayerSpec) -> None:
    found = catalogue.find(replace(spec, roles=Roles(id="well")), "new")
    assert found is not None
    assert found.fid == 1
    assert catalogue.find(replace(spec, roles=Roles(id="well")), "NEW") is None


def test_a_click_finds_it_among_the_layers_of_the_atlas(catalogue: LayerCatalogue) -> None:
    [hit] = catalogue.identify(*AT, 10)
    assert (hit.feature.layer, hit.feature.fid, hit.distance_m) == ("wells", 0, 0)
    [port] = [each for each in catalogue.features(catalogue.spec("port")) if each.fid == 1]
    hits = catalogue.identify(port.geometry.x, port.geometry.y, 12)
    assert "port" in [hit.feature.layer for hit in hits]


def test_one_source_that_fails_hides_no_click_on_another(
    catalogue: LayerCatalogue, wells: MemorySource, spec: LayerSpec
) -> None:
    gone = replace(spec, id="gone", source=SourceRef("geopackage", "/nowhere/x.gpkg", "x"))
    catalogue.show((spec, gone))
    assert [hit.feature.layer for hit in catalogue.identify(*AT, 10)] == ["wells"]
    with pytest.raises(DataError, match=r"x\.gpkg does not exist"):
        catalogue.identify(0, 0, 10)
    with pytest.raises(DataError, match=r"x\.gpkg does not exist"):
        catalogue.source("gone")
    assert catalogue.count("wells") == 3


def test_what_is_drawn_has_no_names_and_no_stated_areas(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    layer = read_layer(catalogue, spec)
    assert layer.shapes == ()
    assert [(mark.fid, mark.lon, mark.lat) for mark in layer.marks] == [(0, *AT), (1, 123, 42)]
    assert {(mark.id, mark.name) for mark in layer.marks} == {("", Text("", ""))}


def test_another_thread_opens_the_same_sources(catalogue: LayerCatalogue, spec: LayerSpec) -> None:
    counts: list[int] = []

    def read() -> None:
        with catalogue.atlas.again() as atlas, catalogue.again(atlas) as other:
            counts.append(len(read_layer(other, spec).marks))
            counts.append(len(read_layer(other, catalogue.spec("port")).marks))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert counts == [2, len(read_layer(catalogue, catalogue.spec("port")).marks)]


def test_a_layer_that_goes_takes_its_source_along(catalogue: LayerCatalogue) -> None:
    source = catalogue.source("wells")
    table = catalogue.table("wells")
    catalogue.show(SPECS)
    with pytest.raises(DataError, match="closed"):
        source.count()
    with pytest.raises(DataError, match="closed"):
        table.count()
    with pytest.raises(UsageError, match="no layer 'wells'"):
        catalogue.source("wells")


def test_what_was_found_is_asked_again_once_the_features_are_others(
    catalogue: LayerCatalogue, spec: LayerSpec, tmp_path: Path
) -> None:
    path = tmp_path / "wells.gpkg"
    frame = geopandas.GeoDataFrame({"depth": [1.0]}, geometry=[shapely.Point(*AT)], crs=4326)
    frame.to_file(path, layer="wells", engine="pyogrio")
    catalogue.show((replace(spec, source=SourceRef("geopackage", str(path), "wells")),))
    assert keys_of(catalogue, Criteria("depth < 5")) == [1]
    with closing(sqlite3.connect(path)) as db:
        triggers = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:  # which call functions that SQLite itself has not
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE wells SET depth = 9")
        db.commit()
    assert keys_of(catalogue, Criteria("depth < 5")) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"roles": Roles(name_en="wel")}, "wells has no column 'wel' for name_en; did you mean"),
        ({"geometry": "line"}, "wells is of geometry 'point', not 'line'; correct the layer"),
        ({"source": SourceRef("tides")}, "no kind of source 'tides'"),
        ({"source": SourceRef("memory", table="gone")}, "no kind of source 'memory'"),
    ],
)
def test_a_layer_that_does_not_fit_its_source_is_refused(
    catalogue: LayerCatalogue, spec: LayerSpec, changes: dict[str, object], said: str
) -> None:
    catalogue.check(spec)
    assert spec.roles == NO_ROLES
    with pytest.raises(DataError, match=said):
        catalogue.check(replace(spec, **changes))  # type: ignore[arg-type]


def test_the_keys_are_an_array(catalogue: LayerCatalogue) -> None:
    found = catalogue.visible_fids("wells", Criteria("depth > 1"))
    assert isinstance(found, np.ndarray)
    assert found.dtype == np.int64
    assert found is catalogue.visible_fids("wells", Criteria("depth > 1"))
