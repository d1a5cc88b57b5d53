"""What a file holds, before anybody adds it to a map: layers, fields, places, and what is odd."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mapapp.core.errors import DataError
from mapapp.core.layer.spec import Geometry
from mapapp.core.source.boxes import Bounds
from mapapp.core.source.cancel import Cancel
from mapapp.core.texts.plain import plain_text
from mapapp.store.files.placing import LocatedLayer, placed
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.report import SAMPLE_ROWS, ColumnReport, ColumnType, LayerReport
from mapapp.store.files.shapes import families_in

if TYPE_CHECKING:
    import pyarrow as pa


def inspect_file(
    path: Path, options: ReadOptions | None = None, layer: str = "", cancel: Cancel | None = None
) -> tuple[LayerReport, ...]:
    """Look at a file and say what its layers are, or the one of a name; nothing is changed.

    Raises:
        DataError: if it cannot be read at all, or has no such layer. What is wrong with a single
            layer is among its problems.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    said = options or ReadOptions()
    raw = raw_layers(path, said, layer, cancel)
    return tuple(report_of(located(each, said)) for each in raw)


def located(raw: RawLayer, options: ReadOptions) -> LocatedLayer:
    """Where the features of a layer are; what cannot be is among its problems."""
    try:
        return placed(raw, options)
    except DataError as error:
        told = (*raw.problems, error.message)
        return LocatedLayer(raw, None, None, None, "", None, (), told)


def report_of(found: LocatedLayer) -> LayerReport:
    """What is known of a layer whose places were looked for."""
    raw, kinds = found.raw, _kinds(found)
    return LayerReport(
        name=raw.name,
        geometry="none" if not kinds else kinds[0] if len(kinds) == 1 else "mixed",
        kinds=kinds,
        crs=found.crs or None,
        crs_guess=(found.guess.crs or None) if found.guess else None,
        features=raw.table.num_rows if raw.table.num_columns else _rows(found),
        extent=_extent(found),
        fields=tuple(ColumnReport(field.name, _type(field.type)) for field in raw.table.schema),
        encoding=raw.encoding,
        coordinate_columns=found.columns,
        problems=found.problems,
        sample=_sample(raw.table),
    )


def _rows(found: LocatedLayer) -> int:
    for each in (found.xy, found.shapes, found.raw.geometry):
        if each is not None:
            return len(each)
    return 0


def _kinds(found: LocatedLayer) -> tuple[Geometry, ...]:
    if found.xy is not None:
        return ("point",)
    return () if found.shapes is None else families_in(found.shapes)


def _extent(found: LocatedLayer) -> Bounds | None:
    import shapely

    if not found.has_places:
        return None
    if found.xy is None:
        bounds = shapely.total_bounds(found.shapes)
    else:
        known = found.xy[~np.isnan(found.xy[:, 0])]
        if not len(known):
            return None
        bounds = np.concatenate((known.min(axis=0), known.max(axis=0)))
    if np.isnan(bounds).any():
        return None
    west, south, east, north = (round(float(bound), 7) for bound in bounds)
    return west, south, east, north


def _type(stored: pa.DataType) -> ColumnType:
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(stored):
        return _type(stored.value_type)
    tests: tuple[tuple[Any, ColumnType], ...] = (
        (types.is_boolean, "boolean"), (types.is_integer, "integer"), (types.is_floating, "real"),
        (types.is_decimal, "real"), (types.is_string, "text"), (types.is_large_string, "text"),
        (types.is_null, "text"), (types.is_date, "date"), (types.is_timestamp, "datetime"),
        (types.is_time, "time"), (types.is_binary, "binary"), (types.is_large_binary, "binary"),
    )  # fmt: skip
    return next((name for test, name in tests if test(stored)), "other")


def _sample(table: pa.Table) -> tuple[tuple[str | None, ...], ...]:
    columns = [column.slice(0, SAMPLE_ROWS).to_pylist() for column in table.columns]
    return tuple(tuple(map(_shown, row)) for row in zip(*columns, strict=True))


def _shown(value: object) -> str | None:
    return None if value is None else plain_text(str(value))[:200]
