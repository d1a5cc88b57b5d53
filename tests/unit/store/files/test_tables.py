"""Tables of text: encodings, delimiters, types, and where their rows are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mapapp.core.errors import DataError
from mapapp.core.geo.gcj02 import wgs84_to_bd09, wgs84_to_gcj02
from mapapp.core.geo.geodesy import distance_m
from mapapp.store.files.encodings import encoding_of
from mapapp.store.files.inspecting import inspect_file
from mapapp.store.files.placing import LocatedLayer, placed
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.report import LayerReport

TWO = (121.6, 38.9, 123.4, 41.8)


def written(folder: Path, content: str, encoding: str = "utf-8", name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding=encoding)
    return path


def report(path: Path, **options: str) -> LayerReport:
    (only,) = inspect_file(path, ReadOptions(**options))
    return only


def layer(path: Path, **options: str) -> LocatedLayer:
    (raw,) = raw_layers(path, ReadOptions(**options))
    return placed(raw, ReadOptions(**options))


CHINESE = "站名,经度,纬度\n沈阳北站,123.4,41.8\n大连站,121.6,38.9\n"
TRADITIONAL = "站名,經度,緯度\n瀋陽北站,123.4,41.8\n大連站,121.6,38.9\n"


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        (CHINESE, "utf-8", "UTF-8"),
        (CHINESE, "utf-8-sig", "UTF-8"),
        (CHINESE, "utf-16", "UTF-16"),
        (CHINESE, "utf-16-le", "UTF-16-LE"),
        (CHINESE, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "BIG5"),
        (TRADITIONAL, "gb18030", "GB18030"),
    ],
)
def test_an_encoding_is_told_from_the_bytes(
    tmp_path: Path, content: str, encoding: str, said: str
) -> None:
    found = report(written(tmp_path, content, encoding))
    assert found.encoding == said
    assert [field.name for field in found.fields] == content.splitlines()[0].split(",")
    assert found.sample[0][0] == content.splitlines()[1].split(",")[0]
    assert found.extent == TWO


@pytest.mark.parametrize("name", ["undefined", "idna", "punycode", "unicode_escape", "none"])
def test_what_is_no_encoding_of_files_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="There is no encoding"):
        inspect_file(written(tmp_path, "name,lon,lat\na,123,41\n"), ReadOptions(encoding=name))


def test_a_character_that_is_cut_by_the_sample_is_no_other_encoding() -> None:
    content = "名".encode() * 10
    assert encoding_of(content[:-1], is_part=True) == "utf-8"
    assert encoding_of(content[:-1]) != "utf-8"


def test_chinese_that_comes_late_is_read_all_the_same(tmp_path: Path) -> None:
    rows = "lon,lat,name\n" + "123.4,41.8,a\n" * 90_000 + "121.6,38.9,大连\n"
    found = layer(written(tmp_path, rows, "gb18030"))
    assert found.raw.encoding == "GB18030"
    assert found.raw.table.column("name")[-1].as_py() == "大连"


def test_an_encoding_that_is_said_goes_before_what_the_bytes_look_like(tmp_path: Path) -> None:
    path = written(tmp_path, "lon,lat,name\n123,41,é\n", "latin-1")
    assert report(path, encoding="latin-1").sample[0][2] == "é"
    with pytest.raises(DataError, match="There is no encoding 'klingon'; write such as"):
        report(path, encoding="klingon")


@pytest.mark.parametrize(
    ("said", "written_as"),
    [
        ("UTF-16", "utf-16"),
        ("utf16", "utf-16-le"),
        ("U16", "utf-16"),
        ("UTF_16_LE", "utf-16-le"),
        ("UTF-16BE", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("UTF8", "utf-8-sig"),
        ("UTF_8_SIG", "utf-8-sig"),
        ("GB-18030", "gb18030"),
        ("GB 18030", "gb18030"),
        ("cp936", "gbk"),
        ("Big-5", "big5"),
    ],
)
def test_an_encoding_can_be_said_in_any_spelling(
    tmp_path: Path, said: str, written_as: str
) -> None:
    content = TRADITIONAL if written_as == "big5" else CHINESE
    found = report(written(tmp_path, content, written_as), encoding=said)
    assert [field.name for field in found.fields] == content.splitlines()[0].split(",")
    assert found.sample[0][0] == content.splitlines()[1].split(",")[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_between_cells_is_found(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path, CHINESE.replace(",", delimiter))
    assert [field.type for field in report(path).fields] == ["text", "real", "real"]


def test_values_are_typed_where_all_of_a_column_are(tmp_path: Path) -> None:
    rows = (
        "lon,lat,whole,code,day,mixed,large,hash\n"
        "123.4,41.8,7,0110,1899-12-31,1,99999999999999999999,=1+1\n"
        "121.6,38.9,,116000,2020-02-29,x,1,<b>\n"
    )
    found = report(written(tmp_path, rows))
    types = {field.name: field.type for field in found.fields}
    assert types == {
        "lon": "real", "lat": "real", "whole": "integer", "code": "text", "day": "date",
        "mixed": "text", "large": "text", "hash": "text",
    }  # fmt: skip
    assert found.sample[0][3:5] == ("0110", "1899-12-31")
    assert found.sample[0][6:8] == ("99999999999999999999", "=1+1")


@pytest.mark.parametrize("above", ["", "\n", "\r\n\r\n", " \n,,\n"])
def test_rows_begin_below_the_titles_wherever_those_end(tmp_path: Path, above: str) -> None:
    titles = '"Output\n(million)",lon,lat\n'
    found = report(written(tmp_path, f"{above}{titles}7,123.4,41.8\n"))
    assert (found.fields[0].type, found.features) == ("integer", 1)


@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n"])
def test_titles_alone_are_a_table_of_no_rows(tmp_path: Path, end: str) -> None:
    found = report(written(tmp_path, f"name,lon,lat{end}"))
    assert found.features == 0
    assert [each.name for each in found.fields] == ["name", "lon", "lat"]


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        ("lng,lat", ("123.4,41.8", "121.6,38.9")),
        ("Longitude,Latitude", ("123.4,41.8", "121.6,38.9")),
        ("纬度(°),经度(°)", ("41.8,123.4", "38.9,121.6")),
        ("x,y", ("123.4,41.8", "121.6,38.9")),
        ("lon,lat", ("41.8,123.4", "38.9,121.6")),  # the wrong way round
        ("X_coord,Y_coord", ("123.4,41.8", "121.6,38.9")),
        ("lon_wgs84,lat_wgs84", ("123.4,41.8", "121.6,38.9")),
        ("坐标", ('"41.8, 123.4"', '"38.9,121.6"')),
        ("lnglat", ('"123.4,41.8"', '"121.6,38.9"')),
        ("经纬度", ("123.4 41.8", "121.6 38.9")),
        ("location", ("41°48′0″N 123°24′0″E", "38°54′N 121°36′E")),
        ("lat,lon", ("41°48′0″N,123°24′0″E", "38 54 N,121 36 E")),
        ("lat;lon", ("41,8;123,4", "38,9;121,6")),
        ("a;b", ("123.4;41.8", "121.6;38.9")),
        ("geom", ("POINT (123.4 41.8)", "SRID=4326;POINT(121.6 38.9)")),
    ],
)
def test_columns_of_coordinates_are_found(
    tmp_path: Path, titles: str, rows: tuple[str, ...]
) -> None:
    path = written(tmp_path, "\n".join((titles, *rows)) + "\n")
    found = report(path)
    assert found.extent == pytest.approx(TWO, abs=1e-6)
    assert found.crs == "EPSG:4326"
    assert found.coordinate_columns


@pytest.mark.parametrize(
    ("titles", "right", "turned"),
    [
        ("position", '"41.8, 123.4"', '"123.4, 41.8"'),
        ("position", '"123.4, 41.8"', '"41.8, 123.4"'),
        ("lat,lon", "41.8,123.4", "123.4,41.8"),
        ("lat,lon", "123.4,41.8", "41.8,123.4"),  # titles the wrong way round
    ],
)
def test_most_rows_say_which_number_is_the_longitude(
    tmp_path: Path, titles: str, right: str, turned: str
) -> None:
    rows = [right, right, turned, right, right]
    found = layer(written(tmp_path, "\n".join((titles, *rows)) + "\n"))
    assert found.xy is not None
    assert np.isnan(found.xy[:, 0]).tolist() == [False, False, True, False, False]
    assert found.xy[0].tolist() == [123.4, 41.8]
    assert "Row 3: its longitude and latitude seem to be the wrong way round" in " ".join(
        found.problems
    )


def test_columns_that_are_said_go_before_those_that_look_so(tmp_path: Path) -> None:
    path = written(tmp_path, "lon,lat,lon2,lat2\n1,2,123.4,41.8\n1,2,121.6,38.9\n")
    assert report(path, lon="lon2", lat="lat2").extent == TWO
    with pytest.raises(DataError, match=r"no column 'lon3' .*did you mean 'lon'"):
        layer(path, lon="lon3", lat="lat2")


def test_what_has_no_columns_of_coordinates_says_so(tmp_path: Path) -> None:
    found = report(written(tmp_path, "name,count\na,5\n"))
    assert (found.geometry, found.crs, found.extent) == ("none", None, None)
    assert found.problems == ("It has no geometry, and no columns of coordinates were found.",)


@pytest.mark.parametrize(("datum", "shift"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_a_shifted_datum_is_shifted_back(tmp_path: Path, datum: str, shift: object) -> None:
    true = np.array([[123.4, 41.8], [121.6, 38.9]])
    lon, lat = shift(true[:, 0], true[:, 1])  # type: ignore[operator]
    rows = "".join(f"{x:.9f},{y:.9f}\n" for x, y in zip(lon, lat, strict=True))
    path = written(tmp_path, f"lon_{datum},lat_{datum}\n{rows}")
    assert layer(path, datum=datum).xy == pytest.approx(true, abs=1e-7)
    plain = layer(path)
    assert plain.xy == pytest.approx(np.column_stack((lon, lat)), abs=1e-9)
    assert any("speak of" in problem for problem in plain.problems)
    with pytest.raises(DataError, match="There is no datum 'gcj2'; did you mean 'gcj02'"):
        layer(path, datum="gcj2")


def test_a_datum_goes_beside_the_system_of_a_file(tmp_path: Path) -> None:
    path = written(tmp_path, "geom\nSRID=4529;POINT (41533259.6 4629024.1)\n")
    plain, shifted = layer(path).xy, layer(path, datum="gcj02").xy
    assert plain is not None
    assert shifted is not None
    assert plain[0] == pytest.approx((123.4, 41.8), abs=0.01)
    assert 300 < distance_m(*plain[0], shifted[:, 0], shifted[:, 1])[0] < 800


def test_rows_without_a_place_are_named_and_keep_their_row(tmp_path: Path) -> None:
    path = written(tmp_path, "n,lon,lat\n1,123.4,41.8\n2,,\n3,121.6,38.9\n4,0,0\n5,999,999\n")
    found = layer(path)
    assert found.xy is not None
    assert np.isnan(found.xy[:, 0]).tolist() == [False, True, False, False, True]
    said = " ".join(found.problems)
    assert "Row 2: it has no coordinates" in said
    assert "Row 4: it lies at 0, 0" in said
    assert "Row 5: its coordinate (999, 999)" in said


def test_longitudes_beyond_180_are_those_of_the_west(tmp_path: Path) -> None:
    found = layer(written(tmp_path, "lon,lat\n190,10\n170,10\n"))
    assert found.xy is not None
    assert found.xy[:, 0].tolist() == [-170, 170]
