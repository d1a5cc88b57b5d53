"""Features with a year or a date of their own are there from then on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import geopandas
import pytest
import shapely

from mapapp.core.expression.filters import Criteria
from mapapp.core.expression.since import year_said
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.layer.own import layer_of_file
from mapapp.core.layer.roles import Roles
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.style.symbology import Tone
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.files.raw import ReadOptions
from mapapp.store.layer_table import make_layer_table
from mapapp.store.looking_back import count_unknown, years_said
from mapapp.store.sources.files import open_layers

COLUMNS = {
    "year": [1999.0, 2014.0, None, 2020.0],
    "day": [date(1999, 5, 1), date(2014, 12, 31), None, date(2020, 1, 1)],
    "written": ["1999", "2014-12", "long ago", "2020-01-01"],
}


@pytest.fixture(params=["csv", "gpkg", "parquet"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FeatureSource]:
    points = [shapely.Point(123 + i / 10, 41) for i in range(4)]
    frame = geopandas.GeoDataFrame(COLUMNS, geometry=points, crs="EPSG:4326")
    path = tmp_path / f"firms.{request.param}"
    if request.param == "csv":
        frame.assign(lon=frame.geometry.x, lat=41.0).drop(columns="geometry").to_csv(
            path, index=False
        )
    elif request.param == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    (found,) = open_layers(path, "", ReadOptions())
    yield found
    found.close()


def there(source: FeatureSource, column: str, year: int) -> list[int]:
    table = make_layer_table(source, Roles(since=column), Knowledge([], {}), {}, {})
    rows = {int(key): at for at, key in enumerate(source.keys())}
    return [rows[int(key)] for key in table.there_by(year, ())]


@pytest.mark.parametrize("column", list(COLUMNS))
def test_what_began_by_the_end_of_a_year_is_there(source: FeatureSource, column: str) -> None:
    assert [there(source, column, year) for year in (1998, 1999, 2014, 2020)] == [
        [], [0], [0, 1], [0, 1, 3],
    ]  # fmt: skip


@pytest.mark.parametrize("column", list(COLUMNS))
def test_the_first_and_last_year_are_said(atlas: Atlas, source: FeatureSource, column: str) -> None:
    catalogue = LayerCatalogue(atlas)
    spec = layer_of_file(
        "own_1", source.ref, "point", Tone("#123456", "#123456"), Roles(since=column)
    )
    catalogue.hold(source)
    assert years_said(catalogue, [spec]) == (1999, 2020)


@pytest.mark.parametrize(
    ("value", "year"),
    [(1931.0, 1931), (2014, 2014), ("2014-05", 2014), ("1999", 1999), (9999, None), (0, None),
     (-5, None), (20140501, None), ("long ago", None), ("", None), (None, None),
     (float("inf"), None), (float("nan"), None)],
)  # fmt: skip
def test_a_likely_year_is_said(value: object, year: int | None) -> None:
    assert year_said(value) == year


@pytest.mark.parametrize("column", list(COLUMNS))
def test_what_has_no_date_is_counted(atlas: Atlas, source: FeatureSource, column: str) -> None:
    catalogue = LayerCatalogue(atlas)
    spec = layer_of_file(
        "own_1", source.ref, "point", Tone("#123456", "#123456"), Roles(since=column)
    )
    catalogue.hold(source)
    for year in (1990, 2020):
        assert count_unknown(catalogue, [(spec, Criteria(year=year))]) == 1
    west = Criteria(year=2020, expression="year < 2015")
    assert count_unknown(catalogue, [(spec, west)]) == 0
    assert count_unknown(catalogue, [(spec, Criteria())]) == 0
