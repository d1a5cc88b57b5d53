"""Each projection against what defines it: distances, areas, angles, EPSG's own zones."""

from __future__ import annotations

import numpy as np
import pytest

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LIAONING, SHENYANG, WORLD, Extent
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection import RIM_M, Projection
from mapapp.core.geo.projection_choice import PROJECTIONS, ProjectionChoice
from mapapp.core.message import spoken

CHINA = Extent(73.0, 18.0, 136.0, 54.0)
WORLD_NAMES = ("equal-earth", "winkel-tripel", "azimuthal-equidistant")


def projection(name: str, area: Extent = LIAONING) -> Projection:
    return projection_for(ProjectionChoice.parse(name), area)


def inside(area: Extent, count: int = 300) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(7)
    lons = chance.uniform(area.west, area.east, count)
    return lons, chance.uniform(area.south, area.north, count)


@pytest.mark.parametrize("name", PROJECTIONS[1:])
def test_what_is_projected_comes_back(name: str) -> None:
    area = WORLD if name in WORLD_NAMES else LIAONING
    made = projection(name, area)
    lons, lats = inside(area)
    there = made.holds(lons, lats)
    back = made.inverse(*made.forward(lons, lats))
    assert there.mean() > 0.99
    np.testing.assert_allclose(back[1][there], lats[there], atol=1e-6)
    np.testing.assert_allclose((back[0] - lons + 180)[there] % 360 - 180, 0, atol=1e-5)


@pytest.mark.parametrize("name", PROJECTIONS[1:])
def test_nothing_lies_beyond_the_outline(name: str) -> None:
    area = WORLD if name in WORLD_NAMES else LIAONING
    made = projection(name, area)
    edge = made.outline_m()
    middle = (edge.min(axis=0) + edge.max(axis=0)) / 2
    for lons, _ in (made.inverse(*(middle + (edge - middle) * 1.02).T),):
        assert not np.isfinite(lons).any()


def test_distances_from_the_place_are_true() -> None:
    made = projection("azimuthal-equidistant", WORLD)
    lons, lats = inside(WORLD)
    there = made.holds(lons, lats)
    drawn_m = np.hypot(*made.forward(lons, lats))[there]
    np.testing.assert_allclose(drawn_m, distance_m(*SHENYANG, lons, lats)[there], atol=1.0)


def test_a_place_of_the_users_own_is_the_middle() -> None:
    made = projection("azimuthal-equidistant:-60,-30")
    assert np.hypot(*made.forward(np.array([-60.0]), np.array([-30.0])))[0] < 1e-6
    assert made.holds(*np.array([[-60.0], [-30.0]]))[0]
    assert not made.holds(np.array([120.0]), np.array([30.0]))[0]
    assert np.hypot(*made.outline_m().T) == pytest.approx(RIM_M)


def test_equal_earth_keeps_areas() -> None:
    made = projection("equal-earth", WORLD)
    lons, lats = inside(Extent(-170, -80, 170, 80))
    np.testing.assert_allclose(made.factors(lons, lats).scale, 1.0, atol=1e-6)


def test_lambert_keeps_angles_and_is_true_on_its_parallels() -> None:
    made = projection("lambert")
    lons, lats = inside(LIAONING)
    factors = made.factors(lons, lats)
    np.testing.assert_allclose(factors.least, factors.most, rtol=1e-6)
    assert np.abs(factors.scale - 1).max() < 1e-3
    on_parallel = made.factors(np.array([120.0]), np.array([made.parallels[0]]))
    assert on_parallel.scale[0] == pytest.approx(1.0, abs=1e-9)


def test_maps_of_china_have_their_usual_parallels_and_others_a_sixth() -> None:
    assert projection("lambert", CHINA).parallels == (25.0, 47.0)
    assert projection("lambert").parallels == (39.2, 42.8)
    assert projection("lambert", Extent(-60, -45, -40, -21)).parallels == (-41.0, -25.0)


def test_a_zone_is_that_of_epsg() -> None:
    made = projection("gauss-kruger")
    assert (made.epsg, made.lon) == (4529, 123.0)
    east, north = made.forward(np.array([123.0]), np.array([41.8]))
    assert east[0] == pytest.approx(41_500_000.0)
    assert north[0] == pytest.approx(4_629_000, abs=1500)
    from pyproj import Proj

    expected = Proj("EPSG:4529")(121.5, 40.2)
    assert made.forward(np.array([121.5]), np.array([40.2])) == pytest.approx(expected, abs=1e-3)


def test_a_map_is_cut_opposite_to_its_middle() -> None:
    made = projection("equal-earth", Extent(-30, -85, 330, 85))
    lons = np.array([-30.0, 330.0, -30.001, 329.999])
    east, _ = made.forward(lons, np.zeros(4))
    assert east[0] == pytest.approx(-east[1])
    assert east[0] < 0 < east[2]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_a_choice_is_read_as_it_is_written(name: str) -> None:
    assert str(ProjectionChoice.parse(name)) == name


def test_a_place_of_a_choice_is_read_as_it_is_written() -> None:
    text = "azimuthal-equidistant:-58.4,-34.6"
    assert ProjectionChoice.parse(text).center == (-58.4, -34.6)
    assert str(ProjectionChoice.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mercater", "choose mercator, equal-earth, winkel-tripel, azimuthal-equidistant, lambert"),
        ("azimuthal-equidistant:", "LON,LAT"),
        ("azimuthal-equidistant:200,1", "LON,LAT"),
        ("azimuthal-equidistant:nan,1", "LON,LAT"),
        ("azimuthal-equidistant:1,2,3", "LON,LAT"),
        ("lambert:120,40", "Only azimuthal-equidistant"),
        ("", "There is no projection"),
    ],
)
def test_a_wrong_choice_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ProjectionChoice.parse(text)
    assert said in spoken(caught.value.message)


@pytest.mark.parametrize(
    ("name", "area", "said"),
    [
        ("lambert", WORLD, "cannot show"),
        ("lambert", Extent(90, -10, 130, 12), "equator"),
        ("azimuthal-equidistant:0,0", Extent(179.8, -0.1, 180, 0.1), "other side of the Earth"),
        ("gauss-kruger", Extent(-80, 20, -75, 25), "73.5"),
        ("gauss-kruger", Extent(110, 20, 130, 50), "at most 12 degrees"),
        ("gauss-kruger", Extent(120, -30, 122, -20), "China"),
    ],
)
def test_an_area_that_cannot_be_is_refused(name: str, area: Extent, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        projection(name, area)
    assert said in spoken(caught.value.message)


@pytest.mark.parametrize("name", PROJECTIONS[1:])
def test_its_coordinate_system_can_be_read(name: str) -> None:
    from pyproj import CRS, Proj

    made = projection(name, WORLD if name in WORLD_NAMES else LIAONING)
    for version in ("WKT1_ESRI", "WKT2_2019"):
        there = Proj(CRS.from_wkt(made.wkt(version)))(121.0, 39.5)
        ours = made.forward(np.array([121.0]), np.array([39.5]))
        assert (ours[0][0], ours[1][0]) == pytest.approx(there, abs=0.5)
