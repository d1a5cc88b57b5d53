"""Reference systems of China, guessed by the range of coordinates and by words."""

from __future__ import annotations

import pytest
from pyproj import CRS, Transformer

from mapapp.core.geo.crs_guess import guess_crs

SHENYANG, DALIAN = (123.4, 41.8), (121.6, 38.9)


def ranges(epsg: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ranges of coordinates of two places in a system."""
    moved = Transformer.from_crs(4326, epsg, always_xy=True).transform
    (x1, y1), (x2, y2) = moved(*SHENYANG), moved(*DALIAN)
    return (min(x1, x2), max(x1, x2)), (min(y1, y2), max(y1, y2))


@pytest.mark.parametrize(
    ("epsg", "words"),
    [
        (4529, ""), (4491 + 8, ""), (2365, "西安80坐标"), (2335, "xian_1980"), (2417, "北京54"),
        (21421, "bj54 wells"), (4550, "CGCS2000"), (2386, "Xi'an 80"), (3857, ""), (4326, ""),
    ],
)  # fmt: skip
def test_a_system_is_guessed_by_range_and_name(epsg: int, words: str) -> None:
    guess = guess_crs(*ranges(epsg), words)
    assert guess is not None
    assert guess.crs == f"EPSG:{epsg}"
    assert not guess.is_swapped
    assert guess.is_sure == (epsg == 4326)


def test_a_zone_is_named_as_epsg_has_it() -> None:
    guess = guess_crs(*ranges(4529))
    assert guess is not None
    assert "zone 41" in CRS(guess.crs).name
    assert "begin with 41, a Gauss–Krüger zone of 3 degrees around 123° E" in guess.reason
    wide = guess_crs(*ranges(4499))
    assert wide is not None
    assert "zone 21" in CRS(wide.crs).name
    assert "begin with 21, a Gauss–Krüger zone of 6 degrees around 123° E" in wide.reason


def test_northings_that_come_first_are_noticed() -> None:
    eastings, northings = ranges(4529)
    guess = guess_crs(northings, eastings)
    assert guess is not None
    assert (guess.crs, guess.is_swapped) == ("EPSG:4529", True)


def test_nothing_is_guessed_of_what_fits_nothing() -> None:
    assert guess_crs((1e9, 2e9), (1.0, 2.0)) is None
    assert guess_crs((99e6, 99.5e6), (4e6, 4.1e6)) is None
