"""A source that takes its time and may fail, one feature after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.answers import Keys, Near, PointSet, Record, Statistics, Value
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import EVERYTHING, Query
from mapapp.core.source.schema import Schema


def at_once(_number: int) -> None:
    """What a slow source does between features unless a test says otherwise: nothing."""


class SlowSource:
    """Reads another source one feature after the other.

    ``between`` is called with the number of those read so far. What it does is up to the test:
    wait for an event, cancel, or raise an ``OSError``, which ends the read as a broken
    connection would.
    """

    def __init__(self, source: FeatureSource, between: Callable[[int], object] = at_once) -> None:
        self._source = source
        self.between = between

    @property
    def ref(self) -> SourceRef:
        return SourceRef("slow", table=self._source.ref.table)

    @property
    def schema(self) -> Schema:
        return self._source.schema

    @property
    def revision(self) -> int:
        return self._source.revision

    @property
    def extent(self) -> Extent | None:
        return self._source.extent

    def count(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> int:
        return len(self.keys(query, cancel))

    def keys(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> Keys:
        keys = self._source.keys(query, cancel)
        self._wait(len(keys), cancel)
        return keys

    def read(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> FeatureSet:
        found = self._source.read(query, cancel)
        self._wait(len(found), cancel)
        return found

    def read_points(
        self, query: Query = EVERYTHING, cancel: Cancel | None = None
    ) -> PointSet | None:
        found = self._source.read_points(query, cancel)
        self._wait(0 if found is None else len(found.keys), cancel)
        return found

    def rows(self, keys: Sequence[int], columns: Sequence[str]) -> list[tuple[Value, ...]]:
        found = self._source.rows(keys, columns)
        self._wait(len(found), None)
        return found

    def feature(self, key: int) -> Record:
        found = self._source.feature(key)
        self._wait(1, None)
        return found

    def nearest(
        self,
        lon: float,
        lat: float,
        radius_m: float,
        query: Query = EVERYTHING,
        cancel: Cancel | None = None,
    ) -> list[Near]:
        found = self._source.nearest(lon, lat, radius_m, query, cancel)
        self._wait(len(found), cancel)
        return found

    def statistics(self, column: str, cancel: Cancel | None = None) -> Statistics:
        found = self._source.statistics(column, cancel)
        self._wait(found.count, cancel)
        return found

    def again(self) -> SlowSource:
        return SlowSource(self._source.again(), self.between)

    def close(self) -> None:
        self._source.close()

    def _wait(self, features: int, cancel: Cancel | None) -> None:
        for number in np.arange(features).tolist():
            refuse_cancelled(cancel, self.ref)
            try:
                self.between(number)
            except OSError as error:
                raise DataError(f"{self.ref} cannot be read ({error}); ask again.") from error
        refuse_cancelled(cancel, self.ref)
