from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.geo.extent import LIAONING, WORLD, Extent
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.mercator import EQUATOR_M, lat_of, lon_of
from mapapp.render.view.graticule import graticule
from mapapp.render.view.outlines import MARGIN_PX
from mapapp.render.view.scalebar import ScaleBar, scale_bar
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.visible import visible_outlines

PACIFIC = Extent(100, 0, 290, 75)


@pytest.mark.parametrize("extent", [LIAONING, PACIFIC, Extent(-130, 20, -60, 50)])
def test_a_view_shows_all_of_its_extent(extent: Extent) -> None:
    view = Viewport.fitted(extent, 1280, 800)
    for lon, lat in [(extent.west, extent.south), (extent.east, extent.north)]:
        assert -0.01 <= float(view.x(lon)) <= 1280.01
        assert -0.01 <= float(view.y(lat)) <= 800.01


def test_the_shown_extent_is_a_valid_one_across_the_antimeridian() -> None:
    shown = Viewport.fitted(PACIFIC, 1280, 800).extent
    assert shown.contains(-87.65, 41.85)
    assert shown.contains(123.4, 41.8)


def test_a_point_appears_in_each_copy_of_the_world() -> None:
    view = Viewport.fitted(WORLD, 1280, 800)
    xs = [x for _, x, _ in view.points(np.array([170.0]), np.array([0.0]))]
    assert len(xs) == 2
    assert xs[1] - xs[0] == pytest.approx(view.world_px)


def test_outlines_stop_just_outside_the_frame() -> None:
    view = Viewport.fitted(LIAONING, 400, 300)
    points = visible_outlines(np.array([shapely.box(-170, -80, 170, 80)]), view).points
    assert points.min() >= -MARGIN_PX - 0.01
    assert points[:, 0].max() <= 400 + MARGIN_PX + 0.01


def test_outlines_keep_areas_and_lines_apart() -> None:
    view = Viewport.fitted(LIAONING, 400, 300)
    shapes = np.array([shapely.box(120, 40, 121, 41), shapely.LineString([(122, 40), (123, 41)])])
    assert len(visible_outlines(shapes, view).starts) == 2


def test_outlines_leave_out_what_cannot_be_seen() -> None:
    lons = np.linspace(119, 125, 5000)
    wiggle = shapely.LineString(np.column_stack([lons, 41 + 1e-5 * np.sin(lons * 900)]))
    view = Viewport.fitted(LIAONING, 400, 300)
    assert len(visible_outlines(np.array([wiggle]), view).points) < 20


def test_the_scale_bar_is_true_in_the_middle_of_the_map() -> None:
    view = Viewport.fitted(LIAONING, 1000, 700)
    bar = scale_bar(view, 150)
    assert bar is not None
    lat = lat_of((view.top + view.bottom) / 2)
    east = lon_of(view.left + bar.width_px / view.world_px)
    measured = float(distance_m(lon_of(view.left), lat, [east], [lat])[0])
    assert measured == pytest.approx(bar.length_m, rel=0.004)  # sphere against ellipsoid
    assert bar.text == "100 km"


@given(st.floats(0.01, 3000))
def test_the_scale_bar_is_the_longest_round_one(m_per_px: float) -> None:
    bar = scale_bar(Viewport.at_scale(123, 41.8, m_per_px, 10, 10), 150)
    assert bar is not None
    digits = f"{bar.length_m:.6e}".rstrip("0123456789+-").removesuffix("e").rstrip("0").rstrip(".")
    assert digits in ("1", "2", "5")
    assert bar.width_px <= 150
    assert bar.width_px * (2.5 if digits == "2" else 2) > 150


def test_the_scale_bar_may_take_all_the_room_there_is() -> None:
    one_m_a_px = Viewport(0.5, 0.5 - 5 / EQUATOR_M, EQUATOR_M, 10, 10)
    assert scale_bar(one_m_a_px, 100) == ScaleBar(100, 100)


@pytest.mark.parametrize(
    ("length_m", "text"),
    [
        (0.5, "0.5 m"),
        (500, "500 m"),
        (1000, "1 km"),
        (20_000, "20 km"),
        (2_000_000, "2 000 km"),
    ],
)
def test_the_scale_bar_says_its_length(length_m: float, text: str) -> None:
    assert ScaleBar(length_m, 100).text == text


@pytest.mark.parametrize("north", [1, -1])
def test_one_edge_that_would_mislead_is_enough_for_no_scale_bar(north: int) -> None:
    def bar(height_px: float) -> ScaleBar | None:
        return scale_bar(Viewport.at_scale(123, 50 * north, 2000, 300, height_px), 150)

    # At 50° the scale grows by 15 % over 5.9 degrees towards the pole, and shrinks by as much
    # over 7.8 towards the equator: between the two only the poleward edge misleads.
    deg_px = 111_320 / 2000
    assert bar(2 * 5 * deg_px) is not None
    assert bar(2 * 6.8 * deg_px) is None


def test_no_scale_bar_where_one_scale_would_mislead() -> None:
    assert scale_bar(Viewport.fitted(PACIFIC, 1000, 700), 150) is None


def test_the_graticule_has_round_degrees_with_their_side() -> None:
    net = graticule(Viewport.fitted(PACIFIC, 1280, 800))
    texts = [text for _, text in net.meridians]
    assert "140° E" in texts
    assert "180°" in texts
    assert "160° W" in texts
    assert {text for _, text in net.parallels} >= {"0°", "40° N"}
