"""Tables as files that spreadsheets open, CSV and XLSX: the one writer of window and commands."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import EnvironmentProblemError, ExportError, UsageError
from mapapp.core.expression.tree import Scalar
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.cells import safe_row
from mapapp.core.texts.plain import plain_text

if TYPE_CHECKING:
    import xlsxwriter

Encoding = Literal["utf-8-sig", "utf-8", "gb18030"]
"""How a CSV is written. Excel takes it for UTF-8 only if it starts with the byte order mark."""

ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)

TableRows = Iterable[Sequence[Scalar | None]]

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
"""What a sheet and a cell of a workbook can hold (Excel's specifications and limits)."""

_TOO_LONG = 10**15
"""Excel reckons with 15 digits; a longer whole number is an identifier and would lose its end."""

_SHEET_CHARACTERS = 31
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")
_XLSX = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@record
class SheetTable:
    """Rows under their titles; the name is that of the sheet, where one is given."""

    titles: Sequence[str]
    rows: TableRows
    name: str = ""


@dataclass(slots=True)
class _Cells:
    """Makes values fit for cells, and counts what could not be kept."""

    most_characters: int | None = None
    cut: int = field(default=0, init=False)
    endless: int = field(default=0, init=False)

    def fitting(self, row: Iterable[Scalar | None]) -> list[Scalar | None]:
        """Values as cells hold them: what is no number is left empty, a long text is cut."""
        return [self._fitting(value) for value in row]

    def notes(self) -> tuple[Message, ...]:
        """What could not be kept, a sentence each."""
        notes = []
        if self.cut:
            notes.append(
                Message(
                    "Texts cut after {most:,} characters, as no cell of a workbook holds more: "
                    "{count:,}; choose .csv to keep them whole.",
                    most=MOST_CHARACTERS,
                    count=self.cut,
                )
            )
        if self.endless:
            notes.append(
                Message(
                    "Cells left empty because their number is infinite: {count:,}.",
                    count=self.endless,
                )
            )
        return tuple(notes)

    def _fitting(self, value: Scalar | None) -> Scalar | None:
        if isinstance(value, str):
            return self._cut(plain_text(value))
        if value is not None and not math.isfinite(value):
            self.endless += math.isinf(value)
            return None
        return value

    def _cut(self, text: str) -> str:
        if self.most_characters is None or len(text) <= self.most_characters:
            return text
        self.cut += 1
        return f"{text[: self.most_characters - 1]}…"


def write_table(
    target: Path, titles: Sequence[str], rows: TableRows, encoding: Encoding = "utf-8-sig"
) -> tuple[Message, ...]:
    """Write a table, whole or not at all, as the file's ending says.

    Returns:
        What could not be kept, a sentence each; empty where all was.

    Raises:
        UsageError: if the ending is neither ``.csv`` nor ``.xlsx``.
        ExportError: if the file cannot be written, or cannot hold so many rows.
        EnvironmentProblemError: if the library for such files is missing.
    """
    if target.suffix.lower() == ".xlsx":
        return write_workbook(target, [SheetTable(titles, rows)])
    if target.suffix.lower() != ".csv":
        raise UsageError(
            "{target!r} is no table mapapp can write; name it .csv or .xlsx.", target=target.name
        )
    cells = _Cells()
    with (
        replacing(target) as temporary,
        temporary.open("w", encoding=encoding, newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(safe_row(titles))
        writer.writerows(safe_row(cells.fitting(row)) for row in rows)
    return cells.notes()


def write_workbook(target: Path, tables: Iterable[SheetTable]) -> tuple[Message, ...]:
    """Write tables as the sheets of a workbook, whole or not at all; see :func:`write_table`.

    Texts stay texts: what looks like a formula or an address is data all the same. The library
    gets no file: on a full disk it leaves its own temporary ones, and its own error.
    """
    with needing("xlsxwriter"):
        import xlsxwriter
    whole, cells = BytesIO(), _Cells(MOST_CHARACTERS)
    with replacing(target) as temporary:
        with xlsxwriter.Workbook(whole, _XLSX) as book:
            for table in tables:
                _write_sheet(book, table, cells)
        temporary.write_bytes(whole.getbuffer())
    return cells.notes()


@contextmanager
def needing(library: str) -> Iterator[None]:
    """Name the library that is missing for a kind of file."""
    try:
        yield
    except ImportError as error:
        raise EnvironmentProblemError(
            "This kind of file needs {library}; type `pip install {library}` or choose .csv.",
            library=library,
        ) from error


def _write_sheet(book: xlsxwriter.Workbook, table: SheetTable, cells: _Cells) -> None:
    names = {sheet.get_name().casefold() for sheet in book.worksheets()}
    page = book.add_worksheet(_sheet_name(table.name, names) or None)
    page.freeze_panes(1, 0)
    page.write_row(0, 0, table.titles, book.add_format({"bold": True}))
    for number, row in enumerate(table.rows, 1):
        if number == MOST_ROWS:
            raise ExportError(
                "A sheet of a workbook holds {most:,} rows with the head, and there are more; "
                "choose .csv, or filter the layer first.",
                most=MOST_ROWS,
            )
        page.write_row(number, 0, map(_as_identifier, cells.fitting(row)))


def _as_identifier(value: Scalar | int | None) -> Scalar | None:
    """A whole number with more digits than Excel reckons with, as a text; others as they are."""
    return str(value) if isinstance(value, int) and abs(value) >= _TOO_LONG else value


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have and no other of the workbook has."""
    plain = _NOT_IN_SHEETS.sub(" ", plain_text(name)).strip(" '")[:_SHEET_CHARACTERS]
    tried, number = plain, 1
    while tried.casefold() in taken:
        number += 1
        end = f" {number}"
        tried = plain[: _SHEET_CHARACTERS - len(end)] + end
    return tried
