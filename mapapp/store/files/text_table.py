"""Tables of text: CSV, TSV and what else has a row in each line, whatever it is written with."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.column_types import typed
from mapapp.store.files.encodings import encoding_of
from mapapp.store.files.raw import RawLayer
from mapapp.store.files.staging import Staged

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE_BYTES = 1_000_000
_SAMPLE_ROWS = 50
_DELIMITERS = (",", "\t", ";", "|")
_BLOCK_BYTES = 8 << 20
_NO_ROWS = ("Empty CSV file", "Could not skip initial")
"""What pyarrow says where only the titles are there, with an end of line or without one."""
MOST_COLUMNS = 10_000


@record
class _How:
    """How a table is written.

    Attributes:
        names: of its columns.
        delimiter: what stands between cells.
        encoding: of its texts.
        titles_end: how many lines there are down to the titles; 0 without titles.
    """

    names: tuple[str, ...]
    delimiter: str
    encoding: str
    titles_end: int


def read_text_table(staged: Staged, encoding: str = "") -> RawLayer:
    """The table of a file; numbers and dates are such where all of a column are.

    Args:
        staged: an ordinary file.
        encoding: of its texts, as ``known_encoding`` has it; empty to tell it from its bytes.

    Raises:
        DataError: if it is no text, not in its encoding, or no table.
    """
    with staged.path.open("rb") as file:
        beginning = file.read(_SAMPLE_BYTES)
    is_part = len(beginning) == _SAMPLE_BYTES
    told = encoding_of(beginning, is_part=is_part)
    found = told if told.startswith(encoding) else encoding  # of UTF-16 also which of its orders
    try:
        return _read(staged, beginning, found)
    except DataError:
        if encoding or not is_part:
            raise
    whole = encoding_of(staged.path.read_bytes())  # the first text that is not plain comes late
    return _read(staged, beginning, whole)


def _read(staged: Staged, beginning: bytes, encoding: str) -> RawLayer:
    sample = _decoded(staged, beginning, encoding)
    rows, first_end = _rows(sample, delimiter := _delimiter(sample))
    if not rows:
        raise DataError("{path} has no rows; choose another file.", path=staged.origin)
    has_titles = not all(map(_is_number, rows[0]))
    names, problems = _names(staged, rows[0], has_titles=has_titles)
    how = _How(tuple(names), delimiter, encoding, first_end if has_titles else 0)
    skipped: list[int] = []
    columns, told = typed(_parsed(staged, how, skipped))
    problems = [*problems, *_skipped(skipped, len(names)), *told]
    shown_as = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
    return RawLayer(staged.name, columns, None, "", shown_as, tuple(problems))


def _decoded(staged: Staged, content: bytes, encoding: str) -> str:
    if b"\0" in content and not encoding.startswith(("utf-16", "utf-32")):
        raise DataError(
            "{path} is no text; choose a table of text, such as .csv.", path=staged.origin
        )
    return content.decode(encoding, errors="replace").removeprefix("\ufeff")


def _delimiter(sample: str) -> str:
    """What stands between cells: that which makes the most rows of one number of columns."""

    def columns(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in _rows(sample, delimiter)[0])
        number, rows = counts.most_common(1)[0] if counts else (1, 0)
        return (rows if number > 1 else 0), number

    return max(_DELIMITERS, key=columns)


def _rows(sample: str, delimiter: str) -> tuple[list[list[str]], int]:
    """The first rows that are not empty, and the line at which the first of them ends."""
    rows: list[list[str]] = []
    first_end = 0
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                first_end = first_end or reader.line_num
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:  # a cell without an end; what there is so far will do
        pass
    return rows, first_end


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _names(
    staged: Staged, first: Sequence[str], *, has_titles: bool
) -> tuple[list[str], list[Message]]:
    if len(first) > MOST_COLUMNS:
        raise DataError(
            "{path} has {count:,} columns, and mapapp reads {most:,} at most; leave some out.",
            path=staged.origin,
            count=len(first),
            most=MOST_COLUMNS,
        )
    if has_titles:
        return told_apart(first)
    names, _ = told_apart([""] * len(first))
    return names, [Message("The first row has no titles, so columns are called by their number.")]


def _parsed(staged: Staged, how: _How, skipped: list[int]) -> pa.Table:
    """All cells as texts; rows with other numbers of cells are left out and put on a list."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    def leave_out(row: Any) -> str:  # noqa: ANN401 - pyarrow has no types
        skipped.append(row.number or 0)
        return "skip"

    read = arrow_csv.ReadOptions(
        column_names=how.names,
        skip_rows=how.titles_end,
        encoding=_arrows_name(how.encoding),
        block_size=_BLOCK_BYTES,
    )
    parse = arrow_csv.ParseOptions(
        delimiter=how.delimiter, newlines_in_values=True, invalid_row_handler=leave_out
    )
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(how.names, pa.string()),
        strings_can_be_null=True,
        null_values=[""],
    )
    try:
        return arrow_csv.read_csv(staged.path, read, parse, convert)
    except (pa.ArrowException, UnicodeError, OSError) as error:
        if any(each in str(error) for each in _NO_ROWS):
            return pa.table({name: pa.array([], pa.string()) for name in how.names})
        raise DataError(
            "{path} cannot be read as a table in {encoding} ({reason}); say its encoding, or "
            "save it anew.",
            path=staged.origin,
            encoding=how.encoding.upper(),
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
