import pytest

from mapapp.core.geo.coordinates import lat_dms, lat_text, lon_dms, lon_text, scale_text


@pytest.mark.parametrize(
    ("lon", "text"),
    [(123.18731, "123.1873° E"), (-87.65, "87.6500° W"), (272.35, "87.6500° W"), (0, "0.0000° E")],
)
def test_longitudes_name_their_hemisphere(lon: float, text: str) -> None:
    assert lon_text(lon) == text


def test_latitudes_name_their_hemisphere() -> None:
    assert (lat_text(41.719), lat_text(-1.5)) == ("41.7190° N", "1.5000° S")


@pytest.mark.parametrize(
    ("denominator", "text"), [(1_234_567, "1:1 200 000"), (951.2, "1:950"), (8.4, "1:8")]
)
def test_scales_are_rounded_to_two_figures(denominator: float, text: str) -> None:
    assert scale_text(denominator).replace("\u2009", " ") == text


@pytest.mark.parametrize(
    ("lon", "text"),
    [
        (123.43278, "123°25′58.0″ E"),
        (-0.5, "0°30′00.0″ W"),
        (119.99999999, "120°00′00.0″ E"),
        (272.35, "87°39′00.0″ W"),
    ],
)
def test_seconds_never_show_sixty(lon: float, text: str) -> None:
    assert lon_dms(lon) == text


def test_latitudes_in_minutes_and_seconds() -> None:
    assert (lat_dms(41.79222), lat_dms(-0.001)) == ("41°47′32.0″ N", "0°00′03.6″ S")
