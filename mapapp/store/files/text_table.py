"""Tables of text: CSV, TSV and what else has a row in each line, whatever it is written with."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.core.texts.parsing import shown
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.column_types import typed
from mapapp.store.files.encodings import encoding_of, known_encoding
from mapapp.store.files.raw import RawLayer

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE_BYTES = 1_000_000
_SAMPLE_ROWS = 50
_DELIMITERS = (",", "\t", ";", "|")
_BLOCK_BYTES = 8 << 20
MOST_COLUMNS = 10_000


def read_text_table(path: Path, encoding: str = "") -> RawLayer:
    """The table of a file; numbers and dates are such where all of a column are.

    Args:
        path: an ordinary file.
        encoding: of its texts; empty to tell it from its bytes.

    Raises:
        DataError: if it is no text, not in its encoding, or no table.
    """
    with path.open("rb") as file:
        beginning = file.read(_SAMPLE_BYTES)
    found = encoding or encoding_of(beginning, is_part=len(beginning) == _SAMPLE_BYTES)
    sample = _decoded(path, beginning, found)
    rows = _rows(sample, delimiter := _delimiter(sample))
    if not rows:
        raise DataError("{path} has no rows; choose another file.", path=path)
    has_titles = not all(map(_is_number, rows[0]))
    names, problems = _names(path, rows[0], has_titles=has_titles)
    skipped: list[int] = []
    table = _parsed(path, names, delimiter, found, skipped, 1 if has_titles else 0)
    columns, told = typed(table)
    problems = [*problems, *_skipped(skipped, len(names)), *told]
    shown_as = "UTF-8" if found.startswith("utf-8") else found.upper()
    return RawLayer(path.stem, columns, None, "", shown_as, tuple(problems))


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    if b"\0" in content and not encoding.startswith("utf-16"):
        raise DataError("{path} is no text; choose a table of text, such as .csv.", path=path)
    name = known_encoding(encoding)
    if name is None:
        raise DataError(
            "There is no encoding {encoding}; write such as utf-8, gb18030 or big5.",
            encoding=shown(encoding),
        )
    return content.decode(name, errors="replace").removeprefix("\ufeff")


def _delimiter(sample: str) -> str:
    """What stands between cells: that which makes the most rows of one number of columns."""

    def columns(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in _rows(sample, delimiter))
        number, rows = counts.most_common(1)[0] if counts else (1, 0)
        return (rows if number > 1 else 0), number

    return max(_DELIMITERS, key=columns)


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows that are not empty."""
    rows: list[list[str]] = []
    reader = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:  # a cell without an end; what there is so far will do
        pass
    return rows


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _names(
    path: Path, first: Sequence[str], *, has_titles: bool
) -> tuple[list[str], list[Message]]:
    if len(first) > MOST_COLUMNS:
        raise DataError(
            "{path} has {count:,} columns, and mapapp reads {most:,} at most; leave some out.",
            path=path,
            count=len(first),
            most=MOST_COLUMNS,
        )
    if has_titles:
        return told_apart(first)
    names, _ = told_apart([""] * len(first))
    return names, [Message("The first row has no titles, so columns are called by their number.")]


def _parsed(
    path: Path, names: list[str], delimiter: str, encoding: str, skipped: list[int], titles: int
) -> pa.Table:
    """All cells as texts; rows with other numbers of cells are left out and put on a list."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    def leave_out(row: Any) -> str:  # noqa: ANN401 - pyarrow has no types
        skipped.append(row.number or 0)
        return "skip"

    read = arrow_csv.ReadOptions(
        column_names=names,
        skip_rows=titles,
        encoding=_arrows_name(encoding),
        block_size=_BLOCK_BYTES,
    )
    parse = arrow_csv.ParseOptions(
        delimiter=delimiter, newlines_in_values=True, invalid_row_handler=leave_out
    )
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    try:
        return arrow_csv.read_csv(path, read, parse, convert)
    except (pa.ArrowException, UnicodeError, OSError) as error:
        if "Empty CSV file" in str(error):
            return pa.table({name: pa.array([], pa.string()) for name in names})
        raise DataError(
            "{path} cannot be read as a table in {encoding} ({reason}); say its encoding, or "
            "save it anew.",
            path=path,
            encoding=encoding.upper(),
            reason=str(error)[:200],
        ) from error


def _arrows_name(encoding: str) -> str:
    """An encoding as Arrow has it, which reads UTF-8 itself and asks Python for others."""
    return "utf8" if encoding in ("utf-8", "utf-8-sig") else encoding


def _skipped(rows: Sequence[int], columns: int) -> list[Message]:
    if not rows:
        return []
    return [
        Message(
            "Rows left out because they have not {columns} cells as the first has: {count:,}.",
            columns=columns,
            count=len(rows),
        )
    ]
