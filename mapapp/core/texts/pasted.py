"""Cells that were copied from a spreadsheet or a page, as a table of text."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

from mapapp.core.errors import UsageError
from mapapp.core.texts.parsing import ParseError, csv_rows, parse_number

MOST_CHARACTERS = 50_000_000
"""A copy of more cells than a spreadsheet lets anybody copy; who has more has a file."""


def pasted_table(text: str, html: str) -> str:
    """The cells of a clipboard as text with tabs; the first row has titles.

    Spreadsheets offer both; the plain text has each cell as it is shown. Where the first row has
    nothing but numbers, titles are made up.

    Args:
        text: what the clipboard has as plain text.
        html: what it has as HTML, or empty.

    Raises:
        UsageError: if neither is a table.
    """
    if len(text) + len(html) > MOST_CHARACTERS:
        raise UsageError("The clipboard holds too much; save the cells as a file and add that.")
    rows = _rows_of_text(text) or _rows_of_html(html)
    if len(rows) < 2 and not (rows and _is_data(rows[0])):
        raise UsageError(
            "The clipboard holds no table; copy some rows of a spreadsheet with their titles."
        )
    if _is_data(rows[0]):
        rows.insert(0, [f"column_{at}" for at in range(1, len(rows[0]) + 1)])
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    return written.getvalue()


def _rows_of_text(text: str) -> list[list[str]]:
    """Rows that have several cells each, between tabs or else commas."""
    for delimiter in "\t,;":
        try:
            read = [row for _, row in csv_rows(text, delimiter)]
        except ParseError:
            continue
        rows = [row for row in read if any(map(str.strip, row))]
        if rows and all(len(row) > 1 for row in rows):
            return rows
    return []


def _rows_of_html(html: str) -> list[list[str]]:
    reader = _Cells()
    reader.feed(html)
    reader.close()  # or what stands behind the last tag would be kept back
    return [row for row in reader.rows if any(row)]


def _is_data(row: list[str]) -> bool:
    try:
        return bool([parse_number(cell) for cell in row])
    except ParseError:
        return False


class _Cells(HTMLParser):
    """The cells of all rows of tables, also where end tags are left out, as HTML lets them be."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_in_row = self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - Python's
        """A row or a cell begins, and ends the one before; a cell alone begins a row, too."""
        is_cell = tag in {"td", "th"}
        if tag == "tr" or (is_cell and not self._is_in_row):
            self.rows.append([])
            self._is_in_row, self._is_in_cell = True, False
        if is_cell:
            self.rows[-1].append("")
            self._is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        """A cell or a row ends."""
        if tag in {"td", "th", "tr", "table"}:
            self._is_in_cell = False
        if tag in {"tr", "table"}:
            self._is_in_row = False

    def handle_data(self, data: str) -> None:
        """What stands in a cell, with its line breaks as blanks."""
        if self._is_in_cell:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {' '.join(data.split())}".strip()
