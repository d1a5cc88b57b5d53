"""Geodesy against independent formulas and over random lines."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from mapapp.core.geo import geodesy
from mapapp.core.geo.mercator import world_px, world_x, world_y

TOLERANCE = 0.25 / world_px(6)
SHENYANG = (123.43278, 41.79222)
CHICAGO = (-87.65005, 41.85003)
MONTERREY = (-100.31847, 25.67507)
DUSSELDORF = (6.77616, 51.22172)

lons = st.floats(-180, 180).map(lambda lon: round(lon, 9))
lats = st.floats(-80, 80)


def test_distance_matches_vincenty_example() -> None:
    """Flinders Peak to Buninyong, the example of Geoscience Australia (GRS80, 54 972.271 m)."""
    flinders = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyong = (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
    assert geodesy.distance_m(*flinders, *buninyong)[0] == pytest.approx(54972.271, abs=0.01)


def test_distances_to_several_points() -> None:
    metres = geodesy.distance_m(0, 0, [0, 1, 0], [0, 0, 1])
    assert metres == pytest.approx([0, 111319.491, 110574.389], abs=0.01)


def test_length_is_the_sum_of_its_steps() -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    assert geodesy.length_m(line) == pytest.approx(111319.491 + 110574.389, abs=0.01)


def test_area_does_not_depend_on_direction() -> None:
    ring = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    assert geodesy.area_m2(ring) == pytest.approx(1.2309e10, rel=1e-4)
    assert geodesy.area_m2(ring[::-1]) == geodesy.area_m2(ring)


@given(lons, st.floats(-70, 70), st.floats(0.01, 10_000))
def test_circle_encloses_the_stated_area(lon: float, lat: float, area_km2: float) -> None:
    ring = geodesy.circle(lon, lat, area_km2)
    assert ring.shape == (73, 2)
    assert (ring[0] == ring[-1]).all()
    assert geodesy.area_m2(ring) == pytest.approx(area_km2 * 1e6, rel=1e-6)
    radius_m = geodesy.distance_m(lon, lat, ring[:, 0], ring[:, 1])
    assert np.ptp(radius_m) < 0.01


@pytest.mark.parametrize(("city", "parts"), [(CHICAGO, 2), (MONTERREY, 2), (DUSSELDORF, 1)])
def test_links_over_the_pacific_are_cut(city: tuple[float, float], parts: int) -> None:
    assert len(geodesy.geodesic(*SHENYANG, *city, TOLERANCE)) == parts


def test_chicago_link_peaks_at_73_degrees() -> None:
    line = np.vstack(geodesy.geodesic(*SHENYANG, *CHICAGO, TOLERANCE))
    assert line[:, 1].max() == pytest.approx(73.4, abs=0.05)


def test_cut_parts_share_their_point_on_both_sides() -> None:
    west, east = geodesy.geodesic(*SHENYANG, *CHICAGO, TOLERANCE)
    assert west[-1, 0] == 180.0
    assert east[0, 0] == -180.0
    assert west[-1, 1] == east[0, 1]


def test_line_along_the_antimeridian_stays_whole() -> None:
    line = np.array([[180.0, 0.0], [180.0, 5.0], [179.0, 6.0]])
    assert all(np.abs(part[:, 0]).max() <= 180 for part in geodesy.split_antimeridian(line))


def test_line_of_one_place_has_no_length() -> None:
    (part,) = geodesy.geodesic(*SHENYANG, *SHENYANG, TOLERANCE)
    assert geodesy.length_m(part) == 0


@given(lons, lats, lons, lats)
def test_geodesic_stays_within_the_world_and_ends_right(
    lon1: float, lat1: float, lon2: float, lat2: float
) -> None:
    parts = geodesy.geodesic(lon1, lat1, lon2, lat2, TOLERANCE)
    whole = np.vstack(parts)
    assert np.abs(whole[:, 0]).max() <= 180
    assert all(np.abs(np.diff(part[:, 0])).max() <= 180 for part in parts)
    assert tuple(whole[0]) == pytest.approx((lon1, lat1)) or abs(lon1) == 180
    assert tuple(whole[-1]) == pytest.approx((lon2, lat2)) or abs(lon2) == 180
    for before, after in itertools.pairwise(parts):
        assert before[-1, 1] == after[0, 1]
        assert before[-1, 0] == -after[0, 0]
        assert abs(before[-1, 0]) == 180


@given(lons, lats, lons, lats)
def test_length_is_that_of_the_shortest_line(
    lon1: float, lat1: float, lon2: float, lat2: float
) -> None:
    parts = geodesy.geodesic(lon1, lat1, lon2, lat2, TOLERANCE)
    shortest_m = geodesy.distance_m(lon1, lat1, lon2, lat2)[0]
    # Nearer to a pole the line leaves Mercator's square, where no picture needs vertices.
    assume(max(abs(part[:, 1]).max() for part in parts) < 80)
    assert sum(map(geodesy.length_m, parts)) == pytest.approx(shortest_m, rel=1e-4, abs=1e-3)


@given(lons, lats, lons, lats)
def test_chords_leave_the_true_line_by_under_a_quarter_pixel(
    lon1: float, lat1: float, lon2: float, lat2: float
) -> None:
    """The true line is sampled densely and each sample measured to the drawn polyline."""
    wgs84 = Geod(ellps="WGS84")
    azimuth, _, total_m = wgs84.inv(lon1, lat1, lon2, lat2)
    assume(1000 < total_m < 19_000_000)
    samples = np.array(
        [wgs84.fwd(lon1, lat1, azimuth, total_m * share)[:2] for share in np.linspace(0, 1, 200)]
    )
    assume(np.abs(samples[:, 1]).max() < 84)
    parts = geodesy.geodesic(lon1, lat1, lon2, lat2, TOLERANCE)
    distance_px = [_distance_px(parts, lon, lat) for lon, lat in samples]
    assert max(distance_px) < 0.25


def _distance_px(parts: list[np.ndarray], lon: float, lat: float) -> float:
    import shapely

    nearest = math.inf
    for part in parts:
        line = shapely.LineString(np.column_stack([world_x(part[:, 0]), world_y(part[:, 1])]))
        for copy in (-1, 0, 1):
            point = shapely.Point(float(world_x(lon)) + copy, float(world_y(lat)))
            nearest = min(nearest, line.distance(point))
    return nearest * world_px(6)
