import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from mapapp.core.geo.crs import (
    GK_ZONES,
    DegreeStyle,
    System,
    describe,
    gk_meridian_epsg,
    gk_zone,
    gk_zone_epsg,
    to_wgs84,
    unproject,
    utm_epsg,
)
from mapapp.core.geo.geodesy import distance_m

SHENYANG = (123.43278, 41.79222)
SHENYANG_TEXTS = [
    (System.WGS84, "dd", "123.43278° E  41.79222° N"),
    (System.WGS84, "dms", "123°25′58.0″ E  41°47′32.0″ N"),
    (System.CGCS2000, "dd", "123.43278° E  41.79222° N"),
    (System.GK_ZONE, "dd", "41535973 E  4628649 N  (GK zone 41)"),
    (System.GK_MERIDIAN, "dms", "535973 E  4628649 N  (GK 123° E)"),
    (System.UTM, "dd", "535958 E  4626798 N  (UTM 51N)"),
    (System.GCJ02, "dd", "123.43891° E  41.79465° N"),
    (System.BD09, "dd", "123.44550° E  41.80045° N"),
]


@pytest.mark.parametrize(("system", "style", "text"), SHENYANG_TEXTS)
def test_a_position_is_written_in_each_system(
    system: System, style: DegreeStyle, text: str
) -> None:
    assert describe(*SHENYANG, system, style) == text


def test_utm_scales_gauss_kruger_of_the_same_meridian_down() -> None:
    # Both have their meridian at 123° E and the same ellipsoid; UTM's scale there is 0.9996.
    def plane(system: System) -> tuple[float, float]:
        words = str(describe(*SHENYANG, system)).split()
        return float(words[0]) - 500_000, float(words[2])

    gk, utm = plane(System.GK_MERIDIAN), plane(System.UTM)
    assert utm == pytest.approx([0.9996 * part for part in gk], abs=1)


@pytest.mark.parametrize("zone", GK_ZONES)
def test_the_epsg_codes_of_the_zones(zone: int) -> None:
    with_zone, without = CRS(gk_zone_epsg(zone)), CRS(gk_meridian_epsg(zone))
    assert with_zone.name == f"CGCS2000 / 3-degree Gauss-Kruger zone {zone}"
    assert without.name == f"CGCS2000 / 3-degree Gauss-Kruger CM {3 * zone}E"


@pytest.mark.parametrize(
    ("lon", "zone"), [(121.49, 40), (121.51, 41), (123, 41), (124.49, 41), (124.51, 42), (75, 25)]
)
def test_a_zone_reaches_a_degree_and_a_half_from_its_meridian(lon: float, zone: int) -> None:
    assert gk_zone(lon) == zone


def test_the_epsg_codes_of_utm() -> None:
    assert CRS(utm_epsg(51, north=True)).name == "WGS 84 / UTM zone 51N"
    assert CRS(utm_epsg(19, north=False)).name == "WGS 84 / UTM zone 19S"


@pytest.mark.parametrize(
    ("system", "lon", "lat"),
    [(System.GK_ZONE, -87.65, 41.85), (System.GK_MERIDIAN, 123, 70), (System.UTM, 0, 85)],
)
def test_outside_of_its_area_a_system_says_nothing(system: System, lon: float, lat: float) -> None:
    assert describe(lon, lat, system) is None


@pytest.mark.parametrize(
    ("system", "south", "north"),
    [(System.UTM, -80, 84), (System.GK_ZONE, 3, 54), (System.GK_MERIDIAN, 3, 54)],
)
def test_a_projected_system_ends_at_its_parallels(
    system: System, south: float, north: float
) -> None:
    told = [describe(123, lat, system) for lat in (south - 0.1, south, north, north + 0.1)]
    assert [text is not None for text in told] == [False, True, True, False]


@pytest.mark.parametrize("system", System)
def test_copies_of_the_world_read_the_same(system: System) -> None:
    lon, lat = SHENYANG
    assert describe(lon - 720, lat, system) == describe(lon, lat, system)


def test_a_published_pair_of_utm() -> None:
    # From the tests of deg2utm, beside the MATLAB port of eviltransform.
    assert describe(-104.545898, 36.903784, System.UTM) == "540455 E  4084295 N  (UTM 13N)"


def test_projected_metres_lead_back() -> None:
    lon, lat = unproject(41_535_973, 4_628_649, 4529) or (0.0, 0.0)
    assert distance_m(lon, lat, *SHENYANG)[0] < 1


def test_metres_of_no_place_are_refused() -> None:
    assert unproject(1e30, 1e30, 4529) is None


@given(
    st.sampled_from([System.WGS84, System.CGCS2000, System.GCJ02, System.BD09]),
    st.floats(104, 114),
    st.floats(28, 36),
)
def test_degrees_of_each_system_lead_back(system: System, lon: float, lat: float) -> None:
    shown = str(describe(lon, lat, system)).replace("°", "").split()
    read = to_wgs84(float(shown[0]), float(shown[2]), system)
    assert distance_m(lon, lat, *read)[0] < 1.5
