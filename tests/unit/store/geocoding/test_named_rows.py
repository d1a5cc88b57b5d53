"""Rows that say the same are looked up once, by the column whose cells are found best."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mapapp.store.geocoding.geocoder import Geocoder, PlaceQuery
from mapapp.store.geocoding.likely_column import likely_column
from mapapp.store.geocoding.named_rows import NamedRows, named_rows
from mapapp.store.geocoding.placed_rows import open_names

Table = dict[str, list[str]]


@pytest.fixture(scope="module")
def geocoder() -> Iterator[Geocoder]:
    with open_names() as names:
        yield Geocoder(names)


def test_rows_that_say_the_same_stand_together_in_the_order_of_the_table() -> None:
    table = {"place": ["新民", "大连", "新民", "新民"], "省": ["辽宁", "", "辽宁", "重庆"]}
    assert named_rows(list(table), table.__getitem__, "PLACE") == [
        NamedRows(PlaceQuery("新民", ("辽宁",)), (0, 2)),
        NamedRows(PlaceQuery("大连"), (1,)),
        NamedRows(PlaceQuery("新民", ("重庆",)), (3,)),
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ({"省": ["辽宁", "辽宁"], "城市": ["大连", "沈阳"], "学校": ["甲中学", "乙中学"]}, "城市"),
        ({"name": ["Dalian", "Xinmin"], "note": ["very good", "rather bad"]}, "name"),
        ({"note": ["very good", "rather bad"], "place": ["Dalian", "Xinmin"]}, "place"),
        ({"person": ["王红", "李军"], "home": ["庄河市", "康平县"]}, "home"),
        ({"who": ["x1", "y2"], "name": ["z3", "q4"]}, "name"),
        ({"who": ["", ""]}, "who"),
    ],
)
def test_the_column_of_names_is_the_finest_whose_cells_are_found(
    geocoder: Geocoder, table: Table, column: str
) -> None:
    assert likely_column(geocoder, list(table), list(table), table.__getitem__) == column
