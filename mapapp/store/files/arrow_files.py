"""GeoParquet, GeoArrow and plain tables of Parquet, Arrow and Feather.

The key ``geo`` of the file is that of GeoParquet 1.1 (geoparquet.org), which Feather files of
geopandas have as well; columns of GeoArrow say in their metadata how they are encoded.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.store.files.arrow_bounds import (
    batch_bytes,
    parquet_bytes,
    parquet_texts,
    refuse_large,
    without_dictionaries,
)
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.raw import RawLayer
from mapapp.store.files.staging import Staged

if TYPE_CHECKING:
    import pyarrow as pa

_LON_LAT = "OGC:CRS84"
_EXTENSION_NAME, _EXTENSION_DATA = b"ARROW:extension:name", b"ARROW:extension:metadata"
_WKB_NAMES = (b"geoarrow.wkb", b"ogc.wkb")
_POINT_NAME = b"geoarrow.point"


def read_parquet(staged: Staged) -> RawLayer:
    """The table of a Parquet file.

    Raises:
        DataError: if it is damaged, or would take more memory than a file may.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found = parquet.read_metadata(staged.path)
        refuse_large(staged, parquet_bytes(found))
        texts = parquet_texts(found.schema)
        with parquet.ParquetFile(staged.path, metadata=found, read_dictionary=texts) as file:
            table = without_dictionaries(staged, file.read())
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(staged, error) from error
    return _raw(staged, table)


def read_arrow(staged: Staged) -> RawLayer:
    """The table of a file of Arrow: the format of files (Feather), or that of streams.

    Raises:
        DataError: if it is damaged, or would take more memory than a file may.
    """
    import pyarrow as pa

    try:
        table = _arrow_table(staged)
        table.validate(full=True)
        table = without_dictionaries(staged, table)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(staged, error) from error
    return _raw(staged, table)


def _arrow_table(staged: Staged) -> pa.Table:
    """A table as it stands in the file, taken part by part."""
    import pyarrow as pa
    from pyarrow import feather

    with staged.path.open("rb") as file:
        magic = file.read(4)
    if magic == b"FEA1":
        return feather.read_table(staged.path, memory_map=False)
    with pa.OSFile(str(staged.path)) as file:
        is_stream = magic != b"ARRO"
        reader = pa.ipc.open_stream(file) if is_stream else pa.ipc.open_file(file)
        count = 0 if is_stream else reader.num_record_batches
        parts, size = [], 0
        for part in reader if is_stream else map(reader.get_batch, range(count)):
            parts.append(part)
            refuse_large(staged, size := size + batch_bytes(part))
        return pa.Table.from_batches(parts, reader.schema)


def _damaged(staged: Staged, error: Exception) -> DataError:
    return DataError(
        "{path} cannot be read as {title} ({reason}); check the file, or save it anew.",
        path=staged.origin,
        title=staged.format.title,
        reason=str(error).splitlines()[0][:200] if str(error) else type(error).__name__,
    )


def _raw(staged: Staged, table: pa.Table) -> RawLayer:
    names, problems = told_apart([str(name) for name in table.column_names])
    metadata = table.schema.metadata or {}
    chosen, crs = _geo_column(table, metadata.get(b"geo"))
    geometry = None if chosen is None else _as_wkb(table.column(chosen))
    if chosen is not None and geometry is None:
        problems.append(
            Message(
                "The geometries in {name!r} are written in a way that mapapp does not read.",
                name=names[chosen],
            )
        )
    kept = [at for at in range(table.num_columns) if at != chosen]
    rest = table.select(kept).rename_columns([names[at] for at in kept])
    return RawLayer(
        staged.name, rest.replace_schema_metadata(None), geometry, crs, "UTF-8", tuple(problems)
    )


def _geo_column(table: pa.Table, said: bytes | None) -> tuple[int | None, str]:
    """The place of the column of geometries, and the reference system that is stated of it."""
    if said:
        found = _of_geoparquet(table, said)
        if found is not None:
            return found
    for at, field in enumerate(table.schema):
        metadata = field.metadata or {}
        name = metadata.get(_EXTENSION_NAME) or getattr(field.type, "extension_name", "").encode()
        if name in _WKB_NAMES or name == _POINT_NAME:
            return at, _crs_of(_parsed(metadata.get(_EXTENSION_DATA, b"{}")).get("crs"))
    return None, ""


def _of_geoparquet(table: pa.Table, said: bytes) -> tuple[int, str] | None:
    geo = _parsed(said)
    name = geo.get("primary_column")
    columns = geo.get("columns")
    if not isinstance(name, str) or name not in table.column_names:
        return None
    column = columns.get(name) if isinstance(columns, dict) else None
    column = column if isinstance(column, dict) else {}
    crs = _crs_of(column["crs"]) if "crs" in column else _LON_LAT
    return table.column_names.index(name), crs


def _parsed(said: bytes) -> dict[str, Any]:
    from mapapp.core.texts.parsing import ParseError, json_table

    try:
        return json_table(said)
    except ParseError:
        return {}


def _crs_of(said: object) -> str:
    """A reference system as PROJJSON, or as text, in one text; empty where none is stated."""
    if not isinstance(said, dict):
        return said if isinstance(said, str) else ""
    id_ = said.get("id")
    if isinstance(id_, dict) and {"authority", "code"} <= set(id_):
        return f"{id_['authority']}:{id_['code']}"
    return json.dumps(said)


def _as_wkb(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """A column as well-known binary, where it is that or pairs of coordinates."""
    import pyarrow as pa

    if isinstance(column.type, pa.ExtensionType):
        column = pa.chunked_array(
            [chunk.storage for chunk in column.chunks], column.type.storage_type
        )
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return column.cast(pa.binary())
    if pa.types.is_struct(column.type) and {"x", "y"} <= {each.name for each in column.type}:
        return _points_as_wkb(column)
    return None


def _points_as_wkb(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import shapely

    x, y = (pc.cast(pc.struct_field(column, name), "double").to_numpy() for name in ("x", "y"))
    points = np.asarray(shapely.points(x, y), dtype=np.object_)
    points[np.isnan(x) | np.isnan(y)] = None
    return pa.chunked_array([pa.array(shapely.to_wkb(points), pa.binary())])
