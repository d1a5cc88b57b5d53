"""Tables as files that spreadsheets open: CSV and XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import UsageError
from mapapp.core.expression.tree import Scalar
from mapapp.core.texts.cells import safe_row

TableRows = Iterable[Sequence[Scalar | None]]

_CELL_CHARACTERS = 32_767
"""What a cell of a workbook can hold (Excel's specifications and limits)."""

_XLSX = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}


def write_table(target: Path, titles: Sequence[str], rows: TableRows) -> None:
    """Write a table, whole or not at all, as the file's ending says.

    Raises:
        UsageError: if the ending is neither ``.csv`` nor ``.xlsx``.
        ExportError: if the file cannot be written.
    """
    writers = {".csv": _write_csv, ".xlsx": write_xlsx}
    write = writers.get(target.suffix.lower())
    if write is None:
        raise UsageError(
            "{target!r} is no table mapapp can write; name it .csv or .xlsx.", target=target.name
        )
    with replacing(target) as temporary:
        write(temporary, titles, rows)


def _write_csv(path: Path, titles: Sequence[str], rows: TableRows) -> None:
    # Excel takes a CSV for UTF-8 only if it starts with the byte order mark.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(safe_row(titles))
        writer.writerows(map(safe_row, rows))


def write_xlsx(path: Path, titles: Sequence[str], rows: TableRows, sheet: str = "") -> None:
    """Write a table as the one sheet of a workbook, under a name where one is given.

    Texts stay texts: what looks like a formula or an address is data all the same. The library
    gets no file: on a full disk it leaves its own temporary ones, and its own error.

    Raises:
        OSError: if the file cannot be written.
        ImportError: if the library for such files is missing.
    """
    import xlsxwriter

    whole = BytesIO()
    with xlsxwriter.Workbook(whole, _XLSX) as book:
        page = book.add_worksheet(sheet or None)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, titles, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            page.write_row(number, 0, map(_fitting, row))
    path.write_bytes(whole.getbuffer())


def _fitting(value: Scalar | None) -> Scalar | None:
    """A value that a cell can hold: of a longer text its beginning, not nothing."""
    if isinstance(value, str) and len(value) > _CELL_CHARACTERS:
        return value[: _CELL_CHARACTERS - 1] + "…"
    return value
