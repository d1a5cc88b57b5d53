"""The protocol of sources of features: every layer is drawn, filtered and listed through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, Self, runtime_checkable

from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.answers import Keys, Near, PointSet, Record, Statistics, Value
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.query import EVERYTHING, Query
from mapapp.core.source.schema import Schema


@runtime_checkable
class PointsInPieces(Protocol):
    """A source that can be read piece by piece where it has more than fits in memory at once."""

    def point_pieces(self, query: Query, cancel: Cancel | None = None) -> Iterator[PointSet | None]:
        """What ``read_points`` gives, some features after the others, by rising keys.

        None, and nothing after it, once not all are plain points.
        """
        ...


class FeatureSource(Protocol):
    """A table of features. Belongs to one thread; :meth:`again` opens it for another.

    Geometries are EPSG:4326, lon before lat, whatever the source stores. A key is a whole
    number that names a feature whichever query found it.

    Every method that reads raises:
        DataError: if the source is closed or cannot be read, a value in it is wrong, or a
            query names a column that there is not. The source stays usable.
        ReadCancelledError: if ``cancel`` was set before the answer was whole.
    """

    @property
    def ref(self) -> SourceRef:
        """What opens the source again."""
        ...

    @property
    def schema(self) -> Schema:
        """The fields and the kind of geometry; the same as long as the source is open."""
        ...

    @property
    def revision(self) -> int:
        """Another number than before when the features may have changed since.

        It is to be compared with earlier ones of the same open source only, and speaks of what
        that reads: a file that another one has replaced is read on as it was until the source is
        opened again.
        """
        ...

    @property
    def extent(self) -> Extent | None:
        """The rectangle around all features, or None where none has a place."""
        ...

    def count(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> int:
        """How many features :meth:`keys` would name."""
        ...

    def keys(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> Keys:
        """The keys of the features of a query, int64 of shape (n,), in its order."""
        ...

    def read(self, query: Query = EVERYTHING, cancel: Cancel | None = None) -> FeatureSet:
        """The features of a query in its order, each with its geometry (perhaps None).

        The layer of the answer is the table of :attr:`ref`.
        """
        ...

    def read_points(
        self, query: Query = EVERYTHING, cancel: Cancel | None = None
    ) -> PointSet | None:
        """The placed features of a query as arrays; None unless all of them are single points.

        Much quicker than :meth:`read`: no geometry becomes an object.
        """
        ...

    def rows(self, keys: Sequence[int], columns: Sequence[str]) -> list[tuple[Value, ...]]:
        """The values of some features in the order of ``keys``.

        Raises:
            DataError: also if there is no feature of a key.
        """
        ...

    def feature(self, key: int) -> Record:
        """One feature with all its fields.

        Raises:
            DataError: also if there is none of that key.
        """
        ...

    def nearest(
        self,
        lon: float,
        lat: float,
        radius_m: float,
        query: Query = EVERYTHING,
        cancel: Cancel | None = None,
    ) -> list[Near]:
        """The features of a query within ``radius_m`` metres of a point in degrees.

        The nearest come first, equally near ones by key, all with all their fields. The point
        may lie in a further copy of the world. ``columns``, ``extent`` and ``sort`` of the
        query are not used.
        """
        ...

    def statistics(self, column: str, cancel: Cancel | None = None) -> Statistics:
        """What the values of a field are like, over all features."""
        ...

    def again(self) -> Self:
        """The same source opened once more, for another thread; to be closed by itself."""
        ...

    def close(self) -> None:
        """Let go of files and memory; nothing can be read afterwards. Closing twice is fine."""
        ...
