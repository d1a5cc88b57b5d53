import pytest

from mapapp.core.coordinates import lat_text, lon_text, scale_text


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
