"""GeoDataFrames as layers of the map: their features by kinds of geometry, each kind a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import geopandas
import pandas as pd
import pyarrow as pa

from mapapp.core.errors import DataError, UsageError
from mapapp.core.layer.spec import Geometry
from mapapp.core.texts.parsing import shown
from mapapp.store.sources.arrow_columns import plain_table
from mapapp.store.sources.memory import MemorySource, of_frame

_KINDS: dict[Geometry, tuple[str, ...]] = {
    "polygon": ("Polygon", "MultiPolygon"),
    "line": ("LineString", "LinearRing", "MultiLineString"),
    "point": ("Point", "MultiPoint"),
}
"""In drawing order: points are on top."""

_COLLECTION = "GeometryCollection"


def sources_of(
    frame: geopandas.GeoDataFrame, where: str
) -> Iterator[tuple[Geometry, MemorySource]]:
    """The features of a frame that have a place, a source for each kind of geometry they are of.

    Args:
        frame: in any reference system. Collections are taken apart; columns that are no numbers,
            texts or dates become texts, other columns of geometries are left out.
        where: names the frame in messages and references, such as ``layers[0]``.

    Raises:
        UsageError: if it has no reference system, no feature with a place, or columns of one
            name.
        DataError: if its reference system is not known, or a position is not on Earth.
    """
    _check(frame, where)
    placed = _taken_apart(frame[~(frame.geometry.isna() | frame.geometry.is_empty)])
    if placed.empty:
        raise UsageError(
            "{where} has no feature with a place on the map; leave it out.", where=where
        )
    kinds = placed.geometry.geom_type
    for kind, types in _KINDS.items():
        chosen = placed[kinds.isin(types)]
        if not chosen.empty:
            yield kind, _source(chosen, f"{where}, {kind}")


def _check(frame: geopandas.GeoDataFrame, where: str) -> None:
    try:
        crs = frame.geometry.crs
    except AttributeError:  # geopandas's own complaint
        raise UsageError(
            "{where} has no column of geometries that is active; choose one with set_geometry().",
            where=where,
        ) from None
    if crs is None:
        raise UsageError(
            "{where} has no reference system; say which its coordinates are in, such as "
            "frame.set_crs(4326) for longitude and latitude.",
            where=where,
        )
    names = Counter(map(str, frame.columns))
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise UsageError(
            "{where} has two columns {twice}; rename one.", where=where, twice=shown(twice)
        )


def _taken_apart(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The features with a row for each part of a collection, and of those within."""
    while (mixed := frame.geometry.geom_type == _COLLECTION).any():
        parts = frame[mixed].explode(index_parts=False)
        kept = parts[~(parts.geometry.isna() | parts.geometry.is_empty)]
        frame = pd.concat([frame[~mixed], kept])
    return frame


def _source(frame: geopandas.GeoDataFrame, name: str) -> MemorySource:
    """One source; its keys are the frame's index where that can be (see :func:`of_frame`)."""
    active, places = frame.geometry, type(frame.geometry.dtype)
    columns = {
        str(label): _readable(frame[label], name).array
        for label in frame.columns
        if not isinstance(frame[label].dtype, places)
    }
    columns[str(active.name)] = active.array
    index = frame.index if frame.index.is_unique else None
    plain = geopandas.GeoDataFrame(columns, index=index, geometry=str(active.name))
    return of_frame(plain, name)


def _readable(column: pd.Series, where: str) -> pd.Series:
    """A column of the types that a source has, or else its values as texts."""
    try:
        table = pa.table({"column": pa.array(column, from_pandas=True)})
        if plain_table(table, where).num_columns:
            return column
    except (DataError, pa.ArrowException, OverflowError, ValueError, TypeError):
        pass  # what Arrow cannot hold, such as numbers among texts, has a text all the same
    return column.map(_as_text, na_action="ignore").astype(object)


def _as_text(value: object) -> str:
    return str(value).encode("utf-8", errors="replace").decode()
