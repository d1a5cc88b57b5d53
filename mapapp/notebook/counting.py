"""Points of the caller's own counted by areas of theirs."""

from __future__ import annotations

import os
from typing import Any, TypeAlias

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa

from mapapp.core.errors import UsageError
from mapapp.core.message import Message
from mapapp.notebook import misuse
from mapapp.notebook.own_files import read_file
from mapapp.store.files.counting import Figures, count_points
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.writing import WrittenLayer

_Features: TypeAlias = geopandas.GeoDataFrame | str | os.PathLike[str]


@misuse.checked
def count(
    points: _Features,
    *,
    by: _Features,
    sum: str = "",  # noqa: A002 - what people look for
    mean: str = "",
) -> geopandas.GeoDataFrame:
    """The areas of a frame or file with how many points lie in each, as ``mapapp count`` has them.

    A point in several areas counts in each; one on borders alone counts in the first area that it
    touches.

    Args:
        points: a frame in any reference system, or the path of a file.
        by: the areas, likewise.
        sum: a column of the points that is added up; empty for none.
        mean: a column of the points whose mean is taken; empty for none.

    Returns:
        The areas in EPSG:4326 with ``count`` and perhaps ``sum_…`` and ``mean_…``; its ``.attrs``
        have ``points``, ``inside``, ``outside`` and ``unplaced``, numbers of points.

    Raises:
        MapappError: if a file cannot be read, there is no such column, a frame has no reference
            system, or these are no points or no areas.
    """
    figures = Figures(misuse.text("sum", sum), misuse.text("mean", mean))
    areas = _frame("by", by)
    counted = count_points(_layer("points", _frame("points", points)), _layer("by", areas), figures)
    table = counted.layer.table
    added = table.select(table.column_names[len(areas.columns) - 1 :]).to_pandas()
    found = areas.assign(**{str(name): added[name].to_numpy() for name in added})
    found.attrs = {
        "points": counted.points,
        "inside": counted.inside,
        "outside": counted.outside,
        "unplaced": counted.unplaced,
    }
    return found


def _frame(name: str, given: object) -> geopandas.GeoDataFrame:
    """Features in EPSG:4326."""
    if isinstance(given, str | os.PathLike):
        return read_file(given, "", ReadOptions(), "")
    if not isinstance(given, geopandas.GeoDataFrame):
        raise misuse.wrong(name, given, Message("it must be a GeoDataFrame or the path of a file"))
    if given.crs is None:
        raise UsageError(
            "{name} has no reference system; set one, as with set_crs(4326).", name=name
        )
    return given.to_crs(4326)


def _layer(name: str, frame: geopandas.GeoDataFrame) -> WrittenLayer:
    columns = frame.drop(columns=frame.geometry.name)
    arrays = [_column(columns.iloc[:, at]) for at in range(columns.shape[1])]
    table = pa.table(arrays, names=list(map(str, columns.columns)))
    return WrittenLayer(name, table, np.asarray(frame.geometry.array, dtype=np.object_))


def _column(values: pd.Series[Any]) -> pa.Array:
    """A column of numbers as it is; of any other only that it has none is asked."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return pa.array(values, from_pandas=True)
    return pa.nulls(len(values), pa.string())
