"""What holds for every source, whatever is behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from mapapp.core.errors import DataError, ReadCancelledError
from mapapp.core.expression.parser import parse
from mapapp.core.expression.tree import Exactly, Not, field_of_column
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.layer.source_ref import FILE
from mapapp.core.source.answers import Value
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query, Sort
from tests.unit.store.sources.making import MAKERS, POINTS, ROWS, Row

NAMES = ("name", "kind", "area", "number")


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., FeatureSource]]:
    made: list[FeatureSource] = []

    def make_(rows: tuple[Row, ...] = ROWS) -> FeatureSource:
        made.append(MAKERS[request.param](tmp_path / f"{len(made)}.gpkg", rows))
        return made[-1]

    yield make_
    for source in made:
        source.close()


@pytest.fixture(scope="module", params=MAKERS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FeatureSource]:
    """A source of each kind, which all who only ask share."""
    made = MAKERS[request.param](tmp_path_factory.mktemp("source") / "0.gpkg", ROWS)
    yield made
    made.close()


def where(source: FeatureSource, text: str, **more: Any) -> Query:
    return Query(where=parse(text, source.schema.fields), **more)


def keys(source: FeatureSource, query: Query) -> list[int]:
    """The keys of a query, which its other answers must agree with."""
    found: list[int] = source.keys(query).tolist()
    assert source.read(query).fids.tolist() == found
    assert source.count(query) == len(found)
    return found


def missing(value: Value) -> Value:
    """An empty text is a missing value; a source may say it either way."""
    return None if value == "" else value


class Cancelled:
    """A cancellation that comes after it was asked for some times."""

    def __init__(self, after: int) -> None:
        self.left = after

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_the_schema_says_the_fields_in_order(source: FeatureSource) -> None:
    fields = {field.id: field.kind for field in source.schema.fields}
    assert tuple(fields)[:4] == NAMES
    assert [fields[name] for name in NAMES] == ["text", "text", "number", "number"]
    assert source.schema.geometry is None


def test_all_is_read_as_it_was(source: FeatureSource) -> None:
    read = source.read(Query(NAMES))
    assert read.fids.dtype == np.dtype(np.int64)
    assert read.fids.tolist() == list(range(1, len(ROWS) + 1))
    for row, (_, geometry, values) in zip(ROWS, read.rows(), strict=True):
        assert [missing(value) for value in values.values()] == [missing(v) for v in row[1:]]
        if row.geometry is None:
            assert geometry is None
        elif row.geometry.is_empty:
            assert geometry.is_empty
        else:
            assert geometry.geom_type == row.geometry.geom_type
            keeps_heights = source.ref.kind != FILE  # which says that it leaves them out
            assert geometry.has_z == (row.geometry.has_z and keeps_heights)
            assert shapely.equals_exact(geometry, row.geometry, 1e-7)


def test_an_empty_source_answers(make: Callable[..., FeatureSource]) -> None:
    source = make(())
    assert keys(source, Query(NAMES)) == []
    assert source.extent is None
    assert source.rows([], NAMES) == []
    assert source.nearest(121, 41, 1000) == []
    assert source.statistics("area").count == 0
    assert source.statistics("name").minimum is None
    assert keys(source, where(source, 'name = "x"', sort=Sort("area"), keys=(1,))) == []


def test_the_extent_holds_all(source: FeatureSource) -> None:
    assert source.extent is not None
    assert source.extent.bounds == pytest.approx((-179.9, -5, 180, 42.5), abs=1e-6)


@pytest.mark.parametrize(
    ("extent", "found"),
    [
        (Extent(121, 40, 122, 41), [1, 4]),
        (Extent(121.4, 40.4, 121.6, 40.6), [1]),
        (Extent(170, 0, 190, 20), [6, 7]),
        (Extent(-180, -90, 180, 90), [1, 4, 5, 6, 7, 8]),
        (Extent(0, 0, 1, 1), []),
    ],
)
def test_an_extent_meets_boxes(source: FeatureSource, extent: Extent, found: list[int]) -> None:
    assert keys(source, Query(extent=extent)) == found
    assert keys(source, Query(extent=extent, limit=1)) == found[:1]


def test_placed_are_those_with_a_geometry(source: FeatureSource) -> None:
    assert keys(source, Query(placed=True)) == [1, 4, 5, 6, 7, 8]
    assert keys(source, Query(placed=True, limit=2)) == [1, 4]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('kind = "port"', [1, 3, 5, 6]),
        ('name contains "BETA"', [4, 7]),
        ('name = "港" or kind in ("park", "x")', [4, 6, 8]),
        ("name is empty", [2, 3]),
        ("area > 1 and not number = 7", [1, 3, 4]),
        ("area != 1.5", [2, 3, 4, 5, 6, 7]),
        ("number in (0, 7)", [5, 6, 8]),
        ("number is empty", [2, 7]),
        (f"number = {2**53}", [4]),
        ("number < 1e300 and area >= 0", [1, 3, 4, 8]),
    ],
)
def test_a_condition_means_the_same(source: FeatureSource, text: str, found: list[int]) -> None:
    assert keys(source, where(source, text)) == found


@pytest.mark.parametrize(
    ("column", "texts", "found"),
    [
        ("kind", ("port",), [1, 5]),
        ("kind", ("Port", "ＰＯＲＴ", "Park", ""), [3, 6]),
        ("name", ("港", "Beta"), [6]),
        ("number", ("7", "-3", "010", "0.0"), [3, 6, 8]),
        ("area", ("1.5", "100"), [1, 8]),
        ("name", (), []),
    ],
)
def test_what_is_exactly_something_goes_by_case_and_width(
    source: FeatureSource, column: str, texts: tuple[str, ...], found: list[int]
) -> None:
    test = Exactly(field_of_column(column), texts)
    assert keys(source, Query(where=test)) == found
    others = [key for key in range(1, len(ROWS) + 1) if key not in found]
    assert keys(source, Query(where=Not(test))) == others


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        (Sort("area"), [6, 7, 1, 8, 3, 4, 2, 5]),
        (Sort("area", descending=True), [4, 3, 1, 8, 7, 6, 2, 5]),
        (Sort("name"), [1, 7, 5, 8, 6, 4, 2, 3]),
        (Sort("name", descending=True), [4, 6, 8, 5, 7, 1, 2, 3]),
    ],
)
def test_missing_values_sort_last(source: FeatureSource, sort: Sort, found: list[int]) -> None:
    assert keys(source, Query(sort=sort)) == found
    assert keys(source, Query(NAMES, sort=sort, limit=3)) == found[:3]
    placed = [key for key in found if key not in (2, 3)]
    assert keys(source, Query(sort=sort, placed=True, limit=4)) == placed[:4]


def test_parts_of_a_query_are_joined(source: FeatureSource) -> None:
    near = Extent(119, 39, 124, 43)
    query = where(source, 'kind = "port"', extent=near, sort=Sort("name", descending=True))
    assert keys(source, query) == [5, 1]


def test_keys_name_the_same_features_in_any_query(source: FeatureSource) -> None:
    everything = dict(enumerate(ROWS, 1))
    for query in (Query(sort=Sort("area")), where(source, 'kind = "park"'), Query(limit=3)):
        found = source.keys(query).tolist()
        assert source.rows(found, ["area"]) == [(everything[key].area,) for key in found]


def test_a_query_by_keys_leaves_out_what_is_not_there(source: FeatureSource) -> None:
    assert keys(source, Query(keys=(8, 99, 1, -3))) == [1, 8]
    assert keys(source, Query(keys=())) == []
    assert keys(source, Query(keys=(2**63, -(2**70), 8))) == [8]


def test_rows_come_in_the_order_of_their_keys(source: FeatureSource) -> None:
    assert source.rows([8, 1, 8], ["name", "area"]) == [
        ("Zeta", 1.5),
        ("Alpha", 1.5),
        ("Zeta", 1.5),
    ]
    assert source.rows([2], ["name"]) == [(None,)]
    assert source.rows([2, 1], []) == [(), ()]


def test_a_feature_has_all_its_fields(source: FeatureSource) -> None:
    record = source.feature(4)
    assert tuple(record.values)[:4] == NAMES
    assert (record.key, record.values["area"], record.values["number"]) == (4, 100.0, 2**53)
    assert shapely.equals_exact(record.geometry, ROWS[3].geometry, 1e-7)
    assert source.feature(2).geometry is None


def test_what_is_not_there_is_an_error(source: FeatureSource) -> None:
    with pytest.raises(DataError, match="has no feature 99"):
        source.feature(99)
    with pytest.raises(DataError, match="has no feature 99"):
        source.rows([1, 99], ["name"])
    with pytest.raises(DataError, match=f"has no feature {2**63}"):
        source.feature(2**63)


def test_an_unknown_column_is_an_error_that_names_the_nearest(source: FeatureSource) -> None:
    condition = parse("aera > 1", [*source.schema.fields, _field("aera")])
    for ask in (
        lambda: source.read(Query(("aera",))),
        lambda: source.keys(Query(sort=Sort("aera"))),
        lambda: source.count(Query(where=condition)),
        lambda: source.read_points(Query(("aera",))),
        lambda: source.nearest(121, 41, 10, Query(where=condition)),
        lambda: source.rows([1], ["aera"]),
        lambda: source.statistics("aera"),
    ):
        with pytest.raises(DataError, match="no column 'aera'; did you mean 'area'"):
            ask()
    assert source.count() == len(ROWS)


def test_nearest_first_across_the_antimeridian(source: FeatureSource) -> None:
    found = source.nearest(-180.05, 10, 30_000)
    assert [near.record.key for near in found] == [6, 7]
    wanted = [
        distance_m(-180.05, 10, np.array([lon]), np.array([10.0]))[0] for lon in (179.9, -179.9)
    ]
    assert [near.distance_m for near in found] == pytest.approx(wanted, rel=1e-6)
    assert found[0].record.values["name"] == "港"
    assert [near.record.key for near in source.nearest(179.95, 10, 30_000, Query(limit=1))] == [6]
    beta = where(source, 'name = "beta"')
    assert [near.record.key for near in source.nearest(179.95, 10, 30_000, beta)] == [7]


def test_a_hole_is_outside(source: FeatureSource) -> None:
    assert source.nearest(120.5, 40.5, 1000) == []
    assert [near.distance_m for near in source.nearest(120.2, 40.5, 1000)] == [0.0]


def test_statistics_of_a_field(source: FeatureSource) -> None:
    area = source.statistics("area")
    assert (area.count, area.missing, area.minimum, area.maximum) == (6, 2, -1.0, 100.0)
    assert area.few == (-1.0, 0.0, 1.5, 2.5, 100.0)
    name = source.statistics("name")
    assert (name.count, name.missing, name.minimum, name.maximum) == (6, 2, "Alpha", "Ｂeta")


def test_many_different_values_are_not_counted_out(make: Callable[..., FeatureSource]) -> None:
    rows = tuple(Row(None, None, None, float(number), None) for number in range(24))
    assert len(make(rows).statistics("area").few) == 24
    assert make((*rows, Row(None, None, None, 24.0, None))).statistics("area").few == ()


def test_points_come_as_arrays(make: Callable[..., FeatureSource]) -> None:
    source = make(POINTS)
    points = source.read_points(Query(NAMES))
    assert points is not None
    assert points.xy.shape == (len(POINTS), 2)
    assert points.xy.dtype == np.dtype(np.float64)
    wanted = [shapely.get_coordinates(row.geometry)[0] for row in POINTS]
    assert points.xy == pytest.approx(np.array(wanted), abs=1e-9)
    assert list(points.columns["area"]) == [row.area for row in POINTS]
    some = where(source, "area < 10", extent=Extent(170, 0, 190, 20), sort=Sort("area"))
    found = source.read_points(some)
    assert found is not None
    assert found.keys.tolist() == keys(source, some) == [2, 3]


def test_points_without_a_place_are_left_out(make: Callable[..., FeatureSource]) -> None:
    source = make((Row(None, "a", "b", 1.0, 1), *POINTS, Row(shapely.Point(), "c", "d", 2.0, 2)))
    points = source.read_points()
    assert points is not None
    assert points.keys.tolist() == keys(source, Query(placed=True)) == [2, 3, 4, 5]


def test_other_geometries_are_no_points(source: FeatureSource) -> None:
    assert source.read_points() is None
    assert source.read_points(Query(extent=Extent(170, 0, 190, 20))) is not None


READS: dict[str, Callable[[FeatureSource, Any], object]] = {
    "read": lambda source, cancel: source.read(Query(NAMES), cancel),
    "keys": lambda source, cancel: source.keys(Query(sort=Sort("area")), cancel),
    "count": lambda source, cancel: source.count(Query(placed=True), cancel),
    "points": lambda source, cancel: source.read_points(Query(), cancel),
    "nearest": lambda source, cancel: source.nearest(121, 41, 1e6, cancel=cancel),
    "statistics": lambda source, cancel: source.statistics("area", cancel),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_cancelled_read_says_so_and_harms_nothing(
    source: FeatureSource, read: Callable[[FeatureSource, Any], object]
) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(ReadCancelledError, match="cancelled; ask again"):
        read(source, cancel)
    assert len(source.read()) == len(ROWS)


def test_a_read_is_cancelled_in_the_middle(source: FeatureSource) -> None:
    with pytest.raises(ReadCancelledError):
        source.read(Query(NAMES), Cancelled(after=1))
    assert len(source.read(Query(NAMES), threading.Event())) == len(ROWS)


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_closed_source_is_an_error(
    make: Callable[..., FeatureSource], read: Callable[[FeatureSource, Any], object]
) -> None:
    source = make()
    other = source.again()
    source.close()
    source.close()
    with pytest.raises(DataError, match="is closed; open it again"):
        read(source, None)
    read(other, None)
    other.close()


def test_again_reads_in_another_thread(source: FeatureSource) -> None:
    counts: list[int] = []

    def count() -> None:
        other = source.again()
        counts.append(other.count())
        other.close()

    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    assert counts == [source.count()] == [len(ROWS)]


def test_what_is_unchanged_has_the_same_revision(source: FeatureSource) -> None:
    before = source.revision
    source.read(Query(NAMES))
    assert source.revision == before


def _field(name: str) -> Any:
    from dataclasses import replace

    from tests.unit.store.sources.making import depth_field

    return replace(depth_field(), id=name)
