import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.errors import UsageError
from mapapp.core.geo.crs import DegreeStyle, System, describe
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.geo.positions.reading import PositionError

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


RULES = (123.435, 41.80833)


@pytest.mark.parametrize(
    "text",
    [
        # decimal commas
        "41°48'30,0\" 123°26'06,0\"", "41,80833; 123,435", "41,80833 123,435",
        "41,80833, 123,435", "41°48'30,0\"N, 123°26'06,0\"E", "41 48,5 N 123 26,1 E",
        "41°48,5' 123°26,1'", "41,80833N 123,435E",
        # compact degrees, ISO 6709
        "414830N1232606E", "414830 N 1232606 E", "N414830E1232606", "414830N, 1232606E",
        "414830.0N 1232606.0E", "4148.5N 12326.1E", "1232606E 414830N",
        "+41.80833+123.43500/", "+4148.5+12326.1/", "+414830+1232606/",
        "+414830+1232606+45CRSWGS_84/",
        # what stands between the parts
        "41 48.5N;123 26.1E", "41:48.5N 123:26.1E", "41:48:30 123:26:06", "41:48:30N;123:26:06E",
        "41.80833|123.435", "41-48-30N 123-26-06E", "41-48.5N, 123-26.1E", "41-48-30 123-26-06",
        # degrees and decimal minutes without signs, letters anywhere
        "41 48.5, 123 26.1", "41 48.5 123 26.1", "N41 48.5 E123 26.1", "41 48.5N 123 26.1E",
        "41N48.5 123E26.1", "41°N48'30\" 123°E26'06\"", "41N 48 30, 123E 26 06",
        "41°48.5N 123°26.1E",
        "123 26.1E 41 48.5N", "41 48 30N 123 26.1E",
        # once more around the Earth
        "41.80833N 483.435E", "41.80833N 236.565W", "41.80833, 483.435", "41 48.5N 236 33.9W",
        # links
        "geo:41.80833,123.435", "geo:41.80833,123.435;u=35", "geo:0,0?q=41.80833,123.435(Shenyang)",
        "https://www.openstreetmap.org/#map=15/41.80833/123.435", "#map=15/41.80833/123.435",
        "https://www.openstreetmap.org/?mlat=41.80833&mlon=123.435#map=5/10.0/20.0",
        "https://opentopomap.org/#map=12/41.80833/123.43500", "@41.80833,123.435,15z",
        "https://example.org/map#15/41.80833/123.435",
        "www.openstreetmap.org/#map=15/41.80833/123.435",
        "https://www.bing.com/maps?cp=41.80833~123.435&lvl=12",
        "https://yandex.com/maps/?ll=123.435%2C41.80833&z=12",
        "https://geohack.toolforge.org/geohack.php?params=41_48_30_N_123_26_6_E_type:city",
        "https://geohack.toolforge.org/geohack.php?params=41.80833_N_123.435_E_region:CN",
        "See https://www.openstreetmap.org/#map=15/41.80833/123.435",
        "https://uri.amap.com/marker?position=123.435,41.80833&coordinate=wgs84",
        "https://api.map.baidu.com/marker?location=41.80833,123.435&coord_type=wgs84&output=html",
        # well-known text
        "POINT(123.435 41.80833)", "point z (123.435 41.80833 45)",
        "SRID=4326;POINT(123.435 41.80833)",
        "SRID=4490; POINT (123.435 41.80833)", "SRID=4326;POINT(1.23435E2 4.180833e1)",
        # grids
        "51TWG3613328587", "51T WG 36133 28587", "mgrs 51t wg 36133 28587", "51T WG 3613328587",
        "51T 536133 4628587", "51N 536133 4628587", "UTM 51T 536133 4628587",
        "536133 E 4628587 N UTM zone 51N", "４１．８０８３３，１２３．４３５",
    ],
)  # fmt: skip
def test_what_people_paste_is_read(text: str) -> None:
    (read,) = parse_position(text)
    assert distance_m(read.lon, read.lat, *RULES)[0] < 3, read


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("https://uri.amap.com/marker?position=123.44113,41.81075&name=x", System.GCJ02),
        ("https://www.amap.com/regeo?lng=123.44113&lat=41.81075", System.GCJ02),
        ("https://wb.amap.com/?p=B0019,41.81075,123.44113,name,street", System.GCJ02),
        ("androidamap://viewMap?lat=41.81075&lon=123.44113&dev=0", System.GCJ02),
        ("https://apis.map.qq.com/uri/v1/marker?marker=coord:41.81075,123.44113;title:x",
         System.GCJ02),
        ("https://map.qq.com/?type=marker&pointx=123.44113&pointy=41.81075", System.GCJ02),
        ("https://api.map.baidu.com/marker?location=41.81659,123.44770&title=x", System.BD09),
        ("https://api.map.baidu.com/marker?location=41.81075,123.44113&coord_type=gcj02",
         System.GCJ02),
        ("https://map.baidu.com/?latlng=41.81659,123.44770", System.BD09),
        ("https://map.baidu.com/@13742284.2,5104787.2,15z", System.BD09),
        ("baidumap://map/marker?location=41.81659,123.44770", System.BD09),
    ],
)  # fmt: skip
def test_links_of_chinese_map_services_are_shifted_back(text: str, system: System) -> None:
    (read,) = parse_position(text)
    assert read.system is system
    assert distance_m(read.lon, read.lat, *RULES)[0] < 3


@pytest.mark.parametrize(
    "text",
    ["https://www.google.com/maps/place/X/@10.5,20.5,15z/data=!3m1!4b1!8m2!3d41.80833!4d123.435",
     "https://www.google.com/maps/@41.80833,123.435,15z",
     "https://www.google.com/maps/search/?api=1&query=41.80833%2C+123.435",
     "https://maps.google.com/?q=loc:41.80833,123.435",
     "https://www.google.com/maps/search/41.80833,+123.435"],
)  # fmt: skip
def test_a_link_of_google_is_read_as_it_stands_and_as_its_map_of_china(text: str) -> None:
    as_it_stands, shifted = parse_position(text)
    assert (as_it_stands.lon, as_it_stands.lat) == RULES
    assert shifted.system is System.GCJ02
    assert 300 < distance_m(shifted.lon, shifted.lat, *RULES)[0] < 900


def test_a_link_of_google_elsewhere_is_read_once() -> None:
    (read,) = parse_position("https://www.google.com/maps/@-33.86,151.21,15z")
    assert (read.lon, read.lat) == (151.21, -33.86)


@pytest.mark.parametrize(
    ("text", "part"),
    [("41,80833,123,435", "between them"), ("https://maps.app.goo.gl/AbCdE", "no coordinates"),
     ("https://surl.amap.com/1a2b", "no coordinates"), ("@沈阳", "no coordinates"),
     ("geo:95,200", "no position"), ("POINT(41.8 123.4)", "longitude first"),
     ("SRID=27700;POINT(1 2)", "EPSG:27700"),
     ("51TWG 3613 28587", "unequal"), ("51TIG1212", "not a position|no square"),
     ("51TWA1212", "no square"), ("414860N1232606E", "60 minutes"),
     ("51S 535958 4000000", "may be the band"), ("41N 48 30", "not a position"),
     ("41.5 48 N 123 E", "not a position"), ("41' 123'", "not a position"),
     ("41° 48° 123°", "not a position"), ("1 2 3 4 5", "not a position"),
     ("https://map.baidu.com/@99999999999,1,1z", "off the Earth"),
     (f"{'9' * 400} 4628587", "need their zone"), (f"UTM 51N {'9' * 400} 1", "far outside"),
     (f"{'9' * 400} 1000 EPSG:3857", "far outside"), (f"POINT({'9' * 400} 1)", "off the Earth"),
     (f"SRID=3857;POINT({'9' * 400} 1)", "off the Earth"), (f"geo:{'9' * 400},1", "no position"),
     (f"https://map.baidu.com/@{'9' * 400},1,9z", "off the Earth"),
     ("41.8 EPSG:27700 4628587 536133", "no zone|not a position")],
)  # fmt: skip
def test_what_is_unclear_is_refused_in_one_sentence(text: str, part: str) -> None:
    with pytest.raises(PositionError, match=part) as caught:
        parse_position(text)
    assert caught.value.text("en").endswith(".")
    assert caught.value.text("zh").endswith("。")


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
    with pytest.raises(PositionError, match=part) as caught:
        parse_position(text)
    assert caught.value.text("en").endswith(".")
    assert caught.value.text("zh").endswith("。")


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
