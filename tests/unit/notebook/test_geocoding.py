from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import mapapp

TOWNS = {
    "city": ["Shenyang", "Dalain", None],
    "country": ["China", "China", None],
    "lon": [1, 2, 3],
}


def test_a_frame_keeps_its_rows_columns_and_index() -> None:
    towns = pd.DataFrame(TOWNS, index=list("abc"))
    found = mapapp.geocode(towns, column="city")
    assert found.crs.to_epsg() == 4326
    assert list(found.index) == ["a", "b", "c"]
    assert list(found.columns) == [*TOWNS, "lon_2", "lat", "matched", "score", "geometry"]
    assert found.geometry["a"].x == found.loc["a", "lon_2"] == 123.43278
    assert found.geometry["c"] is None
    assert list(towns.columns) == list(TOWNS), "the frame of the caller stays as it is"


def test_rows_to_look_at_come_with_what_they_may_mean() -> None:
    found = mapapp.geocode(pd.DataFrame(TOWNS, index=list("abc")), column="city")
    assert set(found.attrs["doubtful"]) == {"b"}
    assert found.attrs["doubtful"]["b"][0]["name_en"] == "Dalian"
    assert found.attrs["unmatched"] == {"c": []}


def test_a_file_is_geocoded_as_the_command_does(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("名称\n沈阳\n", encoding="gb18030")
    found = mapapp.geocode(path, column="名称", within="辽宁", encoding="gb18030")
    assert found.loc[1, "matched"] == "辽宁省沈阳市"


def test_twice_the_same_column_of_a_frame_is_no_hindrance() -> None:
    twice = pd.DataFrame([["Osaka", "x"]], columns=["name", "name"])
    assert mapapp.geocode(twice, column="name").loc[0, "matched"] == "Osaka, Japan"


@pytest.mark.parametrize(
    ("data", "options", "sentence"),
    [
        (pd.DataFrame(TOWNS), {"column": "cty"}, "did you mean 'city'"),
        (pd.DataFrame(TOWNS), {"column": 3}, "column is 3"),
        (pd.DataFrame(TOWNS), {"column": "city", "min_score": 2}, "min_score is 2"),
        (pd.DataFrame(TOWNS), {"column": "city", "within": "Nowhereland"}, "Nowhereland"),
        (3, {"column": "city"}, "data is 3"),
        ("nothing.csv", {"column": "city"}, "nothing.csv"),
    ],
)
def test_what_cannot_be_is_one_sentence(data: Any, options: Any, sentence: str) -> None:
    with pytest.raises(mapapp.MapappError, match=sentence):
        mapapp.geocode(data, **options)
