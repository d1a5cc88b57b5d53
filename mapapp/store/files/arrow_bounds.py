"""How much memory a table of Parquet or Arrow takes, known before it is taken.

Such files say a value that repeats once, and how often: a few hundred bytes may be a thousand
million rows. The numbers of values stand in the metadata of Parquet; how long texts are is known
once they are read as dictionaries, which take no more than the file says of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mapapp.core.errors import DataError
from mapapp.store.files.staging import Staged

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

_MOST_BYTES = 4_000_000_000
_MOST_RATIO, _SMALL_BYTES = 1000, 50_000_000
"""Tables pack to a hundredth; what packs to a thousandth holds nothing but one value."""

_LEAST_BYTES = 8
"""Of a value once it is used as one, also of a column that says no more than how many it has."""

_TEXTS = "BYTE_ARRAY"
_VALUE_BYTES = {"BOOLEAN": 1, "INT32": 4, "FLOAT": 4, "INT64": 8, "DOUBLE": 8, "INT96": 8}
"""What a value of a physical type of Parquet takes, also where it is null."""


def refuse_large(staged: Staged, size: int) -> None:
    """Refuse a table that takes more bytes than a file may.

    Raises:
        DataError: if it does.
    """
    is_bomb = size > _SMALL_BYTES and size > _MOST_RATIO * staged.path.stat().st_size
    if size > _MOST_BYTES or is_bomb:
        raise DataError(
            "{path} would unpack to {size:,} MB, more than mapapp unpacks; make a smaller file "
            "of it.",
            path=staged.origin,
            size=size // 10**6,
        )


def batch_bytes(batch: pa.RecordBatch) -> int:
    """What the values of a part of an Arrow file take, those that repeat each in its row."""
    return max(int(batch.nbytes), int(batch.num_rows * batch.num_columns) * _LEAST_BYTES)


def parquet_bytes(found: parquet.FileMetaData) -> int:
    """What the values of a Parquet file take; of texts only what the file says of them."""
    schema = found.schema
    groups = [found.row_group(at) for at in range(found.num_row_groups)]
    chunks = [(at, group.column(at)) for group in groups for at in range(group.num_columns)]
    return sum(
        chunk.total_uncompressed_size
        if chunk.physical_type == _TEXTS
        else chunk.num_values * _VALUE_BYTES.get(chunk.physical_type, schema.column(at).length)
        for at, chunk in chunks
    )


def parquet_texts(schema: parquet.ParquetSchema) -> list[str]:
    """The columns of texts or bytes, which are to be read as dictionaries."""
    columns = [schema.column(at) for at in range(len(schema))]
    return [each.path for each in columns if each.physical_type == _TEXTS]


def without_dictionaries(staged: Staged, table: pa.Table) -> pa.Table:
    """A table whose values stand in its rows.

    Raises:
        DataError: if they take more memory than a file may.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = [_plain(field.type) for field in table.schema]
    if plain == list(table.schema.types):
        return table
    chunks = [chunk for column in table.columns for chunk in column.chunks]
    refuse_large(staged, sum(map(_plain_bytes, chunks)))
    for at, column in enumerate(table.columns):
        if pa.types.is_run_end_encoded(column.type):
            table = table.set_column(at, table.column_names[at], pc.run_end_decode(column))
    fields = zip(table.schema, plain, strict=True)
    return table.cast(
        pa.schema([field.with_type(kind) for field, kind in fields], table.schema.metadata)
    )


def _plain(kind: pa.DataType) -> pa.DataType:
    """A type without dictionaries or runs in it."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return kind.value_type
    if pa.types.is_map(kind):
        return pa.map_(_plain_field(kind.key_field), _plain_field(kind.item_field))
    if pa.types.is_struct(kind):
        return pa.struct([_plain_field(field) for field in kind])
    if pa.types.is_list(kind):
        return pa.list_(_plain_field(kind.value_field))
    if pa.types.is_large_list(kind):
        return pa.large_list(_plain_field(kind.value_field))
    return kind


def _plain_field(field: pa.Field) -> pa.Field:
    return field.with_type(_plain(field.type))


def _plain_bytes(values: pa.Array) -> int:
    """What values take once each of them stands in its row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if pa.types.is_dictionary(kind):
        if not _is_long(kind.value_type):
            return len(values) * _LEAST_BYTES
        lengths = pc.binary_length(values.dictionary).take(values.indices)
        return int(pc.sum(pc.cast(lengths, pa.int64())).as_py() or 0)
    if pa.types.is_run_end_encoded(kind):
        if not _is_long(kind.value_type):
            return len(values) * _LEAST_BYTES
        lengths = pc.binary_length(values.values).to_numpy(zero_copy_only=False)
        return int(np.nansum(np.diff(values.run_ends.to_numpy(), prepend=0) * lengths))
    return sum(map(_plain_bytes, _inner(values))) or int(values.nbytes)


def _is_long(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return kind in (pa.string(), pa.large_string(), pa.binary(), pa.large_binary())


def _inner(values: Any) -> list[Any]:  # noqa: ANN401 - pyarrow has no types
    """The arrays that lists, maps and records of values are made of."""
    import pyarrow as pa

    if pa.types.is_map(values.type):
        return [values.keys, values.items]
    if pa.types.is_struct(values.type):
        return list(values.flatten())
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        return [values.flatten()]
    return []
