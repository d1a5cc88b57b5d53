"""Tables as files that spreadsheets open: CSV and XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from mapapp.core.errors import UsageError
from mapapp.core.expression_tree import Scalar
from mapapp.core.replacing import replacing

Rows = Iterable[Sequence[Scalar | None]]


def write_table(target: Path, titles: Sequence[str], rows: Rows) -> None:
    """Write a table, whole or not at all, as the file's ending says.

    Raises:
        UsageError: if the ending is neither ``.csv`` nor ``.xlsx``.
        ExportError: if the file cannot be written.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    write = writers.get(target.suffix.lower())
    if write is None:
        raise UsageError(f"{target.name!r} is no table mapapp can write; name it .csv or .xlsx.")
    with replacing(target) as temporary:
        write(temporary, titles, rows)


def _write_csv(path: Path, titles: Sequence[str], rows: Rows) -> None:
    # Excel takes a CSV for UTF-8 only if it starts with the byte order mark.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        writer.writerows(rows)


def _write_xlsx(path: Path, titles: Sequence[str], rows: Rows) -> None:
    import xlsxwriter

    # Texts stay texts: what looks like a formula or an address is data all the same.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, titles, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
