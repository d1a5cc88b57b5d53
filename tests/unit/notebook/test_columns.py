from __future__ import annotations

import pandas as pd
import pytest

from mapapp.notebook.columns import column_of


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1.0, None, 3], "Int64"),
        ([1.5, None, 3], "Float64"),
        ([2.0**60], "Float64"),
        ([None], "Float64"),
    ],
)
def test_numbers_are_whole_where_all_are(values: list[float | None], dtype: str) -> None:
    column = column_of(values, "number")
    assert column.dtype == dtype
    assert [None if value is pd.NA else value for value in column] == values


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["1625-03-01", None], "datetime64[s]"),
        (["2020-05", None, "1999-12"], "period[M]"),
        (["2020", "1898"], "period[Y-DEC]"),
        (["2020", "2020-05"], "string"),
        ([None, None], "datetime64[s]"),
        (["soon"], "string"),
    ],
)
def test_dates_are_no_more_exact_than_their_source(values: list[str | None], dtype: str) -> None:
    column = column_of(values, "date")
    assert column.dtype == dtype
    assert [None if pd.isna(value) else str(value)[:10] for value in column] == values


def test_texts_are_strings_and_empty_ones_are_missing() -> None:
    column = column_of(["港", "", None], "text")
    assert column.dtype == "string"
    assert column.isna().tolist() == [False, True, True]
