"""Files of the caller's own as GeoDataFrames, read as ``mapapp layers`` reads them."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from mapapp.core.errors import DataError, UsageError
from mapapp.core.expression.parser import parse
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.source.query import Query
from mapapp.notebook import misuse
from mapapp.store.files.formats import SUFFIXES
from mapapp.store.files.placing import LocatedLayer, placed
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.sources.files import source_of

KEY = "fid"
"""What the index of rows is called."""


def is_file(named: object) -> bool:
    """Whether what is to be read is a file, not a layer of the atlas, whose ids have no points."""
    if isinstance(named, os.PathLike):
        return True
    return isinstance(named, str) and (
        Path(named).suffix.lower() in SUFFIXES or Path(named).parent != Path()
    )


def read_file(
    path: str | os.PathLike[str], layer: str, options: ReadOptions, where: str
) -> geopandas.GeoDataFrame:
    """A layer of a file in EPSG:4326, lon before lat, indexed by the number of its row from 1.

    Columns have the types of the file; a row without a place has no geometry. Its ``.attrs`` have
    ``layer``, ``crs`` (that of the file, None where there are no places), ``encoding``,
    ``coordinate_columns`` and ``problems``, what is odd about it, a sentence each.

    Raises:
        UsageError: if the file has several layers and none is named.
        DataError: if it cannot be read, or nobody knows the reference system of its places.
        ExpressionError: if ``where`` is no expression, or asks what the layer has not.
    """
    found = _only_one(raw_layers(Path(path), options, layer), path)
    known = placed(found, options)
    if known.guess is not None and not known.has_places:
        raise DataError("{path}: {problem}", path=path, problem=known.problems[-1])
    frame = _frame(known)
    if where:
        source = source_of(known, file_ref(os.fspath(path), layer))
        keys = source.keys(Query(where=parse(where, source.schema.fields)))
        frame = frame.loc[keys]
    frame.attrs = {
        "layer": found.name,
        "crs": known.crs or None,
        "encoding": found.encoding,
        "coordinate_columns": list(known.columns),
        "problems": [str(problem) for problem in known.problems],
    }
    return frame


def _only_one(layers: list[RawLayer], path: object) -> RawLayer:
    if len(layers) != 1:
        names = [each.name for each in layers]
        raise UsageError(
            "{path} has several layers; choose one with table=: {names}.", path=path, names=names
        )
    return layers[0]


def _frame(known: LocatedLayer) -> geopandas.GeoDataFrame:
    columns = known.raw.table.to_pandas(date_as_object=False)
    columns.index = pd.RangeIndex(1, len(columns) + 1, name=KEY)
    name = "geometry" if "geometry" not in columns else "geometry_1"
    places = geopandas.GeoSeries(_shapes(known, len(columns)), index=columns.index, crs=4326)
    return geopandas.GeoDataFrame(columns.assign(**{name: places}), geometry=name, crs=4326)


def _shapes(known: LocatedLayer, count: int) -> GeometryArray:
    if known.shapes is not None:
        return known.shapes
    if known.xy is None:
        return np.full(count, None, dtype=np.object_)
    points = np.asarray(shapely.points(known.xy), dtype=np.object_)
    points[np.isnan(known.xy[:, 0])] = None
    return points


def options_from(**said: object) -> ReadOptions:
    """How a file is to be read, by what a caller says; None leaves it to mapapp.

    Raises:
        UsageError: if something of it is no text.
    """
    texts = {
        name: "" if value is None else misuse.text(name, value) for name, value in said.items()
    }
    return ReadOptions(**texts)
