from __future__ import annotations

import datetime
import struct

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from shapely import Point

from mapapp.core.errors import DataError
from mapapp.core.expression.parser import parse
from mapapp.core.source.query import Query, Sort
from mapapp.store.sources.memory import of_arrow, of_frame

HERE = shapely.to_wkb(Point(121, 41))


def of_column(column: pa.Array) -> list[object]:
    """The values of a column of an Arrow table as the source has them."""
    source = of_arrow(pa.table({"it": column, "geometry": [HERE] * len(column)}), "some")
    return list(source.read(Query(("it",))).columns["it"])


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pa.array([True, False, None]), [1, 0, None]),
        (pa.array([1.5, float("nan"), float("inf")]), [1.5, None, None]),
        (pa.array([datetime.date(2023, 5, 19), None]), ["2023-05-19", None]),
        (pa.array(["a\x00b\x07", "", None, "大连"]), ["ab", None, None, "大连"]),
        (pa.array([2**64 - 1], pa.uint64()), [2.0**64]),
        (pa.array(["x", "y", "x"]).dictionary_encode(), ["x", "y", "x"]),
        (pa.array([1.5], pa.float16()), [1.5]),
        (pa.array(["large"], pa.large_string()), ["large"]),
        (pa.array([None, None]), [None, None]),
    ],
    ids=str,
)
def test_values_become_numbers_and_texts(column: pa.Array, values: list[object]) -> None:
    assert of_column(column) == values


def test_what_is_no_number_or_text_is_no_field() -> None:
    table = pa.table({"list": [[1]], "bytes": [b"a"], "name": ["x"], "geometry": [HERE]})
    assert of_arrow(table, "some").schema.names == ("name",)


def test_dates_are_compared_as_dates() -> None:
    days = pa.array([datetime.date(2015, 3, 1), datetime.date(2016, 1, 1), None])
    source = of_arrow(pa.table({"since": days, "geometry": [HERE] * 3}), "some")
    assert [field.kind for field in source.schema.fields] == ["date"]
    condition = parse("since = 2015", source.schema.fields)
    assert source.keys(Query(where=condition)).tolist() == [1]


def test_a_text_that_is_not_utf_8_is_an_error() -> None:
    offsets, data = struct.pack("<2i", 0, 1), b"\xff"
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    )
    with pytest.raises(DataError, match="column 'it' cannot be read"):
        of_column(broken)


@pytest.mark.parametrize(
    ("wkb", "said"),
    [
        (b"", "feature 1: "),
        (b"\x01\x01", "feature 1: "),
        (shapely.to_wkb(Point(121, 95)), r"feature 1: .*\(121, 95\)"),
        (shapely.to_wkb(shapely.LineString([(0, 0), (500, 0)])), r"feature 1: .*\(500, 0\)"),
        ("POINT (1 2)", "feature 1: it is no geometry"),
    ],
)
def test_a_geometry_that_is_none_is_an_error(wkb: object, said: str) -> None:
    with pytest.raises(DataError, match=said):
        of_arrow(pa.table({"geometry": [wkb]}), "some")


def test_a_table_without_geometries_names_the_nearest_column() -> None:
    with pytest.raises(DataError, match="no column 'geometry'; did you mean 'geometri'"):
        of_arrow(pa.table({"geometri": ["x"]}), "some")


def test_big_endian_points_are_read_too() -> None:
    table = pa.table({"geometry": [HERE, shapely.to_wkb(Point(122, 40), byte_order=0)]})
    points = of_arrow(table, "some").read_points()
    assert points is not None
    assert points.xy.tolist() == [[121, 41], [122, 40]]


def test_slices_of_a_table_keep_their_own_points() -> None:
    wkb = [shapely.to_wkb(Point(120 + i, 40)) for i in range(6)]
    table = pa.concat_tables([pa.table({"geometry": wkb[:3]}), pa.table({"geometry": wkb[3:]})])
    points = of_arrow(table.slice(1, 4), "some").read_points()
    assert points is not None
    assert points.xy[:, 0].tolist() == [121, 122, 123, 124]


def test_one_feature_of_many_makes_no_geometries_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wkb = [shapely.to_wkb(Point(120 + i, 40)) for i in range(6)]
    source = of_arrow(pa.table({"geometry": wkb}), "some")
    made: list[int] = []
    points = shapely.points

    def counted(xy: np.ndarray) -> object:
        made.append(len(xy))
        return points(xy)

    monkeypatch.setattr(shapely, "points", counted)
    one, some = source.feature(3).geometry, source.read(Query(keys=(2, 5))).geometries
    assert made == [1, 2]
    assert shapely.get_coordinates([one, *some])[:, 0].tolist() == [122, 121, 124]


def test_points_of_a_frame_keep_their_height() -> None:
    high = geopandas.GeoDataFrame(geometry=[Point(121, 41, 500)], crs=4326)
    source = of_frame(high, "some")
    assert source.read_points() is not None
    assert source.feature(0).geometry.z == 500
    assert source.nearest(121, 41, 10)[0].record.geometry.z == 500


def frame(index: object) -> geopandas.GeoDataFrame:
    shapes = [Point(121, 41), Point(122, 41), Point(123, 41)]
    return geopandas.GeoDataFrame({"name": ["b", "a", "c"]}, geometry=shapes, crs=4326, index=index)


def test_the_index_of_a_frame_is_its_keys() -> None:
    source = of_frame(frame([30, 10, 20]), "some")
    assert source.keys().tolist() == [10, 20, 30]
    assert source.rows([30, 10], ["name"]) == [("b",), ("a",)]
    assert source.keys(Query(sort=Sort("name"))).tolist() == [10, 30, 20]
    assert source.feature(20).geometry == Point(123, 41)


@pytest.mark.parametrize("index", [["x", "y", "z"], [1, 1, 2]])
def test_an_index_that_is_no_key_is_counted(index: list[object]) -> None:
    assert of_frame(frame(index), "some").keys().tolist() == [1, 2, 3]


def test_a_frame_stays_as_it_was_when_it_changes_later() -> None:
    mine = frame([1, 2, 3])
    source = of_frame(mine, "some")
    mine.loc[1, "name"] = "changed"
    assert source.rows([1], ["name"]) == [("b",)]


def test_a_column_that_cannot_be_one_is_named() -> None:
    mine = frame([1, 2, 3])
    mine["odd"] = pd.Series([1, "two", b"three"], index=mine.index, dtype=object)
    with pytest.raises(DataError, match="some: the column 'odd' cannot be read"):
        of_frame(mine, "some")


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (pd.array([1, None, 3], "Int64"), "some: the index lacks a number; number the features"),
        (pd.array([1, 2, 2**63], "uint64"), f"some: the index has {2**63}, and no key is above"),
        (pd.array([1, 2, 2**64 - 1], "UInt64"), "no key is above"),
    ],
    ids=["missing", "large", "nullable and large"],
)
def test_an_index_that_is_almost_a_key_is_an_error(
    index: pd.api.extensions.ExtensionArray, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        of_frame(frame(index), "some")


@pytest.mark.parametrize("index", [pd.array([3, 1, 2], "UInt64"), pd.array([3, 1, 2], "Int64")])
def test_an_index_that_could_lack_a_number_is_a_key(
    index: pd.api.extensions.ExtensionArray,
) -> None:
    assert of_frame(frame(index), "some").rows([3], ["name"]) == [("b",)]


def test_two_columns_of_one_name_are_an_error() -> None:
    mine = frame([1, 2, 3])
    doubled = pd.concat([mine, mine[["name"]]], axis=1)
    with pytest.raises(DataError, match="some has two columns 'name'; rename one"):
        of_frame(doubled, "some")
    mine[0], mine["0"] = 1, 2
    with pytest.raises(DataError, match="some has two columns '0'; rename one"):
        of_frame(mine, "some")
    for names in (["a", "a", "geometry"], ["a", "geometry", "geometry"]):
        table = pa.Table.from_arrays([pa.array([HERE])] * 3, names=names)
        with pytest.raises(DataError, match="some has two columns"):
            of_arrow(table, "some")
