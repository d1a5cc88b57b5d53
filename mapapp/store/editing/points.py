"""New points in a layer, and points that move."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mapapp.core.errors import DataError
from mapapp.store.editing.changing import RowChangedError, described, write_change
from mapapp.store.editing.point_blob import moved_point, new_point
from mapapp.store.editing.row_change import RowChange, RowValues
from mapapp.store.geopackage import GeoPackage
from mapapp.store.tables import FileSchema, quoted

_SAME_DEG = 1e-9
"""Reading a position twice may differ by less, where it is reprojected."""


def add_point(path: Path, table: str, lon: float, lat: float, values: RowValues) -> RowChange:
    """Write a new row with a point at a position (WGS84 degrees) and some values.

    Raises:
        DataError: as :func:`mapapp.store.editing.changing.write_change`, or if the reference
            system of the table does not reach there.
    """
    parts = described(path, table)
    row = {**values, parts.geometry: new_point(parts, lon, lat)}
    return write_change(path, table, RowChange(None, row))


def move_point(
    path: Path, table: str, key: int, seen: tuple[float, float], lon: float, lat: float
) -> RowChange:
    """Move a point from where it was ``seen`` to another position (WGS84 degrees).

    Raises:
        DataError: as :func:`mapapp.store.editing.changing.write_change`, or if the row has no
            single point, or the reference system of the table does not reach there.
    """
    with GeoPackage(path, FileSchema(in_any_crs=True)) as file:
        parts = file.feature_table(table)
        tail = f"WHERE {quoted(parts.key)} = ?"
        rows, geometries = file.placed_rows(table, (), tail, [key])
    if not rows or not _is_at(geometries[0], seen):
        raise RowChangedError(
            "{path}: another program has moved or deleted the feature {key} meanwhile; nothing "
            "was changed here.",
            path=path,
            key=key,
        )
    blob = rows[0][1]
    moved = moved_point(parts, blob, lon, lat)
    if moved is None:
        raise DataError("The feature {key} is no single point; it cannot be moved.", key=key)
    name = parts.geometry
    return write_change(path, table, RowChange({name: blob}, {name: moved}, key))


def _is_at(geometry: Any, seen: tuple[float, float]) -> bool:  # noqa: ANN401 - shapely has no types
    """Whether a geometry has one point, where it was seen."""
    if geometry is None or geometry.is_empty:
        return False
    point = geometry.centroid
    return bool(max(abs(point.x - seen[0]), abs(point.y - seen[1])) <= _SAME_DEG)
