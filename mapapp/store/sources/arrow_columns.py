"""Columns of Arrow as fields of a source: of few types, plain, missing values missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Field, FieldKind, field_of_column
from mapapp.core.source.answers import FEW, Statistics
from mapapp.core.texts.parsing import shown
from mapapp.core.texts.plain import NO_TEXT_PATTERN

if TYPE_CHECKING:
    import pyarrow as pa


def plain_table(table: pa.Table, where: str) -> pa.Table:
    """The columns that can be fields, as int64, float64 or strings, in single chunks.

    Dates and times become texts such as ``2023-05-19``, truth values 0 and 1. Columns of bytes,
    lists and structures are left out. NaN, infinite numbers and empty texts are missing values,
    as SQLite's NULL is; texts lose their control characters.

    Raises:
        DataError: if a value cannot be written in these types.
    """
    import pyarrow as pa

    columns: dict[str, pa.Array] = {}
    fields: list[pa.Field] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        target = _plain_type(column.type)
        if target is None:
            continue
        try:
            columns[name] = _plain_column(column, target)
        except pa.ArrowException as error:
            raise DataError(
                "{where}: the column {name!r} cannot be read ({reason}).",
                where=where,
                name=name,
                reason=error,
            ) from error
        fields.append(pa.field(name, target, metadata=_told_apart(column.type)))
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))


def refuse_doubled(names: Iterable[str], where: str) -> None:
    """Raise a ``DataError`` if two columns have the same name."""
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise DataError(
            "{where} has two columns {twice}; rename one.", where=where, twice=shown(twice)
        )


def field_of(column: pa.Field) -> Field:
    """A column of a plain table as a field."""
    import pyarrow as pa

    kind: FieldKind = "text" if pa.types.is_string(column.type) else "number"
    told = (column.metadata or {}).get(b"kind")
    if told == b"date":
        kind = "date"
    return replace(field_of_column(column.name, kind), is_truth=told == b"truth")


def statistics_of(column: pa.Array) -> Statistics:
    """What the values of a plain column are like."""
    import pyarrow.compute as pc

    missing = column.null_count
    if missing == len(column):
        return Statistics(0, missing, None, None, ())
    ends = pc.min_max(column).as_py()
    different = pc.unique(column).drop_null()
    few = tuple(sorted(different.to_pylist())) if len(different) <= FEW else ()
    return Statistics(len(column) - missing, missing, ends["min"], ends["max"], few)


def _plain_type(stored: pa.DataType) -> pa.DataType | None:
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(stored):
        return _plain_type(stored.value_type)
    if types.is_boolean(stored) or (types.is_integer(stored) and stored != pa.uint64()):
        return pa.int64()
    if types.is_floating(stored) or types.is_decimal(stored) or stored == pa.uint64():
        return pa.float64()
    is_text = types.is_string(stored) or types.is_large_string(stored)
    if is_text or types.is_temporal(stored) or types.is_null(stored):
        return pa.string()
    return None


def _told_apart(stored: pa.DataType) -> dict[bytes, bytes] | None:
    """What a plain column was, where its type does not say so any more."""
    import pyarrow as pa

    if pa.types.is_dictionary(stored):
        return _told_apart(stored.value_type)
    if pa.types.is_date(stored):
        return {b"kind": b"date"}
    return {b"kind": b"truth"} if pa.types.is_boolean(stored) else None


def _plain_column(column: pa.ChunkedArray, target: pa.DataType) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    whole = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    if pa.types.is_float16(column.type):
        whole = whole.cast(pa.float32())
    array = whole.cast(target, safe=target != pa.float64())
    if pa.types.is_floating(target):
        return pc.if_else(pc.is_finite(array), array, None)
    return _plain_texts(array) if pa.types.is_string(target) else array


def _plain_texts(array: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    array.validate(full=True)
    plain = pc.replace_substring_regex(array, NO_TEXT_PATTERN, "")
    return pc.if_else(pc.equal(plain, ""), None, plain)
