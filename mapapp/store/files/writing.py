"""Writes layers to a file of another format, whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.disk.replacing import scratch_folder, writable_target
from mapapp.core.errors import DataError, ExportError, UsageError
from mapapp.core.geo.crs import System
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.layer.own import guessed_name
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.source.reprojection import Reprojection, is_in_degrees, reprojection_from
from mapapp.core.texts.plain import NO_TEXT_PATTERN, plain_text
from mapapp.core.texts.reasons import why
from mapapp.store.files.column_names import name_beside, told_apart
from mapapp.store.files.gdal_names import as_kml_has_them, own_columns, without_gdals_own
from mapapp.store.files.handing_over import hand_over, refuse_in_use
from mapapp.store.files.shapefile_limits import fitting
from mapapp.store.files.shapes import families_in, of_one_type
from mapapp.store.files.targets import GEOPACKAGE, KML, SHAPEFILE, Target, TargetFormat

if TYPE_CHECKING:
    import pyarrow as pa

_GEOMETRY = "geometry"
_LON_LAT = "EPSG:4326"
_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|]')


@record(eq=False)
class WrittenLayer:
    """A layer to write.

    Attributes:
        name: what it is called.
        table: its columns.
        shapes: in degrees of WGS84, perhaps None.
        has_coordinates: whether the columns have them already, so that tables need no more.
        numbers: of the rows where they come from, for messages; None for 1, 2 and so on.
    """

    name: str
    table: pa.Table
    shapes: GeometryArray
    has_coordinates: bool = False
    numbers: NDArray[np.int64] | None = None

    def number(self, row: int) -> int:
        """What people know a row by, which is given by its place from 0."""
        return row + 1 if self.numbers is None else int(self.numbers[row])

    def taken(self, rows: NDArray[np.int64]) -> WrittenLayer:
        """The same with some of the rows."""
        numbers = rows + 1 if self.numbers is None else self.numbers[rows]
        table, shapes = self.table.take(rows), self.shapes[rows]
        return replace(self, table=table, shapes=shapes, numbers=numbers)


def write_layers(
    layers: Sequence[WrittenLayer], target: Target, cancel: Cancel | None = None
) -> tuple[Message, ...]:
    """Write layers to a file; what stands there already is replaced.

    Returns:
        What could not be kept, a sentence each.

    Raises:
        UsageError: if the format is not known, or cannot hold these layers.
        ExportError: if the file cannot be written.
        DataError: if the reference system is not known.
        ReadCancelledError: if ``cancel`` was set before the file was whole.
    """
    known = target.format
    _check(layers, known)
    final = writable_target(target.path)
    refuse_in_use(final, target.path)
    moved = [_moved(layer, target) for layer in layers]
    if known.writer == "table":
        return _write_table(moved[0], target)
    with scratch_folder(final.parent) as folder:
        made = folder / final.name
        try:
            notes = _write(moved, known, made, target.crs or _LON_LAT)
            refuse_cancelled(cancel, target.path)
            hand_over(folder, final)
        except OSError as error:
            raise ExportError(
                "{target} cannot be written ({reason}); choose another place.",
                target=target.path,
                reason=why(error),
            ) from error
    return notes


def _check(layers: Sequence[WrittenLayer], known: TargetFormat) -> None:
    if len(layers) > 1 and not known.many_layers:
        raise UsageError(
            "A {suffix} file holds one layer; choose one with --layer: {names}.",
            suffix=known.suffix,
            names=[layer.name for layer in layers],
        )
    for layer in layers:
        kinds = families_in(layer.shapes)
        if known.one_kind and len(kinds) > 1:
            raise UsageError(
                "A {suffix} file holds one kind of geometry, and {name} has several; choose .gpkg.",
                suffix=known.suffix,
                name=layer.name,
            )
        if known.driver == "GPX" and "polygon" in kinds:
            raise UsageError("A .gpx file holds points and lines, no areas; choose .kml.")


def _moved(layer: WrittenLayer, target: Target) -> WrittenLayer:
    """A layer with its shapes in the reference system or datum of the target."""
    import shapely

    shapes = layer.shapes
    if target.datum not in ("", System.WGS84):
        shapes = shapely.transform(shapes, lambda xy: _shifted(xy, target.datum))
    reprojection = reprojection_from(target.crs) if target.crs else None
    if reprojection is not None:
        shapes = _stored(replace(layer, shapes=shapes), reprojection)
    return replace(layer, shapes=np.asarray(shapes, dtype=np.object_))


def _shifted(xy: Any, datum: str) -> Any:  # noqa: ANN401 - arrays of shapely
    from mapapp.core.geo import gcj02

    shift = gcj02.wgs84_to_gcj02 if datum == System.GCJ02 else gcj02.wgs84_to_bd09
    return np.column_stack(shift(xy[:, 0], xy[:, 1]))


def _stored(layer: WrittenLayer, reprojection: Reprojection) -> GeometryArray:
    import shapely

    found = reprojection.stored_geometries(layer.shapes)
    xy, of = shapely.get_coordinates(found, return_index=True)
    endless = ~np.isfinite(xy).all(axis=1)
    if endless.any():
        raise DataError(
            "Row {row} lies where {crs} has no meaning; choose another reference system.",
            row=layer.number(int(of[endless][0])),
            crs=reprojection.crs,
        )
    return found


def _write(
    layers: Sequence[WrittenLayer], known: TargetFormat, made: Path, crs: str
) -> tuple[Message, ...]:
    if known.writer in ("gdal", "sheet"):
        notes: list[Message] = []
        for number, layer in enumerate(layers):
            notes += _write_gdal(layer, known, made, crs, is_first=number == 0)
        return tuple(notes)
    _write_arrow(layers[0], known, made, crs)
    return ()


def _write_gdal(
    layer: WrittenLayer, known: TargetFormat, made: Path, crs: str, *, is_first: bool
) -> list[Message]:
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

    table, kind, notes = _gdal_table(layer, known, crs)
    geometry = table.column_names[-1] if kind else None
    said = {"layer": _layer_name(layer, known, kind), "driver": known.driver, **known.options}
    if known.driver == GEOPACKAGE:
        said |= own_columns(table.column_names, geometry)
    if known.driver == SHAPEFILE:  # for which pyogrio sets that option itself
        said["encoding"] = said.pop("ENCODING")
    try:
        if known.driver == "GPX":  # whose own fields cannot be made through Arrow
            columns = table.drop_columns([geometry])
            texts = [np.array(_texts(each.to_pylist()), dtype=object) for each in columns.columns]
            geometries = np.array(table.column(geometry).to_pylist(), dtype=object)
            names = columns.column_names
            raw.write(made, geometries, texts, names, geometry_type=kind, crs=crs, **said)
        else:
            raw.write_arrow(
                table, made, geometry_name=geometry, geometry_type=kind or None,
                crs=crs if kind else None, append=not is_first, **said,
            )  # fmt: skip
    except (DataSourceError, DataLayerError, FeatureError, FieldError, ValueError) as error:
        raise ExportError(
            "{name} cannot be written as {suffix} ({reason}); choose another format.",
            name=layer.name,
            suffix=known.suffix,
            reason=plain_text(str(error))[:200],
        ) from error
    return notes


def _gdal_table(
    layer: WrittenLayer, known: TargetFormat, crs: str
) -> tuple[pa.Table, str, list[Message]]:
    """What GDAL is to write, the type of its geometries (empty for none), and what is lost."""
    import pyarrow as pa

    if known.writer == "sheet":
        titles, columns = _flat(layer, crs)
        names = without_gdals_own(titles)
        return pa.table([pa.array(each) for each in columns], names=names), "", []
    layer, notes = _placed_only(layer) if known.placed_only else (layer, [])
    shapes, kind = of_one_type(layer.shapes)
    if not known.has_fields:
        return pa.table({_GEOMETRY: _wkb(shapes)}), kind, notes
    table, left_out = _holdable(layer.table)
    if known.driver == SHAPEFILE:
        table, cut = fitting(table, known.options["ENCODING"])
        left_out = [*left_out, *cut]
    if known.driver != GEOPACKAGE:
        table = table.rename_columns(without_gdals_own(table.column_names))
    if known.driver == KML:
        table = as_kml_has_them(table)
    if known.name_field:
        table = table.rename_columns(_with_name_field(table.column_names, known.name_field))
    return _with_shapes(table, shapes), kind, [*notes, *left_out]


def _placed_only(layer: WrittenLayer) -> tuple[WrittenLayer, list[Message]]:
    """A layer without the rows that have no place."""
    import shapely

    lost = shapely.is_missing(layer.shapes) | shapely.is_empty(layer.shapes)
    rows = np.flatnonzero(~lost)
    if not lost.any():
        return layer, []
    note = Message(
        "Rows left out because such a file holds places only: {count:,}.", count=int(lost.sum())
    )
    return layer.taken(rows), [note]


def _with_name_field(names: Sequence[str], wanted: str) -> list[str]:
    """Names of columns, that of the features' own names called as a format has it."""
    found = guessed_name(names)
    taken = any(name.casefold() == wanted.casefold() and name != found for name in names)
    return [wanted if name == found and not taken else name for name in names]


def _layer_name(layer: WrittenLayer, known: TargetFormat, kind: str) -> str:
    """What a layer is called in the file; GPX has names of its own, KML calls a file so."""
    if known.driver == "GPX":
        return "waypoints" if kind.endswith("Point") else "tracks"
    return _NO_FILE_NAME.sub("-", layer.name) if known.driver == KML else layer.name


def _wkb(shapes: GeometryArray) -> pa.Array:
    import pyarrow as pa
    import shapely

    return pa.array(shapely.to_wkb(shapes), pa.binary())


def _with_shapes(table: pa.Table, shapes: GeometryArray) -> pa.Table:
    """A table with its geometries behind; without columns it has not known how many rows it has."""
    import pyarrow as pa

    if not table.num_columns:
        return pa.table({_GEOMETRY: _wkb(shapes)})
    return table.append_column(name_beside(table.column_names, _GEOMETRY), _wkb(shapes))


def _holdable(table: pa.Table) -> tuple[pa.Table, list[Message]]:
    """Columns that files of GDAL can hold, under names that differ in any case of letters."""
    import pyarrow as pa

    names, _ = told_apart(table.column_names)
    columns = dict(zip(names, map(_holdable_column, table.columns), strict=True))
    kept = {name: column for name, column in columns.items() if column is not None}
    left_out = [name for name, column in columns.items() if column is None]
    notes = [Message("Columns left out because no such file holds lists: {names}.", names=left_out)]
    return pa.table(kept), notes if left_out else []


def _holdable_column(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """A column as files of GDAL can hold it; texts lose what no document may hold."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        return _holdable_column(column.cast(kind.value_type))
    if pa.types.is_nested(kind) or pa.types.is_duration(kind):
        return None
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.replace_substring_regex(column, NO_TEXT_PATTERN, "")
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    return column.cast(pa.float64()) if pa.types.is_decimal(kind) else column


def _write_arrow(layer: WrittenLayer, known: TargetFormat, made: Path, crs: str) -> None:
    """A table with a column of well-known binary, as GeoParquet 1.1 says."""
    from pyarrow import feather, parquet

    from mapapp.core.source.reprojection import crs_json

    names, _ = told_apart(layer.table.column_names)
    table = _with_shapes(layer.table.rename_columns(names), layer.shapes)
    own = table.column_names[-1]
    column = {"encoding": "WKB", "geometry_types": [], "crs": json.loads(crs_json(crs))}
    geo = {"version": "1.1.0", "primary_column": own, "columns": {own: column}}
    table = table.replace_schema_metadata({"geo": json.dumps(geo)})
    if known.writer == "parquet":
        parquet.write_table(table, made, compression="zstd")
    else:
        feather.write_feather(table, made, compression="uncompressed")


def _write_table(layer: WrittenLayer, target: Target) -> tuple[Message, ...]:
    from mapapp.store.table_file import write_table

    titles, columns = _flat(layer, target.crs or _LON_LAT)
    return write_table(target.path, titles, zip(*columns, strict=True), target.table_encoding)


def _flat(layer: WrittenLayer, crs: str) -> tuple[list[str], list[list[Any]]]:
    """Titles and columns with the places behind: of points two numbers, else well-known text."""
    import shapely

    types = set(shapely.get_type_id(layer.shapes).tolist())
    columns = [_cells(column.to_pylist()) for column in layer.table.columns]
    if layer.has_coordinates:
        return layer.table.column_names, columns
    if types <= {-1, 0}:
        in_degrees = is_in_degrees(crs)
        own = ["lon", "lat"] if in_degrees else ["x", "y"]
        digits = 8 if in_degrees else 3
        columns.append(_rounded(shapely.get_x(layer.shapes), digits))
        columns.append(_rounded(shapely.get_y(layer.shapes), digits))
    else:
        own = ["wkt"]
        columns.append(shapely.to_wkt(layer.shapes, rounding_precision=8).tolist())
    names, _ = told_apart([*own, *layer.table.column_names])
    return [*names[len(own) :], *own], columns


def _texts(values: Sequence[object]) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


def _cells(values: Sequence[object]) -> list[Any]:
    """Values as cells of tables hold them."""
    plain = (type(None), int, float, str)
    return [value if type(value) in plain else _text(value) for value in values]


def _text(value: object) -> object:
    return int(value) if isinstance(value, bool) else str(value)


def _rounded(values: Any, digits: int) -> list[float | None]:  # noqa: ANN401 - array of numpy
    return [None if np.isnan(value) else round(value, digits) for value in values.tolist()]
