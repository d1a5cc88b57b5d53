import numpy as np
import pytest
from pyproj import Geod

from mapapp.core.geo.measure import Measurement, area_text, length_text

SHENYANG, DALIAN, CHICAGO = (123.43278, 41.79222), (121.60222, 38.91222), (-87.65, 41.85)
GEOD = Geod(ellps="WGS84")


def test_a_distance_is_that_of_the_ellipsoid() -> None:
    line = Measurement("distance", (SHENYANG, DALIAN, CHICAGO))
    legs = GEOD.line_length(*zip(SHENYANG, DALIAN, CHICAGO, strict=True))
    assert line.length_m == pytest.approx(legs)


def test_a_degree_of_the_meridian_at_the_equator() -> None:
    # The length of the first degree of latitude on WGS84, as tables of geodesy have it.
    line = Measurement("distance", ((0, 0), (0, 1)))
    assert line.length_m == pytest.approx(110_574.39, abs=0.01)


def test_an_area_does_not_depend_on_the_direction() -> None:
    square = ((123.0, 41.0), (124.0, 41.0), (124.0, 42.0), (123.0, 42.0))
    there, back = Measurement("area", square), Measurement("area", square[::-1])
    assert there.area_m2 == pytest.approx(back.area_m2)


def test_the_length_of_an_area_closes_it() -> None:
    corners = (SHENYANG, DALIAN, CHICAGO)
    closed = Measurement("distance", (*corners, SHENYANG)).length_m
    assert Measurement("area", corners).length_m == pytest.approx(closed)


def test_the_earth_has_its_area_in_eight_parts() -> None:
    octant = Measurement("area", ((0, 0), (90, 0), (0, 90)))
    assert 8 * octant.area_m2 == pytest.approx(510_065_621.7e6)


@pytest.mark.parametrize("count", [0, 1])
def test_one_point_measures_nothing(count: int) -> None:
    line = Measurement("distance", (SHENYANG,) * count)
    assert (line.length_m, line.area_m2, len(line.outline(7))) == (0, 0, count)
    assert not line.is_enough


def test_two_points_are_a_distance_but_no_area() -> None:
    assert Measurement("distance", (SHENYANG, DALIAN)).is_enough
    area = Measurement("area", (SHENYANG, DALIAN))
    assert not area.is_enough
    assert area.area_m2 == 0


def test_two_points_of_an_area_are_joined_once() -> None:
    there = Measurement("distance", (SHENYANG, DALIAN)).length_m
    assert Measurement("area", (SHENYANG, DALIAN)).length_m == there


def test_points_come_and_go() -> None:
    line = Measurement("distance").with_vertex(*SHENYANG).with_vertex(*DALIAN)
    assert line.without_last().vertices == (SHENYANG,)


def test_the_outline_runs_on_over_the_antimeridian() -> None:
    lons = Measurement("distance", (SHENYANG, CHICAGO)).outline(5)[:, 0]
    assert lons[0] == pytest.approx(SHENYANG[0])
    assert lons[-1] == pytest.approx(CHICAGO[0] + 360)
    assert np.abs(np.diff(lons)).max() < 20


def test_the_outline_stays_in_the_copy_of_the_world_it_was_set_in() -> None:
    lons = Measurement("distance", ((-600, 41), (-610, 42))).outline(5)[:, 0]
    assert (lons[0], lons[-1]) == pytest.approx((-600, -610))


def test_an_outline_is_denser_at_a_larger_scale() -> None:
    line = Measurement("distance", (SHENYANG, CHICAGO))
    assert len(line.outline(3)) < len(line.outline(9)) / 2


def test_a_point_set_twice_does_no_harm() -> None:
    assert len(Measurement("distance", (SHENYANG, SHENYANG)).outline(7)) == 2


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0, "0.0 m"), (853.24, "853.2 m"), (999.97, "1.00 km"), (12_345, "12.35 km"),
     (352_700, "352.7 km"), (10_231_400, "10 231 km")],
)  # fmt: skip
def test_lengths_have_a_fitting_unit(metres: float, text: str) -> None:
    assert length_text(metres).replace("\u2009", " ") == text


@pytest.mark.parametrize(
    ("square_metres", "text"),
    [(853.2, "853 m²"), (9_999.7, "1.00 ha"), (12_345, "1.23 ha"), (999_996, "1.00 km²"),
     (12_345_678, "12.35 km²"), (481.5e6, "481.5 km²"), (148_000e6, "148 000 km²")],
)  # fmt: skip
def test_areas_have_a_fitting_unit(square_metres: float, text: str) -> None:
    assert area_text(square_metres).replace("\u2009", " ") == text
