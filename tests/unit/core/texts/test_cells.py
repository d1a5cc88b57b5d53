"""No cell of a table is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.texts.cells import as_csv, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "=cmd|' /C calc'!A0", "+SUM(A1)", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "  =1", "-", "+86 24 2272", "-5; =1", "＝1+1", "－A1",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_becomes_a_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value",
    [-5.5, None, 0, "-5", "+3.25", "-1,250", "-5 %", "-1e-5", "Shenyang", "a=b", "'=1", ""],
)
def test_numbers_and_other_texts_stay(value: object) -> None:
    assert safe_cell(value) is value


@given(st.lists(st.text(st.sampled_from("=+-@\"'\t\r\n,a1"), max_size=5), min_size=1, max_size=4))
def test_cells_come_back_from_the_clipboard_as_texts(row: list[str]) -> None:
    text = as_csv([row], delimiter="\t")
    [read] = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in row]
    assert all(safe_cell(cell) == cell for cell in read)
