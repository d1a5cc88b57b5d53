"""Features in memory as a source: of an Arrow table, a GeoDataFrame or arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import Geometry
from mapapp.core.message import Message
from mapapp.core.source.answers import Keys, Near, PointSet, Record, Statistics, Value
from mapapp.core.source.boxes import Bounds, boxes_of, extent_around, meets
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.source.query import EVERYTHING, Query
from mapapp.core.source.reprojection import reprojection_from
from mapapp.core.source.schema import Schema
from mapapp.store.sources.arrow_columns import (
    field_of,
    plain_table,
    refuse_doubled,
    statistics_of,
)
from mapapp.store.sources.held import Held
from mapapp.store.sources.near import found_near, near_records
from mapapp.store.sources.points import points_of, xy_of_points
from mapapp.store.wkb import Kinds, WkbError, look_over
from mapapp.store.wkb_columns import xy_of_column

if TYPE_CHECKING:
    import geopandas
    import pyarrow as pa

KIND = "memory"
_LON_LAT = "EPSG:4326"
_LARGEST_KEY = 2**63 - 1
_NUMBER_ANEW = Message("number the features anew, as reset_index(drop=True) does.")


class MemorySource:
    """Features in memory, see :class:`mapapp.core.source.protocol.FeatureSource`.

    Make one with :func:`of_arrow` or :func:`of_frame`. Its features never change, so that
    threads may share them.
    """

    def __init__(self, ref: SourceRef, held: Held, schema: Schema) -> None:
        self.ref = ref
        self.schema = schema
        self.revision = 0
        self._memory: Held | None = held

    @property
    def held(self) -> Held:
        """The features themselves, which others may share.

        Raises:
            DataError: if the source is closed.
        """
        return self._held()

    @property
    def extent(self) -> Extent | None:
        """See the protocol."""
        return extent_around(self._held().bounds)

    def count(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> int:
        """See the protocol."""
        return len(self._places(query, cancel))

    def keys(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> Keys:
        """See the protocol."""
        return self._held().keys[self._places(query, cancel)]

    def read(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> FeatureSet:
        """See the protocol."""
        held, places = self._held(), self._places(query, cancel)
        columns = self._columns(query.columns, places)
        refuse_cancelled(cancel, self.ref)
        return FeatureSet(self.ref.table, held.keys[places], held.geometries_at(places), columns)

    def read_points(
        self, query: Query = EVERYTHING, cancel: Cancel | None = None
    ) -> PointSet | None:
        """See the protocol."""
        held, placed = self._held(), replace(query, placed=True)
        if held.xy is None:
            may_be = self.schema.geometry in ("point", None)
            return points_of(self.read(placed, cancel)) if may_be else None
        places = self._places(placed, cancel)
        columns = self._columns(query.columns, places)
        return PointSet(held.keys[places], held.xy[places], columns)

    def rows(self, keys: Sequence[int], columns: Sequence[str]) -> list[tuple[Value, ...]]:
        """See the protocol."""
        self.schema.need_all(columns, self.ref)
        places = self._held().places(keys)
        if len(places) != len(keys):
            there = set(self._held().keys[places].tolist())
            missing = next(key for key in keys if key not in there)
            raise DataError(
                "{ref} has no feature {missing}; reload the layer.", ref=self.ref, missing=missing
            )
        if not columns:
            return [()] * len(keys)
        return list(zip(*self._columns(columns, places).values(), strict=True))

    def feature(self, key: int) -> Record:
        """See the protocol."""
        (row,) = self.rows([key], self.schema.names)
        (geometry,) = self._held().geometries_at(self._held().places([key]))
        return Record(key, geometry, dict(zip(self.schema.names, row, strict=True)))

    def nearest(
        self,
        lon: float,
        lat: float,
        radius_m: float,
        query: Query = EVERYTHING,
        cancel: Cancel | None = None,
    ) -> list[Near]:
        """See the protocol."""
        held = self._held()
        candidates = self._places(Query(where=query.where, keys=query.keys, placed=True), cancel)
        bounds = held.bounds[candidates]

        def read_box(box: Bounds) -> tuple[Keys, GeometryArray]:
            places = candidates[meets(bounds, [box])]
            return held.keys[places], held.geometries_at(places)

        found = found_near(lon, lat, radius_m, read_box)[: query.limit]
        names = self.schema.names
        return near_records(found, names, self.rows([each.key for each in found], names))

    def statistics(self, column: str, cancel: Cancel | None = None) -> Statistics:
        """See the protocol."""
        self.schema.need(column, self.ref)
        refuse_cancelled(cancel, self.ref)
        return statistics_of(self._held().column(column))

    def again(self) -> MemorySource:
        """See the protocol: over the same memory."""
        return MemorySource(self.ref, self._held(), self.schema)

    def close(self) -> None:
        """See the protocol."""
        self._memory = None

    def _held(self) -> Held:
        if self._memory is None:
            raise DataError("{ref} is closed; open it again.", ref=self.ref)
        return self._memory

    def _places(self, query: Query, cancel: Cancel | None) -> NDArray[np.int64]:
        """The rows of a query in its order."""
        held = self._held()
        self.schema.need_all(query.names(), self.ref)
        refuse_cancelled(cancel, self.ref)
        kept = np.ones(len(held.keys), dtype=np.bool_)
        if query.placed or query.extent is not None:
            kept &= meets(held.bounds, boxes_of(query.extent))
        if query.keys is not None:
            chosen = np.zeros(len(kept), dtype=np.bool_)
            chosen[held.places(query.keys)] = True
            kept &= chosen
        if query.where is not None:
            kept &= held.mask(query.where)
        refuse_cancelled(cancel, self.ref)
        places = np.flatnonzero(kept)
        if query.sort is not None:
            places = held.ordered(places, query.sort)
        return places[: query.limit]

    def _columns(self, names: Sequence[str], places: NDArray[np.int64]) -> dict[str, list[Value]]:
        return {name: self._held().values(name, places) for name in names}


def of_arrow(
    table: pa.Table, name: str, geometry: str = "geometry", crs: str = _LON_LAT
) -> MemorySource:
    """A source of an Arrow table with a column of well-known binary; keys count from 1.

    Args:
        table: its rows are the features.
        name: what the source is called.
        geometry: the column of well-known binary (OGC 06-103r4); null without a place.
        crs: the reference system of the geometries, such as ``EPSG:32651``.

    Raises:
        DataError: if the table has no such column, two of one name, or a value is not what it
            should be.
    """
    refuse_doubled(table.column_names, name)
    if geometry not in table.column_names:
        schema = Schema(tuple(map(field_of, plain_table(table, name).schema)))
        schema.need(geometry, name)
    column = table.column(geometry)
    keys = np.arange(1, table.num_rows + 1, dtype=np.int64)
    rest = plain_table(table.drop_columns([geometry]), name)
    xy = xy_of_column(column)
    geometries = None if xy is not None else _from_wkb(column.to_pylist(), name)
    return _source(name, rest, keys, geometries, xy, crs)


def of_frame(frame: geopandas.GeoDataFrame, name: str) -> MemorySource:
    """A source of a GeoDataFrame, whose features are as they are now.

    Keys are its index where that is of different whole numbers, else they count from 1. Without
    a reference system the geometries are taken for degrees.

    Raises:
        DataError: if a value is not what it should be, two columns have the same name, or an
            index of whole numbers has one that is missing or has more than 64 bits.
    """
    import pandas as pd
    import pyarrow as pa

    refuse_doubled(map(str, frame.columns), name)
    attributes = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    columns = {str(label): _arrow_column(attributes[label], name) for label in attributes.columns}
    table = plain_table(pa.table(columns), name)
    keys = _keys_of(frame.index, name)
    geometries = np.array(frame.geometry.array, dtype=np.object_)
    order = np.argsort(keys, kind="stable")
    crs = _LON_LAT if frame.crs is None else _name_of(frame.crs)
    rows = table.take(order) if table.num_columns else table
    return _source(name, rows, keys[order], geometries[order], None, crs)


def _source(
    name: str, table: pa.Table, keys: Keys, geometries: GeometryArray | None,
    xy: NDArray[np.float64] | None, crs: str,
) -> MemorySource:  # fmt: skip
    reprojection = reprojection_from(crs)
    if geometries is not None:
        if reprojection is not None:
            geometries = reprojection.geometries(geometries)
        xy = xy_of_points(geometries)
    elif xy is not None and reprojection is not None:
        xy = reprojection.xy(xy)
    schema = Schema(tuple(map(field_of, table.schema)), _family(geometries), crs)
    return MemorySource(
        SourceRef(KIND, table=name), Held(name, table, keys, geometries, xy), schema
    )


def _keys_of(index: Any, name: str) -> Keys:  # noqa: ANN401 - pandas has no types
    import pandas as pd

    if not (pd.api.types.is_integer_dtype(index.dtype) and index.is_unique):
        return np.arange(1, len(index) + 1, dtype=np.int64)
    if index.hasnans:
        raise DataError(
            "{name}: the index lacks a number; {number_anew}", name=name, number_anew=_NUMBER_ANEW
        )
    if len(index) and index.max() > _LARGEST_KEY:
        raise DataError(
            "{name}: the index has {largest}, and no key is above {largest_key}; {number_anew}",
            name=name,
            largest=index.max(),
            largest_key=_LARGEST_KEY,
            number_anew=_NUMBER_ANEW,
        )
    return np.asarray(index.to_numpy(np.int64))


def _family(geometries: GeometryArray | None) -> Geometry | None:
    from mapapp.store.files.shapes import family_of

    return "point" if geometries is None else family_of(geometries)


def _name_of(crs: Any) -> str:  # noqa: ANN401 - pyproj.CRS, which only core imports
    number = crs.to_epsg()
    return f"EPSG:{number}" if number else str(crs.to_wkt())


def _arrow_column(series: Any, name: str) -> pa.Array:  # noqa: ANN401 - pandas has no types
    import pyarrow as pa

    try:
        return pa.array(series, from_pandas=True)
    except (pa.ArrowException, OverflowError) as error:
        raise DataError(
            "{name}: the column {column!r} cannot be read ({reason}).",
            name=name,
            column=series.name,
            reason=error,
        ) from error


def _from_wkb(values: Sequence[object], name: str) -> GeometryArray:
    import shapely

    for row, value in enumerate(values, 1):
        if value is None:
            continue
        try:
            if not isinstance(value, bytes):
                raise WkbError("it is no geometry")
            look_over(value, 0, Kinds())
        except WkbError as error:
            raise DataError(
                "{name}, feature {row}: {reason}; correct it.", name=name, row=row, reason=error
            ) from error
    try:
        return np.asarray(shapely.from_wkb(values), dtype=np.object_)
    except shapely.errors.GEOSException as error:
        raise DataError(
            "{name}: a geometry cannot be read ({reason}); correct it.", name=name, reason=error
        ) from error
