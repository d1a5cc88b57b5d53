"""What is drawn of a layer, and in which order, before any engine draws it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.geometry_parts import split_parts
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.page.layers import describe_symbology, encode_geometry
from mapapp.render.scene.layer import read_layer, set_apart
from mapapp.render.scene.scene import Choice, read_layers, read_scene
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from tests.drawn_atlas import FEATURES, ZOOM, position, specs, write_atlas
from tests.page_bytes import sent_layer

BY_ID = {spec.id: spec for spec in specs()}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    path = write_atlas(tmp_path_factory.mktemp("drawn") / "atlas.gpkg")
    with Atlas(path, specs()) as atlas:
        yield atlas


def test_collections_are_taken_apart_however_deep() -> None:
    inner = shapely.from_wkt("GEOMETRYCOLLECTION(MULTIPOINT(1 1,2 2),LINESTRING(0 0,1 1))")
    area = shapely.box(0, 0, 1, 1)
    nested = shapely.GeometryCollection([inner, shapely.MultiPolygon([area]), shapely.Point()])
    parts = split_parts(np.array([None, nested, shapely.Point(5, 5)]))
    assert shapely.get_coordinates(parts.points.geometries).tolist() == [[1, 1], [2, 2], [5, 5]]
    assert parts.points.owners.tolist() == [1, 1, 2]
    assert parts.lines.owners.tolist() == [1]
    assert parts.areas.geometries.tolist() == [area]


def test_areas_come_first_then_lines(drawn: Atlas) -> None:
    layer = read_layer(LayerCatalogue(drawn), BY_ID["field"])
    assert [group.style.kind for group in layer.shapes] == ["area", "line"]
    assert [len(group.geometries) for group in layer.shapes] == [4, 1]
    assert [mark.id for mark in layer.marks] == ["mixed"]


def test_of_shapes_and_of_marks_the_selected_come_last(drawn: Atlas) -> None:
    layer = read_layer(LayerCatalogue(drawn), BY_ID["field"]).selecting({3})
    told = [(group.style.kind, group.selected, group.fids.tolist()) for group in layer.shapes]
    assert told == [("area", False, [1, 2, 2]), ("area", True, [3]), ("line", True, [3])]
    marks = read_layer(LayerCatalogue(drawn), BY_ID["stop"]).selecting({2}).marks
    assert [mark.id for mark in marks][-1] == "below"
    assert [mark.selected for mark in marks] == [False] * (len(marks) - 2) + [True] * 2


def test_what_does_not_pass_is_not_drawn(drawn: Atlas) -> None:
    layer = read_layer(LayerCatalogue(drawn), BY_ID["field"]).only({1})
    assert [group.fids.tolist() for group in layer.shapes] == [[1]]
    assert not layer.marks
    stops = read_layer(LayerCatalogue(drawn), BY_ID["stop"])
    assert [len(group.fids) for group in stops.only({2}).shapes] == []


def test_points_of_one_feature_are_not_moved_apart(drawn: Atlas) -> None:
    one, other = (
        read_layer(LayerCatalogue(drawn), BY_ID["stop"]),
        read_layer(LayerCatalogue(drawn), BY_ID["stop"]),
    )
    marks = [mark for layer in set_apart([one, other], ZOOM) for mark in layer.marks]
    assert {mark.offset for mark in marks if mark.id == "several"} == {(0.0, 0.0)}
    assert all(any(mark.offset) for mark in marks if mark.id == "city")


def test_layers_have_the_order_and_the_opacity_of_the_request(drawn: Atlas) -> None:
    order = [BY_ID["stop"], BY_ID["field"]]
    layers = read_layers(LayerCatalogue(drawn), order, Choice(opacities={"field": 0.4}))
    assert [(layer.spec.id, layer.opacity) for layer in layers] == [("stop", 1.0), ("field", 0.4)]


def test_an_area_reaches_into_a_view_whose_point_lies_outside(drawn: Atlas) -> None:
    west, north = position(265, -140)
    east, south = position(300, -100)
    view = Viewport.fitted(Extent(west, south, east, north), 300, 300)
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        scene = read_scene(LayerCatalogue(drawn), basemap, view, [BY_ID["stop"]], "light")
    assert not scene.marks
    assert [stroke.kind for stroke in scene.strokes] == ["schematic"]


@pytest.mark.parametrize("layer", ["stop", "field", "road"])
def test_the_page_has_positions_to_a_tenth_of_a_metre(drawn: Atlas, layer: str) -> None:
    told = sent_layer(encode_geometry(read_layer(LayerCatalogue(drawn), BY_ID[layer]))).positions()
    wanted = [
        position(*xy) for each in FEATURES[layer].values() for xy in shapely.get_coordinates(each)
    ]
    assert len(told)
    for lon, lat in wanted:
        away = np.abs(told - (lon, lat)).max(axis=1).min()
        assert away < 1e-6


def test_the_page_is_told_rings_that_run_against_each_other(drawn: Atlas) -> None:
    sent = sent_layer(encode_geometry(read_layer(LayerCatalogue(drawn), BY_ID["field"])))
    _, closed, areas = sent.shapes[0]
    assert closed
    rings = areas[1]
    turns = [shapely.is_ccw(shapely.LinearRing(ring)) for ring in rings]
    assert turns == [True, False]


def test_layers_of_lines_have_no_fill(specs: tuple[LayerSpec, ...], atlas: Atlas) -> None:
    links = next(spec for spec in specs if spec.id == "friendship_link")
    (style,) = describe_symbology(read_layer(LayerCatalogue(atlas), links), "dark")["styles"]
    assert (style["fill"], style["fill_opacity"]) == ("", 0.0)
