"""Features held in memory: what a ``MemorySource`` and its copies for other threads share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Node
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.source.answers import Keys, Value
from mapapp.core.source.boxes import bounds_of
from mapapp.core.source.query import Sort
from mapapp.store.blob import are_on_earth, off_earth
from mapapp.store.sources.masks import Mask, MaskCompiler

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 65_536
_NO_KEYS = np.array([], dtype=np.int64)


class Held:
    """Features in memory, which nothing changes.

    Args:
        where: what messages call them.
        table: a plain table of n rows (``arrow_columns.plain_table``).
        keys: int64, shape (n,), rising.
        geometries: n of EPSG:4326, as shapely has them or as a column of well-known binary,
            which takes less memory; None where ``xy`` says all.
        xy: coordinates of shape (n, 2) where each feature is one point; NaN without a place.

    Raises:
        DataError: if two keys are the same, or a coordinate is not on Earth.
    """

    def __init__(
        self,
        where: str,
        table: pa.Table,
        keys: Keys,
        geometries: GeometryArray | pa.Array | None,
        xy: NDArray[np.float64] | None = None,
    ) -> None:
        self.table = table
        self.keys = keys
        self.xy = xy
        self._where = where
        self._geometries = geometries
        self._masks = MaskCompiler(table)
        self._check()

    def geometries_at(self, places: NDArray[np.int64]) -> GeometryArray:
        """The shapely geometries of some rows; of mere coordinates they are made each time."""
        if isinstance(self._geometries, np.ndarray):
            return self._geometries[places]
        import shapely

        if self._geometries is not None:
            stored = self._geometries.take(places).to_numpy(zero_copy_only=False)
            return np.asarray(shapely.from_wkb(stored), dtype=np.object_)
        assert self.xy is not None  # noqa: S101 - which says all then
        points = np.asarray(shapely.points(self.xy[places]), dtype=np.object_)
        points[np.isnan(self.xy[places, 0])] = None
        return points

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """The boxes of the features, shape (n, 4); NaN without a place."""
        if self.xy is not None:
            return np.hstack((self.xy, self.xy))
        parts = [bounds_of(self.geometries_at(part)) for part in self._parts()]
        return np.concatenate(parts) if parts else np.empty((0, 4))

    def places(self, keys: Sequence[int]) -> NDArray[np.int64]:
        """The rows of some keys; those that there are not are left out."""
        wanted = _int64(keys)
        if not len(self.keys):
            return _NO_KEYS
        found = np.searchsorted(self.keys, wanted).clip(max=len(self.keys) - 1)
        return np.asarray(found[self.keys[found] == wanted], dtype=np.int64)

    def mask(self, node: Node) -> Mask:
        """For which rows an expression holds, shape (n,)."""
        return self._masks.mask(node)

    def column(self, name: str) -> pa.Array:
        """The column of a field in one piece."""
        return self.table.column(name).combine_chunks()

    def values(self, name: str, places: NDArray[np.int64]) -> list[Value]:
        """The values of a field in some rows."""
        values: list[Value] = self.column(name).take(places).to_pylist()
        return values

    def ordered(self, places: NDArray[np.int64], sort: Sort) -> NDArray[np.int64]:
        """Rows, given in the order of their keys, in another one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        column = self.column(sort.field).take(places)
        if pa.types.is_string(column.type):
            column = pc.ascii_lower(column)
        by = [("value", "descending" if sort.descending else "ascending"), ("at", "ascending")]
        both = pa.table({"value": column, "at": np.arange(len(places))})
        order = pc.sort_indices(both, sort_keys=by)  # which puts nulls last
        return np.asarray(places[order.to_numpy()], dtype=np.int64)

    def _parts(self) -> Iterator[NDArray[np.int64]]:
        """All rows, some at a time, so that few of them are objects at once."""
        for start in range(0, len(self.keys), _AT_ONCE):
            yield np.arange(start, min(start + _AT_ONCE, len(self.keys)))

    def _check(self) -> None:
        if len(self.keys) > 1 and not (np.diff(self.keys) > 0).all():
            raise DataError(
                "{where}: two features have the same key; number them anew.", where=self._where
            )
        if self.xy is not None:
            placed = np.flatnonzero(~np.isnan(self.xy).all(axis=1))
            self._refuse_off_earth(self.xy[placed], placed)
            return
        import shapely

        for part in self._parts():
            xy, of = shapely.get_coordinates(self.geometries_at(part), return_index=True)
            self._refuse_off_earth(xy, part[of])

    def _refuse_off_earth(self, xy: NDArray[np.float64], of: NDArray[np.int64]) -> None:
        wrong = ~are_on_earth(xy)
        if wrong.any():
            at = int(wrong.argmax())
            raise DataError(
                "{where}, feature {keys}: {off_earth}; correct it.",
                where=self._where,
                keys=self.keys[of[at]],
                off_earth=off_earth(xy[at]),
            )


def _int64(keys: Sequence[int]) -> Keys:
    """Keys as an array, without those that no feature can have."""
    try:
        return np.asarray(keys, dtype=np.int64)
    except OverflowError:
        return np.array([key for key in keys if -(2**63) <= key < 2**63], dtype=np.int64)
