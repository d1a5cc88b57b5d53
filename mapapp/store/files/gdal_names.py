"""Names of columns that GDAL takes for its own, so that those of others keep theirs.

A GeoPackage has a column of numbers (``fid``) and one of geometries (``geom``), whose names can
be chosen (https://gdal.org/en/stable/drivers/vector/gpkg.html). Whatever else is written, a
column called just ``OGC_FID`` is taken for such numbers (``DEFAULT_ARROW_FID_NAME`` of GDAL). KML
has elements of its own for some names, and leaves out what is no text or no date there
(https://gdal.org/en/stable/drivers/vector/libkml.html).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mapapp.store.files.column_names import name_beside, told_apart

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBERS, _GEOMETRIES = "fid", "geom"
_TAKEN_FOR_NUMBERS = "OGC_FID"
_TEXTS_OF_KML = ("id", "name", "description", "snippet")
_OTHERS_OF_KML = (
    "timestamp", "begin", "end", "altitudemode", "tessellate", "extrude", "visibility",
    "draworder", "icon",
)  # fmt: skip


def own_columns(names: Sequence[str], geometry: str | None) -> Mapping[str, str]:
    """What a GeoPackage is to call its own columns.

    Args:
        names: of the columns that are written.
        geometry: that of them which becomes its geometries, if any does.
    """
    others = [name for name in names if name != geometry]
    numbers = name_beside(others, _NUMBERS)
    if geometry is None:
        return {"FID": numbers}
    return {"FID": numbers, "GEOMETRY_NAME": name_beside([*others, numbers], _GEOMETRIES)}


def without_gdals_own(names: Sequence[str]) -> list[str]:
    """Names of which none is taken for numbers of features; in small letters it is not."""
    return [name.lower() if name == _TAKEN_FOR_NUMBERS else name for name in names]


def _is_of_bytes(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return kind in (pa.binary(), pa.large_binary())


def as_kml_has_them(table: pa.Table) -> pa.Table:
    """Columns under names and of types that KML keeps: texts where it has texts, dates in time."""
    import pyarrow as pa

    names, columns = [], []
    for name, column in zip(table.column_names, table.columns, strict=True):
        is_own = name.casefold() in _OTHERS_OF_KML and not pa.types.is_temporal(column.type)
        names.append(f"{name}_" if is_own else name)
        is_text = name.casefold() in _TEXTS_OF_KML and not _is_of_bytes(column.type)
        columns.append(column.cast(pa.string()) if is_text else column)
    return pa.table(columns, names=told_apart(names)[0])
