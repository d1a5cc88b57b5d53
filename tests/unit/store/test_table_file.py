"""Tables as files of spreadsheets: what people met elsewhere must not happen here."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from mapapp.core.errors import ExportError
from mapapp.core.texts.parsing import csv_text
from mapapp.store import table_file
from mapapp.store.table_file import (
    ENCODINGS,
    MOST_CHARACTERS,
    Encoding,
    SheetTable,
    write_table,
    write_workbook,
)

ADDRESS = "https://example.org"


def _parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(csv_text(path.read_bytes()).splitlines()))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_our_own_reader_takes_each_encoding(tmp_path: Path, encoding: Encoding) -> None:
    target = tmp_path / "rows.csv"
    write_table(target, ["名称"], [["沈阳 é 𠮷"]], encoding)
    assert _rows(target) == [["名称"], ["沈阳 é 𠮷"]]
    target.read_text(encoding=encoding)


def test_a_csv_begins_with_the_mark_that_excel_looks_for(tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    write_table(target, ["名称"], [])
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_holds_no_formula_and_no_link(tmp_path: Path) -> None:
    target = tmp_path / "rows.xlsx"
    write_table(target, ["a", "b"], [['=HYPERLINK("x")', ADDRESS]])
    parts = _parts(target)
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in parts["xl/worksheets/sheet1.xml"]
    assert ADDRESS in parts["xl/sharedStrings.xml"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_no_number_is_left_empty_and_infinity_is_told(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"rows.{ending}"
    [note] = write_table(target, ["a"], [[float("nan")], [float("inf")], [float("-inf")], [2.5]])
    assert note.endswith("infinite: 2.")
    if ending == "csv":
        assert [row[0] if row else "" for row in _rows(target)] == ["a", "", "", "", "2.5"]
    else:
        assert _parts(target)["xl/worksheets/sheet1.xml"].count("<v>") == 2


def test_a_text_that_no_cell_holds_is_cut_and_told_but_not_in_csv(tmp_path: Path) -> None:
    rows = [["x" * 40_000], ["y" * MOST_CHARACTERS]]
    assert write_table(tmp_path / "rows.csv", ["a"], rows) == ()
    assert "x" * 40_000 in (tmp_path / "rows.csv").read_text(encoding="utf-8-sig")
    [note] = write_table(tmp_path / "rows.xlsx", ["a"], rows)
    assert "32,767 characters" in note
    assert "more: 1;" in note
    texts = _parts(tmp_path / "rows.xlsx")["xl/sharedStrings.xml"]
    assert f"{'x' * (MOST_CHARACTERS - 1)}…<" in texts
    assert "y" * MOST_CHARACTERS in texts


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_file, "MOST_ROWS", 4)
    write_table(tmp_path / "fits.xlsx", ["a"], [[1.0]] * 3)
    with pytest.raises(ExportError, match="holds 4 rows"):
        write_table(tmp_path / "rows.xlsx", ["a"], [[1.0]] * 4)
    assert [path.name for path in tmp_path.iterdir()] == ["fits.xlsx"]
    write_table(tmp_path / "rows.csv", ["a"], [[1.0]] * 4)


def test_an_identifier_of_more_digits_than_excel_keeps_is_a_text(tmp_path: Path) -> None:
    target = tmp_path / "rows.xlsx"
    write_table(target, ["a"], [[210100000000000012], ["210100199001011234"], [123456789012345]])
    parts = _parts(target)
    assert "<t>210100000000000012</t>" in parts["xl/sharedStrings.xml"]
    assert "<t>210100199001011234</t>" in parts["xl/sharedStrings.xml"]
    assert "<v>123456789012345</v>" in parts["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_no_text_does_not_get_into_a_file(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"rows.{ending}"
    write_table(target, ["a"], [["half \ud800 and \x08\x0b\x1b\ufffe\uffff whole"]])
    if ending == "csv":
        assert _rows(target)[1] == ["half ? and  whole"]
    else:
        assert "half ? and  whole" in _parts(target)["xl/sharedStrings.xml"]


def _sheet_names(tmp_path: Path, names: Iterable[str]) -> str:
    target = tmp_path / "rows.xlsx"
    write_workbook(target, [SheetTable(["a"], [], name) for name in names])
    return _parts(target)["xl/workbook.xml"]


def test_sheets_have_names_that_excel_takes(tmp_path: Path) -> None:
    book = _sheet_names(tmp_path, ["Ports/berths", "x" * 40, "X" * 40, ""])
    assert 'name="Ports berths"' in book
    assert f'name="{"x" * 31}"' in book
    assert f'name="{"X" * 29} 2"' in book
    assert book.count("<sheet ") == 4
