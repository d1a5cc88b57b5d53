"""The rows of a file with the places that a column of theirs names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mapapp.core.errors import DataError, UsageError
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.targets import Target
from mapapp.store.files.writing import WrittenLayer, write_layers
from mapapp.store.geocoding.named_rows import CellsOf
from mapapp.store.geocoding.placed_rows import (
    ADDED,
    GeocodingOptions,
    PlacedRows,
    placed_rows,
)

if TYPE_CHECKING:
    import pyarrow as pa


@record(eq=False)
class GeocodedTable:
    """A table of a file, and what was found of its rows."""

    raw: RawLayer
    rows: PlacedRows

    def write(self, path: Path) -> tuple[Message, ...]:
        """Write all rows to a file, in the format that its name ends in.

        Each has the columns ``ADDED``, empty where no place was found; a number follows the name
        of one that the table has already.

        Raises:
            UsageError: if there is no such format.
            ExportError: if the file cannot be written.
        """
        layer = WrittenLayer(self.raw.name, self._table(), self._points(), has_coordinates=True)
        return write_layers([layer], Target(path))

    def _table(self) -> pa.Table:
        import pyarrow as pa

        table = self.raw.table
        names, _ = told_apart([*table.column_names, *ADDED])
        kinds = (pa.float64(), pa.float64(), pa.string(), pa.float64())
        added = zip(names[-len(ADDED) :], self.rows.columns(), kinds, strict=True)
        for name, values, kind in added:
            table = table.append_column(name, pa.array(values, kind))
        return table

    def _points(self) -> GeometryArray:
        import shapely

        lons, lats, *_ = (np.array(values, dtype=np.object_) for values in self.rows.columns())
        points = np.full(len(lons), None, dtype=np.object_)
        has_place = np.array([each is not None for each in self.rows.places], dtype=np.bool_)
        xy = np.column_stack((lons[has_place], lats[has_place])).astype(np.float64)
        points[has_place] = shapely.points(xy)
        return points


def geocode_file(
    path: Path, layer: str, reading: ReadOptions, options: GeocodingOptions
) -> GeocodedTable:
    """The one table of a file, or that of a name, with the places of its rows.

    Raises:
        UsageError: if it has several tables and none is named, or no such column, or nothing is
            called like ``within``.
        DataError: if it cannot be read, or has no rows.
    """
    found = raw_layers(path, reading, layer)
    if len(found) != 1:
        raise UsageError(
            "{path} has several layers; name one as FILE:LAYER: {names}.",
            path=path,
            names=[each.name for each in found],
        )
    raw = found[0]
    if not raw.table.num_rows:
        raise DataError("{path} has no rows; choose another file.", path=path)
    return GeocodedTable(raw, placed_rows(raw.table.column_names, cells_of(raw.table), options))


def cells_of(table: pa.Table) -> CellsOf:
    """What gives the texts of a column of a table."""

    def texts(column: str) -> list[str]:
        values = table.column(column).to_pylist()
        return ["" if value is None else str(value).strip() for value in values]

    return texts
