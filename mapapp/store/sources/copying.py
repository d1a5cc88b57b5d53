"""Keeps a copy of a layer, in a GeoPackage of mapapp's own; see ``store/files/copies.py``."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapapp.core.disk.replacing import put_in_place, scratch_folder
from mapapp.core.errors import DataError, ExportError
from mapapp.core.expression.tree import Field
from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.answers import Keys, Value
from mapapp.core.source.query import Query
from mapapp.core.texts.reasons import why
from mapapp.store.cells import Rule, first_wrong
from mapapp.store.files.column_names import name_beside
from mapapp.store.files.copies import mark_as_copy
from mapapp.store.files.shapes import of_one_type
from mapapp.store.sources.opening import open_source

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_AT_ONCE = 10_000
_LON_LAT = "EPSG:4326"
_RESERVED = ("gpkg", "rtree", "sqlite", "idx")
"""How tables that belong to a GeoPackage or to SQLite are called."""


@record(eq=False)
class KeptCopy:
    """A copy of a layer.

    Attributes:
        ref: what opens it.
        keys: those that its features had before: its own count from 1 in this order.
    """

    ref: SourceRef
    keys: Keys


def keep_copy(
    ref: SourceRef, folder: Path, name: str, told: Callable[[float], object] = lambda _: None
) -> KeptCopy:
    """Copy all features of a source, as they are shown, to a new file in a folder.

    Rows that are near each other on the map are near each other in the file, too.

    Args:
        ref: the source.
        folder: where the copy is to be; it is made where it is missing.
        name: what file and table are called; a number comes behind where there is such a file.
        told: gets how much is written, from 0 to 1.

    Raises:
        DataError: if the source cannot be read.
        ExportError: if the copy cannot be written; nothing of it is left then.
    """
    with closing(open_source(ref)) as source:
        fields = source.schema.fields
        features = source.read(Query(source.schema.names))
    order = _near_to_near(features.geometries)
    table = _table_name(name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(folder.parent) as scratch:  # so that what is cancelled leaves no folder
            made = scratch / "copy.gpkg"
            _write(made, table, _rows(features, fields, order), told)
            mark_as_copy(made, ref)
            _ask_whole(made, table, fields, len(order))
            final = _handed_over(made, folder, name)
    except _write_errors() as error:  # GDAL and SQLite say it in SQL
        reason = why(error) if isinstance(error, OSError) else Message("the disk may be full")
        raise ExportError(
            "No copy can be kept in {folder} ({reason}); make room, or save the workspace "
            "elsewhere.",
            folder=folder,
            reason=reason,
        ) from error
    return KeptCopy(file_ref(str(final), table), features.fids[order])


def _write_errors() -> tuple[type[Exception], ...]:
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

    return OSError, sqlite3.Error, DataSourceError, DataLayerError, FeatureError, FieldError


def _near_to_near(shapes: GeometryArray) -> NDArray[np.intp]:
    """The rows by Hilbert's curve, along which neighbours are neighbours; without a place last."""
    import geopandas
    import shapely

    has_place = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    placed = np.flatnonzero(has_place)
    if not len(placed):
        return np.arange(len(shapes))
    along = geopandas.GeoSeries(shapes[placed]).hilbert_distance().to_numpy()
    return np.concatenate((placed[np.argsort(along, kind="stable")], np.flatnonzero(~has_place)))


def _table_name(name: str) -> str:
    return f"layer {name}" if name.casefold().startswith(_RESERVED) else name


def _rows(
    features: FeatureSet, fields: Sequence[Field], order: NDArray[np.intp]
) -> tuple[pa.Table, str, str]:
    """All rows in an order, the name of their column of geometries, and the type of these."""
    import pyarrow as pa
    import shapely

    shapes, kind = of_one_type(features.geometries)
    shapes[shapely.is_empty(shapes)] = None
    columns = {each.id: _column(each, features.columns[each.id]) for each in fields}
    geometry = name_beside(list(columns), "geom")
    columns[geometry] = pa.array(shapely.to_wkb(shapes), pa.binary())
    return pa.table(columns).take(order), geometry, kind


def _column(field: Field, values: Sequence[Value]) -> pa.Array:
    """Values as a column whose cells are read again as what they were.

    Numbers and dates beyond what cells may hold become texts (``cells.py``).
    """
    import pyarrow as pa

    number, given = field.kind == "number", [each for each in values if each is not None]
    if number and first_wrong(values, Rule("whole")) is None:
        return pa.array(values, pa.int64())
    if number and first_wrong(values, Rule("number")) is None:
        with suppress(pa.ArrowInvalid):  # a whole number that no float can be
            return pa.array(values, pa.float64())
    are_days = field.kind == "date" and all(len(str(each)) == len("2023-05-19") for each in given)
    if are_days and first_wrong(values, Rule("date")) is None:
        return pa.array(values, pa.string()).cast(pa.date32())
    return pa.array([None if each is None else str(each) for each in values], pa.string())


def _write(
    made: Path,
    table: str,
    rows: tuple[pa.Table, str, str],
    told: Callable[[float], object],
) -> None:
    """Write a GeoPackage with an R-tree, and the triggers that keep it true."""
    import pyarrow as pa
    from pyogrio import raw

    values, geometry, kind = rows

    def batches() -> Iterator[pa.RecordBatch]:
        done = 0
        for batch in values.to_batches(max_chunksize=_ROWS_AT_ONCE):
            yield batch
            done += batch.num_rows
            told(done / values.num_rows)

    raw.write_arrow(
        pa.RecordBatchReader.from_batches(values.schema, batches()), made, layer=table,
        driver="GPKG", geometry_name=geometry, geometry_type=kind, crs=_LON_LAT,
        FID=name_beside(values.column_names, "fid"), GEOMETRY_NAME=geometry, SPATIAL_INDEX="YES",
    )  # fmt: skip


def _ask_whole(made: Path, table: str, fields: Sequence[Field], rows: int) -> None:
    """Raise an error if a copy is not what it was to be: a full disk is not always told."""
    with closing(open_source(file_ref(str(made), table))) as copy:
        names = tuple(field.id for field in fields)
        if copy.count() != rows or copy.schema.names != names:
            raise DataError("{table} could not be copied whole; try again.", table=table)


def _handed_over(made: Path, folder: Path, name: str) -> Path:
    """Give a finished copy the first name that no file has."""
    folder.mkdir(exist_ok=True)
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    for number in count(1):
        final = folder / f"{name}{'' if number == 1 else f' {number}'}.gpkg"
        try:
            final.open("x").close()  # so that no other window takes it meanwhile
        except FileExistsError:
            continue
        put_in_place(made, final)
        return final
    raise AssertionError  # numbers do not end
