from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.core.errors import DataError
from mapapp.core.expression.parser import parse
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.source.answers import PointSet
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.query import EVERYTHING, Query, Sort
from mapapp.store.sources.facts import FactSource
from tests.unit.store.sources.making import MAKERS, POINTS, ROWS, opened, with_facts, write
from tests.unit.store.sources.slow import SlowSource


@pytest.fixture(params=["facts of a geopackage", "facts of a frame"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FactSource]:
    with closing(MAKERS[request.param](tmp_path / "some.gpkg", ROWS)) as made:
        assert isinstance(made, FactSource)
        yield made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("depth > 3", [1, 8]),
        ("depth is empty", [2, 3, 4, 6, 7]),
        ("not depth is empty", [1, 5, 8]),
        ("depth != 12", [2, 3, 4, 5, 6, 7]),
        ('depth > 3 and kind = "park"', [8]),
        ("depth in (3, 12) or area = 0", [1, 5, 7, 8]),
    ],
)
def test_figures_are_tested_like_columns(source: FactSource, text: str, found: list[int]) -> None:
    query = Query(where=parse(text, source.schema.fields))
    assert source.keys(query).tolist() == found
    assert source.count(query) == len(found)


def test_figures_are_read_as_columns(source: FactSource) -> None:
    depths = [12.0, None, None, None, 3.0, None, None, 12.0]
    read = source.read(Query(("depth", "kind")))
    assert list(read.columns) == ["depth", "kind"]
    assert list(read.columns["depth"]) == depths
    assert source.rows([8, 2], ["area", "depth"]) == [(1.5, 12.0), (None, None)]
    assert source.feature(5).values["depth"] == 3.0
    (near,) = source.nearest(
        121.5, 40.5, 10, Query(where=parse("depth = 12", source.schema.fields))
    )
    assert near.record.values["depth"] == 12.0
    assert source.entities([1, 2, 5]) == ["Alpha", "", "gamma"]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        (Sort("depth"), [5, 1, 8, 2, 3, 4, 6, 7]),
        (Sort("depth", descending=True), [1, 8, 5, 2, 3, 4, 6, 7]),
    ],
)
def test_rows_sort_by_a_figure(source: FactSource, sort: Sort, found: list[int]) -> None:
    assert source.keys(Query(sort=sort)).tolist() == found
    read = source.read(Query(("name", "depth"), sort=sort, limit=4))
    assert read.fids.tolist() == found[:4]
    assert list(read.columns["depth"][:3]) == sorted([3.0, 12.0, 12.0], reverse=sort.descending)
    here = Query(extent=Extent(170, -10, 190, 20), sort=sort)
    assert source.keys(here).tolist() == [8, 6, 7]


def test_points_have_figures(tmp_path: Path) -> None:
    for maker in ("facts of a geopackage", "facts of a frame"):
        with closing(MAKERS[maker](tmp_path / f"{maker}.gpkg", POINTS)) as source:
            points = source.read_points(Query(("depth",), sort=Sort("depth", descending=True)))
            assert points is not None
            assert points.keys.tolist() == [1, 4, 2, 3]
            assert points.columns["depth"] == [12.0, 12.0, None, None]
            assert points.xy[1].tolist() == [180, -5]


class Shrinking(SlowSource):
    """Loses a feature each time before its features are read."""

    def __init__(self, path: Path) -> None:
        super().__init__(opened(path))
        self._path = path

    def read(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> FeatureSet:
        self._lose()
        return super().read(query, cancel)

    def read_points(
        self, query: Query = EVERYTHING, cancel: Cancel | None = None
    ) -> PointSet | None:
        self._lose()
        return super().read_points(query, cancel)

    def _lose(self) -> None:
        with closing(sqlite3.connect(self._path)) as db:
            db.execute("DELETE FROM some WHERE fid = (SELECT min(fid) FROM some)")
            db.commit()


def test_what_goes_between_two_reads_is_left_out(tmp_path: Path) -> None:
    by_depth = Query(("depth",), sort=Sort("depth"))
    with closing(with_facts(Shrinking(write(tmp_path / "some.gpkg", POINTS)))) as source:
        assert source.read(by_depth).fids.tolist() == [4, 2, 3]
        points = source.read_points(by_depth)
        assert points is not None
        assert points.keys.tolist() == [4, 3]
        assert points.columns["depth"] == [12.0, None]


def test_statistics_of_a_figure(source: FactSource) -> None:
    depth = source.statistics("depth")
    assert (depth.count, depth.missing, depth.minimum, depth.maximum) == (3, 5, 3.0, 12.0)
    assert depth.few == (3.0, 12.0)


def test_at_another_time_other_things_are_known(source: FactSource) -> None:
    then = source.at(Knowledge([], {}))
    assert then.schema == source.schema
    assert then.statistics("depth").count == 0
    condition = parse("depth is empty", then.schema.fields)
    assert then.count(Query(where=condition)) == len(ROWS)


def test_facts_need_a_column_that_says_whose_they_are(source: FactSource) -> None:
    with pytest.raises(DataError, match="no column 'nome'; did you mean 'name'"):
        FactSource(source, "nome", source.knowledge, ())


def test_a_column_of_the_source_hides_an_attribute_of_its_name(source: FactSource) -> None:
    twice = with_facts(source)
    assert twice.schema == source.schema
    assert twice.fact_fields == ()
    assert twice.statistics("depth") == source.statistics("depth")
