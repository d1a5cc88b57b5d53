import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.errors import UsageError
from mapapp.core.geo.crs import DegreeStyle, System, describe
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.position_parser import parse_position

SHENYANG = (123.43278, 41.79222)


@pytest.mark.parametrize(
    "text",
    [
        "41.79222, 123.43278", "123.43278 41.79222", "41.79222;123.43278", "(123.43278,41.79222)",
        "123.43278E 41.79222N", "N41.79222 E123.43278", "n 41.79222°, e 123.43278°",
        "lat: 41.79222, lon: 123.43278", "北纬41.79222 东经123.43278",
        "纬度：41.79222，经度：123.43278",
        "41°47'32\"N 123°25'58\"E", "41°47′32.0″ N  123°25′58.0″ E", "41º47’32” N, 123º25’58” E",
        "41 47 32 N 123 25 58 E", "41 47 32, 123 25 58", "41°47.5333'N 123°25.9667'E",
        "北纬41度47分32秒，东经123度25分58秒", "WGS84 41.79222 123.43278",
        "CGCS2000: 123.43278 41.79222",
        "41535973, 4628649", "41535973 E  4628649 N  (GK zone 41)", "X=4628649 Y=41535973",
        "4628649, 41535973", "CGCS2000 41535973.0 4628649.0", "535973 E 4628649 N (GK 123° E)",
        "4628649 535973 GK 123°", "535958 m E 4626798 m N UTM 51N", "4626798N 535958E UTM 51 N",
        "GCJ-02 123.43891 41.79465", "gcj02: 41.79465, 123.43891", "火星坐标 123.43891,41.79465",
        "123.44550° E  41.80045° N (BD-09)", "百度坐标：123.44550，41.80045",
        "百度 123.44550 41.80045",
    ],
)  # fmt: skip
def test_many_spellings_of_one_place(text: str) -> None:
    (read,) = parse_position(text)
    assert distance_m(read.lon, read.lat, *SHENYANG)[0] < 5


def test_the_chosen_system_holds_for_bare_numbers() -> None:
    (read,) = parse_position("123.43891, 41.79465", System.GCJ02)
    assert read.system is System.GCJ02
    assert distance_m(read.lon, read.lat, *SHENYANG)[0] < 1


def test_a_system_in_the_text_goes_before_the_chosen_one() -> None:
    assert parse_position("WGS84 123.4 41.7", System.BD09)[0].system is System.WGS84


def test_range_decides_the_order() -> None:
    assert parse_position("41.79, 123.43")[0].order == "lat first"
    assert parse_position("123.43, 41.79")[0].order == "lon first"
    assert parse_position("123.43 E, 41.79 N")[0].order == "named"


def test_where_both_orders_fit_latitude_comes_first() -> None:
    first, second = parse_position("41.79, 80.2")
    assert (first.lon, first.lat, first.order) == (80.2, 41.79, "lat first")
    assert (second.lon, second.lat, second.order) == (41.79, 80.2, "lon first")


@pytest.mark.parametrize(
    ("text", "position"),
    [("33.86S 151.21E", (151.21, -33.86)), ("-22.9068, -43.1729", (-43.1729, -22.9068)),
     ("41°52′55″N 87°37′40″W", (-87.62778, 41.88194)), ("西经87.65 北纬41.85", (-87.65, 41.85)),
     ("446042 E 4633326 N UTM 16N", (-87.65, 41.85))],
)  # fmt: skip
def test_south_and_west(text: str, position: tuple[float, float]) -> None:
    read = parse_position(text)[0]
    assert (read.lon, read.lat) == pytest.approx(position, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "not a position"), ("Shenyang", "not a position"), ("1 2 3", "not a position"),
        ("41.79", "not a position"), ("inf nan", "not a position"), ("200, 95", "No order"),
        ("91N 20E", "No order"), ("41°61'N 123°E", "60 minutes"), ("41.7N 41.8N", "same axis"),
        ("535973 4628649", "need their zone"), ("99535973 4628649", "need their zone"),
        ("535958 4626798 UTM 66N", "no zone UTM 66N"), ("1 2 GK 124°", "no zone GK 124"),
        ("41535973 4628649 GCJ-02", "need their zone"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(text: str, part: str) -> None:
    with pytest.raises(UsageError, match=part) as caught:
        parse_position(text)
    assert str(caught.value).endswith(".")


@given(
    st.floats(75, 134), st.floats(18, 53), st.sampled_from(System), st.sampled_from(["dd", "dms"])
)
def test_what_is_written_is_read(
    lon: float, lat: float, system: System, style: DegreeStyle
) -> None:
    text = describe(lon, lat, system, style)
    assert text
    nearest = min(
        distance_m(read.lon, read.lat, lon, lat)[0] for read in parse_position(text, system)
    )
    # Half a unit of the last figure, or the strip along the border where GCJ-02 is ambiguous.
    assert nearest < 3 or (system in (System.GCJ02, System.BD09) and nearest < 1500)


@given(st.text(alphabet="0123456789.,-° '\"NSEWGKUTMXY度分秒", max_size=40))
def test_any_text_is_a_position_or_one_sentence(text: str) -> None:
    try:
        candidates = parse_position(text)
    except UsageError:
        return
    assert all(abs(read.lat) <= 90 and abs(read.lon) <= 540 for read in candidates)
