import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LIAONING, Extent

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)


def test_four_numbers_are_read_in_order() -> None:
    assert Extent.parse("-130,20,-60,50").bounds == (-130, 20, -60, 50)


@pytest.mark.parametrize(
    "text",
    ["1,2,3", "a,b,c,d", "", "118,44,126,38", "126,38,118,44", "-190,0,10,10", "0,-91,1,1",
     "0,0,400,1", "nan,0,1,1", "0,0,0,1", "0,inf,1,1"],
)  # fmt: skip
def test_what_is_no_extent_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Extent.parse(text)


def test_an_extent_over_the_antimeridian_splits_in_two() -> None:
    pacific = Extent(100, 0, 290, 75)
    assert [part.bounds for part in pacific.split()] == [(100, 0, 180, 75), (-180, 0, -70, 75)]
    assert LIAONING.split() == (LIAONING,)


def test_an_extent_that_starts_at_the_antimeridian_is_one_part() -> None:
    assert [part.bounds for part in Extent(180, 0, 200, 1).split()] == [(-180, 0, -160, 1)]


@given(lon=lons, lat=lats, width=st.floats(0.01, 360), height=st.floats(0.01, 180))
def test_an_extent_around_a_point_contains_it(
    lon: float, lat: float, width: float, height: float
) -> None:
    around = Extent.around(lon, lat, width, height)
    middle_lon = (lon + 180) % 360 - 180
    assert around.contains(middle_lon, lat) or width < 1e-9
    assert around.contains(middle_lon + 360, lat)


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        ((123.4312345, 41.8, 123.4312348, 41.8000003), "123.4312345,41.8,123.4312348,41.8000003"),
        ((118.0, 38.3, 126.2, 43.7), "118,38.3,126.2,43.7"),
        ((-100.0, -1e-9, 100.0, 20.0), "-100,0,100,20"),
    ],
)
def test_what_is_printed_can_be_pasted_back(
    bounds: tuple[float, float, float, float], text: str
) -> None:
    assert str(Extent(*bounds)) == text
    assert Extent.parse(text).bounds == pytest.approx(bounds, abs=1e-8)
