"""Views in other projections: what they show, and that nothing is drawn beyond their edge."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING, SHENYANG, WORLD, Extent
from mapapp.core.geo.geodesy import circle, distance_m, geodesic
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import PROJECTIONS, ProjectionChoice
from mapapp.render.view.outlines import MARGIN_PX, Outlines
from mapapp.render.view.projected_outlines import in_pixels, outline_of
from mapapp.render.view.projected_view import ProjectedView
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.visible import visible_outlines
from mapapp.store.basemap import Basemap

PACIFIC_CENTRED = Extent(-30, -85.06, 330, 85.06)
OTHERS = PROJECTIONS[1:]
FOR_THE_WORLD = ("equal-earth", "winkel-tripel", "azimuthal-equidistant")


def view_of(name: str, extent: Extent, width: float = 800, height: float = 500) -> ProjectedView:
    projection = projection_for(ProjectionChoice.parse(name), extent)
    return ProjectedView.fitted(projection, extent, width, height)


def globe(view: ProjectedView) -> shapely.Polygon:
    return shapely.Polygon(outline_of(view).points).buffer(0.01)


def rings(outlines: Outlines) -> list[np.ndarray]:
    return np.split(outlines.points, outlines.starts[1:])


def area_px(outlines: Outlines) -> float:
    """What rings enclose by the odd-even rule."""
    whole = shapely.Polygon()
    for ring in rings(outlines):
        whole = whole.symmetric_difference(shapely.make_valid(shapely.Polygon(ring)))
    return float(whole.area)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("extent", [LIAONING, Extent(123.2, 41.6, 123.7, 42.0)])
def test_a_view_shows_all_of_its_extent_and_no_more_than_it_must(name: str, extent: Extent) -> None:
    view = view_of(name, extent)
    lons, lats = np.meshgrid(
        np.linspace(extent.west, extent.east, 60), np.linspace(extent.south, extent.north, 60)
    )
    xs, ys = view.pixels(lons.ravel(), lats.ravel())
    assert xs.min() >= -0.1
    assert ys.min() >= -0.1
    assert xs.max() <= 800.1
    assert ys.max() <= 500.1
    assert np.ptp(xs) > 799.5 or np.ptp(ys) > 499.5


@pytest.mark.parametrize("name", FOR_THE_WORLD)
def test_a_view_of_the_world_shows_all_of_it(name: str) -> None:
    view = view_of(name, WORLD)
    assert shapely.box(0, 0, 800, 500).contains(globe(view))
    assert view.extent.east - view.extent.west == pytest.approx(360)
    assert (view.extent.south, view.extent.north) == (-90, 90)


def test_a_view_to_where_mercator_ends_has_room_for_the_poles() -> None:
    edge = outline_of(view_of("equal-earth", WORLD, 2000, 500)).points
    assert np.ptp(edge[:, 1]) * 1.03 == pytest.approx(500, abs=0.1)


@pytest.mark.parametrize("name", OTHERS)
def test_the_window_holds_whatever_is_in_the_frame(name: str) -> None:
    view = view_of(name, WORLD if name in FOR_THE_WORLD else LIAONING)
    chance = np.random.default_rng(3)
    lons, lats = view.degrees(chance.uniform(0, 800, 500), chance.uniform(0, 500, 500))
    west, south, east, north = view.window
    there = np.isfinite(lons)
    assert there.any()
    assert ((lons >= west) & (lons <= east) & (lats >= south) & (lats <= north))[there].all()


def test_a_pole_in_sight_widens_the_window_to_all_meridians() -> None:
    view = view_of("azimuthal-equidistant:0,80", Extent(-20, 70, 20, 89.9))
    west, _, east, north = view.window
    assert (east - west, north) == (360, 90)


@pytest.mark.parametrize("name", OTHERS)
def test_a_scale_is_true_in_the_middle(name: str) -> None:
    lon, lat = 123.43, 41.8
    projection = projection_for(ProjectionChoice.parse(name), Extent(123, 41.5, 124, 42.1))
    view = ProjectedView.at_scale(projection, lon, lat, 50.0, 800, 500)
    assert view.ground_m_per_px == pytest.approx(50.0, rel=1e-6)
    assert view.position(400, 250) == pytest.approx((lon, lat), abs=1e-6)
    to_north, to_east = view.position(400, 150), view.position(500, 250)
    across = distance_m(lon, lat, *map(np.array, to_north)) * distance_m(
        lon, lat, *map(np.array, to_east)
    )
    assert math.sqrt(across[0]) == pytest.approx(5000, rel=0.05 if name in FOR_THE_WORLD else 1e-4)


def test_a_scale_is_that_of_ways_from_the_place_wherever_it_is_asked_for() -> None:
    projection = projection_for(ProjectionChoice("azimuthal-equidistant"), WORLD)
    view = ProjectedView.at_scale(projection, -70.0, 40.0, 50.0, 800, 500)
    assert view.plane_m_per_px == pytest.approx(50.0)


def test_zooms_are_those_of_the_window_at_the_same_scale() -> None:
    mercator = Viewport.at_scale(123.43, 41.8, 50.0, 800, 500)
    projection = projection_for(ProjectionChoice("lambert"), LIAONING)
    view = ProjectedView.at_scale(projection, 123.43, 41.8, 50.0, 800, 500)
    assert view.zoom == pytest.approx(mercator.zoom, abs=0.01)


@pytest.mark.parametrize("name", FOR_THE_WORLD)
def test_symbols_stand_where_lines_to_them_end(name: str) -> None:
    view = view_of(name, WORLD)
    lons, lats = np.array([123.43, -87.6, 151.2]), np.array([41.8, 41.9, -33.9])
    rows, xs, ys = view.in_sight(world_x(lons), world_y(lats))
    assert rows.tolist() == [0, 1, 2]
    np.testing.assert_allclose(np.array([xs, ys]), np.array(view.pixels(lons, lats)), atol=1e-6)
    assert len(view.in_sight(world_x(lons), world_y(lats), most=2)[0]) == 0


@pytest.mark.parametrize("name", FOR_THE_WORLD)
@pytest.mark.parametrize("extent", [WORLD, PACIFIC_CENTRED])
def test_great_circles_are_cut_at_the_edge_and_not_drawn_across(name: str, extent: Extent) -> None:
    view = view_of(name, extent)
    for lon, lat in [(-87.6, 41.9), (-43.2, -22.9), (-149.9, 61.2), (18.4, -33.9)]:
        parts = [*map(shapely.LineString, geodesic(*SHENYANG, lon, lat, 1e-4))]
        drawn = visible_outlines(np.array(parts), view)
        steps = [np.hypot(*np.diff(line, axis=0).T).max() for line in rings(drawn)]
        reach = max(np.ptp(line[:, 0]) for line in rings(drawn))
        assert max(steps) < 250
        assert reach < 800
        assert globe(view).buffer(0.5).contains(shapely.MultiPoint(drawn.points))


def test_ways_from_the_place_are_straight() -> None:
    view = view_of("azimuthal-equidistant", WORLD)
    for lon, lat in [(-87.6, 41.9), (18.4, -33.9), (-149.9, 61.2)]:
        parts = [*map(shapely.LineString, geodesic(*SHENYANG, lon, lat, 1e-4))]
        drawn = visible_outlines(np.array(parts), view).points
        ends = np.array(view.pixels(np.array([SHENYANG[0], lon]), np.array([SHENYANG[1], lat]))).T
        chord = shapely.LineString(ends)
        assert max(chord.distance(shapely.Point(point)) for point in drawn) < 0.5


def test_links_are_bent_however_few_vertices_they_have() -> None:
    view = view_of("lambert", Extent(73, 18, 136, 54))
    line = np.array([shapely.LineString([(80, 40), (130, 40)])])
    drawn = shapely.LineString(visible_outlines(line, view, 0.05).points)
    middle = np.array(view.pixels(np.array([105.0]), np.array([40.0]))).ravel()
    assert drawn.distance(shapely.Point(middle)) < 0.3
    assert shapely.LineString(np.array(drawn.coords)[[0, -1]]).distance(shapely.Point(middle)) > 20


@pytest.mark.parametrize("extent", [WORLD, PACIFIC_CENTRED])
def test_areas_across_the_cut_keep_their_size(extent: Extent) -> None:
    """Equal Earth keeps areas; one that were drawn across the map would be many times as large."""
    view = view_of("equal-earth", extent)
    for lon, lat in [(180.0, 20.0), (-30.0, 10.0), (150.0, -40.0), (0.0, 60.0)]:
        ring = circle(lon, lat, 4e6)
        pieces = [shapely.Polygon(ring + np.array([turn, 0.0])) for turn in (-360.0, 0.0, 360.0)]
        whole = shapely.clip_by_rect(np.array(pieces), -180, -90, 180, 90)
        drawn = visible_outlines(whole[~shapely.is_empty(whole)], view, 0.01)
        expected = 4e12 / view.plane_m_per_px**2
        assert area_px(drawn) == pytest.approx(expected, rel=0.01)


def test_an_area_on_both_sides_of_180_has_no_seam_in_the_middle_of_the_map() -> None:
    view = view_of("equal-earth", PACIFIC_CENTRED)
    halves = np.array([shapely.box(170, 10, 180, 20), shapely.box(-180, 10, -170, 20)])
    assert len(visible_outlines(halves, view).starts) == 1


def test_an_area_behind_the_place_has_no_seam_where_the_map_closes() -> None:
    view = view_of("azimuthal-equidistant", WORLD)
    behind = SHENYANG[0] - 180
    drawn = visible_outlines(np.array([shapely.box(behind - 9, 10, behind + 9, 20)]), view)
    assert len(drawn.starts) == 1


def test_an_area_around_the_antipode_fills_the_rim() -> None:
    view = view_of("azimuthal-equidistant:-60,-30", WORLD)
    land = np.array([shapely.box(60, 0, 178, 70), shapely.box(-120, -10, -100, 10)])
    drawn = visible_outlines(land, view)
    inside = shapely.Polygon()
    for ring in rings(drawn):
        inside = inside.symmetric_difference(shapely.make_valid(shapely.Polygon(ring)))
    for lon, lat, is_land in [(118, 32, True), (122, 28, True), (-60, -30, False), (0, 0, False)]:
        at = np.array(view.pixels(np.array([lon]), np.array([lat]))).ravel()
        assert inside.contains(shapely.Point(at)) == is_land, (lon, lat)


@pytest.mark.parametrize("size", [(800, 500), (1500, 60), (50, 900)])
def test_land_that_touches_the_frame_is_no_fault(size: tuple[int, int]) -> None:
    """GEOS made rings of three points of this, which it then refused."""
    extent = Extent(-35.0719741, -85.4405254, -32.1548375, -85.4401296)
    view = view_of("azimuthal-equidistant:0,-90", extent, *size)
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        drawn = visible_outlines(basemap.shapes("world_land"), view)
    x, y = view.pixels(np.array([-33.5]), np.array([-85.4403]))
    whole = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings(drawn)])
    assert whole.contains(shapely.Point(x[0], y[0]))


def test_a_few_metres_beside_a_pole_are_not_bent_by_millions_of_vertices() -> None:
    extent = Extent(-147.7947683, -89.9432509, -147.7947639, -89.9432297)
    view = view_of("equal-earth", extent, 1500, 60)
    assert view.window[2] - view.window[0] == 360
    parallel = np.array([shapely.LineString([(-180, -89.9432), (180, -89.9432)])])
    assert len(shapely.get_coordinates(in_pixels(parallel, view))) < 6_000


def test_a_world_that_is_a_dot_in_a_long_frame_has_a_scale_and_a_north() -> None:
    view = view_of("equal-earth", Extent(120.98, 15.4636, 426.2, 15.4638), 50, 900)
    assert view.scale_spread >= 0
    assert view.north_spread_deg == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("name", OTHERS)
def test_the_edge_of_the_world_is_cut_at_the_frame(name: str) -> None:
    view = view_of(name, Extent(123.4, 41.7, 123.41, 41.71))
    edge = outline_of(view).points
    assert np.abs(edge).max() <= 800 + MARGIN_PX
    assert globe(view).contains(shapely.box(0, 0, 800, 500))


@given(
    name=st.sampled_from(OTHERS),
    lon=st.floats(-180, 180),
    lat=st.floats(-60, 75),
    wide=st.floats(1, 179),
    high=st.floats(1, 80),
)
def test_nothing_is_drawn_outside_the_world_or_the_frame(
    name: str, lon: float, lat: float, wide: float, high: float
) -> None:
    view = view_of(name, PACIFIC_CENTRED if name in FOR_THE_WORLD else LIAONING, 300, 200)
    east, north = min(lon + wide, 180.0), min(lat + high, 90.0)
    shapes = np.array([shapely.box(min(lon, east - 0.1), lat, east, north)])
    lines = shapely.get_exterior_ring(shapes)
    for drawn in (visible_outlines(shapes, view), visible_outlines(lines, view)):
        if len(drawn.points):
            points = shapely.MultiPoint(drawn.points)
            frame = shapely.box(-MARGIN_PX, -MARGIN_PX, 300 + MARGIN_PX, 200 + MARGIN_PX)
            assert frame.buffer(0.01).contains(points)
            assert globe(view).buffer(0.7).contains(points)
