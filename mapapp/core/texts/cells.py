"""Cells of tables for spreadsheets, which run what looks like a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

_T = TypeVar("_T")

_RUN = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a text begins that a spreadsheet runs, or that hides such a beginning."""

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?(e[+-]?\d+)?\s?%?", re.IGNORECASE)


def safe_cell(value: _T) -> _T | str:
    """A value as a cell of CSV may hold it.

    A text that a spreadsheet would run gets a single quote before it, by which spreadsheets
    know a text (https://owasp.org/www-community/attacks/CSV_Injection). Numbers stay numbers,
    also as texts: ``-5`` does no harm.
    """
    if isinstance(value, str) and _RUN.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def safe_row(row: Iterable[_T]) -> list[_T | str]:
    """The cells of a row, each safe."""
    return [safe_cell(value) for value in row]


def as_csv(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as lines of text that a spreadsheet takes, each cell safe.

    With a tab as the delimiter it is what spreadsheets take from the clipboard; they read
    quotes there as in CSV, so that ``"=1"`` would be a formula if it were not quoted.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter=delimiter)
    writer.writerows(map(safe_row, rows))
    return table.getvalue()
