"""A table of a file that does not change while it is open, such as the atlas and the ground."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Exactly, Node
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.source.answers import PointSet
from mapapp.core.source.boxes import bounds_of, boxes_of, meets
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.query import EVERYTHING, Query
from mapapp.store.sources.geopackage import GeoPackageSource

_READ_APART = 3
"""So often parts of a table are read from its file: one picture asks no more, and needs little."""

_FEW_ROWS = 100
"""As quickly as a part of them, so many points are read whole; most layers have fewer."""

_SMALL_BYTES = 8_000_000
"""Tables of larger files are never kept; in memory they take some four times as much."""


class SettledSource(GeoPackageSource):
    """As :class:`GeoPackageSource`, but a table of which parts are read often is kept whole.

    What is of no place in it, an order and nearly all conditions are for the file to answer.
    """

    _times_read = 0

    def count(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> int:
        """See the protocol."""
        if query != EVERYTHING:
            return super().count(query, cancel)
        with self._reading(cancel):
            return self._row_count

    def read(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> FeatureSet:
        """See the protocol."""
        whole = self._whole if self._is_of_whole(query) else None
        if whole is None:
            return super().read(query, cancel)
        with self._reading(cancel, query):
            met = meets(self._bounds, boxes_of(query.extent)) & _among(query.where, whole)
            columns = {name: whole.columns[name] for name in query.columns}
            return replace(whole, columns=columns).at(np.flatnonzero(met)[: query.limit])

    def read_points(
        self, query: Query = EVERYTHING, cancel: Cancel | None = None
    ) -> PointSet | None:
        """See the protocol."""
        whole = self._whole_points if self._is_of_whole(query) else None
        if whole is None:
            return super().read_points(query, cancel)
        with self._reading(cancel, query):
            met = meets(np.hstack((whole.xy, whole.xy)), boxes_of(query.extent))
            met &= _among(query.where, whole)
            columns = {name: whole.columns[name] for name in query.columns}
            return replace(whole, columns=columns).at(np.flatnonzero(met)[: query.limit])

    def _is_of_whole(self, query: Query) -> bool:
        """Whether a query is answered from the whole, as it is once it pays to have that."""
        if not query.placed and query.extent is None:
            return False
        if not _is_plain(query.where) or query.sort is not None or query.keys is not None:
            return False
        self._times_read += 1
        return self._is_small and (self._times_read > _READ_APART or self._are_few)

    @cached_property
    def _are_few(self) -> bool:
        return self.schema.geometry == "point" and self._row_count <= _FEW_ROWS

    @cached_property
    def _is_small(self) -> bool:
        return self._file.path.stat().st_size <= _SMALL_BYTES

    @cached_property
    def _row_count(self) -> int:
        return super().count()

    @cached_property
    def _whole(self) -> FeatureSet | None:
        """All that has a place, or None where something of it is wrong; a query may not ask it."""
        try:
            return super().read(Query(self.schema.names, placed=True))
        except DataError:
            return None

    @cached_property
    def _whole_points(self) -> PointSet | None:
        """The same as points, if it is of them."""
        try:
            return super().read_points(Query(self.schema.names, placed=True))
        except DataError:
            return None

    @cached_property
    def _bounds(self) -> NDArray[np.float64]:
        return bounds_of(self._whole.geometries if self._whole else np.array([], np.object_))


def _is_plain(where: Node | None) -> bool:
    """Whether a condition is one that an id or several are looked up with, or none."""
    return where is None or (isinstance(where, Exactly) and where.field.kind == "text")


def _among(where: Node | None, whole: FeatureSet | PointSet) -> NDArray[np.bool_] | Literal[True]:
    """Which features a plain condition leaves; an empty text is a missing value."""
    if not isinstance(where, Exactly):
        return True
    texts = frozenset(where.values) - {""}
    return np.array([value in texts for value in whole.columns[where.field.id]], dtype=np.bool_)
