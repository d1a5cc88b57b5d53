"""Cells of a clipboard become a table of text."""

from __future__ import annotations

import pytest

from mapapp.core.errors import UsageError
from mapapp.core.texts import pasted
from mapapp.core.texts.pasted import pasted_table

TABLE = "name\tlon\tlat\nWell\t123.4\t41.8\n"


HTML = (
    "<table><tr><th>name<th>lon<th>lat</tr>"
    "<tr><td> <b>Well</b>\n</td><td>123.4</td><td>41.8</td></tr></table><p>after</p>"
)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>name<td>lon\n<tr><td>北站<td>123.4",
        "<table><tr><th>name<th>lon<tr> <td>北站</td>\n<td>123.4</table>",
        "<td>name</td><td>lon</td></tr><td>北站</td><td>123.4</td>",
        "<table><td>name<td>lon<tr><td>北站<td>123.4</table><p>of a page",
    ],
)
def test_cells_and_rows_need_no_end_tags(html: str) -> None:
    assert pasted_table("", html) == "name\tlon\n北站\t123.4\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (TABLE, ""),
        ("name\tlon\tlat\r\nWell\t123.4\t41.8\r\n\r\n", "<table><tr><td>other</td></tr></table>"),
        ("name,lon,lat\nWell,123.4,41.8", ""),
        ("", HTML),
    ],
)
def test_rows_of_text_or_of_html_are_a_table(text: str, html: str) -> None:
    assert pasted_table(text, html) == TABLE


def test_a_cell_may_have_several_lines() -> None:
    cells = 'name\tnote\nWell\t"two\nlines"\n'
    assert pasted_table(cells, "") == cells


def test_rows_of_numbers_only_get_titles_so_that_none_is_lost() -> None:
    assert pasted_table("123.4\t41.8\n", "") == "column_1\tcolumn_2\n123.4\t41.8\n"


@pytest.mark.parametrize("text", ["", "one word", "several words\nin two lines", "a\tb"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no table; copy some rows"):
        pasted_table(text, "")


def test_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasted, "MOST_CHARACTERS", 10)
    with pytest.raises(UsageError, match="too much"):
        pasted_table(TABLE, "")
