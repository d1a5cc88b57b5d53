"""Columns of texts as what they are: whole numbers, numbers or days where all of them are.

A text that begins with a zero is a code, of a post office or of a phone, and stays one; so does a
whole number of more digits than a number of 64 bits holds, such as that of a bank card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapapp.core.message import Message
from mapapp.core.texts.parsing import shown

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 200
_WHOLE = r"^\s*[+-]?\d{1,18}\s*$"
_NUMBER = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$"
_GROUPED = r"^\s*[+-]?(\d{1,3}(,\d{3})+|\d{1,3})(\.\d+)?\s*$"
_CODE = r"^\s*[+-]?(0\d|\d{19,}\s*$)"
_DAY = r"^\s*\d{4}-\d{2}-\d{2}\s*$"


def typed(table: pa.Table) -> tuple[pa.Table, list[Message]]:
    """A table of texts with the columns typed, and what is to be said of it."""
    import pyarrow as pa

    columns, grouped = [], []
    for name, column in zip(table.column_names, table.columns, strict=True):
        found = _numbers(column)
        if found is None and (found := _grouped(column)) is not None:
            grouped.append(name)
        columns.append(column if found is None else found)
    problems = [
        Message(
            "{names}: the commas in its numbers were taken for separators of thousands.",
            names=[shown(name) for name in grouped[:5]],
        )
    ]
    return pa.table(columns, names=table.column_names), problems if grouped else []


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """A column as numbers or days; None where not all are."""
    import pyarrow as pa

    sample = column.drop_null().slice(0, _SAMPLE)
    if not len(sample):
        return None
    for pattern, kind in ((_WHOLE, pa.int64()), (_NUMBER, pa.float64()), (_DAY, pa.date32())):
        if _all(sample, pattern):
            found = _cast(column, kind)
            if found is None and kind == pa.int64():
                found = _cast(column, pa.float64())
            return None if found is None or _any(column, _CODE) else found
    return None


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return pc.cast(column, kind)
    except pa.ArrowInvalid:
        pass
    try:
        trimmed = pc.utf8_trim_whitespace(column)
        return pc.cast(pc.if_else(pc.equal(trimmed, ""), None, trimmed), kind)
    except pa.ArrowInvalid:
        return None


def _grouped(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Numbers such as ``1,234,567.8``, where all are written so and at least one has a comma."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sample = column.drop_null().slice(0, _SAMPLE)
    if not len(sample) or not _all(sample, _GROUPED) or not _any(sample, ","):
        return None
    if not _all(column.drop_null(), _GROUPED):
        return None
    return _cast(pc.replace_substring(column, ",", ""), pa.float64())


def _all(column: pa.ChunkedArray, pattern: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.all(pc.match_substring_regex(column, pattern)).as_py())


def _any(column: pa.ChunkedArray, pattern: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(column, pattern)).as_py())
