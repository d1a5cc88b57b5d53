"""What a view shows of layers of very many features."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import geopandas
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.mercator import TILE_PX, lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import Geometry, LayerSpec
from mapapp.core.style.symbology import Classes, SymbolClass, SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.scene import dense_pixels as pixels_module
from mapapp.render.scene import dense_points as points_module
from mapapp.render.scene import dense_shapes as shapes_module
from mapapp.render.scene.dense import DenseLayer, is_viewed, read_dense
from mapapp.render.scene.dense_pixels import Plane
from mapapp.render.scene.dense_shapes import Drawn
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_frame

RED, BLUE = SymbolSpec(Tone("#E00010", "#E00010")), SymbolSpec(Tone("#1000E0", "#1000E0"))
AT = (122.0, 41.0)
Reader = Callable[..., DenseLayer]


@pytest.fixture
def read(atlas: Atlas) -> Iterator[Reader]:
    """Reads geometries, or positions as points, as a layer."""
    with LayerCatalogue(atlas) as catalogue:

        def made(
            geometries: NDArray[np.object_], geometry: Geometry = "point", **columns: object
        ) -> DenseLayer:
            frame = geopandas.GeoDataFrame(columns, geometry=geometries, crs="EPSG:4326")
            source = of_frame(frame, "many")
            catalogue.hold(source)
            spec = LayerSpec("many", Text("Many", "许多"), "mine", source.ref, geometry, 1, RED)
            if columns:
                fallback = SymbolClass(Text("Other", "其他"), RED)
                steps = (SymbolClass(Text("b", "b"), BLUE, value="b"),)
                classes = Classes("categorised", "kind", None, steps, fallback)
                spec = replace(spec, classes=classes)
            return read_dense(catalogue, spec)

        yield made


def view(lon: float, lat: float, zoom: float, width: float = 400, height: float = 300) -> Viewport:
    size = world_px(zoom)
    left, top = float(world_x(lon)) - width / 2 / size, float(world_y(lat)) - height / 2 / size
    return Viewport(left, top, size, width, height)


def scattered(count: int, spread_deg: float = 3.0) -> NDArray[np.float64]:
    return np.random.default_rng(1).normal(AT, spread_deg, (count, 2))


def inside(xy: NDArray[np.float64], port: Viewport) -> NDArray[np.bool_]:
    xs = (world_x(xy[:, 0]) - port.left) * port.world_px
    ys = (world_y(xy[:, 1]) - port.top) * port.world_px
    return np.asarray((xs > 0) & (xs < port.width_px) & (ys > 0) & (ys < port.height_px))


@pytest.mark.parametrize("zoom", [5.0, 9.3, 17.0])
def test_each_point_in_sight_is_on_its_pixel(read: Reader, zoom: float) -> None:
    xy, port = scattered(3_000), view(*AT, zoom)
    xy[:5] = np.array(AT) + np.arange(-2, 3)[:, None] * 20.2 * 360 / world_px(zoom)
    spots = read(shapely.points(xy)).points.in_view(port, None)
    wanted = xy[inside(xy, port)]
    xs = np.rint((world_x(wanted[:, 0]) - port.left) * port.world_px)
    ys = np.rint((world_y(wanted[:, 1]) - port.top) * port.world_px)
    assert len(wanted) >= 5
    assert {*zip(xs, ys, strict=True)} <= {*zip(spots.xs.tolist(), spots.ys.tolist(), strict=True)}
    assert spots.weights is None


def test_points_are_drawn_in_the_order_of_the_layer(read: Reader) -> None:
    kinds = ["a", "b"] * 30
    layer = read(shapely.points(np.tile(AT, (60, 1))), kind=kinds)
    spots = layer.points.in_view(view(*AT, 9), None)
    colours = [layer.symbology[style].style.colour for style in spots.styles]
    assert colours == [RED.colour, BLUE.colour] * 30


def test_points_appear_in_each_copy_of_the_world(read: Reader) -> None:
    layer = read(shapely.points([(179.9, 0.0), (-179.9, 0.0)]))
    port = view(180.0, 0.0, 6)
    xs = sorted(layer.points.in_view(port, None).xs.tolist())
    away = 0.1 / 360 * port.world_px
    assert xs == pytest.approx([200 - away, 200 + away], abs=1)
    assert len(layer.points.in_view(view(0.0, 0.0, 0, 1000, 300), None)) > 4


def test_of_very_many_points_each_pixel_tells_how_many(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points_module, "IN_ORDER", 100)
    port = view(*AT, 9)
    few, many = (lon_of(port.left + px / port.world_px) for px in (100, 300))
    xy = np.concatenate([np.tile((few, AT[1]), (3, 1)), np.tile((many, AT[1]), (300, 1))])
    spots = read(shapely.points(xy)).points.in_view(port, None)
    assert spots.xs.tolist() == [100, 300]
    assert spots.weights is not None
    assert 100 < spots.weights[0] < spots.weights[1] == 255


def test_the_last_on_a_pixel_gives_its_colour(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points_module, "IN_ORDER", 10)
    layer = read(shapely.points(np.tile(AT, (40, 1))), kind=["a"] * 39 + ["b"])
    spots = layer.points.in_view(view(*AT, 9), None)
    assert [layer.symbology[style].style for style in spots.styles] == [BLUE]


@pytest.mark.parametrize("most", [10, 10_000])
def test_only_what_is_shown_is_drawn(
    read: Reader, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(points_module, "IN_ORDER", most)
    xy = np.array(AT) + np.arange(100)[:, None] * (0.001, 0)
    layer = read(shapely.points(xy))
    port = view(*AT, 14, 2_000)
    some = layer.only(layer.keys[10:30])
    assert len(some.points.in_view(port, some.plain)) == 20
    assert len(some.only(None).points.in_view(port, None)) > 30
    chosen = some.selecting([int(layer.keys[12]), int(layer.keys[50]), 999_999])
    assert len(chosen.points.in_view(port, chosen.plain)) == 19
    assert len(chosen.points.in_view(port, chosen.chosen)) == 1
    assert chosen.selecting([]).chosen is None


def test_the_nearest_that_is_shown_is_found(read: Reader) -> None:
    xy = scattered(2_000)
    layer = read(shapely.points(xy))
    worlds = np.column_stack([world_x(xy[:, 0]), world_y(xy[:, 1])])
    for hidden in (False, True):
        shown = layer.only(layer.keys[::3]) if hidden else layer
        rows = np.arange(0, 2_000, 3) if hidden else np.arange(2_000)
        for x, y in worlds[:40] + 1e-5:
            away = np.hypot(worlds[rows, 0] - x, worlds[rows, 1] - y)
            found = shown.nearest(x + 1, y, 0.1)
            assert found
            assert found[0] == layer.keys[rows[away.argmin()]]
            assert found[2] == pytest.approx(away.min(), abs=1e-9)
    assert layer.nearest(0.1, 0.1, 0.001) is None


def test_few_in_a_view_are_named_and_many_are_not(read: Reader) -> None:
    layer = read(shapely.points([AT, (AT[0] + 0.01, AT[1]), (10.0, 10.0)]))
    port = view(*AT, 9)
    found = layer.few_in(port, 2)
    assert found is not None
    assert found.tolist() == layer.keys[:2].tolist()
    assert layer.few_in(port, 1) is None


def polygon_of(drawn: Drawn) -> shapely.Polygon:
    """The one area that is drawn."""
    assert drawn.lines.sum() == len(drawn.lengths)
    xy = np.column_stack([drawn.xs, drawn.ys])
    outer, *holes = np.split(xy, np.cumsum(drawn.lengths)[:-1])
    return shapely.Polygon(outer, holes)


def test_a_hole_stays_a_hole_and_runs_against_the_outer_ring(read: Reader) -> None:
    area = shapely.box(121, 40, 123, 42) - shapely.box(121.5, 40.5, 122.5, 41.5)
    port = view(*AT, 7)
    [drawn] = read(np.array([area]), "polygon").shapes.in_view(port, None)
    made = polygon_of(drawn)
    assert len(made.interiors) == 1
    assert made.exterior.is_ccw != made.interiors[0].is_ccw
    middle = shapely.Point(port.width_px / 2, port.height_px / 2)
    assert not made.contains(middle)
    assert made.contains(shapely.Point(middle.x - 0.75 / 360 * port.world_px, middle.y))


def test_parts_of_a_feature_are_all_drawn(read: Reader) -> None:
    both = shapely.MultiPolygon([shapely.box(121, 40, 121.5, 41), shapely.box(122, 40, 123, 41)])
    layer = read(np.array([both]), "polygon")
    [drawn] = layer.shapes.in_view(view(*AT, 7), None)
    assert drawn.lines.tolist() == [1, 1]
    assert layer.shapes.rows.tolist() == [0, 0]


def test_collections_have_their_points_lines_and_areas(read: Reader) -> None:
    every = shapely.GeometryCollection(
        [
            shapely.Point(AT),
            shapely.LineString([(121, 40), (123, 42)]),
            shapely.box(121, 40, 122, 41),
        ]
    )
    layer = read(np.array([every, None, shapely.Point()]), "polygon")
    [drawn] = layer.shapes.in_view(view(*AT, 7), None)
    assert [layer.styles[style].kind for style in drawn.styles] == ["area", "line"]
    assert len(layer.points.in_view(view(*AT, 7), None)) == 1
    assert len(layer.keys) == 3


def test_what_lies_around_a_view_covers_it(read: Reader) -> None:
    turn = np.linspace(0, 2 * np.pi, 5_000)
    ring = np.column_stack([122 + 3 * np.cos(turn), 41 + 2 * np.sin(turn)])
    port = view(*AT, 17)
    [drawn] = read(np.array([shapely.Polygon(ring)]), "polygon").shapes.in_view(port, None)
    assert polygon_of(drawn).contains(shapely.box(0, 0, port.width_px, port.height_px))
    assert len(drawn.xs) < 100, "what is far outside is left out"


def test_a_line_keeps_its_way_where_it_leaves_the_view(read: Reader) -> None:
    ends = [(AT[0] - 3, AT[1] - 2), (AT[0] + 3, AT[1] + 1.9)]
    port = view(*AT, 15)
    [drawn] = read(np.array([shapely.LineString(ends)]), "line").shapes.in_view(port, None)
    made = shapely.LineString(np.column_stack([drawn.xs, drawn.ys]))
    worlds = [(float(world_x(lon)), float(world_y(lat))) for lon, lat in ends]
    exact = shapely.LineString(
        [((x - port.left) * port.world_px, (y - port.top) * port.world_px) for x, y in worlds]
    )
    frame = shapely.box(0, 0, port.width_px, port.height_px).buffer(2_000)
    assert shapely.hausdorff_distance(made & frame, exact & frame) < 0.5


def circles(count: int, radius_deg: float) -> NDArray[np.object_]:
    middles = shapely.points(np.array(AT) + np.arange(count)[:, None] * (0.002, 0))
    return np.asarray(shapely.buffer(middles, radius_deg))


def test_small_areas_are_dots_with_their_colour(read: Reader) -> None:
    layer = read(circles(50, 1e-6), "polygon", kind=["b"] * 50)
    [drawn] = layer.shapes.in_view(view(*AT, 9), None)
    assert not len(drawn.lines)
    assert 0 < len(drawn.dots) <= 50
    assert {layer.styles[style].style for style in drawn.dots.styles} == {BLUE}


def test_more_in_sight_is_drawn_more_coarsely(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, port = read(circles(60, 0.001), "polygon"), view(*AT, 13)
    [fine] = layer.shapes.in_view(port, None)
    monkeypatch.setattr(shapes_module, "FINE", ((10, 0.25, 1.0, 0.0), (10**9, 4.0, 4.0, 0.0)))
    [coarse] = layer.shapes.in_view(port, None)
    assert len(coarse.xs) < len(fine.xs) / 1.5
    assert coarse.lines.sum() == fine.lines.sum()
    assert fine.step_px < coarse.step_px == 4
    assert set((coarse.xs % 4).tolist()) == {0.0}


def test_shapes_are_drawn_in_the_order_of_their_styles(read: Reader) -> None:
    kinds = ["a", "b", "a", "b", "a"]
    layer = read(circles(5, 0.0008), "polygon", kind=kinds)
    [drawn] = layer.shapes.in_view(view(*AT, 15, 2_000, 2_000), None)
    assert drawn.styles.tolist() == [0, 0, 0, 1, 1]
    firsts = np.cumsum(drawn.lengths) - drawn.lengths
    assert np.argsort(drawn.xs[firsts]).tolist() == [0, 3, 1, 4, 2], "each has its own place"
    only = layer.only(layer.keys[[1, 4]])
    [some] = only.shapes.in_view(view(*AT, 15, 2_000, 2_000), only.plain)
    assert some.styles.tolist() == [0, 1]


def test_shapes_are_in_each_copy_of_the_world(read: Reader) -> None:
    layer = read(np.array([shapely.box(-179.5, 0, -179, 1)]), "polygon")
    drawn = layer.shapes.in_view(view(180.0, 0.5, 6), None)
    assert sum(len(each.lines) for each in drawn) == 1


def test_positions_are_exact_at_the_closest_zoom(read: Reader) -> None:
    lon, lat = 123.456789, 41.234567
    layer = read(shapely.points([(lon, lat)]))
    x = float(layer.points.packed.xs[0]) / points_module.WORLD
    y = float(layer.points.packed.ys[0]) / points_module.WORLD
    px = TILE_PX * 2**17
    assert abs(x - float(world_x(lon))) * px < 0.01
    assert abs(y - float(world_y(lat))) * px < 0.01
    assert (lon_of(x), lat_of(y)) == pytest.approx((lon, lat), abs=1e-7)


def test_a_layer_about_entities_is_drawn_as_a_whole(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.render.scene.dense.VIEWED", 2)
    with LayerCatalogue(atlas) as catalogue:
        frame = geopandas.GeoDataFrame(
            {"about": ["a", "b"]}, geometry=shapely.points([AT, AT]), crs="EPSG:4326"
        )
        source = of_frame(frame, "many")
        catalogue.hold(source)
        spec = LayerSpec("many", Text("M", "许"), "mine", source.ref, "point", 1, RED)
        assert is_viewed(catalogue, spec)
        assert not is_viewed(catalogue, replace(spec, roles=Roles(entity="about")))
        monkeypatch.setattr("mapapp.render.scene.dense.VIEWED", 3)
        assert not is_viewed(catalogue, spec)


@pytest.mark.parametrize("zoom", [5.0, 6.4, 8.0])
def test_points_that_are_counted_from_afar_are_as_many_and_within_a_pixel(
    read: Reader, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    monkeypatch.setattr(points_module, "IN_ORDER", 100)
    monkeypatch.setattr(points_module, "_NEAR_IN_ORDER", 100)
    layer, port = read(shapely.points(scattered(20_000, 0.5))), view(*AT, zoom)
    exact = layer.points.in_view(port, None)
    monkeypatch.setattr(points_module, "_MANY", 1_000)
    rough = layer.points.in_view(port, None)
    assert layer.points._overviews.keys() > {0}
    assert len(rough) < 20_000
    hit = np.zeros((500, 600), np.bool_)
    hit[exact.ys + 100, exact.xs + 100] = True
    for by in (0, 1):
        hit |= np.roll(hit, 1, axis=by) | np.roll(hit, -1, axis=by)
    assert hit[rough.ys + 100, rough.xs + 100].all()
    all_of_them = np.ones(len(layer.keys), np.bool_)
    exactly, roughly = (
        layer.points._counted(port, shown, 20_000).total for shown in (all_of_them, None)
    )
    assert roughly == pytest.approx(exactly, rel=0.01)


def test_a_plane_has_whole_dots_and_the_colours_of_the_last(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points_module, "IN_ORDER", 10)
    monkeypatch.setattr(pixels_module, "_CROWDED", 10**9)
    port = view(*AT, 9)
    places = [lon_of(port.left + px / port.world_px) for px in (100, 103)]
    xy = np.concatenate([np.tile((lon, AT[1]), (40, 1)) for lon in places])
    layer = read(shapely.points(xy), kind=["a"] * 40 + ["b"] * 40)
    plane = layer.seen.picture(port, None, 2)
    assert isinstance(plane, Plane)
    assert (plane.left, plane.top, plane.weights.shape) == (100, 150, (2, 5))
    assert (plane.weights > 0).tolist() == [[True, True, False, True, True]] * 2
    assert plane.styles is not None
    shown = [layer.symbology[style].style for style in plane.styles[0, [0, 4]]]
    assert shown == [RED, BLUE]


def test_a_plane_ends_where_the_view_does(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points_module, "IN_ORDER", 10)
    monkeypatch.setattr(pixels_module, "_CROWDED", 10**9)
    layer, port = read(shapely.points(scattered(3_000))), view(*AT, 9)
    plane = layer.seen.picture(port, None, 4)
    assert isinstance(plane, Plane)
    rows, columns = plane.weights.shape
    assert 0 <= plane.left <= plane.left + columns <= port.width_px
    assert 0 <= plane.top <= plane.top + rows <= port.height_px


def test_what_passes_is_put_apart_once_and_what_is_selected_is_left_in_it(read: Reader) -> None:
    layer = read(shapely.points(scattered(300)))
    some = layer.only(layer.keys[::3])
    assert len(some.seen) == 100
    assert some.selecting([int(layer.keys[0])]).seen is some.seen
    assert some.only(None).seen is layer.points
